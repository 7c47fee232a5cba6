using Microsoft.AspNetCore.Mvc;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Releases;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.WalkIn;

/// <summary>Somebody stands at the desk. They are found and marked as reported, or kept until their record is found.</summary>
internal sealed class IndexModel(Installation installation, Finding finding, Reporting reporting) : DeskPage(installation)
{
    public string Query { get; private set; } = "";

    public IReadOnlyList<ListedCase> Found { get; private set; } = [];

    public bool AreMore { get; private set; }

    /// <summary>The other cases of each person who was found.</summary>
    public ILookup<CaseId, CaseId> Linked { get; private set; } = Array.Empty<CaseId>().ToLookup(id => id);

    public bool IsBehind { get; private set; }

    public bool IsWalkIn => HttpContext.Request.Path.StartsWithSegments("/desk/walk-in");

    /// <summary>The number of the walk-in that was just kept: what the person takes along.</summary>
    public string? Kept { get; private set; }

    /// <summary>The case of another office: it opens only because the person is standing here.</summary>
    public bool IsElsewhere(ListedCase c) => !IsStation && Place.Length > 0 && c.Office != Place;

    /// <summary>What was typed, when the form comes back.</summary>
    public string? Typed(string field) => ModelState.TryGetValue(field, out var entry) ? entry.AttemptedValue : null;

    public async Task<IActionResult> OnGetAsync(string? q, string? kept)
    {
        if (IsWalkIn && (IsStation || Place.Length == 0))
        {
            return Redirect("/desk");
        }

        (Query, Kept) = (q?.Trim() ?? "", CaseId.TryParse(kept, out var number) ? number.ToString() : null);
        ViewData["Find"] = Query;
        if (User.RoleName() == Roles.Analyst)
        {
            return NotFound();
        }

        (Found, AreMore) = finding.Find(Query);
        Found = IsStation ? [.. Found.Where(c => c.Station == Place)] : Found;
        Linked = Installation.Cases.SamePerson([.. Found.Select(c => c.Id)]);
        IsBehind = Installation.Search.IsBehind();
        await Accesses.RecordAsync(Installation, Who, Found.Select(c => c.Id), "Found in a search", HttpContext.Request.Path);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? givenName, string? surname, string? birthDate, string? aNumber, string? recordId)
    {
        if (!IsWalkIn || IsStation || Place.Length == 0)
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(surname))
        {
            ModelState.AddModelError("surname", "Write a surname, or 'unknown'.");
            return Page();
        }

        var told = new ToldReport(
            string.IsNullOrWhiteSpace(recordId) ? null : recordId.Trim(), new Report(Now, "office", Place, false, null, null), givenName?.Trim() ?? "", surname.Trim(),
            LocalDatePattern.Iso.Parse(birthDate ?? "") is { Success: true, Value: var born } ? born : null, ANumbers.Normal(aNumber ?? ""));
        var outcome = await reporting.KeepAsync(Who, told);
        return Refused(outcome) ? Page() : Redirect($"/desk/walk-in?kept={(outcome.Changed ? outcome.Events[0].Case : "")}");
    }
}
