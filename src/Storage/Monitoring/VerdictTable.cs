using NodaTime;
using Throughline.Casefile;
using Throughline.Monitoring.Zones;

namespace Throughline.Storage.Monitoring;

/// <summary>Verdict intervals: written as revisions of a stretch of time, read for a day.</summary>
internal static class VerdictTable
{
    /// <summary>Puts a revision in the place of what was known of its stretch; what reaches over its ends keeps its other part.</summary>
    public static void Put(Statements sql, VerdictRevision revision)
    {
        var (assignment, zone, from, until) = (AlertTable.Text(revision.Assignment), AlertTable.Text(revision.Zone), revision.From.Micros(), revision.Until.Micros());
        var said = revision.Intervals.Select(i => i with { From = Instant.Max(i.From, revision.From), Until = Instant.Min(i.Until, revision.Until) });
        var kept = new List<VerdictInterval>();
        // What only touches is looked at too: neighbours that say the same become one row, so a quiet day is a handful of rows however often it was said.
        using (var rows = sql.Query("select starts, ends, verdict, cause from verdicts where assignment = @p0 and zone = @p1 and starts <= @p3 and ends >= @p2 order by starts", assignment, zone, from, until))
        {
            while (rows.Read())
            {
                var old = new VerdictInterval(
                    revision.Assignment, revision.Zone, (Verdict)rows.GetInt64(2), (UnknownCause)rows.GetInt64(3), rows.GetInt64(0).ToInstant(), rows.GetInt64(1).ToInstant());
                kept.Add(old with { Until = Instant.Min(old.Until, revision.From) });
                kept.Add(old with { From = Instant.Max(old.From, revision.Until) });
            }
        }

        sql.Execute("delete from verdicts where assignment = @p0 and zone = @p1 and starts <= @p3 and ends >= @p2", assignment, zone, from, until);
        foreach (var i in VerdictBand.Lay(kept.Concat(said)))
        {
            sql.Execute(
                "insert into verdicts (assignment, zone, starts, ends, verdict, cause, case_id) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
                assignment, zone, i.From.Micros(), i.Until.Micros(), (long)i.Verdict, (long)i.Cause, revision.Case);
        }
    }

    /// <summary>Of one case, by zone and time, cut to the stretch that was asked for.</summary>
    public static IReadOnlyList<VerdictInterval> Of(Store store, CaseId id, Instant from, Instant until)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            "select assignment, zone, verdict, cause, starts, ends from verdicts where case_id = @p0 and starts < @p2 and ends > @p1 order by zone, starts", id.Number, from.Micros(), until.Micros());
        var found = new List<VerdictInterval>();
        while (rows.Read())
        {
            found.Add(new VerdictInterval(
                Guid.Parse(rows.GetString(0)), Guid.Parse(rows.GetString(1)), (Verdict)rows.GetInt64(2), (UnknownCause)rows.GetInt64(3),
                Instant.Max(rows.GetInt64(4).ToInstant(), from), Instant.Min(rows.GetInt64(5).ToInstant(), until)));
        }

        return found;
    }
}
