using System.Data.Common;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using NodaTime;
using Throughline.Casefile.Handoffs;
using Throughline.Storage;

namespace Throughline.Tests.Stories;

/// <summary>The built program is killed while it writes: what it had acknowledged is there, and the log is whole.</summary>
public sealed class KillTests
{
    // Fifty rounds hold as well; five keep the run short. THROUGHLINE_KILLS=50 asks for more.
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("THROUGHLINE_KILLS"), out var n) ? n : 5;

    private const int Rows = 20_000;

    // When it was recorded, and what hangs on the installation's own key or on chance.
    private static readonly string[] OfOneRun =
        ["recorded_at", "superseded_at", "sent_at", "answer_by", "known_at", "household", "occurred_at", "record_key", "waits_for", "a_number_key", "code_key", "place", "card"];

    [Fact]
    public async Task After_each_kill_of_the_server_every_acknowledged_release_is_there_and_the_balance_adds_up()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-kill-");
        var data = TestStore.Make(Path.Combine(folder.FullName, "data"));
        try
        {
            var key = (await BuiltProgram.RunAsync(data, "key", "create", "--name", "kill", "--scopes", "releases,handoffs")).Output.Trim();
            var acknowledged = new Acknowledged([], []);
            for (var round = 0; round < Rounds; round++)
            {
                var now = await WriteAndKillAsync(data, key, round);
                acknowledged.Released.AddRange(now.Released);
                acknowledged.Sent.AddRange(now.Sent);
                await HoldsAsync(data, round == Rounds - 1 ? acknowledged : now);
            }

            Assert.NotEmpty(acknowledged.Sent);
            TestContext.Current.SendDiagnosticMessage($"{Rounds} kills, {acknowledged.Released.Count} releases and {acknowledged.Sent.Count} hand-offs acknowledged, all there.");
        }
        finally
        {
            data.Drop();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_import_that_is_killed_and_run_again_ends_as_one_clean_run_does()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-kill-");
        var (cut, clean) = (TestStore.Make(Path.Combine(folder.FullName, "cut")), TestStore.Make(Path.Combine(folder.FullName, "clean")));
        try
        {
            var file = Path.Combine(folder.FullName, "releases.csv");
            await WriteRowsAsync(file, Rows);
            for (var kill = 1; kill <= 3; kill++)
            {
                // In the middle of the work, told by what stands in the store and not by a clock; the very moment is the machine's.
                var enough = kill * Rows / 5;
                using var import = BuiltProgram.Start(cut, "import", "releases", file);
                while (!import.HasExited && Count(cut) < enough)
                {
                    await Task.Delay(5);
                }

                Assert.False(import.HasExited, "The import ended before it was killed.");
                import.Kill();
                await import.WaitForExitAsync();
            }

            Assert.InRange(Count(cut), 1, Rows - 1);
            Assert.Equal(0, (await BuiltProgram.RunAsync(cut, "import", "releases", file)).Exit);
            Assert.Equal(0, (await BuiltProgram.RunAsync(clean, "import", "releases", file)).Exit);
            Assert.Equal(0, (await BuiltProgram.RunAsync(cut, "verify")).Exit);
            Assert.Equal(Tables(clean, OfOneRun), Tables(cut, OfOneRun));
        }
        finally
        {
            cut.Drop();
            clean.Drop();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_rebuild_that_is_killed_leaves_the_tables_as_they_were()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-kill-");
        var data = TestStore.Make(Path.Combine(folder.FullName, "data"));
        try
        {
            await WriteRowsAsync(Path.Combine(folder.FullName, "releases.csv"), 3000);
            Assert.Equal(0, (await BuiltProgram.RunAsync(data, "import", "releases", Path.Combine(folder.FullName, "releases.csv"))).Exit);
            var before = Tables(data, "card");
            var cut = 0;
            for (var kill = 0; kill < 4; kill++)
            {
                using var rebuild = BuiltProgram.Start(data, "rebuild");
                while (!rebuild.HasExited && !data.IsWriting())
                {
                    await Task.Delay(2);
                }

                // A quick machine may be done by then; that it was caught in the middle at least once is asked below.
                await Task.Delay(kill * 60);
                cut += rebuild.HasExited ? 0 : 1;
                rebuild.Kill();
                await rebuild.WaitForExitAsync();
                Assert.Equal(before, Tables(data, "card"));
            }

            Assert.True(cut > 0, "Each rebuild ended before it was killed.");

            Assert.Equal(0, (await BuiltProgram.RunAsync(data, "verify")).Exit);
            Assert.Equal(0, (await BuiltProgram.RunAsync(data, "rebuild")).Exit);
            Assert.Equal(before, Tables(data, "card"));
        }
        finally
        {
            data.Drop();
            folder.Delete(recursive: true);
        }
    }

    private sealed record Acknowledged(List<string> Released, List<string> Sent);

    private static async Task HoldsAsync(TestStore data, Acknowledged acknowledged)
    {
        var verify = await BuiltProgram.RunAsync(data, "verify");
        Assert.True(verify.Exit == 0, verify.Output);
        var balance = JsonSerializer.Deserialize<JsonElement>((await BuiltProgram.RunAsync(data, "report", "handoffs", "--format", "json")).Output);
        Assert.Equal(0, balance.GetProperty("difference").GetInt64());
        var store = Store.Open(data.Folder, null, data.Connection);
        var cases = new Throughline.Storage.Reading.Cases(store);
        Assert.All(acknowledged.Released, record => Assert.NotNull(cases.ByRecord(record)));
        Assert.All(acknowledged.Sent, record => Assert.NotEqual(HandoffState.Draft, cases.ByRecord(record)!.State.Handoff.State));
        store.Close();
    }

    private static async Task WriteRowsAsync(string file, int rows)
    {
        using var all = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "examples", "cohort-2021", "releases.csv.gz")), CompressionMode.Decompress));
        using var some = new StreamWriter(file);
        for (var i = 0; i <= rows && await all.ReadLineAsync() is { } line; i++)
        {
            await some.WriteLineAsync(line);
        }
    }

    private static async Task<Acknowledged> WriteAndKillAsync(TestStore data, string key, int round)
    {
        var address = BuiltProgram.FreeAddress();
        using var server = BuiltProgram.Start(data, "serve", "--urls", address);
        var patience = Stopwatch.StartNew();
        using var http = await BuiltProgram.ClientAsync(address, key);
        var acknowledged = new Acknowledged([], []);
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
                        acknowledged.Released.Add(record);
                    }

                    using var sent = await http.PostAsJsonAsync($"/api/releases/{record}/handoff", new { });
                    if (sent.IsSuccessStatusCode)
                    {
                        lock (acknowledged)
                        {
                            acknowledged.Sent.Add(record);
                        }
                    }
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    return;
                }
            }
        }).ToList();

        // In the middle of the work, told by what was acknowledged; the very moment is the machine's.
        while (!server.HasExited && patience.Elapsed < TimeSpan.FromSeconds(60) && Count(acknowledged) < 20 + round * 13 % 40)
        {
            await Task.Delay(3);
        }

        server.Kill();
        await server.WaitForExitAsync();
        await Task.WhenAll(writers);
        return acknowledged;
    }

    private static int Count(Acknowledged acknowledged)
    {
        lock (acknowledged)
        {
            return acknowledged.Released.Count;
        }
    }

    /// <summary>Every row of the read tables, without the columns that two runs of the same file can't share.</summary>
    private static List<string> Tables(TestStore data, params string[] without)
    {
        using var db = data.Peek();
        string[] tables = ["cases", "figures", "facts", "bookings", "hearings", "places", "obligations", "looks", "challenges", "standings", "faults"];
        return tables.SelectMany(table => RowsOf(db, table, without).Order(StringComparer.Ordinal)).ToList();
    }

    private static IEnumerable<string> RowsOf(DbConnection db, string table, string[] without)
    {
        using var rows = db.ExecuteReader("select * from " + table);
        while (rows.Read())
        {
            yield return table + string.Concat(
                from i in Enumerable.Range(0, rows.FieldCount)
                where !without.Contains(rows.GetName(i))
                select " " + (rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i)));
        }
    }

    /// <summary>None yet while the program is making the store.</summary>
    private static long Count(TestStore data)
    {
        try
        {
            using var db = data.Peek();
            return db.ExecuteScalar<long>("select count(*) from cases");
        }
        catch (DbException)
        {
            return 0;
        }
    }
}
