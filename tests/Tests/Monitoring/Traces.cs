using System.Globalization;
using System.IO.Compression;
using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Tests.Monitoring;

/// <summary>The real tracks of tests/vectors/traces, with their gaps, jumps and repeated points.</summary>
internal static class Traces
{
    public static IReadOnlyList<IReadOnlyList<Fix>> All { get; } = Read();

    private static List<IReadOnlyList<Fix>> Read()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "vectors", "traces", "traces.csv.gz")), CompressionMode.Decompress));
        var rows = new List<(string Trace, Fix Fix)>();
        _ = file.ReadLine();
        while (file.ReadLine() is { } line)
        {
            var f = line.Split(',');
            rows.Add((f[0] + '/' + f[1], new Fix(Instant.FromUnixTimeMilliseconds(long.Parse(f[2], CultureInfo.InvariantCulture)), Number(f[3]), Number(f[4]), true)));
        }

        return [.. rows.GroupBy(r => r.Trace).Select(t => t.Select(r => r.Fix).ToList())];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
