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
        // Neighbours that only touch it are read too: they may say the same.
        var kept = new List<(long Starts, long Ends, long Verdict, long Cause)>();
        using (var rows = sql.Query("select starts, ends, verdict, cause from verdicts where assignment = @p0 and zone = @p1 and starts <= @p3 and ends >= @p2", assignment, zone, from, until))
        {
            while (rows.Read())
            {
                var (starts, ends) = (rows.GetInt64(0), rows.GetInt64(1));
                if (starts < from)
                {
                    kept.Add((starts, Math.Min(ends, from), rows.GetInt64(2), rows.GetInt64(3)));
                }

                if (ends > until)
                {
                    kept.Add((Math.Max(starts, until), ends, rows.GetInt64(2), rows.GetInt64(3)));
                }
            }
        }

        sql.Execute("delete from verdicts where assignment = @p0 and zone = @p1 and starts <= @p3 and ends >= @p2", assignment, zone, from, until);
        var said = revision.Intervals.Select(i => (Starts: Math.Max(i.From.Micros(), from), Ends: Math.Min(i.Until.Micros(), until), Verdict: (long)i.Verdict, Cause: (long)i.Cause)).Where(i => i.Ends > i.Starts);
        foreach (var (starts, ends, verdict, cause) in Joined(kept.Concat(said).OrderBy(i => i.Starts)))
        {
            sql.Execute(
                "insert into verdicts (assignment, zone, starts, ends, verdict, cause, case_id) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
                assignment, zone, starts, ends, verdict, cause, revision.Case);
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

    /// <summary>Neighbours that say the same are one row: a quiet day is a handful of rows however often it was said.</summary>
    private static IEnumerable<(long Starts, long Ends, long Verdict, long Cause)> Joined(IEnumerable<(long Starts, long Ends, long Verdict, long Cause)> intervals)
    {
        (long Starts, long Ends, long Verdict, long Cause)? open = null;
        foreach (var next in intervals)
        {
            if (open is { } o && o.Ends == next.Starts && (o.Verdict, o.Cause) == (next.Verdict, next.Cause))
            {
                open = o with { Ends = next.Ends };
            }
            else
            {
                if (open is { } done)
                {
                    yield return done;
                }

                open = next;
            }
        }

        if (open is { } last)
        {
            yield return last;
        }
    }
}
