using System.Diagnostics;
using Microsoft.Data.Sqlite;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Imports;
using Throughline.Storage.Reading;

namespace Throughline.Bench;

/// <summary><c>report cohort</c> over the cohort, beside one hand-written aggregate over a plain table of the same rows.</summary>
internal static class ReportBench
{
    private const string Aggregate = """
        select count(*), sum(case when reported <= released + 5184000000000 and reported <= 1634256000000000 then 1 else 0 end),
          sum(case when (reported is null or reported > 1634256000000000 or reported > released + 5184000000000) and released + 5184000000000 <= 1634256000000000 then 1 else 0 end),
          sum(case when reported <= released + 5184000000000 and reported <= 1634256000000000 and served <= 1634256000000000 then 1 else 0 end)
        from plain where released_on between 18707 and 18870 and pathway = 'NTR'
        """;

    public static async Task<Measured> RunAsync()
    {
        using var scratch = new Scratch();
        await using var installation = await FilledAsync(scratch);
        using var plain = Plain(scratch, Path.Combine(scratch.Data, "throughline.db"));
        var ours = new List<double>();
        var reference = new List<double>();
        for (var round = 0; round < 9; round++)
        {
            reference.Add(Seconds(() => Run(plain)));
            ours.Add(Seconds(() => Ask(installation)));
        }

        return new Measured(Measured.Median(ours), Measured.Median(reference), "s");
    }

    public static async Task<double> OursAsync()
    {
        using var scratch = new Scratch();
        await using var installation = await FilledAsync(scratch);
        return Measured.Median(Enumerable.Range(0, 9).Select(_ => Seconds(() => Ask(installation))));
    }

    private static async Task<Installation> FilledAsync(Scratch scratch)
    {
        var installation = scratch.Open();
        var importing = new Importing(installation, Actor.Machine("bench"));
        await importing.ReleasesAsync(ImportBench.Copy(scratch, ImportBench.Releases));
        await importing.ReportsAsync(ImportBench.Copy(scratch, ImportBench.Reports));
        return installation;
    }

    private static void Ask(Installation installation) => CohortFigures.Total(
        installation.Store,
        new CohortQuestion(new LocalDate(2021, 3, 21), new LocalDate(2021, 8, 31), "NTR", 60, Instant.FromUtc(2021, 10, 15, 0, 0), SystemClock.Instance.GetCurrentInstant()));

    private static SqliteConnection Plain(Scratch scratch, string store)
    {
        var db = new SqliteConnection($"Data Source={scratch.File("plain.db")}");
        db.Open();
        using var make = db.CreateCommand();
        make.CommandText = $"""
            attach '{store}' as s;
            create table plain as select f.released_at as released, f.released_on, f.station, f.pathway, f.nationality, f.in_household,
              f.reported_at as reported, f.to_appear_served_at as served
            from s.figures f where f.superseded_at = 9223372036854775807;
            """;
        make.ExecuteNonQuery();
        return db;
    }

    private static void Run(SqliteConnection db)
    {
        using var command = db.CreateCommand();
        command.CommandText = Aggregate;
        using var row = command.ExecuteReader();
        row.Read();
        if (row.GetInt64(0) != 104171 || row.GetInt64(1) != 49859)
        {
            throw new InvalidOperationException("The reference counts something else.");
        }
    }

    private static double Seconds(Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed.TotalSeconds;
    }
}
