using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk;

/// <summary>One case: who, what terms until when, what is due, and every line of its history.</summary>
internal sealed class CaseModel(Installation installation) : CasePage(installation)
{
    public IReadOnlyList<ListedCase> Others { get; private set; } = [];

    public IReadOnlyList<Storage.Reading.Opening> Openings { get; private set; } = [];

    public string? Done { get; private set; }

    public bool MayAct => Sight == Sight.Act;

    public async Task<IActionResult> OnGetAsync(string id, string? @for, string? done)
    {
        if (!await OpenAsync(id, Sight.Standing, ReasonOf(@for)))
        {
            return NotFound();
        }

        Done = done;
        Others = Opened.State.Release?.Household is { } h ? [.. Installation.Cases.Household(h.Number).Where(c => c.Id != Opened.State.Id)] : [];
        Openings = Installation.Cases.Openings(Opened.State.Id);
        return Page();
    }

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
        foreach (var e in Opened.Events.OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Version))
        {
            var told = Telling.Of(e.Event, Zone, NameOf);
            var isStruck = struck.Contains(e.Version);
            yield return new TimelineRow(Day(e.OccurredAt), Clock(e.OccurredAt), told.Icon, told.Title, told.Text.Length > 0 ? (Markup)told.Text : null, Foot(e, isStruck), isStruck ? Happening.RecordedInError : Happening.Did);
        }
    }

    private Markup Foot(RecordedEvent e, bool isStruck)
    {
        var late = e.RecordedAt - e.OccurredAt > Duration.FromMinutes(1) ? $" · recorded {When(e.RecordedAt)}" : "";
        var act = isStruck
            ? Markup.Of($" · <b>recorded in error</b>")
            : MayAct && e.Version > 1 ? Markup.Of($" · <a href=\"/desk/cases/{Opened.State.Id.ToString()}/lines/{e.Version.ToString(CultureInfo.InvariantCulture)}\">Recorded in error</a>") : Markup.None;
        return Markup.Of($"{e.Who.Name}, {e.Who.Role}{(e.Who.Place is null ? "" : ", " + NameOf(e.Who.Place))}{late}{(e.Why is null ? "" : " · " + e.Why)}{act}");
    }

    private string Day(Instant at) => DeskTime.Day(at.InZone(Zone).Date, Now.InZone(Zone).Date);

    private string Clock(Instant at) => DeskTime.Clock(at, Zone);
}
