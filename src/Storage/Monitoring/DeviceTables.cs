using NodaTime;
using Throughline.Casefile;
using Throughline.Storage.Engines;

namespace Throughline.Storage.Monitoring;

/// <summary>A unit of the inventory, with the case that has it now.</summary>
internal sealed record StoredDevice(
    long Id, string Serial, string Model, string Protocol, IReadOnlyList<string> Names, string? Firmware, string? Sim, bool HasSecret, bool IsInUse, string? Because, CaseId? Case, string? Office, Instant? FittedAt,
    Instant? AskedBackAt);

internal sealed record NewDevice(string Serial, string Model, string Protocol, IReadOnlyList<string> Names, string? Firmware, string? Sim, byte[]? Secret);

internal sealed record DeviceLine(Instant At, string Kind, Actor Who, string Words);

internal sealed record UnknownDevice(string Protocol, string Name, Instant FirstAt, Instant LastAt, long Times);

/// <summary>One stretch in which somebody had the unit: for judging it, not the person.</summary>
internal sealed record DeviceStay(Guid Assignment, long Device, CaseId Case, string Office, Instant AssignedAt, Instant? FittedAt, Instant? EndedAt, string? How);

/// <summary>The inventory as it lies in the store. What follows from an order is not here: see the read table <c>device_orders</c>.</summary>
internal sealed class DeviceTables(Store store)
{
    private const string Columns =
        """
        select d.device_id, d.serial, d.model, d.protocol, d.firmware, d.sim, case when d.secret is null then 0 else 1 end, case when d.in_use = 1 and m.model is null and not exists (select 1 from device_orders b where b.device_id = d.device_id and b.how in ('lost', 'broken') and b.ended_at > d.found_at) then 1 else 0 end,
          coalesce(d.because, m.because), o.case_id, o.office, o.fitted_at, o.asked_back_at
        from devices d left join device_models m on m.model = d.model left join device_orders o on o.device_id = d.device_id and o.ended_at is null
        """;

    public IReadOnlyList<StoredDevice> List(string? model, int from, int atMost) =>
        Read($"{Columns} where (cast(@p0 as text) is null or d.model = @p0) order by d.serial limit {atMost} offset {from}", model);

    public StoredDevice? Find(string serial) => Read(Columns + " where d.serial = @p0", serial) is [var found] ? found : null;

    public StoredDevice? Find(long id) => Read(Columns + " where d.device_id = @p0", id) is [var found] ? found : null;

    /// <summary>Those that can be given out now, of any model in use.</summary>
    public IReadOnlyList<StoredDevice> InCupboard(int atMost) => Read(
        $"{Columns} where d.in_use = 1 and m.model is null and o.case_id is null and not exists (select 1 from device_orders b where b.device_id = d.device_id and b.how in ('lost', 'broken') and b.ended_at > d.found_at) order by d.serial limit {atMost}");

