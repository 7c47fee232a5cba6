using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Demonstrations;
using Throughline.Host.Imports;

namespace Throughline.Bench;

/// <summary>
/// What a case costs when a million others stand beside it. The people that are worked on are acted out; the others are copies of their rows
/// in the read tables and the search index, under numbers of their own: they are found, counted and passed over like any other.
/// </summary>
internal static class MillionBench
{
    // Eight duties for each person who has one make five million.
    private const int Acted = 20_000, Million = 1_000_000, Due = 10_000, DutiesEach = 8;

    // A number that no acted case reaches.
    private const long Copies = 10_000_000;

    /// <summary>Unused places of 10,000 people are booked anew.</summary>
    public static Task<Measured> SweepAsync() => BesideAsync(async (store, _) =>
    {
        store.Clock.MoveTo(Instant.FromUnixTimeTicks(store.Ask<long>($"select at from looks where case_id < {Copies} order by at limit 1 offset {Due - 1}") * 10));
        var watch = Stopwatch.StartNew();
        var swept = await new Sweeping(store.Installation).SweepAsync();
        var took = watch.Elapsed.TotalSeconds;
        return (took, string.Create(CultureInfo.InvariantCulture, $"{swept:N0} households changed, of {store.Ask<long>("select count(*) from obligations where state = 'running'"):N0} duties that run"));
    });

    /// <summary>The hand-offs that wait at one office, through the page itself.</summary>
    public static Task<Measured> WorkListAsync() => BesideAsync(async (store, _) =>
    {
        await using var site = Site.Build(store.Installation, ["http://127.0.0.1:0"], "http://127.0.0.1");
        await site.StartAsync();
        using var http = await SignedInAsync(CheckInBench.AddressOf(site));
        var (took, bytes) = (new List<double>(), 0);
        for (var turn = 0; turn < 60; turn++)
        {
            var watch = Stopwatch.StartNew();
            var page = await http.GetStringAsync("/desk?kind=answer");
            took.Add(watch.Elapsed.TotalSeconds);
            bytes = page.Length;
        }

        await site.StopAsync();
        return (Measured.Median(took.Skip(10)), string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} characters, {store.Ask<long>("select count(*) from cases where handoff in ('sent', 'delivered') and office = 'DEN'"):N0} people wait at the office, of {store.Ask<long>("select count(*) from cases"):N0}"));
    });

    /// <summary>A name alone, a whole name, one in another spelling, one that nobody has.</summary>
    public static Task<Measured> SearchAsync() => BesideAsync((store, names) =>
    {
        var finding = new Finding(store.Installation);
        string[] queries = [.. names.SelectMany(n => new[] { n.Surname, n.Given + " " + n.Surname, n.Surname.Replace('z', 's').Replace('v', 'b'), n.Surname[..Math.Min(4, n.Surname.Length)] + " Nobody" })];
        var took = new List<double>();
        for (var turn = 0; turn < 4; turn++)
        {
            foreach (var query in queries)
            {
                var watch = Stopwatch.StartNew();
                finding.Find(query);
                took.Add(turn == 0 ? 0 : watch.Elapsed.TotalSeconds);
            }
        }

        var counted = took.Skip(queries.Length).ToList();
        return Task.FromResult((counted.Average(), string.Create(CultureInfo.InvariantCulture, $"median {Measured.Median(counted) * 1000:0.0} ms, longest {counted.Max() * 1000:0.0} ms, {queries.Length} queries")));
    });

    private static async Task<Measured> BesideAsync(Func<Grown, IReadOnlyList<(string Given, string Surname)>, Task<(double, string)>> measure)
    {
        var notes = new List<string>();
        var figures = new List<(double Few, double Many)>();
        foreach (var onPostgres in new[] { false, true }.Where(p => !p || Scratch.Server is not null))
        {
            Scratch.OnPostgres = onPostgres;
            var engine = onPostgres ? "PostgreSQL" : "SQLite";
            double few, many;
            string said;
            await using (var store = await Grown.MakeAsync())
            {
                (few, said) = await measure(store, store.Names());
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{engine}, few: {few * 1000:0.0} ms; {said}"));
            }

            await using (var store = await Grown.MakeAsync())
            {
                var names = store.Names();
                store.Grow();
                (many, said) = await measure(store, names);
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{engine}, a million: {many * 1000:0.0} ms, ratio {many / few:0.00}; {said}"));
            }

            figures.Add((few, many));
        }

        Scratch.OnPostgres = false;
        return new Measured(figures[0].Many, figures[0].Few, "s") { Notes = notes };
    }

