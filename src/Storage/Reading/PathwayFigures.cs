using NodaTime;

namespace Throughline.Storage.Reading;

/// <summary>Releases on one pathway in the week of <see cref="Week"/> (its Monday, at the station).</summary>
internal sealed record PathwayWeek(string Pathway, LocalDate Week, long Released, LocalDate LastIssued);

internal static class PathwayFigures
{
    public static IReadOnlyList<PathwayWeek> ByWeek(Store store)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            """
            select pathway, released_on - (released_on + 3) % 7, count(*), max(released_on) from figures where superseded_at = @p0
            group by pathway, released_on - (released_on + 3) % 7 order by 1, 2
            """,
            Moments.Never);
        var weeks = new List<PathwayWeek>();
        while (rows.Read())
        {
            weeks.Add(new PathwayWeek(rows.GetString(0), rows.GetInt64(1).ToDate(), rows.GetInt64(2), rows.GetInt64(3).ToDate()));
        }

        return weeks;
    }
}
