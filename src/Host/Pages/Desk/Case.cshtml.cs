using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Corrections;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Storage.Monitoring;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk;

/// <summary>One case: who, what terms until when, what is due, and every line of its history.</summary>
internal sealed class CaseModel(Installation installation, IWearers wearers) : CasePage(installation)
{
    public IReadOnlyList<ListedCase> Others { get; private set; } = [];

    /// <summary>The household that a protected person left: for those who are named.</summary>
    public IReadOnlyList<ListedCase> Left { get; private set; } = [];

    /// <summary>Other cases of the same person.</summary>
    public IReadOnlyList<ListedCase> Linked { get; private set; } = [];

    public IReadOnlyList<Storage.Reading.Opening> Openings { get; private set; } = [];

    public string? Done { get; private set; }

    public Wearer? Worn { get; private set; }

    /// <summary>Yesterday and today, a row a zone; none of a protected case for those who are not named on it.</summary>
    public IReadOnlyList<BandRow> Band { get; private set; } = [];

    public IReadOnlyList<Throughline.Monitoring.Alerts.Alert> OpenAlerts { get; private set; } = [];

    public bool MayAct => Sight == Sight.Act;

    public Casefile.Programmes.Programme Programme => Installation.Programme;

    public async Task<IActionResult> OnGetAsync(string id, string? done)
    {
        if (StatedToday(id) is not { } reason)
        {
            return Redirect($"/desk/cases/{Uri.EscapeDataString(id)}/open");
        }

        if (!await OpenAsync(id, reason == Purposes.Standing ? Sight.Standing : Sight.StateOnly, reason))
        {
            return NotFound();
        }

        Done = done;
        Others = Opened.State.Release?.Household is { } h ? [.. Installation.Cases.Household(h.Number).Where(c => c.Id != Opened.State.Id)] : [];
        Left = !IsShielded && Opened.State.Protection?.Left is { } left ? Installation.Cases.Household(left.Number) : [];
        Linked = Installation.Cases.ByIds([.. Opened.State.SamePerson.Select(o => o.Number)]);
        Openings = Installation.Cases.Openings(Opened.State.Id);
        if (Sight >= Sight.Read && !IsShielded)
        {
            Worn = wearers.Of(Opened.State.Id);
            Band = Worn is null ? [] : Bands.Of(Installation.Store, Worn, Opened.State.Id, Now, new BandManner("Today", "Yesterday", "nothing known", v => v.ToString().ToUpperInvariant(), "a zone of before"));
        }

        OpenAlerts = Sight >= Sight.Read ? [.. new AlertReading(Installation.Store).Of(Opened.State.Id, 50).Where(a => a.State is Throughline.Monitoring.Alerts.AlertState.Open or Throughline.Monitoring.Alerts.AlertState.Acknowledged)] : [];
        return Page();
    }

    /// <summary>Null: this desk may record a report.</summary>
    public string? WhyNoReport => User.RoleName() == Roles.Inspector ? "An inspector reads and changes nothing." : Opened.State.Erased is not null ? "This file was erased." : IsStation ? "The office that meets the person records it." : null;

    /// <summary>One of the three facts about a notice: its day, or that it is missing.</summary>
    public Markup Fact(string word, Instant? at) => at is { } when
        ? Tag.Notice(word, $"{char.ToUpperInvariant(word[0])}{word[1..]} {when.InZone(Zone).ToString("MMM d", CultureInfo.InvariantCulture)}")
        : Tag.Notice("not " + word);

    public string When(Instant at) => DeskTime.At(at, Zone, Now);

    public IEnumerable<TimelineRow> Timeline()
    {
        foreach (var hearing in Opened.State.Hearings.Where(h => h.At > Now && h.Outcome is null).OrderByDescending(h => h.At))
        {
            yield return new TimelineRow(Day(hearing.At), Clock(hearing.At), "court", $"Hearing, {hearing.Court}", What: Happening.Planned);
        }

        if (Opened.State.Running is { } duty && duty.Due > Now)
        {
            yield return new TimelineRow(Day(duty.Due), Clock(duty.Due), "calendar", "Report at the office", $"The window ends {When(duty.Closes)}.", What: Happening.Planned);
        }

        yield return Parts.Timeline.Now(Day(Now), Clock(Now));
        var struck = Casefile.Case.StruckLines(Opened.Events);
        var errors = Opened.Events.Where(e => e.Event is RecordedInError && !struck.Contains(e.Version)).ToLookup(e => ((RecordedInError)e.Event).Line);
        foreach (var e in Opened.Events.OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Version))
        {
            var told = Telling.Of(e.Event, Zone, NameOf);
            var error = errors[e.Version].FirstOrDefault();
            yield return new TimelineRow(
                Day(e.OccurredAt), Clock(e.OccurredAt), told.Icon, told.Title, told.Text.Length > 0 ? (Markup)told.Text : null, Foot(e, error),
                error is null ? Happening.Did : Happening.RecordedInError);
        }
    }

    /// <summary>Who, when it was recorded if that was later, why; of a line out of effect also who took it out, and why.</summary>
    private Markup Foot(RecordedEvent e, RecordedEvent? error)
    {
        var late = e.RecordedAt - e.OccurredAt > Duration.FromMinutes(1) ? $" · recorded {When(e.RecordedAt)}" : "";
        var act = error is not null
            ? Markup.Of($"<br><b>Recorded in error</b>, says {By(error.Who)}, {When(error.RecordedAt)}: {error.Why ?? "no reason given"}")
            : MayAct && e.Event is not RecordedInError ? Markup.Of($" · <a href=\"/desk/cases/{Opened.State.Id.ToString()}/lines/{e.Version.ToString(CultureInfo.InvariantCulture)}\">Recorded in error<span class=\"tl-hear\">: line {e.Version.ToString(CultureInfo.InvariantCulture)}</span></a>") : Markup.None;
        return Markup.Of($"{By(e.Who)}{late}{(e.Why is null ? "" : " · " + e.Why)}{act}");
    }

    private string By(Actor who) => $"{who.Name}, {who.Role}{(who.Place is null ? "" : ", " + NameOf(who.Place))}";

    private string Day(Instant at) => DeskTime.Day(at.InZone(Zone).Date, Now.InZone(Zone).Date);

    private string Clock(Instant at) => DeskTime.Clock(at, Zone);
}
