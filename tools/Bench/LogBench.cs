using System.Diagnostics;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Imports;
using Throughline.Storage.Log;

namespace Throughline.Bench;

/// <summary><c>verify</c> and <c>rebuild</c> over the cohort and its reports, beside plain prepared inserts of the rows of its releases.</summary>
internal static class LogBench
{
    public static Task<Measured> VerifyAsync() => RunAsync(installation =>
    {
        if (Verification.Run(installation.Store).Breaks.Count > 0)
        {
            throw new InvalidOperationException("The log is broken.");
        }
    });

    public static Task<Measured> RebuildAsync() => RunAsync(installation => Rebuilding.Run(installation.Store, _ => { }));

    private static async Task<Measured> RunAsync(Action<Installation> run)
    {
        using var scratch = new Scratch();
        await using var installation = scratch.Open();
        var importing = new Importing(installation, Actor.Machine("bench"));
        await importing.ReleasesAsync(ImportBench.Copy(scratch, ImportBench.Releases));
        await importing.ReportsAsync(ImportBench.Copy(scratch, ImportBench.Reports));
        Checkpoints.Make(installation.Store, installation.Clock);
        var reference = ImportBench.Plain();
        var watch = Stopwatch.StartNew();
        run(installation);
        return new Measured(watch.Elapsed.TotalSeconds, reference, "s");
    }
}
