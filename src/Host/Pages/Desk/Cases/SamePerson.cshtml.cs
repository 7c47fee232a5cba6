using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.People;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Whether two cases are of one person: ask, reason, check answers, done. It can be undone, and nothing moves between the files.</summary>
internal sealed class SamePersonModel(Installation installation, SamePersons persons) : JourneyPage(installation)
{
    /// <summary>link, unlink or differ.</summary>
    [BindProperty]
    public string? Act { get; set; }

    [BindProperty]
    public string? Other { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public IReadOnlyList<ListedCase> Linked { get; private set; } = [];

    /// <summary>An equal A-number, or equal name and birth date, and nobody has said yet.</summary>
    public IReadOnlyList<ListedCase> Alike { get; private set; } = [];

    /// <summary>The case that was given, when it is a release.</summary>
    public ListedCase? Given { get; private set; }

    public static IEnumerable<Choice> Acts =>
    [
        new("link", "They are one person", "The files stay two, each with its own release; they show each other."),
        new("differ", "They are two people", "Nobody is asked again."),
        new("unlink", "Undo a link", "The files show each other no more."),
    ];

    public string ActWords => Acts.FirstOrDefault(a => a.Value == Act)?.Word ?? "";

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        Version = Opened.State.Version;
        Other = Alike.Count > 0 ? Alike[0].Id.ToString() : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        Given = CaseId.TryParse(Other?.Trim(), out var other) ? Installation.Cases.ByIds([other.Number]).FirstOrDefault(c => c.Kind == "release") : null;
        Check();
        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var number = Opened.State.Id;
        var outcome = Act switch
        {
            "link" => await persons.LinkAsync(Who, number, other, Why, Version),
            "unlink" => await persons.UnlinkAsync(Who, number, other, Why, Version),
            _ => await persons.DifferAsync(Who, number, other, Why, Version),
        };
        IsChecking = !Refused(outcome, nameof(Other));
        return IsChecking
            ? Redirect($"/desk/cases/{number}?done=" + Uri.EscapeDataString(Act switch { "link" => "The two cases are linked as one person.", "unlink" => "The link is undone.", _ => "They are two people. Nobody is asked again." }))
            : Page();
    }

    private void Check()
    {
        if (ActWords.Length == 0)
        {
            ModelState.AddModelError(nameof(Act), "Choose what you found out.");
        }

        if (Given is null)
        {
            ModelState.AddModelError(nameof(Other), "Write the number of the other case, as in C-000123-4.");
        }

        if (string.IsNullOrWhiteSpace(Why))
        {
            ModelState.AddModelError(nameof(Why), SamePersonRules.ReasonNeeded.Sentence);
        }
    }

    private async Task<bool> FindAsync(string id)
    {
        if (!await OpenAsync(id, Sight.Act, "compare two files") || Opened.State.Release is null)
        {
            return false;
        }

        Linked = Installation.Cases.ByIds([.. Opened.State.SamePerson.Select(o => o.Number)]);
        Alike = Installation.Cases.ByIds([.. Installation.Cases.MaybeSame(Opened.State.Id).Select(o => o.Number)]);
        return true;
    }
}
