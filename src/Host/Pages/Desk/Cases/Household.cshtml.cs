using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Households;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>A household becomes two, or joins another one: ask, check answers, done. A person names the adult of each child.</summary>
internal sealed class HouseholdModel(Installation installation, Householding householding) : JourneyPage(installation)
{
    /// <summary>split or join.</summary>
    [BindProperty]
    public string? Act { get; set; }

    /// <summary>Case numbers of those who leave.</summary>
    [BindProperty]
    public List<string> Leaving { get; set; } = [];

    /// <summary>The case number of somebody of the household that is joined.</summary>
    [BindProperty]
    public string? Other { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    /// <summary>By the number of a child, the number of the adult.</summary>
    public Dictionary<string, string> Adults { get; } = [];

    public IReadOnlyList<ListedCase> Members { get; private set; } = [];

    /// <summary>The household that is to be joined.</summary>
    public IReadOnlyList<ListedCase> Joined { get; private set; } = [];

    public IEnumerable<ListedCase> Everybody => Members.Concat(Joined.Where(j => Members.All(m => m.Id != j.Id)));

    public IEnumerable<ListedCase> Children => Everybody.Where(m => m.IsMinor);

    public IEnumerable<(string, string)> AdultsToChoose => Everybody.Where(m => !m.IsMinor).Select(m => (m.Id.ToString(), m.Card.FullName)).Prepend(("", "Choose an adult"));

    public string NameOf(CaseId id) => Everybody.FirstOrDefault(m => m.Id == id)?.Card.FullName ?? id.ToString();

    public async Task<IActionResult> OnGetAsync(string id) => Begin(await FindAsync(id));

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        foreach (var (field, value) in Request.Form.Where(f => f.Key.StartsWith("adult-", StringComparison.Ordinal)))
        {
            Adults[field["adult-".Length..]] = value.ToString();
        }

        if (Act == "join")
        {
            FindJoined();
        }

        Check();
        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var adults = Adults.Where(a => CaseId.TryParse(a.Key, out _) && CaseId.TryParse(a.Value, out _)).ToDictionary(a => CaseId.Parse(a.Key), a => CaseId.Parse(a.Value));
        var outcome = Act == "join"
            ? await householding.JoinAsync(Who, Opened.State.Id, Joined[0].Id, adults, Why, Version)
            : await householding.SplitAsync(Who, Opened.State.Id, [.. Leaving.Select(l => CaseId.TryParse(l, out var n) ? n : default)], adults, Why, Version);
        IsChecking = !Refused(outcome);
        return IsChecking
            ? Redirect($"/desk/cases/{Opened.State.Id}?done=" + Uri.EscapeDataString(Act == "join" ? "The households are one, with one place for all." : "The household is two. Print the new notice for the side that has none."))
            : Page();
    }

    private void FindJoined()
    {
        if (!CaseId.TryParse(Other, out var number) || Installation.Cases.Load(number) is not { State.Release: { } release } found || Sights.Of(Who.Role, Place, found.State) != Sight.Act)
        {
            ModelState.AddModelError(nameof(Other), "Write the number of a case that this desk has, as in C-000123-4.");
            return;
        }

        // What is protected has no household that could be looked at here.
        Joined = found.State.Protection is null && release.Household is { } h ? Installation.Cases.Household(h.Number) : Installation.Cases.ByIds([number.Number]);
        if (found.State.Protection is not null)
        {
            ModelState.AddModelError(nameof(Other), HouseholdRules.ProtectedMember.Sentence);
        }
    }

    private void Check()
    {
        if (Act is not ("split" or "join"))
        {
            ModelState.AddModelError(nameof(Act), "Choose what happened.");
        }
        else if (Act == "split" && (Members.All(m => !Leaving.Contains(m.Id.ToString())) || Members.All(m => Leaving.Contains(m.Id.ToString()))))
        {
            ModelState.AddModelError(nameof(Leaving), HouseholdRules.BothSidesNeeded.Sentence);
        }
        else if (Children.FirstOrDefault(c => string.IsNullOrEmpty(Adults.GetValueOrDefault(c.Id.ToString()))) is { } child && ModelState.IsValid)
        {
            ModelState.AddModelError("adult-" + child.Id, HouseholdRules.AdultNeeded.Sentence);
        }
        else if (string.IsNullOrWhiteSpace(Why))
        {
            ModelState.AddModelError(nameof(Why), HouseholdRules.ReasonNeeded.Sentence);
        }
    }

    private async Task<bool> FindAsync(string id)
    {
        if (!await OpenAsync(id, Sight.Act, "decide on the household") || Opened.State.Release is not { } release || Opened.State.Protection is not null)
        {
            return false;
        }

        Members = release.Household is { } h ? Installation.Cases.Household(h.Number) : Installation.Cases.ByIds([Opened.State.Id.Number]);
        return true;
    }
}
