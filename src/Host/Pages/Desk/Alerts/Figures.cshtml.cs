using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Alerts;

/// <summary>One line of the figures.</summary>
/// <param name="Settled">Over before anybody at the desk was told.</param>
internal sealed record FalseAlertsLine(string Name, int Closed, int False, int Ours, int Person, int Unknown, int Settled);

/// <summary>How often devices were wrong: by kind, model, cause and hour. Devices are judged here, never people; no line has a name.</summary>
internal sealed class FiguresModel(Installation installation) : DeskPage(installation)
{
    public const int Days = 90;

    private IReadOnlyList<AlertCount> _counts = [];

    public IReadOnlyList<FalseAlertsLine> ByKind { get; private set; } = [];

    public IReadOnlyList<FalseAlertsLine> ByModel { get; private set; } = [];

    public IReadOnlyList<FalseAlertsLine> ByHour { get; private set; } = [];

    public IReadOnlyList<(string Cause, int Count)> Causes { get; private set; } = [];

    public FalseAlertsLine Total { get; private set; } = null!;

    public void OnGet()
    {
        _counts = new AlertReading(Installation.Store).Figures(Now - Duration.FromDays(Days));
        Total = Line("All", _counts);
        ByKind = [.. _counts.GroupBy(c => c.Kind).Select(g => Line(AlertWords.Title(g.Key), g))];
        ByModel = [.. _counts.GroupBy(c => (c.Model, c.Firmware)).Select(g => Line(g.Key.Model.Length == 0 ? "Model not known" : $"{g.Key.Model}, firmware {g.Key.Firmware}", g)).OrderByDescending(l => l.False)];
        ByHour = [.. _counts.GroupBy(c => c.Hour).OrderBy(g => g.Key).Select(g => Line($"{g.Key:00}:00", g))];
        Causes = [.. _counts.Where(c => c.Cause.Length > 0).GroupBy(c => c.Cause)
            .Select(g => (Installation.Programme.Alerts.Causes.FirstOrDefault(c => c.Code == g.Key)?.Words ?? g.Key, g.Sum(c => c.Count))).OrderByDescending(c => c.Item2)];
    }

    private static FalseAlertsLine Line(string name, IEnumerable<AlertCount> counts)
    {
        var all = counts.ToList();
        int Of(string side) => all.Where(c => c.Side == side).Sum(c => c.Count);
        return new(name, all.Where(c => c.Side != "settled").Sum(c => c.Count), Of("device"), Of("ours"), Of("person"), Of("unknown"), Of("settled"));
    }
}
