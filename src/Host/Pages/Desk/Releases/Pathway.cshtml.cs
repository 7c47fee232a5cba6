using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Casefile.Releases;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>Second page: the pathway and the moment of the release, by default now.</summary>
internal sealed class PathwayModel(Installation installation, Releasing releasing, SubmissionReader reader) : ReleaseStep(installation, releasing, reader)
{
    public string Chosen { get; private set; } = "";

    public string Day { get; private set; } = "";

    public string Time { get; private set; } = "";

    /// <summary>Those in force first. One that is past its declared end is offered last, with the sentence that will flag it.</summary>
    public IEnumerable<Choice> Choices =>
        from p in Programme.Pathways.Values
        let flag = p.FlagFor(Today)
        orderby flag is not null, p.Code
        select new Choice(p.Code, $"{p.Name} ({p.Code})", flag is { } f ? f.Sentence + " It is accepted and flagged." : p.WindowDays is { } days ? $"Report to the office within {days} days." : null);

    public void OnGet()
    {
        Chosen = Draft.Pathway;
        Show(Draft.ReleasedAt?.LocalDateTime ?? Now.InZone(Zone).LocalDateTime);
    }

    public IActionResult OnPost()
    {
        (Chosen, Day, Time) = (Posted("pathway"), Posted("day"), Posted("time"));
        if (!IsChildAlone && !Programme.Pathways.ContainsKey(Chosen))
        {
            ModelState.AddModelError("pathway", "Choose the pathway.");
        }

        var at = DeskTime.Read(Day, Time)?.InZoneLeniently(Zone).ToOffsetDateTime();
        if (at is null)
        {
            ModelState.AddModelError("day", "Write the day and the time of the release.");
        }
        else if (at.Value.ToInstant() > Now)
        {
            ModelState.AddModelError("day", ReleaseRules.InTheFuture.Sentence);
        }

        return ModelState.IsValid ? Keep(Draft with { Pathway = IsChildAlone ? "" : Chosen, ReleasedAt = at }, "destination") : Page();
    }

    private void Show(LocalDateTime at) =>
        (Day, Time) = (at.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), at.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture));
}
