using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.CheckIns;
using Throughline.Host.Casework;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>Four questions, check answers, receipt. Only the check sends.</summary>
internal sealed class CheckInModel(Installation installation, Reporting reporting) : FullPage(installation)
{
    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    [BindProperty]
    public bool CallMe { get; set; }

    public bool IsChecking { get; private set; }

    public Casefile.CheckIn? Receipt { get; private set; }

    public string? Refusal { get; private set; }

    public IActionResult OnGet(string? receipt)
    {
        Receipt = receipt is null ? null : Mine!.State.CheckIns.Find(c => c.Receipt == receipt);
        return Page();
    }

    public IActionResult OnGetFile(string receipt) => Mine!.State.CheckIns.Find(c => c.Receipt == receipt) is { } c
        ? File(System.Text.Encoding.UTF8.GetBytes($"Throughline\n{Say("receipt.title")}\n{c.Receipt}\n{When(c.At)}\n{Office.Name}\n"), "text/plain; charset=utf-8", $"{receipt}.txt")
        : NotFound();

    public async Task<IActionResult> OnPostAsync(bool send)
    {
        IsChecking = Address is "yes" or "no" && (Phone is "yes" or "no" || Mine!.State.Release!.Record.Phone is null);
        if (!IsChecking || !send)
        {
            Refusal = IsChecking ? null : Say("choose");
            return Page();
        }

        var receipt = Receipts.Make();
        var said = string.Join(" · ", new[] { Address == "no" ? "Address no longer right." : null, Phone == "no" ? "Phone no longer right." : null, CallMe ? "Asks to be called." : null, Said }.Where(s => !string.IsNullOrWhiteSpace(s)));
        var outcome = await reporting.RecordHouseholdAsync(Person, Mine!.State.Id, new Report(Now, "web", null, false, null, null, receipt, said.Length > 0 ? said : null));
        if (outcome.Refused is not null)
        {
            Refusal = outcome.Refused.Sentence;
            return Page();
        }

        return Redirect("/me/check-in?receipt=" + receipt);
    }
}
