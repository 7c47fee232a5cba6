using Throughline.Casefile;
using Throughline.Storage.Engines;
using Throughline.Storage.Reading;

namespace Throughline.Storage.Log;

/// <summary>Refills every read table from the log, in one transaction: readers see the old tables or the new ones, never half.</summary>
internal static class Rebuilding
{
    /// <summary>The read tables: what a rebuild refills.</summary>
    public static readonly string[] Tables =
        ["cases", "figures", "facts", "bookings", "hearings", "places", "obligations", "looks", "challenges", "waits", "standings", "faults", "keeping", "search", "transfers", "protections", "likenesses", "maybe_same", "same_person", "device_orders"];

    /// <summary>The number of cases. <paramref name="progress"/> hears it every thousand cases.</summary>
    public static long Run(Store store, Action<long> progress)
    {
        using var db = store.OpenWriter();
        using var source = store.OpenReader();
        using var sql = new Statements(db);
        using var log = new Statements(source);
        using var transaction = store.Engine.Begin(db, Turn.Record | Turn.Index);
        sql.Begin(transaction);
        var cases = Refill(sql, log, store.Key, progress);
        sql.Commit();
        return cases;
    }

    /// <summary>The same inside a transaction of whoever asks. <paramref name="log"/> may be the same connection.</summary>
    public static long Refill(Statements sql, Statements log, InstallationKey key, Action<long>? progress)
    {
        foreach (var table in Tables)
        {
            sql.Execute("delete from " + table);
        }

        var tables = new ReadTables(sql, key);
        long cases = 0;
        foreach (var (file, personKey) in Files(log, key))
        {
            Refill(tables, file, personKey);
            if (++cases % 1000 == 0)
            {
                progress?.Invoke(cases);
            }
        }

        tables.End();
        sql.Execute("update store set value = '0' where name = 'search-position'");
        sql.Execute("insert into store (name, value) values (@p0, @p1) on conflict (name) do update set value = excluded.value", ReadTables.VersionSetting, ReadTables.Version);
        return cases;
    }

    /// <summary>Recording by recording, because the tables also hold when each thing became known.</summary>
    private static void Refill(ReadTables tables, CaseFile file, byte[] personKey)
    {
        CaseFile? before = null;
        using var ready = personKey.Length == 0 ? null : InstallationKey.Ready(personKey);
        for (var i = 0; i < file.Events.Length;)
        {
            var at = file.Events[i].RecordedAt;
            var after = before ?? new CaseFile(new Case(file.State.Id), []);
            for (; i < file.Events.Length && file.Events[i].RecordedAt == at; i++)
            {
                after = after.With(file.Events[i]);
            }

            tables.Change(before, after, ready, at);
            before = after;
        }
    }

    private static IEnumerable<(CaseFile File, byte[] Key)> Files(Statements log, InstallationKey key)
    {
        var reader = new CaseLog(log, key);
        long last = 0;
        while (log.Scalar("select min(case_id) from person_keys where case_id > @p0", last) is long next)
        {
            last = next;
            if (reader.Load(new CaseId(next), out var personKey) is { } file)
            {
                yield return (file, personKey);
            }
        }
    }
}
