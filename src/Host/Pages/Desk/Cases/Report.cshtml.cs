using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile.CheckIns;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>The person is standing here: ask, check answers, recorded, with a receipt to keep.</summary>
internal sealed class ReportModel(Installation installation, Reporting reporting) : JourneyPage(installation)
{
    public IReadOnlyList<ListedCase> Children { get; private set; } = [];

    [BindProperty]
    public bool Served { get; set; }

    [BindProperty]
    public bool Filed { get; set; }

    [BindProperty]
    public bool TurnedAway { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    public string? Receipt { get; private set; }

    public Instant ReportedAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, string? receipt)
    {
        if (!await StandingAsync(id))
        {
            return NotFound();
        }

        Version = Opened.State.Version;
        if (receipt is not null && Opened.State.CheckIns.Find(c => c.Receipt == receipt) is { } reported)
        {
            (Receipt, ReportedAt) = (receipt, reported.At);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await StandingAsync(id))
        {
            return NotFound();
        }

        IsChecking = !change;
        if (!checkedAnswers || change)
        {
            return Page();
        }

        var now = Now;
        var receipt = NoticeCodes.MakeReceipt();
        var report = new Report(now, "office", Place, TurnedAway, Served ? now : null, Filed ? now : null, receipt, Said);
        return Refused(await reporting.RecordHouseholdAsync(Who, Opened.State.Id, report, Version)) ? Page() : Redirect($"/desk/cases/{Opened.State.Id}/report?receipt={receipt}");
    }

    private async Task<bool> StandingAsync(string id)
    {
        if (!await OpenAsync(id, Sight.Standing, "mark as reported: the person is standing here", isMine: !IsStation && Place.Length > 0) || Opened.State.Release is not { } release)
        {
            return false;
        }

        Children = release is { IsMinor: false, Household: { } h } ? [.. Installation.Cases.Household(h.Number).Where(c => c.IsMinor)] : [];
        return true;
    }
}
