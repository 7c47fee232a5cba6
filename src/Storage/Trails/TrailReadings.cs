using Dapper;
using NodaTime;
using Throughline.Casefile;

namespace Throughline.Storage.Trails;

/// <summary>One wish to read a trail, and what became of it.</summary>
/// <param name="AlertAt">Since when the alert is open in whose first hour it was read without a second person; null: it takes one.</param>
internal sealed record TrailReadingRow(
    CaseId Case, int Number, Actor AskedBy, Instant AskedAt, string Purpose, Instant From, Instant Until, Actor? AnsweredBy, Instant? AnsweredAt, bool IsSigned, Instant? AlertAt)
{
    public bool Waits => AlertAt is null && AnsweredBy is null;
}

/// <summary>Wishes to read trails and their answers. The trail itself is elsewhere.</summary>
internal sealed class TrailReadings(Store store)
{
    private const string Columns =
        "select number, asked_by AskedBy, asked_at AskedAt, purpose, begins, ends, answered_by AnsweredBy, answered_at AnsweredAt, signed, alert_at AlertAt from trail_readings";

    private const int Newest = 50;

    /// <summary>The last ones of a case, the newest first.</summary>
    public IReadOnlyList<TrailReadingRow> Of(CaseId id)
    {
        using var db = store.OpenReader();
        return [.. db.Query<Row>($"{Columns} where case_id = @id order by number desc limit {Newest}", new { id = id.Number }).Select(r => r.Read(id))];
    }

    /// <summary>The number that it got.</summary>
    public int Ask(CaseId id, Actor who, Instant now, string purpose, Instant from, Instant until, Instant? alertAt)
    {
        using var db = store.OpenWriter();
        while (true)
        {
            // Another may take the same number at the same time: then there is no row, and the next number is taken.
            var number = db.QuerySingleOrDefault<long?>(
                """
                insert into trail_readings (case_id, number, asked_by, asked_at, purpose, begins, ends, signed, alert_at)
                select @id, coalesce(max(r.number), 0) + 1, @who, @now, @purpose, @begins, @ends, 0, @alert from trail_readings r where r.case_id = @id
                on conflict (case_id, number) do nothing returning number
                """,
                new { id = id.Number, who = who.ToString(), now = now.Micros(), purpose, begins = from.Micros(), ends = until.Micros(), alert = (long?)alertAt?.Micros() });
            if (number is { } taken)
            {
                return (int)taken;
            }
        }
    }

    /// <summary>False: somebody else has answered it.</summary>
    public bool Answer(CaseId id, int number, Actor who, Instant now, bool signs)
    {
        using var db = store.OpenWriter();
        return db.Execute(
            "update trail_readings set answered_by = @who, answered_at = @now, signed = @signed where case_id = @id and number = @number and answered_by is null and alert_at is null",
            new { id = id.Number, number = (long)number, who = who.ToString(), now = now.Micros(), signed = signs ? 1L : 0L }) == 1;
    }

    private sealed class Row
    {
        public long Number { get; set; }

        public string AskedBy { get; set; } = "";

        public long AskedAt { get; set; }

        public string Purpose { get; set; } = "";

        public long Begins { get; set; }

        public long Ends { get; set; }

        public string? AnsweredBy { get; set; }

        public long? AnsweredAt { get; set; }

        public long Signed { get; set; }

        public long? AlertAt { get; set; }

        public TrailReadingRow Read(CaseId id) => new(
            id, (int)Number, Actor.Parse(AskedBy), AskedAt.ToInstant(), Purpose, Begins.ToInstant(), Ends.ToInstant(),
            AnsweredBy is null ? null : Actor.Parse(AnsweredBy), AnsweredAt?.ToInstant(), Signed == 1, AlertAt?.ToInstant());
    }
}