    public long Count()
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (long)(sql.Scalar("select count(*) from devices") ?? 0L);
    }

    /// <summary>By model: all, given out, out of use.</summary>
    public IReadOnlyDictionary<string, (int All, int Out, int NotInUse)> CountByModel()
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            """
            select d.model, cast(count(*) as bigint), cast(count(o.case_id) as bigint), cast(sum(case when d.in_use = 1 then 0 else 1 end) as bigint)
            from devices d left join device_orders o on o.device_id = d.device_id and o.ended_at is null group by d.model
            """);
        var counts = new Dictionary<string, (int, int, int)>(StringComparer.Ordinal);
        while (rows.Read())
        {
            counts[rows.GetString(0)] = (rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3));
        }

        return counts;
    }

    /// <summary>Adds units, all or none; null, or the number of the first whose serial number or name is known already.</summary>
    public int? Add(IReadOnlyList<NewDevice> devices, Actor who, string words, Instant now)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = store.Engine.Begin(db, Turn.Record);
        sql.Begin(transaction);
        for (var i = 0; i < devices.Count; i++)
        {
            var d = devices[i];
            if (sql.Scalar("select device_id from devices where serial = @p0", d.Serial) is not null || d.Names.Any(n => sql.Scalar("select device_id from device_names where protocol = @p0 and name = @p1", d.Protocol, n) is not null))
            {
                return i;
            }

            sql.Execute(
                "insert into devices (serial, model, protocol, firmware, sim, secret, in_use, added_at) values (@p0, @p1, @p2, @p3, @p4, @p5, 1, @p6)",
                d.Serial, d.Model, d.Protocol, d.Firmware, d.Sim, d.Secret is null ? null : store.Key.SealOwn(d.Secret), now.Micros());
            var id = (long)sql.Scalar("select device_id from devices where serial = @p0", d.Serial)!;
            foreach (var name in d.Names.Distinct(StringComparer.Ordinal))
            {
                sql.Execute("insert into device_names (protocol, name, device_id) values (@p0, @p1, @p2)", d.Protocol, name, id);
                sql.Execute("delete from unknown_devices where protocol = @p0 and name = @p1", d.Protocol, name);
            }

            Tell(sql, id, "added", who, words, now);
        }

        sql.Commit();
        return null;
    }

    /// <summary>Out of use or in use again. False: no such unit. What was lost or broken is found or mended by it.</summary>
    public bool Use(long device, bool isInUse, string because, Actor who, Instant now)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = store.Engine.Begin(db, Turn.Record);
        sql.Begin(transaction);
        if (sql.Scalar("select device_id from devices where device_id = @p0", device) is null)
        {
            return false;
        }

        UseOf(sql, device, isInUse, because, who, now);
        sql.Commit();
        return true;
    }

    internal static void UseOf(Statements sql, long device, bool isInUse, string because, Actor who, Instant now)
    {
        sql.Execute("update devices set in_use = @p1, because = @p2, found_at = case when @p1 = 1 then @p3 else found_at end where device_id = @p0", device, isInUse ? 1L : 0L, isInUse ? null : because, now.Micros());
        Tell(sql, device, isInUse ? "in-use" : "out-of-use", who, because, now);
    }

    internal static void Tell(Statements sql, long device, string kind, Actor who, string words, Instant now) => sql.Execute(
        "insert into device_history (device_id, at, kind, who, words) values (@p0, @p1, @p2, @p3, @p4)", device, now.Micros(), kind, who.ToString(), words);

    public bool SetFirmware(long device, string firmware, Actor who, Instant now)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = store.Engine.Begin(db, Turn.Record);
        sql.Begin(transaction);
        if (sql.Scalar("select device_id from devices where device_id = @p0", device) is null)
        {
            return false;
        }

        sql.Execute("update devices set firmware = @p1 where device_id = @p0", device, firmware);
        Tell(sql, device, "firmware", who, firmware, now);
        sql.Commit();
        return true;
    }

    public IReadOnlyList<DeviceLine> History(long device)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select at, kind, who, words from device_history where device_id = @p0 order by id desc limit 200", device);
        var lines = new List<DeviceLine>();
        while (rows.Read())
        {
            lines.Add(new DeviceLine(rows.GetInt64(0).ToInstant(), rows.GetString(1), Actor.Parse(rows.GetString(2)), rows.GetString(3)));
        }

        return lines;
    }

    /// <summary>Who had it and when, without a name: the newest first.</summary>
    public IReadOnlyList<DeviceStay> Stays(long device)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select device_id, case_id, office, assigned_at, fitted_at, ended_at, how, assignment from device_orders where device_id = @p0 order by assigned_at desc limit 200", device);
        var stays = new List<DeviceStay>();
        while (rows.Read())
        {
            Instant? At(int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column).ToInstant();
            stays.Add(new DeviceStay(Guid.Parse(rows.GetString(7)), rows.GetInt64(0), new CaseId(rows.GetInt64(1)), rows.GetString(2), rows.GetInt64(3).ToInstant(), At(4), At(5), rows.IsDBNull(6) ? null : rows.GetString(6)));
        }

        return stays;
    }

    public IReadOnlyList<UnknownDevice> Unknown(int atMost)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query($"select protocol, name, first_at, last_at, times from unknown_devices order by last_at desc limit {atMost}");
        var list = new List<UnknownDevice>();
        while (rows.Read())
        {
            list.Add(new UnknownDevice(rows.GetString(0), rows.GetString(1), rows.GetInt64(2).ToInstant(), rows.GetInt64(3).ToInstant(), rows.GetInt64(4)));
        }

        return list;
    }

    public byte[]? Secret(long device)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return sql.Scalar("select secret from devices where device_id = @p0", device) is byte[] kept ? store.Key.UnsealOwn(kept) : null;
    }

    private IReadOnlyList<StoredDevice> Read(string query, params ReadOnlySpan<object?> values)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        var list = new List<StoredDevice>();
        using (var rows = sql.Query(query, values))
        {
            while (rows.Read())
            {
                string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
                Instant? At(int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column).ToInstant();
                list.Add(new StoredDevice(
                    rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), [], Text(4), Text(5), rows.GetInt32(6) == 1, rows.GetInt32(7) == 1, Text(8),
                    rows.IsDBNull(9) ? null : new CaseId(rows.GetInt64(9)), Text(10), At(11), At(12)));
            }
        }

        return list.ConvertAll(d => d with { Names = NamesOf(sql, d.Id) });
    }

    private static IReadOnlyList<string> NamesOf(Statements sql, long device)
    {
        using var rows = sql.Query("select name from device_names where device_id = @p0 order by name", device);
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }
}
