using Throughline.Storage.Reading;

namespace Throughline.Host.Statistics;

internal static class QualityReport
{
    /// <param name="station">Null: all stations.</param>
    public static Sheet Make(Installation installation, string? station = null)
    {
        var groups = Of(installation, station);
        var total = QualityFigures.Total(groups);
        return new Sheet(
            $"How good the records are, by station and week. As of {CohortReport.Instant(installation.Clock.GetCurrentInstant())}.",
            ["station", "week", "records#", "no A-number#", "A-number shared#", "blank#", "undeliverable#", "unit missing#", "crowded#", "sent twice#", "conflicts#"],
            [.. groups.Append(total).Select(Row)],
            ["Blank, undeliverable, unit missing and crowded are grades of the current address; each address has one. The week is that of the release, at the station; a conflict counts in the week in which its row was returned."],
            Sheet.ToJson(new { total = Counts(total), groups = groups.Select(g => Counts(g, named: true)) }));
    }

    /// <summary>The figures of one station, or of all: the page and its files show the same.</summary>
    public static IReadOnlyList<QualityCounts> Of(Installation installation, string? station) =>
        [.. QualityFigures.Groups(installation.Store).Where(g => station is null || g.Station == station)];

    private static IReadOnlyList<string> Row(QualityCounts g) =>
    [
        g.Station ?? "All", g.Week?.ToString("uuuu-MM-dd", null) ?? "", Sheet.Number(g.Records), Sheet.Number(g.ANumberMissing), Sheet.Number(g.ANumberShared), Sheet.Number(g.Blank),
        Sheet.Number(g.Undeliverable), Sheet.Number(g.UnitMissing), Sheet.Number(g.Crowded), Sheet.Number(g.SentTwice), Sheet.Number(g.Conflicts),
    ];

    private static Dictionary<string, object?> Counts(QualityCounts g, bool named = false)
    {
        var counts = new Dictionary<string, object?>();
        if (named)
        {
            counts["station"] = g.Station;
            counts["week"] = g.Week?.ToString("uuuu-MM-dd", null);
        }

        counts["records"] = g.Records;
        counts["aNumberMissing"] = g.ANumberMissing;
        counts["aNumberShared"] = g.ANumberShared;
        counts["blank"] = g.Blank;
        counts["undeliverable"] = g.Undeliverable;
        counts["unitMissing"] = g.UnitMissing;
        counts["crowded"] = g.Crowded;
        counts["sentTwice"] = g.SentTwice;
        counts["conflicts"] = g.Conflicts;
        return counts;
    }
}
