using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.WalkIn;

/// <summary>Reports of people of whom we had no record, each kept until it is matched.</summary>
internal sealed class UnmatchedModel(Installation installation, Finding finding, Reporting reporting) : DeskPage(installation)
{
    private const int PageSize = 50, NearAtMost = 10;

    public IReadOnlyList<ListedCase> WalkIns { get; private set; } = [];

    public long Count { get; private set; }

    public int From { get; private set; }

    public ListedCase? Chosen { get; private set; }

    public string Query { get; private set; } = "";

    public IReadOnlyList<ListedCase> Near { get; private set; } = [];

    /// <summary>Check answers: the record that was chosen for the walk-in.</summary>
    public ListedCase? Checking { get; private set; }

    public bool ByName { get; private set; }

    public string? Done { get; private set; }

    public async Task<IActionResult> OnGetAsync(int from, string? walkIn, string? q, string? done, string? by)
    {
        if (IsStation || Place.Length == 0)
        {
            return Redirect("/desk");
        }

        (Done, ByName) = (done, by == "name");
        await LoadAsync(from, walkIn, q);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string walkIn, string person, int version, bool checkedAnswers)
    {
        if (IsStation || Place.Length == 0 || !CaseId.TryParse(walkIn, out var from) || !CaseId.TryParse(person, out var to))
        {
            return NotFound();
        }

        if (checkedAnswers && !Refused(await reporting.MatchAsync(Who, from, to, version)))
        {
            return Redirect("/desk/walk-in/unmatched?done=" + Uri.EscapeDataString($"Matched. The report stands in case {to}."));
        }

        await LoadAsync(0, walkIn, null);
        Checking = ModelState.IsValid && Installation.Cases.ByIds([to.Number]) is [{ Kind: "release" } found] ? found : null;
        await Accesses.RecordAsync(Installation, Who, [to], "To match a walk-in", HttpContext.Request.Path);
        return Page();
    }

    private async Task LoadAsync(int from, string? walkIn, string? q)
    {
        Count = Installation.Cases.Count(Worklists.UnmatchedWalkIns);
        From = (int)Math.Clamp(from, 0, Math.Max(0, Count - 1));
        WalkIns = ByName ? PageByName() : Installation.Cases.Page(Worklists.UnmatchedWalkIns + " order by c.case_id desc", From, PageSize);
        if (!CaseId.TryParse(walkIn, out var id) || Installation.Cases.ByIds([id.Number]) is not [{ Kind: "walk-in" } chosen])
        {
            return;
        }

        (Chosen, Query) = (chosen, q?.Trim() is { Length: > 0 } typed ? typed : (chosen.Card.GivenName + " " + chosen.Card.Surname).Trim());
        Near = chosen.Handoff == "unmatched" ? Nearest(chosen, Query) : [];
        await Accesses.RecordAsync(Installation, Who, Near.Select(n => n.Id).Append(chosen.Id), "To match a walk-in", HttpContext.Request.Path);
    }

    /// <summary>Whoever has the number that was given stands first, then the names, in any spelling.</summary>
    private IReadOnlyList<ListedCase> Nearest(ListedCase chosen, string query) =>
        [.. new[] { chosen.Card.ANumber, chosen.Card.RecordId, query }
            .Where(q => !string.IsNullOrWhiteSpace(q)).SelectMany(q => finding.Find(q!, NearAtMost).Found).Where(c => c.Kind == "release").DistinctBy(c => c.Id).Take(NearAtMost)];

    /// <summary>Names are stored encrypted, so the list is opened before it can be ordered.</summary>
    private IReadOnlyList<ListedCase> PageByName() =>
        [.. Installation.Cases.List(Worklists.UnmatchedWalkIns, (int)Count)
            .OrderBy(c => c.Card.Surname, StringComparer.InvariantCultureIgnoreCase).ThenBy(c => c.Card.GivenName, StringComparer.InvariantCultureIgnoreCase).ThenBy(c => c.Id)
            .Skip(From).Take(PageSize)];

    private string Address(int from) => $"/desk/walk-in/unmatched?from={from}{(ByName ? "&by=name" : "")}";

    public string? Earlier => From > 0 ? Address(Math.Max(0, From - PageSize)) : null;

    public string? Next => From + PageSize < Count ? Address(From + PageSize) : null;
}
