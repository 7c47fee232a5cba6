using Throughline.Casefile;

namespace Throughline.Storage.Monitoring;

/// <summary>What changed since a position: whoever holds the inventory in memory follows it by this, at the price of two reads of an index.</summary>
internal sealed class DeviceChanges(Store store)
{
    /// <summary>Behind the last event of the log, and behind the last line of the inventory.</summary>
    public (long Log, long Inventory) Position()
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (Number(sql, "select max(pos) from events"), Number(sql, "select max(id) from device_history"));
    }

    /// <summary>Units that a case or the inventory changed, up to the position that comes with them.</summary>
    public (IReadOnlyCollection<long> Devices, (long Log, long Inventory) Position) Since((long Log, long Inventory) position)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        // Read first: what is written meanwhile is found the next time.
        var now = (Log: Number(sql, "select max(pos) from events"), Inventory: Number(sql, "select max(id) from device_history"));
        var changed = new HashSet<long>();
        if (now.Log > position.Log)
        {
            Add(sql, changed, "select distinct o.device_id from events e join device_orders o on o.case_id = e.case_id where e.pos > @p0 and e.pos <= @p1", position.Log, now.Log);
        }

        if (now.Inventory > position.Inventory)
        {
            Add(sql, changed, "select distinct device_id from device_history where id > @p0 and id <= @p1", position.Inventory, now.Inventory);
        }

        return (changed, now);
    }

    /// <summary>The case that has the unit now.</summary>
    public CaseId? HeldBy(long device)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return sql.Scalar("select max(case_id) from device_orders where device_id = @p0 and ended_at is null", device) is long id ? new CaseId(id) : null;
    }

    private static long Number(Statements sql, string query) => sql.Scalar(query) as long? ?? 0;

    private static void Add(Statements sql, HashSet<long> to, string query, params ReadOnlySpan<object?> values)
    {
        using var rows = sql.Query(query, values);
        while (rows.Read())
        {
            to.Add(rows.GetInt64(0));
        }
    }
}
