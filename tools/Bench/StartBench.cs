using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Imports;

namespace Throughline.Bench;

/// <summary>From the start of the process to an answer of /readyz, on a store with the cohort; beside an empty ASP.NET Core program.</summary>
internal static class StartBench
{
    public const string EmptyServer = "--empty-server";

    public static async Task<Measured> RunAsync()
    {
        var app = Environment.GetEnvironmentVariable("THROUGHLINE_APP") ?? throw new InvalidOperationException("Run this through ./bench: it sets the program up.");
        using var scratch = new Scratch();
        await using (var installation = Installation.Open(scratch.Data, null, SystemClock.Instance))
        {
            await new Importing(installation, Actor.Machine("bench")).ReleasesAsync(ImportBench.Copy(scratch, ImportBench.Releases));
            installation.Search.CatchUp(CancellationToken.None);
        }

        var ours = new List<double>();
        var reference = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            reference.Add(await TimeAsync(Environment.ProcessPath!, EmptyServer));
            ours.Add(await TimeAsync(app, "serve", "--data", scratch.Data, "--urls"));
        }

        return new Measured(Measured.Median(ours), Measured.Median(reference), "s");
    }

    public static async Task<int> ServeNothingAsync(string url)
    {
        var app = WebApplication.Create();
        app.Urls.Add(url);
        app.MapGet("/readyz", () => "ready");
        await app.RunAsync();
        return 0;
    }

    private static async Task<double> TimeAsync(string program, params string[] arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments.Append(url))
        {
            start.ArgumentList.Add(argument);
        }

        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        try
        {
            while (true)
            {
                try
                {
                    if ((await http.GetAsync("/readyz")).IsSuccessStatusCode)
                    {
                        return watch.Elapsed.TotalSeconds;
                    }
                }
                catch (HttpRequestException) when (!process.HasExited)
                {
                    await Task.Delay(5);
                }
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
