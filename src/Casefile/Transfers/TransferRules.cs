using NodaTime;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Transfers;

/// <summary>A case on its way from one office to another; the last one stands. The sending office stays responsible until the other accepts.</summary>
public sealed record Transfer(TransferState State, string From, string To, Instant At)
{
    public string? Reason { get; init; }

    public string? Code { get; init; }

    public string? Text { get; init; }

    public Instant? SentAt { get; init; }

    public Instant? AnswerBy { get; init; }

    public Instant? AnsweredAt { get; init; }

    public bool IsWaiting => State is TransferState.Sent or TransferState.Delivered;

    /// <summary>Sent and not at its end: the balance counts it as waiting or returned.</summary>
    public bool IsOpen => IsWaiting || State == TransferState.Returned;
}

/// <summary>
/// The same two keys as a hand-off, between offices. A transfer is of a whole household; each rule is asked for each member, and all happen
/// or none. No case is ever without a named office.
/// </summary>
public static class TransferRules
{
    public static readonly Refusal NotAccepted = new("transfer-before-acceptance", "No office has accepted this case yet. The station sends its hand-off to another office instead.");

    public static readonly Refusal NotResponsible = new("not-responsible", "Only the office that is responsible for this case can send it on.");

    public static readonly Refusal SameOffice = new("same-office", "This office has the case already. Choose another one.");

    public static readonly Refusal NothingProposed = new("no-transfer-proposed", "No transfer is proposed in this case.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write the reason. The other office and the person read it.");

    public static Refusal Not(Case state, string wanted) => new(
        "transfer-not-" + wanted, $"The transfer of case {state.Id} is {Word(state.Transfer?.State)}; it can't be {wanted} now.");

    public static Refusal NotYourOffice(string office) => new("not-your-office", $"This case was sent on to {office}; only {office} answers it.");

    /// <summary>A reported move leads to another office's area. Only a proposal: the office that has the case decides.</summary>
    public static Decision Propose(Case state, Destination destination, Instant now) =>
        state is { Closed: null, Release.IsChildAlone: false } && IsOffices(state) && !destination.IsIntakeDesk && destination.Office.Code != state.Handoff.Office
            && state.Transfer is not { IsOpen: true } && !(state.Transfer is { State: TransferState.Proposed } known && known.To == destination.Office.Code)
            ? Decision.Of(state.Id, now, new TransferProposed(state.Handoff.Office!, destination.Office.Code, destination.Because))
            : Decision.Nothing;

    public static Decision Decline(Case state, string office, string? reason, Instant now) =>
        state.Transfer is not { State: TransferState.Proposed } ? NothingProposed
        : state.Responsible != office ? NotResponsible
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Of(state.Id, now, new TransferDeclined(reason.Trim()));

    public static Decision Send(Case state, string from, Destination destination, string? reason, Programme programme, Instant now)
    {
        if (state.Closed is not null)
        {
            return ClosingRules.ClosedAlready;
        }

        if (!IsOffices(state))
        {
            return NotAccepted;
        }

        if (state.Responsible != from)
        {
            return NotResponsible;
        }

        if (state.Transfer is { IsWaiting: true })
        {
            return Not(state, "sent");
        }

        return destination.Office.Code == from ? SameOffice
            : state.Release is { IsChildAlone: true } && destination.Office.Code != programme.ChildWelfareDeskCode ? HandoffRules.ChildAlone
            : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
            : Decision.Of(state.Id, now, new TransferSent(
                from, destination.Office.Code, new OfficeCalendar(destination.Office).AddOpenHours(now, programme.Settings.HandoffAnswerOpenHours), reason.Trim()));
    }

    /// <summary>Told twice, it changes nothing.</summary>
    public static Decision Deliver(Case state, Instant now) =>
        state.Transfer is { State: TransferState.Sent } sent ? Decision.Of(state.Id, now, new TransferDelivered(sent.To)) : Decision.Nothing;

    /// <summary>
    /// The other office takes the case over. The place at the old one is given back, and <paramref name="offer"/> is one at the new; without
    /// one the duty keeps its window's end and no day.
    /// </summary>
    public static Decision Accept(Case state, string office, SlotOffer? offer, Programme programme, Instant now)
    {
        if (state.Transfer is not { IsWaiting: true } transfer)
        {
            return state.Transfer is { State: TransferState.Accepted } done && done.To == office ? Decision.Nothing : Not(state, "accepted");
        }

        if (transfer.To != office)
        {
            return NotYourOffice(transfer.To);
        }

        return Decision.Of(state.Id, now, [new TransferAccepted(transfer.From, office), .. ObligationRules.MoveTo(state, office, offer, programme)]);
    }

    public static Decision Return(Case state, string office, string code, string? text, Programme programme, Instant now) =>
        state.Transfer is not { IsWaiting: true } transfer ? Not(state, "returned")
        : transfer.To != office ? NotYourOffice(transfer.To)
        : programme.ReasonCodes.HandoffReturned.Any(r => r.Code == code) ? Decision.Of(state.Id, now, new TransferReturned(office, code, text?.Trim()))
        : HandoffRules.UnknownCode(code, programme);

    /// <summary>The sending office ends an unanswered or returned transfer with a reason. It keeps the case.</summary>
    public static Decision Withdraw(Case state, string office, string? reason, Instant now) =>
        state.Transfer is not { IsOpen: true } transfer ? Not(state, "withdrawn")
        : transfer.From != office ? NotResponsible
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Of(state.Id, now, new TransferWithdrawn(reason.Trim()));

    public static string Word(TransferState? state) => state switch
    {
        null => "not begun",
        TransferState.Kept => "declined",
        { } s => s.ToString().ToLowerInvariant(),
    };

    private static bool IsOffices(Case state) => state.Handoff.State is HandoffState.Accepted or HandoffState.Inherited;
}
