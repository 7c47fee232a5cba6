using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Handoffs;

/// <summary>The second key. A hand-off is of a whole household; each rule is asked for each member, and all happen or none.</summary>
public static class HandoffRules
{
    public static Refusal Not(Case state, string wanted) => new(
        "handoff-not-" + wanted, $"The hand-off of case {state.Id} is {Word(state.Handoff.State)}; it can't be {wanted} now.");

    public static readonly Refusal ChildAlone = new(
        "child-without-an-adult", "This child has no adult here. The hand-off goes to the child-welfare desk and to no other office.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write the reason: it is part of the record.");

    public static Refusal UnknownCode(string code, Programme programme) => new(
        "unknown-return-code", $"'{code}' is no reason for a return. Take one of {string.Join(", ", programme.ReasonCodes.HandoffReturned.Select(r => r.Code))}.");

    public static Refusal NotYourOffice(string office) => new("not-your-office", $"This hand-off was sent to {office}; only {office} answers it.");

    /// <summary>A record that arrives by the sender's file is sent with its arrival: nothing was drafted here.</summary>
    internal static Decision SendOnArrival(CaseId id, string station, Destination destination, Programme programme, Instant now) =>
        Decision.Of(id, now, Sent(station, destination, programme, now));

    /// <summary>
    /// The station sends the record, or sends it again after a return. With another office goes another calendar: the place at the
    /// old one is given back, and <paramref name="offer"/> is one at the new.
    /// </summary>
    public static Decision Send(Case state, Destination destination, SlotOffer? offer, Programme programme, Instant now)
    {
        if (state.Release is not { } release || state.Handoff.State is not (HandoffState.Draft or HandoffState.Returned or HandoffState.Withdrawn))
        {
            return Not(state, "sent");
        }

        if (state.Closed is not null)
        {
            return ClosingRules.ClosedAlready;
        }

        if (release.IsChildAlone && destination.Office.Code != programme.ChildWelfareDeskCode)
        {
            return ChildAlone;
        }

        var events = new List<CaseEvent> { Sent(release.Station, destination, programme, now) };
        if (state.Slot is { } old && old.Office != destination.Office.Code)
        {
            events.Add(new SlotGivenBack(old.Office, old.Day, old.Time, $"The hand-off goes to {destination.Office.Name}."));
        }

        if (offer is not null && state.Slot?.Office != destination.Office.Code)
        {
            events.AddRange(ObligationRules.Book(state, destination.Office.Code, offer, programme, "The hand-off went to another office."));
        }

        return Decision.Of(state.Id, now, [.. events]);
    }

    /// <summary>The receiving office has the record. Told twice, it changes nothing.</summary>
    public static Decision Deliver(Case state, Instant now) => state.Handoff.State switch
    {
        HandoffState.Sent => Decision.Of(state.Id, now, new HandoffDelivered(state.Handoff.Office!)),
        _ => Decision.Nothing,
    };

    /// <summary>Another office may accept what is waiting elsewhere ("accepted elsewhere"): the person stands there.</summary>
    public static Decision Accept(Case state, string office, Instant now) =>
        state.Handoff.State == HandoffState.Accepted && state.Handoff.Office == office ? Decision.Nothing
        : state.Handoff.IsWaiting || state.Handoff.State == HandoffState.Returned ? Decision.Of(state.Id, now, new HandoffAccepted(office))
        : Not(state, "accepted");

    /// <summary>The same, and the place of whoever was expected at another office moves along.</summary>
    public static Decision Accept(Case state, string office, SlotOffer? offer, Programme programme, Instant now) =>
        Accept(state, office, now) is { Events.Length: > 0 } accepted && state.Slot is { } slot && slot.Office != office
            ? accepted.And(Decision.Of(state.Id, now, [.. ObligationRules.MoveTo(state, office, offer, programme)]))
            : Accept(state, office, now);

    public static Decision Return(Case state, string office, string code, string? text, Programme programme, Instant now)
    {
        if (!state.Handoff.IsWaiting)
        {
            return Not(state, "returned");
        }

        if (state.Handoff.Office != office)
        {
            return NotYourOffice(state.Handoff.Office!);
        }

        return programme.ReasonCodes.HandoffReturned.Any(r => r.Code == code)
            ? Decision.Of(state.Id, now, new HandoffReturned(office, code, text))
            : UnknownCode(code, programme);
    }

    /// <summary>The station ends an unanswered or returned hand-off with a reason. The case stays the station's.</summary>
    public static Decision Withdraw(Case state, string? reason, Instant now) =>
        string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : state.Handoff.IsWaiting || state.Handoff.State == HandoffState.Returned ? Decision.Of(state.Id, now, new HandoffWithdrawn(reason.Trim()))
        : Not(state, "withdrawn");

    private static HandoffSent Sent(string station, Destination destination, Programme programme, Instant now) => new(
        station, destination.Office.Code, destination.Because,
        new OfficeCalendar(destination.Office).AddOpenHours(now, programme.Settings.HandoffAnswerOpenHours));

    public static string Word(HandoffState state) => state switch
    {
        HandoffState.Inherited => "from before this system",
        _ => state.ToString().ToLowerInvariant(),
    };
}
