using NodaTime;

namespace Throughline.Storage.Reading;

/// <summary>What is asked of a cohort. Dates are those written at the station, both included.</summary>
/// <param name="Window">Whole periods of 24 hours from the release.</param>
/// <param name="AsOf">What had happened by then.</param>
/// <param name="KnownAt">What had been written down by then.</param>
/// <param name="By">station, office, week, family or nationality; null for the total alone.</param>
internal sealed record CohortQuestion(
    LocalDate From, LocalDate To, string? Pathway, int WindowDays, Instant AsOf, Instant KnownAt, bool FamilyOnly = false, string? By = null)
{
    public static readonly IReadOnlyList<string> Groupings = ["station", "office", "week", "family", "nationality"];

    public Duration Window => Duration.FromDays(WindowDays);
}

/// <summary>Counts of people. Released = in the window + not reported + window open.</summary>
internal sealed record CohortCounts(
    string? Key, long Released, long ReportedInWindow, long NotReported, long WindowOpen, long ReportedLate, long NoticeToAppearServed, long NoticeToAppearFiled)
{
    public long ReportedEver => ReportedInWindow + ReportedLate;
}

internal static class CohortFigures
{
    public static CohortCounts Total(Store store, CohortQuestion question) =>
        Read(store, question with { By = null }).SingleOrDefault() ?? new CohortCounts(null, 0, 0, 0, 0, 0, 0, 0);

    public static IReadOnlyList<CohortCounts> Groups(Store store, CohortQuestion question) => Read(store, question);

    /// <summary>The first and the last day of release that the store knows; null when it knows none.</summary>
    public static (LocalDate First, LocalDate Last)? Span(Store store)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var row = sql.Query("select min(released_on), max(released_on) from figures");
        return row.Read() && !row.IsDBNull(0) ? (row.GetInt64(0).ToDate(), row.GetInt64(1).ToDate()) : null;
    }

    private static List<CohortCounts> Read(Store store, CohortQuestion q)
    {
        // Monday of the week: day 0 of 1970 is a Thursday.
        var key = q.By switch
        {
            null => "null",
            "station" => "station",
            "office" => "office",
            "week" => "released_on - (released_on + 3) % 7",
            "family" => "in_household",
            "nationality" => "coalesce(nationality, '')",
            _ => throw new ArgumentOutOfRangeException(nameof(q), q.By, "No such grouping."),
        };
        var text = $"""
            select {key} as key, count(*),
              coalesce(sum(case when reported_at <= @p3 and reported_at <= released_at + @p2 then 1 else 0 end), 0),
              coalesce(sum(case when (reported_at is null or reported_at > @p3 or reported_at > released_at + @p2) and released_at + @p2 <= @p3 then 1 else 0 end), 0),
              coalesce(sum(case when reported_at <= @p3 and reported_at > released_at + @p2 then 1 else 0 end), 0),
              coalesce(sum(case when reported_at <= @p3 and reported_at <= released_at + @p2 and to_appear_served_at <= @p3 then 1 else 0 end), 0),
              coalesce(sum(case when reported_at <= @p3 and reported_at <= released_at + @p2 and to_appear_filed_at <= @p3 then 1 else 0 end), 0)
            from figures
            where superseded_at > @p4 and recorded_at <= @p4 and released_on between @p0 and @p1 and released_at <= @p3
              and (cast(@p5 as text) is null or pathway = @p5) and (@p6 = 0 or in_household = 1)
            {(q.By is null ? "" : $"group by {key} order by 1")}
            """;
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            text, q.From.Day(), q.To.Day(), (long)(q.Window.TotalTicks / 10), q.AsOf.Micros(), q.KnownAt.Micros(), q.Pathway, q.FamilyOnly ? 1L : 0L);
        var groups = new List<CohortCounts>();
        while (rows.Read())
        {
            long released = rows.GetInt64(1), inWindow = rows.GetInt64(2), not = rows.GetInt64(3);
            groups.Add(new CohortCounts(Key(q.By, rows.GetValue(0)), released, inWindow, not, released - inWindow - not, rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6)));
        }

        return groups;
    }

    private static string? Key(string? by, object value) => by switch
    {
        null => null,
        "week" => ((long)value).ToDate().ToString("uuuu-MM-dd", null),
        "family" => value is 1L ? "in a household" : "alone",
        _ => (string)value,
    };
}
