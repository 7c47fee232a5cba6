using NodaTime;
using Throughline.Casefile;
using Throughline.Monitoring.Devices;
using Throughline.Storage.Engines;

namespace Throughline.Storage.Monitoring;

/// <summary>A unit or a model of which too many alerts were false; an administrator answers with reasons.</summary>
/// <param name="Scope"><c>unit</c> (the target is a serial number) or <c>model</c> (its code).</param>
internal sealed record DeviceProposal(long Id, string Scope, string Target, Instant FoundAt, int False, int Alerts, int AtMostPercent, string? Answer, Instant? AnsweredAt, Actor? AnsweredBy, string? Reason);

/// <summary>What is wrong with devices, by unit and model: broken messages a day, and proposals to take something out of use.</summary>
internal sealed class DeviceFaults(Store store)
{
    public const string OfUnit = "unit", OfModel = "model", Accepted = "accepted", Declined = "refused";

    /// <summary>Units that sent more broken messages than that on a day, since <paramref name="from"/>: the worst day of each.</summary>
    public IReadOnlyList<(string Serial, LocalDate Day, int Broken)> BrokenSince(LocalDate from, int atMost)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select d.serial, f.day, f.times from device_days f join devices d on d.device_id = f.device_id where f.kind = @p2 and f.day >= @p0 and f.times > @p1 order by f.times desc, f.day desc limit 500", from.Day(), (long)atMost, (long)DeviceCount.BadChecksum);
        var found = new List<(string Serial, LocalDate Day, int Broken)>();
        while (rows.Read())
        {
            found.Add((rows.GetString(0), rows.GetInt64(1).ToDate(), rows.GetInt32(2)));
        }

        return [.. found.DistinctBy(f => f.Serial)];
    }

    /// <summary>False: it waits already, or was answered since <paramref name="since"/>, so that nobody is asked about the same alerts twice.</summary>
    public bool Propose(string scope, string target, int falseAlerts, int alerts, int atMostPercent, Instant now, Instant since)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = store.Engine.Begin(db, Turn.Record);
        sql.Begin(transaction);
        if (sql.Scalar("select id from device_proposals where scope = @p0 and target = @p1 and (answer is null or answered_at > @p2)", scope, target, since.Micros()) is not null)
        {
            return false;
        }

        sql.Execute(
            "insert into device_proposals (scope, target, found_at, false_count, alert_count, at_most) values (@p0, @p1, @p2, @p3, @p4, @p5)",
            scope, target, now.Micros(), (long)falseAlerts, (long)alerts, (long)atMostPercent);
        sql.Commit();
        return true;
    }

    /// <summary>Accepted: out of use in the same act. False: no such proposal waits.</summary>
    public bool Answer(long proposal, bool isAccepted, string reason, Actor who, Instant now)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = store.Engine.Begin(db, Turn.Record);
        sql.Begin(transaction);
        string scope, target;
        using (var row = sql.Query("select scope, target from device_proposals where id = @p0 and answer is null", proposal))
        {
            if (!row.Read())
            {
                return false;
            }

            (scope, target) = (row.GetString(0), row.GetString(1));
        }

        sql.Execute("update device_proposals set answer = @p1, answered_at = @p2, answered_by = @p3, reason = @p4 where id = @p0", proposal, isAccepted ? Accepted : Declined, now.Micros(), who.ToString(), reason);
        if (isAccepted && scope == OfUnit && sql.Scalar("select device_id from devices where serial = @p0", target) is long device)
        {
            DeviceTables.UseOf(sql, device, false, reason, who, now);
        }
        else if (isAccepted && scope == OfModel)
        {
            UseModel(sql, target, false, reason, who, now);
        }

        sql.Commit();
        return true;
    }

    /// <summary>The line of each unit tells whoever follows the inventory that something changed.</summary>
    private static void UseModel(Statements sql, string model, bool isInUse, string reason, Actor who, Instant now)
    {
        sql.Execute("delete from device_models where model = @p0", model);
        if (!isInUse)
        {
            sql.Execute("insert into device_models (model, because, at) values (@p0, @p1, @p2)", model, reason, now.Micros());
        }

        sql.Execute(
            "insert into device_history (device_id, at, kind, who, words) select device_id, @p1, @p2, @p3, @p4 from devices where model = @p0",
            model, now.Micros(), isInUse ? "model-in-use" : "model-out-of-use", who.ToString(), reason);
    }

    public void UseModel(string model, string reason, Actor who, Instant now)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = store.Engine.Begin(db, Turn.Record);
        sql.Begin(transaction);
        UseModel(sql, model, true, reason, who, now);
        sql.Commit();
    }

    /// <summary>Why each model that is out of use is so.</summary>
    public IReadOnlyDictionary<string, string> ModelsOutOfUse()
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select model, because from device_models");
        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            models[rows.GetString(0)] = rows.GetString(1);
        }

        return models;
    }

    public IReadOnlyList<DeviceProposal> Proposals(bool onlyOpen)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query($"select id, scope, target, found_at, false_count, alert_count, at_most, answer, answered_at, answered_by, reason from device_proposals{(onlyOpen ? " where answer is null" : "")} order by id desc limit 200");
        var list = new List<DeviceProposal>();
        while (rows.Read())
        {
            string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
            list.Add(new DeviceProposal(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3).ToInstant(), rows.GetInt32(4), rows.GetInt32(5), rows.GetInt32(6), Text(7), rows.IsDBNull(8) ? null : rows.GetInt64(8).ToInstant(),
                Text(9) is { } who ? Actor.Parse(who) : null, Text(10)));
        }

        return list;
    }
}
