using System.Text;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Obligations;
using Throughline.Host.Casework;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>Four questions, check answers, receipt. Only the check sends.</summary>
internal sealed class CheckInModel(Installation installation, Reporting reporting) : FullPage(installation)
{
    private const int SaidAtMost = 2000;
    private static readonly Duration SentTwice = Duration.FromMinutes(10);

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    [BindProperty]
    public bool CallMe { get; set; }

    public bool IsChecking { get; private set; }

    public RecordedEvent? Receipt { get; private set; }

    public string? Code => ((CheckedIn?)Receipt?.Event)?.Receipt;

    /// <summary>The field and the sentence about it; an empty field for what concerns the whole report.</summary>
    public (string Field, string Sentence)? Fault { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? receipt)
    {
        Receipt = receipt is null ? null : Find(receipt);
        if (Receipt is null)
        {
            // Whatever becomes of it: the person has begun, and a fault of ours from here on counts for them.
            await reporting.AttemptAsync(Person, Mine!.State.Id, "web");
        }

        return Page();
    }

    public IActionResult OnGetFile(string receipt)
    {
        Receipt = Find(receipt);
        if (Receipt is null)
        {
            return NotFound();
        }

        string[] lines = ["Throughline", Say("receipt.title"), receipt, When(Receipt.OccurredAt), Office.Name, .. Result is { } result ? [result.Result] : (string[])[], "", .. Sent().Select(s => $"{s.Question} {s.Answer}")];
        return File(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"), "text/plain; charset=utf-8", $"{receipt}.txt");
    }

    public async Task<IActionResult> OnPostAsync(bool send, bool change)
    {
        Fault = HasAddress && Address is not ("yes" or "no") ? (nameof(Address), Say("choose"))
            : HasPhone && Phone is not ("yes" or "no") ? (nameof(Phone), Say("choose"))
            : Said?.Length > SaidAtMost ? (nameof(Said), Say("check.long"))
            : null;
        if (Fault is not null || !send || change)
        {
            IsChecking = Fault is null && !change;
            return Page();
        }

        var told = new ToldOnPage(HasAddress ? Address == "yes" : null, HasPhone ? Phone == "yes" : null, CallMe, string.IsNullOrWhiteSpace(Said) ? null : Said.Trim()).ToText();
        if (Mine!.Events.LastOrDefault(e => e.Event is CheckedIn { Channel: "web" }) is { Event: CheckedIn { Receipt: { } before } last } sent && last.Said == told && Now - sent.OccurredAt < SentTwice)
        {
            // The button was pressed twice: one report, one receipt.
            return Redirect("/me/check-in?receipt=" + before);
        }

        var receipt = NoticeCodes.MakeReceipt();
        var outcome = await reporting.RecordHouseholdAsync(Person, Mine.State.Id, new Report(Now, "web", null, false, null, null, receipt, told));
        if (outcome.Refused is { } refusal)
        {
            (IsChecking, Fault) = (true, ("", Refused(refusal)));
            return Page();
        }

        return Redirect("/me/check-in?receipt=" + receipt);
    }

    /// <summary>What was sent, read from the record itself.</summary>
    public IEnumerable<(string Question, string Answer)> Sent()
    {
        var told = Told;
        if (told.AddressIsRight is { } lives)
        {
            yield return (Say("check.address"), Say(lives ? "yes" : "no"));
        }

        if (told.PhoneIsRight is { } right)
        {
            yield return (Say("check.phone"), Say(right ? "yes" : "no"));
        }

        yield return (Say("check.said"), told.Words ?? Say("nothing"));
        yield return (Say("check.call"), Say(told.AsksForCall ? "yes" : "no"));
    }

    /// <summary>How the report stands to what was due, and what that was; null when nothing was.</summary>
    public (string Last, string Result)? Result =>
        Mine!.Events.Where(e => e.Version > Receipt!.Version && e.RecordedAt == Receipt.RecordedAt).Select(e => e.Event).OfType<ObligationMet>().FirstOrDefault() is { } met
            && Mine.State.Obligations.Find(o => o.Number == met.Number) is { } duty
            ? (When(duty.Closes), Say(met.Late ? "receipt.late" : "receipt.intime")) : null;

    public bool AsksForAddress => Told.AddressIsRight != true;

    /// <summary>Read with what was known when the report was sent.</summary>
    private ToldOnPage Told
    {
        get
        {
            var then = Case.Fold(Mine!.State.Id, [.. Mine.Events.Where(e => e.Version < Receipt!.Version)]);
            return ToldOnPage.Read(((CheckedIn)Receipt!.Event).Said, KnowsAddress(then), KnowsPhone(then));
        }
    }

    private RecordedEvent? Find(string receipt) => Mine!.Events.FirstOrDefault(e => e.Event is CheckedIn { Receipt: { } code } && code == receipt);
}
