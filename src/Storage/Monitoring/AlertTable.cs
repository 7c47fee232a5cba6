using System.Data.Common;
using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;

namespace Throughline.Storage.Monitoring;

/// <summary>Which unit it was, for the figures by model: a device may be repaired or sold, and the figure stays.</summary>
internal sealed record UnitMark(string Model, string Firmware)
{
    public static UnitMark NotKnown { get; } = new("", "");
}

/// <summary>Incidents and their signals, inside a transaction of whoever writes. Each signal has one row, so that a repeat finds it.</summary>
internal sealed class AlertTable(Statements sql)
{
    public const string Columns =
        "a.number, a.case_id, a.assignment, a.device, a.kind, a.zone, a.severity, a.state, a.opened, a.received, a.last, a.cleared, a.wearer_at, a.desk_at, a.told_at, a.cause_by, a.signals, a.late, a.acknowledged_at, a.closed_at, a.cause, a.held";

    private const string Known = "select 1 from alert_signals where assignment = @p0 and kind = @p1 and zone = @p2 and occurred = @p3";

    /// <summary>The newest incident of this kind, over or not.</summary>
    public Alert? Newest(Guid assignment, AlertKind kind, Guid? zone) =>
        One($"select {Columns} from alerts a where a.assignment = @p0 and a.kind = @p1 and a.zone = @p2 order by a.number desc limit 1", Text(assignment), (long)kind, Text(zone));

    public Alert? Find(long number) => One($"select {Columns} from alerts a where a.number = @p0", number);

    /// <summary>Those of which the desk was to be told by now.</summary>
    public IReadOnlyList<Alert> ToTell(Instant now, int atMost) =>
        Read(sql, $"select {Columns} from alerts a where a.state = 1 and a.desk_at <= @p0 order by a.desk_at, a.number limit {atMost}", now.Micros());

    public bool IsKnown(Signal s) => sql.Scalar(Known, Text(s.Assignment), (long)s.Kind, Text(s.Zone), s.Occurred.Micros()) is not null;

    /// <param name="alert">The incident that it belongs to; null where it is only kept for the cause test.</param>
    /// <param name="evidence">Sealed under the person's key; null where there is none or the key is gone.</param>
    public void Keep(Signal s, long? alert, byte[]? evidence, Instant eraseAt) => sql.Execute(
        """
        insert into alert_signals (assignment, kind, zone, occurred, case_id, received, late, code, thousandths, alert, evidence, erase_at)
        values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
        """,
        Text(s.Assignment), (long)s.Kind, Text(s.Zone), s.Occurred.Micros(), s.Case, s.Received.Micros(), s.Late ? 1L : 0L, (long)s.Code, (long)Math.Round(s.Value * 1000), alert, evidence,
        evidence is null ? null : eraseAt.Micros());

    /// <summary>Writes the incident as it is now and gives it with its number. Open pages follow the number of the change.</summary>
    public Alert Put(Alert alert, UnitMark unit)
    {
        var number = alert.Number > 0 ? alert.Number : (long)(sql.Scalar("select coalesce(max(number), 0) + 1 from alerts") ?? 1L);
        var change = (long)(sql.Scalar("select coalesce(max(changed), 0) + 1 from alerts") ?? 1L);
        sql.Execute(
            """
            insert into alerts (number, case_id, assignment, device, kind, zone, severity, state, opened, received, last, cleared, wearer_at, desk_at, told_at, cause_by, signals, late,
              acknowledged_at, closed_at, cause, side, held, model, firmware, changed)
            values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, null, @p21, @p22, @p23, @p24)
            on conflict (number) do update set severity = excluded.severity, state = excluded.state, opened = excluded.opened, last = excluded.last, cleared = excluded.cleared,
              wearer_at = excluded.wearer_at, desk_at = excluded.desk_at, told_at = excluded.told_at, cause_by = excluded.cause_by, signals = excluded.signals, late = excluded.late,
              acknowledged_at = excluded.acknowledged_at, closed_at = excluded.closed_at, cause = excluded.cause, held = excluded.held, changed = excluded.changed
            """,
            number, alert.Case, Text(alert.Assignment), alert.Device.Number, (long)alert.Kind, Text(alert.Zone), (long)alert.Severity, (long)alert.State, alert.Opened.Micros(),
            alert.Received.Micros(), alert.Last.Micros(), alert.Cleared.Micros(), alert.WearerAt.Micros(), alert.DeskAt.Micros(), alert.ToldAt.Micros(), alert.CauseBy.Micros(),
            (long)alert.Signals, (long)alert.Late, alert.AcknowledgedAt.Micros(), alert.ClosedAt.Micros(), alert.Cause, (long)alert.Held, unit.Model, unit.Firmware, change);
        return alert with { Number = number };
    }

    /// <summary>On whose side the cause lies: for the figures, which never ask the programme of another year.</summary>
    public void Side(long number, string side) => sql.Execute("update alerts set side = @p1 where number = @p0", number, side);

    /// <summary>Positions whose days are over; those of a case on hold stay.</summary>
    public static long EraseEvidence(Store store, Instant now)
    {
        using var db = store.OpenWriter();
        return Dapper.SqlMapper.Execute(
            db,
            "update alert_signals set evidence = null, erase_at = null where erase_at <= @now and not exists (select 1 from keeping k where k.case_id = alert_signals.case_id and k.is_held = 1)",
            new { now = now.Micros() });
    }

    internal static string Text(Guid id) => id.ToString("D");

    internal static string Text(Guid? id) => id is { } i ? Text(i) : "";

    internal static List<Alert> Read(Statements sql, string query, params ReadOnlySpan<object?> values)
    {
        using var rows = sql.Query(query, values);
        var found = new List<Alert>();
        while (rows.Read())
        {
            found.Add(Row(rows));
        }

        return found;
    }

    private Alert? One(string query, params ReadOnlySpan<object?> values) => Read(sql, query, values) is [var found, ..] ? found : null;

    private static Alert Row(DbDataReader row)
    {
        Instant? At(int column) => row.IsDBNull(column) ? null : row.GetInt64(column).ToInstant();
        return new Alert
        {
            Number = row.GetInt64(0),
            Case = row.GetInt64(1),
            Assignment = Guid.Parse(row.GetString(2)),
            Device = new DeviceId(row.GetInt64(3)),
            Kind = (AlertKind)row.GetInt64(4),
            Zone = row.GetString(5) is { Length: > 0 } zone ? Guid.Parse(zone) : null,
            Severity = (Severity)row.GetInt64(6),
            State = (AlertState)row.GetInt64(7),
            Opened = row.GetInt64(8).ToInstant(),
            Received = row.GetInt64(9).ToInstant(),
            Last = row.GetInt64(10).ToInstant(),
            Cleared = At(11),
            WearerAt = At(12),
            DeskAt = row.GetInt64(13).ToInstant(),
            ToldAt = At(14),
            CauseBy = At(15),
            Signals = (int)row.GetInt64(16),
            Late = (int)row.GetInt64(17),
            AcknowledgedAt = At(18),
            ClosedAt = At(19),
            Cause = row.IsDBNull(20) ? null : row.GetString(20),
            Held = (CauseHint)row.GetInt64(21),
        };
    }
}
