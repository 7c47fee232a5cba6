using System.Globalization;
using System.IO.Compression;
using NodaTime;
using NodaTime.Text;
using Throughline.Storage.Log;

namespace Throughline.Storage.Keeping;

/// <summary>
/// Writes a backup while the service runs: the store as it is at one moment, the log and whatever can't be refilled from it. What is in it
/// of people is as encrypted as in the store, and the key is not in it.
/// </summary>
internal static class BackupMaking
{
    /// <summary>What a restore makes anew, and what lives no longer than a day: forms half filled in, sign-ins.</summary>
    private static readonly string[] LeftOut = [.. Rebuilding.Tables, "drafts", "account_sessions"];

    /// <summary>Written beside its place and moved there when it is whole and on the disk: a full disk leaves what was there before.</summary>
    /// <param name="progress">Hears how many rows are written, of how many.</param>
    /// <exception cref="IOException">The file can't be written; nothing of it is left.</exception>
    public static BackupHeader Make(Store store, string path, IClock clock, Action<long, long>? progress = null)
    {
        // First, so that as much as can be stands under a checkpoint.
        Checkpoints.Make(store, clock);
        var aside = path + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(aside, options);
        try
        {
            BackupHeader header;
            using (file)
            {
                header = Write(store, file, clock.GetCurrentInstant(), progress);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
            return header;
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    private static BackupHeader Write(Store store, FileStream file, Instant now, Action<long, long>? progress)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var snapshot = store.Engine.Snapshot(db);
        sql.Begin(snapshot);
        var header = Describe(store, sql, now);
        using var summed = new Summed(file);
        summed.Write(BackupFile.FirstLine);
        summed.Write(header.ToLine());
        using (var compressed = new GZipStream(summed, CompressionLevel.Fastest, leaveOpen: true))
        using (var rows = new BinaryWriter(new BufferedStream(compressed, 1 << 16)))
        {
            long written = 0, all = header.Tables.Sum(t => t.Rows);
            foreach (var table in header.Tables)
            {
                WriteRows(sql, table, rows, () =>
                {
                    if (++written % 20_000 == 0)
                    {
                        progress?.Invoke(written, all);
                    }
                });
            }
        }

        var sum = summed.Sum();
        file.Write(sum);
        file.Write(store.Key.Vouch(sum));
        return header;
    }

    private static BackupHeader Describe(Store store, Statements sql, Instant now)
    {
        var names = new List<string>();
        using (var rows = sql.Query(store.Engine.TablesQuery))
        {
            while (rows.Read())
            {
                names.Add(rows.GetString(0));
            }
        }

        var tables = names.Except(LeftOut).Select(name => new BackupTable(name, Columns(sql, name), Count(sql, name))).ToList();
        return new BackupHeader(
            BackupHeader.KnownFormat, store.Engine.Name, Engines.Engine.SchemaVersion, store.Id, store.KeyMark, InstantPattern.ExtendedIso.Format(now),
            Count(sql, "person_keys"), Count(sql, "events"), Number(sql, "select coalesce(max(pos), 0) from events"), Number(sql, "select coalesce(max(number), 0) from checkpoints"), tables);
    }

    /// <summary>How an engine counts its own tables belongs to it.</summary>
    private static string From(string table) => table == "store" ? "store where name <> 'schema'" : table;

    private static long Count(Statements sql, string table) => Number(sql, $"select count(*) from {From(table)}");

    private static long Number(Statements sql, string query) => (long)(sql.Scalar(query) ?? 0L);

    private static List<string> Columns(Statements sql, string table)
    {
        using var row = sql.Query($"select * from {table} limit 0");
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)];
    }

    private static void WriteRows(Statements sql, BackupTable table, BinaryWriter to, Action wrote)
    {
        using var rows = sql.Query($"select {string.Join(", ", table.Columns)} from {From(table.Name)}");
        long count = 0;
        while (rows.Read())
        {
            for (var i = 0; i < table.Columns.Count; i++)
            {
                BackupFile.Write(to, rows.GetValue(i));
            }

            count++;
            wrote();
        }

        if (count != table.Rows)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Table {table.Name} had {table.Rows} rows and {count} were read."));
        }
    }
}
