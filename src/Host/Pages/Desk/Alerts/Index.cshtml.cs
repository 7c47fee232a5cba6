using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Parts;
using Throughline.Monitoring.Alerts;
using Throughline.Storage.Monitoring;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Alerts;

/// <summary>The alerts of an office, by the time left to give a cause. What the desk was not told of is a number here, without names.</summary>
internal sealed class IndexModel(Installation installation, AlertChanges changes) : DeskPage(installation)
{
    private const int AtMost = 200;

    private readonly AlertReading _reading = new(installation.Store);

    public IReadOnlyList<(Alert Alert, ListedCase Case)> Alerts { get; private set; } = [];

    /// <summary>How many wearers have time, and how many are held because the cause lies with us.</summary>
    public (int Wearer, int Held) Waiting { get; private set; }

    /// <summary>What the live list has seen.</summary>
    public long Change { get; private set; }

    public bool IsInspector => User.RoleName() == Roles.Inspector;

    public string? Done { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? done)
    {
        // Before the list is read: what changes meanwhile is told once more, never lost.
        Change = changes.Last;
        var whose = IsInspector ? null : Place;
        var open = _reading.OpenOf(whose, AtMost);
        var cases = Installation.Cases.ByIds([.. open.Select(a => a.Case).Distinct()]).ToDictionary(c => c.Id.Number);
        Alerts = [.. open.Where(a => cases.ContainsKey(a.Case)).Select(a => (a, cases[a.Case]))];
        var waiting = _reading.WaitingOf(whose, AtMost);
        Waiting = (waiting.Count(a => a.Held == CauseHint.None), waiting.Count(a => a.Held != CauseHint.None));
        Done = done == "closed" ? "The alert is closed with its cause. The person reads it in the file." : null;
        if (IsInspector)
        {
            await Accesses.RecordAsync(Installation, Who, cases.Values.Select(c => c.Id), "Oversight: open alerts", "/desk/alerts");
        }

        return Page();
    }

    public string GroupOf(Instant by) => by < Now ? "Past its time: the supervisor's too" : by - Now < Duration.FromHours(4) ? "Within 4 hours" : "Later";

    /// <summary>What happened, and what is known already.</summary>
    public string Why(Alert a) => string.Join(" ", new[]
    {
        $"{DeskTime.At(a.Opened, Zone, Now)}{(a.Signals > 2 ? FormattableString.Invariant($", {a.Signals} signals") : "")}.",
        a.IsLate ? "It came with a backlog: it says nothing about now." : "",
        a.Cleared is null && a.Kind is AlertKind.Strap or AlertKind.Breach or AlertKind.Contact or AlertKind.Fix ? "Not over yet." : "",
        a.State == AlertState.Acknowledged ? "Somebody is looking at it." : "",
    }.Where(s => s.Length > 0));
}
