using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>Fifth page: every answer once more, and the one button that records.</summary>
internal sealed class CheckModel(Installation installation, Releasing releasing, SubmissionReader reader) : ReleaseStep(installation, releasing, reader)
{
    public string DestinationWords
    {
        get
        {
            var a = Draft.Destination;
            var place = string.Join(", ", new[] { a.City, $"{a.State} {a.PostalCode}".Trim() }.Where(p => p.Length > 0));
            var words = string.Join('\n', new[] { $"{a.Line} {a.Unit}".Trim(), place }.Where(p => p.Length > 0));
            return words.Length > 0 ? words : "Not known yet";
        }
    }

    public string MissingWords => Missing.Sum(m => m.Missing.Length) switch
    {
        0 => "Nothing",
        1 => $"1 thing, work of {PlaceName}",
        var n => $"{n} things, work of {PlaceName}",
    };

    public string Describe(DraftMember m) => string.Join(" · ", new[]
    {
        m.BirthDate is { } born ? $"born {born.ToString("MMM d, uuuu", System.Globalization.CultureInfo.InvariantCulture)} ({AgeOf(m)})" : "birth date unknown",
        m["sex"],
        m["nationality"],
        Programme.Settings.Languages.FirstOrDefault(l => l.Code == m["language"])?.Name ?? m["language"],
        m["interpreterNeeded"] == "Y" ? "interpreter needed" : "",
        m["aNumber"],
        m["phone"],
    }.Where(w => w.Length > 0));

    public IActionResult OnGet() => Ready(out var step) ? Page() : Redirect(To(step));

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Ready(out var step))
        {
            return Redirect(To(step));
        }

        var (members, fault) = Submissions();
        if (fault is not null)
        {
            ModelState.AddModelError("", fault.Sentence);
            return Page();
        }

        if (Refused(await Releasing.RecordHouseholdAsync(Who, members)))
        {
            return Page();
        }

        Drafts.Remove(Installation.Store, Draft.Key);
        return Redirect(Recorded(Draft.Key)!);
    }

    private bool Ready(out string step)
    {
        step = Draft.ReleasedAt is null || Draft.Pathway.Length == 0 && !IsChildAlone ? "pathway" : Draft.Where == WhereTo.NotAsked ? "destination" : "";
        return step.Length == 0;
    }
}
