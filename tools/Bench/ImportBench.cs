using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Imports;
using Throughline.Storage.Log;

namespace Throughline.Bench;

/// <summary>The 2021 cohort, all of it: validated, graded, encrypted, chained, with its read tables; beside plain prepared inserts of the same rows.</summary>
internal static class ImportBench
{
    public static readonly string Releases = Path.Combine(AppContext.BaseDirectory, "examples", "cohort-2021", "releases.csv.gz");
    public static readonly string Reports = Path.Combine(AppContext.BaseDirectory, "examples", "cohort-2021", "reports.csv.gz");

    public static Task<Measured> WithoutSearchAsync() => RunAsync(withSearch: false);

    public static Task<Measured> WithSearchAsync() => RunAsync(withSearch: true);

    private static async Task<Measured> RunAsync(bool withSearch)
    {
        var reference = new List<double>();
        var ours = new List<double>();
        var work = new List<(double Ours, double Reference)>();
        for (var round = 0; round < 3; round++)
        {
            var began = Environment.CpuUsage.TotalTime;
            reference.Add(Plain());
            var between = Environment.CpuUsage.TotalTime;
            ours.Add(await OursAsync(withSearch));
            work.Add(((Environment.CpuUsage.TotalTime - between).TotalSeconds, (between - began).TotalSeconds));
        }

        // The work of the processor tells more than the clock on a machine that others use too.
        return new Measured(Measured.Median(ours), Measured.Median(reference), "s")
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"processor: {Measured.Median(work.Select(w => w.Ours)):0.00} s and {Measured.Median(work.Select(w => w.Reference)):0.00} s, ratio {Measured.Median(work.Select(w => w.Ours / w.Reference)):0.00}")],
        };
    }

    public static async Task<double> OursAsync(bool withSearch)
    {
        using var scratch = new Scratch();
        await using var installation = scratch.Open();
        var watch = Stopwatch.StartNew();
        await new Importing(installation, Actor.Machine("bench")).ReleasesAsync(Copy(scratch, Releases));
        if (withSearch)
        {
            installation.Search.CatchUp(CancellationToken.None);
        }

        Checkpoints.Make(installation.Store, installation.Clock);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>One table, one index, 1,000 rows a transaction, the same durability, no thought.</summary>
    public static double Plain()
    {
        using var scratch = new Scratch();
        using var db = new SqliteConnection($"Data Source={scratch.File("plain.db")}");
        db.Open();
        Execute(db, "pragma journal_mode = wal; pragma synchronous = full;");
        var watch = Stopwatch.StartNew();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Releases), CompressionMode.Decompress));
        var columns = lines.ReadLine()!.Split(',');
        Execute(db, $"create table releases ({string.Join(", ", columns.Select(c => c + " text"))}); create index by_record on releases (recordId);");
        using var insert = db.CreateCommand();
        insert.CommandText = $"insert into releases values ({string.Join(", ", columns.Select((_, i) => "@p" + i))})";
        for (var i = 0; i < columns.Length; i++)
        {
            insert.Parameters.Add(new SqliteParameter("@p" + i, SqliteType.Text));
        }

        var transaction = db.BeginTransaction();
        var rows = 0;
        while (lines.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            insert.Transaction = transaction;
            for (var i = 0; i < columns.Length; i++)
            {
                insert.Parameters[i].Value = i < cells.Length ? cells[i] : "";
            }

            insert.ExecuteNonQuery();
            if (++rows % 1000 == 0)
            {
                transaction.Commit();
                transaction.Dispose();
                transaction = db.BeginTransaction();
            }
        }

        transaction.Commit();
        transaction.Dispose();
        return watch.Elapsed.TotalSeconds;
    }

    public static string Copy(Scratch scratch, string file)
    {
        var copy = scratch.File(Path.GetFileName(file));
        File.Copy(file, copy, overwrite: true);
        return copy;
    }

    private static void Execute(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
