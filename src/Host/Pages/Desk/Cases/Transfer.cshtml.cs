using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Transfers;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>A case goes to another office, or comes from one: ask, check answers, done. Only the check records.</summary>
internal sealed class TransferModel(Installation installation, Transferring transferring, Releasing releasing) : JourneyPage(installation)
{
    /// <summary>send, withdraw, decline (of the office that has the case); accept, return (of the one that is asked).</summary>
    [BindProperty]
    public string? Act { get; set; }

    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    private Case State => Opened.State;

    public Transfer? Transfer => State.Transfer;

    /// <summary>This office is asked to take the case over.</summary>
    public bool IsAsked => Transfer is { IsWaiting: true } t && t.To == Place;

    public int People => State.Release?.Household is { } h ? Installation.Cases.Household(h.Number).Count : 1;

    public IEnumerable<Choice> Acts => IsAsked
        ? [new("accept", "Take it over", $"{PlaceName} is responsible from then on, with a place in its own calendar."), new("return", "Return it", "It is open work of the office that sent it.")]
        : Transfer switch
        {
            { IsWaiting: true } => [new("withdraw", "Withdraw it", $"{PlaceName} keeps the case.")],
            { State: TransferState.Returned } => [new("send", "Send it again", "To the same office or to another one."), new("withdraw", "Withdraw it", $"{PlaceName} keeps the case.")],
            { State: TransferState.Proposed } => [new("send", "Send it on", $"{PlaceName} is responsible until the other office accepts."), new("decline", "Keep it here", "The proposal ends.")],
            _ => [new("send", "Send it on", $"{PlaceName} is responsible until the other office accepts.")],
        };

    public IEnumerable<(string, string)> Offices => Installation.Programme.Offices.Values.Where(o => o.Code != State.Responsible)
        .OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => (o.Code, o.Name)).Prepend(("", "Choose an office"));

    public IEnumerable<(string, string)> Codes => Installation.Programme.ReasonCodes.HandoffReturned.Select(r => (r.Code, r.Words)).Prepend(("", "Choose a reason"));

    public string CodeWords => Codes.FirstOrDefault(c => c.Item1 == Code).Item2 ?? "";

    public bool MaySend => Acts.Any(a => a.Value == "send");

    /// <summary>Where the case stands, before anybody decides.</summary>
    public string Stands => Transfer switch
    {
        { IsWaiting: true } t => $"{NameOf(t.From)} sent it on to {NameOf(t.To)} and is responsible until {NameOf(t.To)} accepts.",
        { State: TransferState.Returned } t => $"{NameOf(t.To)} returned it: {Installation.Programme.ReasonCodes.HandoffReturned.FirstOrDefault(r => r.Code == t.Code)?.Words ?? t.Code}. {t.Text}",
        { State: TransferState.Proposed } t => $"The person reported a move. {t.Reason}. Nothing moves until a person decides.",
        _ => $"{NameOf(State.Responsible)} is responsible.",
    };

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        Version = State.Version;
        var follows = releasing.DestinationOf(State.CurrentAddress?.Address ?? Casefile.Addresses.Address.None);
        Office = Transfer is { State: TransferState.Proposed or TransferState.Returned } t ? t.To : follows.IsIntakeDesk ? null : follows.Office.Code;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        Check();
        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var number = State.Id;
        var outcome = Act switch
        {
            "accept" => await transferring.AcceptAsync(Who, number, Place, Version),
            "return" => await transferring.ReturnAsync(Who, number, Place, Code ?? "", Why, Version),
            "withdraw" => await transferring.WithdrawAsync(Who, number, Place, Why, Version),
            "decline" => await transferring.DeclineAsync(Who, number, Place, Why, Version),
            _ => await transferring.SendAsync(Who, number, Place, Office ?? "", Why, Version),
        };
        return Refused(outcome) ? Page() : Redirect("/desk/handoffs/transfers?done=" + Act);
    }

    private void Check()
    {
        if (Acts.All(a => a.Value != Act))
        {
            ModelState.AddModelError(nameof(Act), "Choose what to do.");
        }
        else if (Act == "send" && !Offices.Any(o => o.Item1.Length > 0 && o.Item1 == Office))
        {
            ModelState.AddModelError(nameof(Office), "Choose which office.");
        }
        else if (Act == "return" && !Codes.Any(c => c.Item1.Length > 0 && c.Item1 == Code))
        {
            ModelState.AddModelError(nameof(Code), "Choose why it is returned.");
        }
        else if (Act is "send" or "withdraw" or "decline" && string.IsNullOrWhiteSpace(Why))
        {
            ModelState.AddModelError(nameof(Why), TransferRules.ReasonNeeded.Sentence);
        }
    }

    private async Task<bool> FindAsync(string id) =>
        await OpenAsync(id, Sight.Read, "decide on a transfer", isMine: User.RoleName() is Roles.CaseOfficer or Roles.Supervisor)
        && State is { Release: not null, Closed: null } && (IsAsked || (Sight == Sight.Act && State.Responsible == Place));
}
