using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Agencies;
using Throughline.Host.Imports;

namespace Throughline.Bench;

/// <summary>
/// What a served store answers while a second process imports a whole cohort into it; beside the same requests on the same store without
/// an import. On two cores or fewer the import and the pages also share the processor.
/// </summary>
internal static class BesideBench
{
    private const string Key = "tl_bench";
    private const int Alone = 60;

    public static async Task<Measured> RunAsync()
    {
        using var scratch = new Scratch();
        await using var installation = Installation.Open(scratch.Data, null, SystemClock.Instance);
        await new Importing(installation, Actor.Machine("bench")).ReleasesAsync(ImportBench.Copy(scratch, ImportBench.Releases));
        installation.Search.CatchUp(CancellationToken.None);
        ApiKeys.Add(installation.Store, "bench", Key, [ApiScopes.Reports, ApiScopes.Handoffs], SystemClock.Instance.GetCurrentInstant());
        var records = installation.Cases.List("c.kind = 'release' order by c.case_id", 5_000).Select(c => c.Card.RecordId!).ToList();
        await using var site = Site.Build(installation, ["http://127.0.0.1:0"], "http://127.0.0.1");
        await site.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(CheckInBench.AddressOf(site)) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var next = 0;
        (string Name, Func<Task<HttpResponseMessage>> Ask)[] requests =
        [
            ("statistics", () => http.GetAsync("/statistics")),
            ("hand-offs", () => http.GetAsync("/api/handoffs?limit=50")),
            ("check-in", () => http.PostAsJsonAsync("/api/reports", new { recordId = records[next++], reportedAt = "2021-09-01T10:00:00Z", channel = "web" })),
        ];
        await AskAsync(requests, turn => turn < 5);
        var alone = await AskAsync(requests, turn => turn < Alone);

        var app = Environment.GetEnvironmentVariable("THROUGHLINE_APP") ?? throw new InvalidOperationException("Run this through ./bench: it sets the program up.");
        using var import = Process.Start(new ProcessStartInfo(app, ["import", "releases", Others(scratch), "--data", scratch.Data]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var beside = await AskAsync(requests, _ => !import.HasExited);
        if (import.ExitCode != 0)
        {
            throw new InvalidOperationException(await import.StandardError.ReadToEndAsync());
        }

        await site.StopAsync();
        var lines = requests.Select((r, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Name}: p50 {Share(beside[i], 0.5):0} ms beside, {Share(alone[i], 0.5):0} ms alone; p95 {Share(beside[i], 0.95):0} and {Share(alone[i], 0.95):0}; longest {beside[i].Max():0} and {alone[i].Max():0}; {beside[i].Count} asked"));
        return new Measured(Share(beside[0], 0.95) / 1000, Share(alone[0], 0.95) / 1000, "s") { Notes = [.. lines] };
    }

    private static async Task<List<double>[]> AskAsync((string Name, Func<Task<HttpResponseMessage>> Ask)[] requests, Func<int, bool> goesOn)
    {
        var times = requests.Select(_ => new List<double>()).ToArray();
        for (var turn = 0; goesOn(turn); turn++)
        {
            for (var i = 0; i < requests.Length; i++)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await requests[i].Ask();
                await answer.Content.ReadAsByteArrayAsync();
                answer.EnsureSuccessStatusCode();
                times[i].Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        return times;
    }

    private static double Share(List<double> times, double share) => times.Order().ElementAt((int)((times.Count - 1) * share));

    /// <summary>The same rows under other record numbers: people of whom the store does not know.</summary>
    private static string Others(Scratch scratch)
    {
        var file = scratch.File("others.csv");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(ImportBench.Releases), CompressionMode.Decompress));
        using var others = new StreamWriter(file);
        var header = lines.ReadLine()!;
        if (!header.StartsWith("recordId,", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The record number is no longer the first column.");
        }

        others.WriteLine(header);
        while (lines.ReadLine() is { } line)
        {
            others.Write("other-");
            others.WriteLine(line);
        }

        return file;
    }
}
