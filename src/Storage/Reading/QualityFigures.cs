using NodaTime;

namespace Throughline.Storage.Reading;

/// <summary>How good the records of a station and week are. <see cref="Week"/> is its Monday, at the station.</summary>
internal sealed record QualityCounts(
    string? Station, LocalDate? Week, long Records, long ANumberMissing, long ANumberShared, long Blank, long Undeliverable, long UnitMissing, long Crowded,
    long SentTwice, long Conflicts);

/// <summary>What the list behind a count is about: the columns of <see cref="QualityCounts"/> that are somebody's work.</summary>
internal enum QualityGap { ANumberMissing, ANumberShared, Blank, Undeliverable, UnitMissing, Crowded, SentTwice, Conflicts }

internal static class QualityFigures
{
    /// <summary>One line a record or refused row; the counts and the lists behind them both read these.</summary>
    private const string Lines = """
        with shared as (select a_number_key from cases where a_number_key is not null group by a_number_key having count(*) > 1),
        lines as (
          select c.case_id, c.office, c.station, f.released_on - (f.released_on + 3) % 7 as week, 1 as record,
            case when c.a_number <> 'present' then 1 else 0 end as missing,
            case when s.a_number_key is not null then 1 else 0 end as shared,
            c.address_grade as grade, c.sent_twice, 0 as conflict
          from cases c join figures f on f.case_id = c.case_id and f.superseded_at = @p0
          left join shared s on s.a_number_key = c.a_number_key
          where c.kind = 'release'
          union all
          select c.case_id, c.office, coalesce(c.station, ''), d.day - (d.day + 3) % 7, 0, 0, 0, null, 0, 1
          from cases c join (select case_id, min(occurred_at) / 86400000000 as day from facts where kind = 13 group by case_id) d on d.case_id = c.case_id
          where c.kind = 'returned-row' and c.handoff_code = 'record-conflict'
        )
        """;

    /// <summary>The cases behind a count, in the order of their numbers; null for every station, week or office.</summary>
    public static IReadOnlyList<long> Behind(Store store, QualityGap gap, string? station, LocalDate? week, string? office = null)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            $"{Lines} select case_id from lines where {Condition(gap)} and (cast(@p1 as text) is null or station = @p1) and (cast(@p2 as bigint) is null or week = @p2) and (cast(@p3 as text) is null or office = @p3) order by case_id",
            Moments.Never, station, week is { } monday ? monday.Day() : null, office);
        var cases = new List<long>();
        while (rows.Read())
        {
            cases.Add(rows.GetInt64(0));
        }

        return cases;
    }

    private static string Condition(QualityGap gap) => gap switch
    {
        QualityGap.ANumberMissing => "missing = 1",
        QualityGap.ANumberShared => "shared = 1",
        QualityGap.Blank => "grade = 'blank'",
        QualityGap.Undeliverable => "grade = 'undeliverable'",
        QualityGap.UnitMissing => "grade = 'unit-missing'",
        QualityGap.Crowded => "grade = 'crowded'",
        QualityGap.SentTwice => "sent_twice > 0",
        _ => "conflict = 1",
    };

    public static QualityCounts Total(IReadOnlyList<QualityCounts> groups) => new(
        null, null, groups.Sum(g => g.Records), groups.Sum(g => g.ANumberMissing), groups.Sum(g => g.ANumberShared), groups.Sum(g => g.Blank),
        groups.Sum(g => g.Undeliverable), groups.Sum(g => g.UnitMissing), groups.Sum(g => g.Crowded), groups.Sum(g => g.SentTwice), groups.Sum(g => g.Conflicts));

    /// <summary>A row that was refused as a conflict counts in the week in which it was returned.</summary>
    public static IReadOnlyList<QualityCounts> Groups(Store store)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            $"""
            {Lines}
            select station, week, sum(record), sum(missing), sum(shared), sum(case when grade = 'blank' then 1 else 0 end),
              sum(case when grade = 'undeliverable' then 1 else 0 end), sum(case when grade = 'unit-missing' then 1 else 0 end),
              sum(case when grade = 'crowded' then 1 else 0 end), sum(sent_twice), sum(conflict)
            from lines group by station, week order by station, week
            """,
            Moments.Never);
        var groups = new List<QualityCounts>();
        while (rows.Read())
        {
            groups.Add(new QualityCounts(
                rows.GetString(0), rows.GetInt64(1).ToDate(), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6),
                rows.GetInt64(7), rows.GetInt64(8), rows.GetInt64(9), rows.GetInt64(10)));
        }

        return groups;
    }
}