    private static async Task<HttpClient> SignedInAsync(string address)
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
        var token = Regex.Match(await http.GetStringAsync("/sign-in"), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent([new("who", "case officer@DEN"), new("__RequestVerificationToken", token)]));
        return answer.EnsureSuccessStatusCode().RequestMessage!.RequestUri!.AbsolutePath == "/desk" ? http : throw new InvalidOperationException("Signing in did not lead to the desk.");
    }

    /// <summary>A store with people who were released three days ago or less, all but some of them accepted by their office.</summary>
    private sealed class Grown(Scratch scratch, Installation installation, DemoClock clock) : IAsyncDisposable
    {
        private const int StillWait = 1000;

        public Installation Installation => installation;

        public DemoClock Clock => clock;

        public static async Task<Grown> MakeAsync()
        {
            var (scratch, clock) = (new Scratch(), new DemoClock(SystemClock.Instance));
            var installation = scratch.Open(clock);
            installation.Decide(StoreMode.Demonstration);
            await new Importing(installation, Actor.Machine("bench")).ReleasesAsync(Recent(scratch));
            var waiting = installation.Cases.List("c.handoff in ('sent', 'delivered') order by c.case_id", Acted);
            var receiving = new Receiving(installation);
            await Parallel.ForEachAsync(waiting.Skip(StillWait), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (c, _) => await receiving.AcceptAsync(Actor.Machine("bench"), c.Id, c.Office!));
            var grown = new Grown(scratch, installation, clock);
            grown.Run($"insert into obligations (case_id, number, kind, state, office, opens, due, closes, is_proposed) with recursive n(k) as (select 1 union all select k + 1 from n where k < {DutiesEach - 1}) select case_id, number + k, kind, state, office, opens, due, closes, is_proposed from obligations cross join n");
            installation.Search.CatchUp(CancellationToken.None);
            return grown;
        }

        /// <summary>Up to a million, by copies of those who are accepted; what is due of a copy is due later, and it has no place: a calendar holds no more than it does.</summary>
        public void Grow()
        {
            var people = Ask<long>("select count(*) from cases where handoff = 'accepted'");
            var times = (Million - Acted + people - 1) / people;
            Copy("cases", "handoff = 'accepted'", times, "record_key", "waits_for", "household", "code_key", "place", "a_number_key");
            foreach (var table in new[] { "obligations", "search" })
            {
                Copy(table, "case_id in (select case_id from cases where handoff = 'accepted')", times);
            }

            Copy("looks", "case_id in (select case_id from cases where handoff = 'accepted')", times);
            Run($"update looks set at = at + {Duration.FromDays(200).ToInt64Nanoseconds() / 1000} where case_id >= {Copies}");

            // What a running PostgreSQL does by itself some time after so many rows have come.
            foreach (var table in new[] { "cases", "obligations", "looks", "search" })
            {
                Run("analyze " + table);
            }
        }

        public IReadOnlyList<(string Given, string Surname)> Names() =>
            [.. installation.Cases.List("c.kind = 'release' and c.case_id % 997 = 1 order by c.case_id", 15).Select(c => (c.Card.GivenName ?? "", c.Card.Surname ?? "")).Where(n => n.Item2.Length > 0)];

        public T Ask<T>(string sql)
        {
            using var db = installation.Store.OpenReader();
            return db.ExecuteScalar<T>(sql)!;
        }

        public async ValueTask DisposeAsync()
        {
            await installation.DisposeAsync();
            scratch.Dispose();
        }

        private void Copy(string table, string where, long times, params string[] empty)
        {
            using var db = installation.Store.OpenReader();
            using var row = db.ExecuteReader($"select * from {table} limit 1");
            var columns = Enumerable.Range(0, row.FieldCount).Select(row.GetName).ToList();
            var chosen = columns.Select(c => c == "case_id" ? $"case_id % {Copies} + k * {Copies}" : empty.Contains(c) ? "null" : c);
            Run($"insert into {table} ({string.Join(", ", columns)}) with recursive n(k) as (select 1 union all select k + 1 from n where k < {times}) select {string.Join(", ", chosen)} from {table} cross join n where {where} and case_id < {Copies}{(table == "search" ? " order by 1, 2" : "")}");
        }

        private void Run(string sql)
        {
            using var db = installation.Store.OpenWriter();
            db.Execute(sql, commandTimeout: 3600);
        }

        /// <summary>The cohort's first rows, as if they had been released in the last two days.</summary>
        private static string Recent(Scratch scratch)
        {
            var file = scratch.File("recent.csv");
            using var lines = new StreamReader(new GZipStream(File.OpenRead(ImportBench.Releases), CompressionMode.Decompress));
            using var recent = new StreamWriter(file);
            recent.WriteLine(lines.ReadLine());
            var now = SystemClock.Instance.GetCurrentInstant();
            for (var i = 0; i < Acted && lines.ReadLine() is { } line; i++)
            {
                var at = (now - Duration.FromHours(1) - Duration.FromSeconds(i * 8)).ToString("uuuu-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
                recent.WriteLine(Regex.Replace(line, @"2021-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", at));
            }

            return file;
        }
    }
}
