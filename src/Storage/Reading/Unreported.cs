using NodaTime;
using Throughline.Casefile;

namespace Throughline.Storage.Reading;

/// <summary>Which of the people whose window ended without a report. What is null is not asked.</summary>
/// <param name="Windows">Days of each pathway's window.</param>
/// <param name="CanBeWritten">True: a letter reaches the address that is known; false: we know none that a letter reaches.</param>
internal sealed record Group(string Office, IReadOnlyDictionary<string, int> Windows, LocalDate? From, LocalDate? To, bool? CanBeWritten, DateTimeZone Zone);

/// <summary>Adults of an office who did not report, history included. A list that is asked for now and then: it reads the cases as they stand.</summary>
internal static class Unreported
{
    public static (IReadOnlyList<CaseId> Ids, int Count) Of(Store store, Group group, Instant now, int atMost)
    {
        var values = new List<object?> { group.Office, group.From is { } from ? Start(from, group.Zone) : null, group.To is { } to ? Start(to.PlusDays(1), group.Zone) : null };
        var windows = group.Windows.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w =>
        {
            values.Add(w.Key);
            values.Add((now - Duration.FromDays(w.Value)).Micros());
            return $"(c.pathway = @p{values.Count - 2} and c.released_at <= @p{values.Count - 1})";
        }).ToList();
        if (windows.Count == 0)
        {
            return ([], 0);
        }

        // A duty that runs, stands still, was met or was excused is no reason to write.
        var where = $"""
            c.kind = 'release' and c.office = @p0 and c.handoff in ('accepted', 'inherited') and c.closed is null and c.is_minor = 0 and c.reported_at is null
              and coalesce(c.obligation, 'none') in ('none', 'missed-to-review', 'confirmed-missed', 'cancelled')
              and (cast(@p1 as bigint) is null or c.released_at >= @p1) and (cast(@p2 as bigint) is null or c.released_at < @p2) and ({string.Join(" or ", windows)})
              {(group.CanBeWritten is { } can ? $"and coalesce(c.address_grade, 'blank') {(can ? "in" : "not in")} ('deliverable', 'care-of')" : "")}
            """;
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        var count = (long)(sql.Scalar($"select count(*) from cases c where {where}", [.. values]) ?? 0L);
        var ids = new List<CaseId>();
        using var rows = sql.Query($"select c.case_id from cases c where {where} order by c.released_at, c.case_id limit {atMost}", [.. values]);
        while (rows.Read())
        {
            ids.Add(new CaseId(rows.GetInt64(0)));
        }

        return (ids, (int)count);
    }

    private static long Start(LocalDate day, DateTimeZone zone) => day.AtStartOfDayInZone(zone).ToInstant().Micros();
}
