using NodaTime;
using NodaTime.Text;
using Throughline.Storage.Reading;

namespace Throughline.Host.Statistics;

/// <summary><c>report cohort</c>, and the same on the statistics page.</summary>
internal static class CohortReport
{
    public static Sheet Make(Installation installation, CohortQuestion question, IReadOnlyList<string> by)
    {
        var total = CohortFigures.Total(installation.Store, question);
        var groups = by.Select(b => (By: b, Counts: CohortFigures.Groups(installation.Store, question with { By = b }))).ToList();
        var rows = groups.SelectMany(g => g.Counts.Select(c => Row(by.Count > 1 ? $"{g.By}: {c.Key}" : c.Key!, c))).Append(Row("All", total)).ToList();
        return new Sheet(
            Title(question),
            [by.Count == 1 ? by[0] : "", "released#", "reported in window#", "not reported#", "window open#", "reported late#", "reported ever#", "notice to appear served#", "filed#"],
            rows, [Definition(question)], Sheet.ToJson(Json(question, total, groups)));
    }

    public static string Title(CohortQuestion q) =>
        $"Who reported, of those released {q.From:uuuu-MM-dd} to {q.To:uuuu-MM-dd}{(q.Pathway is null ? "" : " on " + q.Pathway)}{(q.FamilyOnly ? ", families only" : "")}. "
        + $"As of {Instant(q.AsOf)}, known at {Instant(q.KnownAt)}, window {q.WindowDays} x 24 h.";

    public static string Definition(CohortQuestion q) =>
        "Counted are people whose release is dated in these days at the station, both days included, and not after the as-of instant; a record sent twice counts once. "
        + $"The window is {q.WindowDays} whole periods of 24 hours from the release. Reported in the window: reported by the as-of instant and inside it. "
        + "Not reported: the window had closed by then without a report. Window open: the rest; they have missed nothing. "
        + "Reported late: after the window, by the as-of instant; part of not reported. Reported ever: in the window or late. "
        + "Notice to appear served, filed: of those who reported in the window, by the as-of instant. "
        + "Left out is every fact that was written down after the known-at instant.";

    public static string Instant(Instant at) => InstantPattern.General.Format(at);

    private static IReadOnlyList<string> Row(string key, CohortCounts c) =>
    [
        key, Sheet.Number(c.Released), Sheet.Number(c.ReportedInWindow), Sheet.Number(c.NotReported), Sheet.Number(c.WindowOpen), Sheet.Number(c.ReportedLate),
        Sheet.Number(c.ReportedEver), Sheet.Number(c.NoticeToAppearServed), Sheet.Number(c.NoticeToAppearFiled),
    ];

    private static Dictionary<string, object?> Json(CohortQuestion q, CohortCounts total, List<(string By, IReadOnlyList<CohortCounts> Counts)> groups)
    {
        var json = Counts(total);
        json["asOf"] = Instant(q.AsOf);
        json["knownAt"] = Instant(q.KnownAt);
        json["window"] = $"{q.WindowDays}d";
        json["definition"] = Definition(q);
        if (groups.Count > 0)
        {
            json["groups"] = groups.SelectMany(g => g.Counts.Select(c =>
            {
                var group = new Dictionary<string, object?> { ["key"] = c.Key, ["by"] = g.By };
                foreach (var (name, value) in Counts(c))
                {
                    group[name] = value;
                }

                return group;
            })).ToList();
        }

        return json;
    }

    private static Dictionary<string, object?> Counts(CohortCounts c) => new()
    {
        ["released"] = c.Released,
        ["reportedInWindow"] = c.ReportedInWindow,
        ["notReported"] = c.NotReported,
        ["windowOpen"] = c.WindowOpen,
        ["reportedLate"] = c.ReportedLate,
        ["reportedEver"] = c.ReportedEver,
        ["noticeToAppearServed"] = c.NoticeToAppearServed,
        ["noticeToAppearFiled"] = c.NoticeToAppearFiled,
    };
}
