using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using Throughline.Storage;

namespace Throughline.Tests.Stories;

/// <summary>The built program is killed while it writes: what it had acknowledged is there, and the log is whole.</summary>
public sealed class KillTests
{
    // Fifty rounds hold as well; five keep the run short. THROUGHLINE_KILLS=50 asks for more.
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("THROUGHLINE_KILLS"), out var n) ? n : 5;

    private const int Rows = 20_000;

    private static readonly string Program = Path.Combine(
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "src", "Host", "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "throughline");

    [Fact]
    public async Task After_each_kill_of_the_server_every_acknowledged_release_is_there_and_the_balance_adds_up()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-kill-");
        var data = Path.Combine(folder.FullName, "data");
        try
        {
            var key = (await RunAsync("key", "create", "--name", "kill", "--scopes", "releases,handoffs", "--data", data)).Output.Trim();
            var acknowledged = new List<string>();
            for (var round = 0; round < Rounds; round++)
            {
                acknowledged.AddRange(await WriteAndKillAsync(data, key, round));
            }

            Assert.NotEmpty(acknowledged);
            var verify = await RunAsync("verify", "--data", data);
            Assert.True(verify.Exit == 0, verify.Output);
            var balance = JsonSerializer.Deserialize<JsonElement>((await RunAsync("report", "handoffs", "--format", "json", "--data", data)).Output);
            Assert.Equal(0, balance.GetProperty("difference").GetInt64());
            var store = Store.Open(data);
            var cases = new Throughline.Storage.Reading.Cases(store);
            Assert.All(acknowledged, record => Assert.NotNull(cases.ByRecord(record)));
            store.Close();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_import_that_is_killed_and_run_again_ends_as_one_clean_run_does()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-kill-");
        try
        {
            var file = Path.Combine(folder.FullName, "releases.csv");
            using (var all = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "examples", "cohort-2021", "releases.csv.gz")), CompressionMode.Decompress)))
            using (var some = new StreamWriter(file))
            {
                for (var i = 0; i <= Rows && await all.ReadLineAsync() is { } line; i++)
                {
                    await some.WriteLineAsync(line);
                }
            }

            var (cut, clean) = (Path.Combine(folder.FullName, "cut"), Path.Combine(folder.FullName, "clean"));
            for (var kill = 1; kill <= 3; kill++)
            {
                // In the middle of the work, told by what stands in the store and not by a clock; the very moment is the machine's.
                var enough = kill * Rows / 5;
                using var import = Start("import", "releases", file, "--data", cut);
                while (!import.HasExited && Count(cut) < enough)
                {
                    await Task.Delay(5);
                }

                Assert.False(import.HasExited, "The import ended before it was killed.");
                import.Kill();
                await import.WaitForExitAsync();
            }

            Assert.InRange(Count(cut), 1, Rows - 1);
            Assert.Equal(0, (await RunAsync("import", "releases", file, "--data", cut)).Exit);
            Assert.Equal(0, (await RunAsync("import", "releases", file, "--data", clean)).Exit);
            Assert.Equal(0, (await RunAsync("verify", "--data", cut)).Exit);
            Assert.Equal(Tables(clean), Tables(cut));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<string>> WriteAndKillAsync(string data, string key, int round)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        using var server = Start("serve", "--data", data, "--urls", address);
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                if ((await http.GetAsync("/readyz")).IsSuccessStatusCode)
                {
                    break;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20);
            }
        }

        var acknowledged = new List<string>();
        var writers = Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; ; i++)
            {
                var record = $"K-{round}-{writer}-{i}";
                try
                {
                    var releasedAt = SystemClock.Instance.GetCurrentInstant() - Duration.FromMinutes(5);
                    using var answer = await http.PostAsJsonAsync("/api/releases", new { recordId = record, surname = "Paz", releasedAt = releasedAt.ToString(), station = "EPT-ELPASO", pathway = "PAR" });
                    if (answer.StatusCode != HttpStatusCode.Created)
                    {
                        return;
                    }

                    lock (acknowledged)
                    {
                        acknowledged.Add(record);
                    }

                    using var sent = await http.PostAsJsonAsync($"/api/releases/{record}/handoff", new { });
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    return;
                }
            }
        }).ToList();
        await Task.Delay(700 + round * 130 % 400);
        server.Kill();
        await server.WaitForExitAsync();
        await Task.WhenAll(writers);
        return acknowledged;
    }

    private static List<string> Tables(string data)
    {
        var store = Store.Open(data);
        using var db = store.OpenReader();
        return
        [
            .. db.Query<string>("select case_id || station || office || address_grade || a_number || sent_twice || source_line || (household is not null) from cases order by case_id"),
            .. db.Query<string>("select case_id || released_at || station || office || age_band from figures order by case_id"),
        ];
    }

    /// <summary>Read past the program, which may be in the middle of making the store.</summary>
    private static long Count(string data)
    {
        try
        {
            using var db = new SqliteConnection($"Data Source={Path.Combine(data, "throughline.db")};Mode=ReadOnly;Pooling=False");
            return db.ExecuteScalar<long>("select count(*) from cases");
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + (process.ExitCode == 0 ? "" : await error));
    }
}
