using NodaTime;
using Throughline.Casefile;
using Throughline.Monitoring.Alerts;
using Throughline.Storage.Log;

namespace Throughline.Storage.Monitoring;

/// <summary>A signal as it was kept: the evidence is not in it.</summary>
internal sealed record KeptSignal(SignalKind Kind, Instant Occurred, Instant Received, bool Late, double Value, bool IsOfAlert);

/// <summary>Closed alerts of one kind by cause, model and hour of the day (UTC), for the figures.</summary>
/// <param name="Side">On whose side the cause lies: device, ours, person, unknown; "settled" where it was over before anybody was told.</param>
internal sealed record AlertCount(AlertKind Kind, string Model, string Firmware, int Hour, string Cause, string Side, int Count);

/// <summary>Reads incidents, for pages and for the cause test.</summary>
internal sealed class AlertReading(Store store)
{
    private const string Live = "a.state in (2, 3)";

    public Alert? Find(long number) => Read($"select {AlertTable.Columns} from alerts a where a.number = @p0", number) is [var found] ? found : null;

    /// <summary>Work of an office, by the time left; a null office is every office's. What the office does not have any more is not its work.</summary>
    public IReadOnlyList<Alert> OpenOf(string? office, int atMost) => Read(
        $"select {AlertTable.Columns} from alerts a join cases c on c.case_id = a.case_id where {Live}{(office is null ? "" : " and c.responsible = @p0")} order by a.cause_by, a.number limit {atMost}", office);

    public int CountOf(string office)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (int)(long)(sql.Scalar($"select count(*) from alerts a join cases c on c.case_id = a.case_id where {Live} and c.responsible = @p0", office) ?? 0L);
    }

    /// <summary>What an office was not told of yet: the wearer has time, or the cause test points to us.</summary>
    public IReadOnlyList<Alert> WaitingOf(string? office, int atMost) => Read(
        $"select {AlertTable.Columns} from alerts a join cases c on c.case_id = a.case_id where a.state = 1{(office is null ? "" : " and c.responsible = @p0")} order by a.desk_at, a.number limit {atMost}", office);

    /// <summary>Of one case, the newest first.</summary>
    public IReadOnlyList<Alert> Of(CaseId id, int atMost) => Read($"select {AlertTable.Columns} from alerts a where a.case_id = @p0 order by a.opened desc limit {atMost}", id.Number);

    /// <summary>Everything heard of one assignment between two instants, whatever incident it belongs to.</summary>
    public IReadOnlyList<KeptSignal> Signals(Guid assignment, Instant from, Instant until, long alert = 0)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            "select kind, occurred, received, late, thousandths, coalesce(alert, 0) from alert_signals where assignment = @p0 and occurred between @p1 and @p2 order by occurred, kind",
            AlertTable.Text(assignment), from.Micros(), until.Micros());
        var found = new List<KeptSignal>();
        while (rows.Read())
        {
            found.Add(new KeptSignal(
                (SignalKind)rows.GetInt64(0), rows.GetInt64(1).ToInstant(), rows.GetInt64(2).ToInstant(), rows.GetInt64(3) == 1, rows.GetInt64(4) / 1000.0, rows.GetInt64(5) == alert && alert > 0));
        }

        return found;
    }

    /// <summary>The fixes that carry an incident, as they were sealed; none once their days are over or the person was erased.</summary>
    public IReadOnlyList<byte[]> Evidence(Alert alert)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        if (new CaseLog(sql, store.Key).KeyOf(new CaseId(alert.Case)) is not { } key)
        {
            return [];
        }

        using var rows = sql.Query("select evidence from alert_signals where alert = @p0 and evidence is not null order by occurred", alert.Number);
        var found = new List<byte[]>();
        while (rows.Read())
        {
            found.Add(InstallationKey.Unseal(key, (byte[])rows.GetValue(0), "evidence"u8));
        }

        return found;
    }

    /// <summary>How many other devices fell silent within minutes of an instant.</summary>
    public int SilentAround(Instant at, Duration within, Guid except)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (int)(long)(sql.Scalar(
            "select count(distinct assignment) from alerts where kind in (30, 31) and opened between @p0 and @p1 and assignment <> @p2 and cleared is null",
            (at - within).Micros(), (at + within).Micros(), AlertTable.Text(except)) ?? 0L);
    }

    /// <summary>Closed and settled incidents since an instant, counted for the figures.</summary>
    public IReadOnlyList<AlertCount> Figures(Instant since)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            """
            select kind, model, firmware, (opened / 3600000000) % 24, coalesce(cause, ''), case state when 5 then 'settled' else coalesce(side, 'unknown') end, count(*)
            from alerts where opened >= @p0 and state in (4, 5) group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
            """,
            since.Micros());
        var found = new List<AlertCount>();
        while (rows.Read())
        {
            found.Add(new AlertCount(
                (AlertKind)rows.GetInt64(0), rows.GetString(1), rows.GetString(2), (int)rows.GetInt64(3), rows.GetString(4), rows.GetString(5), (int)rows.GetInt64(6)));
        }

        return found;
    }

    /// <summary>Closed by a person in a stretch of time, by assignment: how many, and how many had a cause on the device's side.</summary>
    public IReadOnlyList<(Guid Assignment, long Device, int Closed, int False)> ClosedBetween(Instant from, Instant until)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            "select assignment, device, cast(count(*) as bigint), cast(coalesce(sum(case when side = 'device' then 1 else 0 end), 0) as bigint) from alerts where state = 4 and closed_at >= @p0 and closed_at < @p1 group by assignment, device",
            from.Micros(), until.Micros());
        var found = new List<(Guid, long, int, int)>();
        while (rows.Read())
        {
            found.Add((Guid.Parse(rows.GetString(0)), rows.GetInt64(1), (int)rows.GetInt64(2), (int)rows.GetInt64(3)));
        }

        return found;
    }

    /// <summary>The same for one unit: of how many incidents, and how many of them had a cause on the device's side.</summary>
    public (int Closed, int False) OfUnit(long device, AlertKind? kind = null) => Rate("device = @p0", device, kind);

    public (int Closed, int False) OfModel(string model, string firmware, AlertKind? kind, Instant since)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return Pair(sql, $"model = @p0 and firmware = @p1 and opened >= @p2{Only(kind)}", model, firmware, since.Micros());
    }

    /// <summary>The number of the last change of any incident: what live pages follow.</summary>
    public long LastChange()
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (long)(sql.Scalar("select coalesce(max(changed), 0) from alerts") ?? 0L);
    }

    private (int Closed, int False) Rate(string condition, object value, AlertKind? kind)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return Pair(sql, condition + Only(kind), value);
    }

    private static (int Closed, int False) Pair(Statements sql, string condition, params ReadOnlySpan<object?> values)
    {
        using var rows = sql.Query($"select count(*), coalesce(sum(case when side = 'device' then 1 else 0 end), 0) from alerts where state = 4 and {condition}", values);
        rows.Read();
        return ((int)rows.GetInt64(0), (int)rows.GetInt64(1));
    }

    private static string Only(AlertKind? kind) => kind is { } k ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" and kind = {(int)k}") : "";

    private List<Alert> Read(string query, params ReadOnlySpan<object?> values)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return AlertTable.Read(sql, query, values);
    }
}
