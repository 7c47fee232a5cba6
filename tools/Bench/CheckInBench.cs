namespace Throughline.Bench;

internal static class CheckInBench { public static Task<Measured> RunAsync() => throw new NotImplementedException(); }
internal static class StartBench { public static Task<Measured> RunAsync() => throw new NotImplementedException(); }
