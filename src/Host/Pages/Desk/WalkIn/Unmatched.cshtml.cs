using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.WalkIn;

/// <summary>Reports of people of whom we had no record, each kept until it is matched.</summary>
internal sealed class UnmatchedModel(Installation installation, Finding finding, Reporting reporting) : DeskPage(installation)
{
    private const int PageSize = 50;

    public IReadOnlyList<ListedCase> WalkIns { get; private set; } = [];

    public long Count { get; private set; }

    public int From { get; private set; }

    public ListedCase? Chosen { get; private set; }

    public string Query { get; private set; } = "";

    public IReadOnlyList<ListedCase> Near { get; private set; } = [];

    public string? Done { get; private set; }

    public async Task<IActionResult> OnGetAsync(int from, string? walkIn, string? q, string? done)
    {
        if (IsStation || Place.Length == 0)
        {
            return Redirect("/desk");
        }

        Done = done;
        await LoadAsync(from, walkIn, q);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string walkIn, string person, int version)
    {
        if (!CaseId.TryParse(walkIn, out var from) || !CaseId.TryParse(person, out var to))
        {
            return NotFound();
        }

        if (Refused(await reporting.MatchAsync(Who, from, to, version)))
        {
            await LoadAsync(0, walkIn, null);
            return Page();
        }

        return Redirect("/desk/walk-in/unmatched?done=" + Uri.EscapeDataString($"Matched. The report stands in case {to}."));
    }

    private async Task LoadAsync(int from, string? walkIn, string? q)
    {
        Count = Installation.Cases.Count(Worklists.UnmatchedWalkIns);
        From = (int)Math.Clamp(from, 0, Math.Max(0, Count - 1));
        WalkIns = Installation.Cases.Page(Worklists.UnmatchedWalkIns + " order by c.case_id desc", From, PageSize);
        if (!CaseId.TryParse(walkIn, out var id) || Installation.Cases.ByIds([id.Number]) is not [{ Kind: "walk-in" } chosen])
        {
            return;
        }

        Chosen = chosen;
        Query = q?.Trim() is { Length: > 0 } typed ? typed : (chosen.Card.GivenName + " " + chosen.Card.Surname).Trim();
        Near = finding.Find(Query, 10).Found;
        await Accesses.RecordAsync(Installation, Who, Near.Select(n => n.Id).Append(chosen.Id), "To match a walk-in", HttpContext.Request.Path);
    }

    public string? Earlier => From > 0 ? $"/desk/walk-in/unmatched?from={Math.Max(0, From - PageSize)}" : null;

    public string? Next => From + PageSize < Count ? $"/desk/walk-in/unmatched?from={From + PageSize}" : null;
}
