using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Alerts;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Programmes;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Parts;
using Throughline.Monitoring.Alerts;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Alerts;

/// <summary>One alert: the finding, the lanes, the table of what was asked, and only then the cause. Cause, check answers, done; only the check records.</summary>
internal sealed class AlertModel(Installation installation, Alerting alerting, IWearers wearers) : CasePage(installation)
{
    private readonly AlertReading _reading = new(installation.Store);

    public Alert Alert { get; private set; } = null!;

    public AlertStory Story { get; private set; } = null!;

    public Wearer? Wearer { get; private set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Cause { get; set; }

    [BindProperty]
    public string? Reasons { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    public bool IsChecking { get; private set; }

    public bool MayClose => Sight == Sight.Act && !Alert.IsOver;

    public AlertCause? Chosen => Installation.Programme.Alerts.Causes.FirstOrDefault(c => c.Code == Cause);

    public AlertClosed? Closed => Opened.Events.Select(e => e.Event).OfType<AlertClosed>().LastOrDefault(c => c.Number == Alert.Number);

    public string RawDays => (Wearer?.RawDays ?? 7).ToString(CultureInfo.InvariantCulture);

    /// <summary>Of this unit: closed alerts, and those on the device's side.</summary>
    public (int Closed, int False) OfUnit => _reading.OfUnit(Alert.Device.Number);

    /// <summary>What may close it; what asks for a contact first stays visible with that reason.</summary>
    public IEnumerable<Choice> Causes
    {
        get
        {
            var wasAsked = AlertClosing.WasAsked(Opened, Alert.Opened);
            return Installation.Programme.Alerts.Causes.Where(c => c.Fits(AlertWords.NameOf(Alert.Kind))).Select(c => new Choice(
                c.Code, c.Words, c.Hint, c.Side == CauseSide.Unexplained && !wasAsked ? "Not possible yet: record a contact with the person first" : null));
        }
    }

    public IEnumerable<(string When, Markup Who)> Told()
    {
        var sent = Opened.State.Messages.FirstOrDefault(m => m.Kind == WearerWords.Of(Alert.Kind) && m.SentAt >= Alert.Received);
        if (Alert.WearerAt is { } wearer)
        {
            yield return (DeskTime.Clock(sent?.SentAt ?? wearer, Zone), sent is null ? "The person, by message: not sent yet" : Markup.Of($"<b>The person</b>, by {sent.Channel}, first"));
        }

        if (Alert.ToldAt is { } told)
        {
            yield return (DeskTime.Clock(told, Zone), Markup.Of($"<b>{NameOf(Opened.State.Responsible)}</b>, this queue"));
        }

        if (Alert.CauseBy is { } by && !Alert.IsOver)
        {
            yield return (DeskTime.Clock(by, Zone), Markup.Of($"The supervisor, <b>if still open</b>"));
        }
    }

    public async Task<IActionResult> OnGetAsync(int alert)
    {
        var found = await FindAsync(alert);
        Version = found ? Opened.State.Version : 0;
        return found ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(int alert, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(alert) || Sight != Sight.Act)
        {
            return NotFound();
        }

        if (Causes.FirstOrDefault(c => c.Value == Cause) is not { NotPossible: null })
        {
            ModelState.AddModelError(nameof(Cause), (Chosen is null ? AlertClosing.CauseNeeded : AlertClosing.ContactNeeded).Sentence);
        }

        if (string.IsNullOrWhiteSpace(Reasons))
        {
            ModelState.AddModelError(nameof(Reasons), AlertClosing.ReasonsNeeded.Sentence);
        }

        if (Chosen?.Side == CauseSide.Unexplained && string.IsNullOrWhiteSpace(Evidence))
        {
            ModelState.AddModelError(nameof(Evidence), AlertClosing.EvidenceNeeded.Sentence);
        }

        IsChecking = ModelState.IsValid && !change;
        if (!checkedAnswers || !IsChecking)
        {
            return Page();
        }

        return Refused(await alerting.CloseAsync(Who, Alert.Number, Cause, Reasons, Evidence, Story.Kept, Version), nameof(Cause)) ? Page() : Redirect("/desk/alerts?done=closed");
    }

    /// <summary>Colleagues see that somebody looks.</summary>
    public async Task<IActionResult> OnPostTakeAsync(int alert)
    {
        if (!await FindAsync(alert) || !MayClose)
        {
            return NotFound();
        }

        await alerting.AcknowledgeAsync(Alert.Number);
        return Redirect($"/desk/alerts/{Alert.Number.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<bool> FindAsync(int number)
    {
        // Before the desk is told of it, it is nobody's to read.
        if (_reading.Find(number) is not { State: not (AlertState.Waiting or AlertState.Settled) } alert
            || !await OpenAsync(new CaseId(alert.Case).ToString(), Sight.Read, "look at an alert"))
        {
            return false;
        }

        Alert = alert;
        Wearer = wearers.Of(alert.Assignment);
        var (from, until) = (alert.Opened - Duration.FromMinutes(30), Instant.Min(Now, (alert.Cleared ?? alert.Last) + Duration.FromHours(3)));
        var said = Opened.Events.Where(e => e.Event is MessageReceived && e.OccurredAt >= alert.Opened).Select(e => ((MessageReceived)e.Event).Text).ToList();
        Story = new AlertStory(
            alert, alerting.FindingOf(alert), alerting.AroundOf(alert, Opened), _reading.Signals(alert.Assignment, from, until, alert.Number),
            IsShielded ? [] : VerdictTable.Of(Installation.Store, Opened.State.Id, from, until), Wearer, said, Zone, Now);
        return true;
    }
}
