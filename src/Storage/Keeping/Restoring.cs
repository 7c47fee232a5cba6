using NodaTime;
using Throughline.Storage.Engines;
using Throughline.Storage.Log;

namespace Throughline.Storage.Keeping;

/// <summary>What a restore did.</summary>
/// <param name="Gone">The last event that was noted beside the key and is not in the backup; null when nothing is missing.</param>
/// <param name="Erased">How many people of the backup were erased since, and are erased again.</param>
internal sealed record Restored(long Cases, long Events, long? Gone, int Erased);

/// <summary>Makes an empty store what a backup says, on either engine, whichever it was made on: all of it or nothing.</summary>
internal static class Restoring
{
    /// <summary>Tables that say whether somebody has used the store. One that was only started is empty.</summary>
    private static readonly string[] Used = ["events", "person_keys", "accounts", "api_keys", "outbox", "accesses"];

    /// <param name="store">Opened with <see cref="Store.OpenEmpty"/>.</param>
    /// <param name="progress">Hears what is done so far, in words.</param>
    /// <exception cref="StoreException">The store is not empty, or the backup was put together by somebody who had no key.</exception>
    /// <exception cref="BackupFaultException">What the file holds is no store.</exception>
    public static Restored Run(Store store, BackupReading backup, Instant now, Action<string>? progress = null)
    {
        if (!backup.IsVouchedBy(store.Key))
        {
            throw new StoreException("The backup's checksum was not made under this installation's key: somebody who has no key put it together. Nothing was restored.");
        }

        var list = ErasureList.Read(store);
        using var db = store.OpenWriter();
        using var scene = new Scene(db, store.Key);
        using var transaction = store.Engine.Begin(db, Turn.Record | Turn.Seal | Turn.Index);
        scene.Begin(transaction);
        var sql = scene.Sql;
        Empty(store, sql);
        Insert(store, sql, backup, progress);
        store.Engine.NumberOn(sql);

        // What the store that was backed up noted last says what is gone. From here on this is another line of it.
        store.TakeLine(sql.Scalar("select value from store where name = 'line'") as string);
        var noted = Anchor.Read(store);
        store.BeginLine(sql);
        Rebuilding.Refill(sql, sql, store.Key, cases => progress?.Invoke($"read tables: {cases:N0} of {backup.Header.Cases:N0} cases"));
        var erased = Erasures.Replay(scene, list, now);
        scene.End();
        scene.Commit();
        return new Restored(backup.Header.Cases, backup.Header.Events, noted is { Number: > 0 } n && n.Upto > backup.Header.LastEvent ? n.Upto : null, erased);
    }

    private static void Empty(Store store, Statements sql)
    {
        if (Used.FirstOrDefault(table => sql.Scalar($"select 1 from {table} limit 1") is not null) is not null)
        {
            throw new StoreException($"{store.Engine.Place} is not empty, and a backup is restored into an empty one only. Name another folder or database, or move this one away first.");
        }

        // Children before those they name.
        foreach (var table in Enumerable.Reverse(Names(store, sql)))
        {
            sql.Execute(table == "store" ? "delete from store where name <> 'schema'" : "delete from " + table);
        }
    }

    private static List<string> Names(Store store, Statements sql)
    {
        var names = new List<string>();
        using var rows = sql.Query(store.Engine.TablesQuery);
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    private static void Insert(Store store, Statements sql, BackupReading backup, Action<string>? progress)
    {
        // Only names that are our own come into a statement.
        var known = Names(store, sql).ToDictionary(t => t, t => Columns(sql, t), StringComparer.Ordinal);
        var inserts = backup.Header.Tables.ToDictionary(t => t, t => Statement(t, known));
        long inserted = 0, all = backup.Header.Tables.Sum(t => t.Rows);
        foreach (var (table, values) in backup.Rows())
        {
            sql.Execute(inserts[table], values);
            if (++inserted % 20_000 == 0)
            {
                progress?.Invoke($"{inserted:N0} of {all:N0} rows");
            }
        }
    }

    private static string Statement(BackupTable table, Dictionary<string, HashSet<string>> known) =>
        known.TryGetValue(table.Name, out var columns) && table.Columns.All(columns.Contains)
            ? $"insert into {table.Name} ({string.Join(", ", table.Columns)}) values ({string.Join(", ", table.Columns.Select((_, i) => "@p" + i))})"
            : throw new BackupFaultException($"The backup has a table {table.Name} as this program does not know it. Restore it with the program that made it.");

    private static HashSet<string> Columns(Statements sql, string table)
    {
        using var row = sql.Query($"select * from {table} limit 0");
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)];
    }
}
