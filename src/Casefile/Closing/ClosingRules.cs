using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Transfers;

namespace Throughline.Casefile.Closing;

/// <summary>
/// A case ends with a reason, or stands still for a while. Either act stops what is due at once; taking it back gives the person the time
/// that was left. Not knowing where somebody is ends nothing: it is work.
/// </summary>
public static class ClosingRules
{
    /// <summary>Nobody is messaged about a death, an error of ours, or the second of two files.</summary>
    public static readonly IReadOnlyList<string> Silent = ["DIED", "OPENED_IN_ERROR", "DUPLICATE"];

    public static readonly Refusal ClosedAlready = new("case-closed-already", "This case is closed already.");

    public static readonly Refusal NotClosed = new("case-not-closed", "This case is not closed.");

    public static readonly Refusal SuspendedAlready = new("case-suspended-already", "This case is suspended already.");

    public static readonly Refusal NotSuspended = new("case-not-suspended", "This case is not suspended.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write why. The person reads it in the file.");

    public static Refusal UnknownReason(Programme programme) => new(
        "unknown-closing-reason", $"Choose a reason for closing: {string.Join(", ", programme.ReasonCodes.CaseClosed.Select(r => r.Code))}. That somebody can't be found is none.");

    /// <summary>Time that a person gets at least when a case goes on.</summary>
    private static readonly Duration TimeAtLeast = Duration.FromDays(14);

    public static Decision Close(Case state, string? reason, string? why, Programme programme, Instant now)
    {
        if (state.Closed is not null || state.Release is null)
        {
            return ClosedAlready;
        }

        if (programme.ReasonCodes.CaseClosed.FirstOrDefault(r => r.Code == reason) is not { } known)
        {
            return UnknownReason(programme);
        }

        if (string.IsNullOrWhiteSpace(why))
        {
            return ReasonNeeded;
        }

        var events = new List<CaseEvent> { new CaseClosed(known.Code) };
        events.AddRange(state.Obligations.Where(o => o.IsRunning || o.State is ObligationState.MissedToReview or ObligationState.Suspended).Select(o => new ObligationCancelled(o.Number, known.Words)));
        events.AddRange(GiveBack(state, known.Words));
        if (state is { Order: not null, OrderHasEnded: false })
        {
            events.Add(new OrderEnded(known.Words));
        }

        if (state.Handoff.IsWaiting || state.Handoff.State == HandoffState.Returned)
        {
            events.Add(new HandoffWithdrawn(known.Words));
        }

        if (state.Transfer is { IsOpen: true })
        {
            events.Add(new TransferWithdrawn(known.Words));
        }

        return Decision.Of(state.Id, now, [.. events]);
    }

    public static Decision Suspend(Case state, string? because, Instant now)
    {
        if (state.Closed is not null || state.Release is null)
        {
            return ClosedAlready;
        }

        if (state.SuspendedAt is not null)
        {
            return SuspendedAlready;
        }

        return string.IsNullOrWhiteSpace(because)
            ? ReasonNeeded
            : Decision.Of(
                state.Id, now,
                [new CaseSuspended(because.Trim()), .. state.Obligations.Where(o => o.IsRunning).Select(o => (CaseEvent)new ObligationSuspended(o.Number)), .. GiveBack(state, "The case is suspended.")]);
    }

    /// <summary>The time that was left when the case was suspended begins anew, two weeks at least, with a place for the household.</summary>
    public static Decision Resume(ImmutableArray<Case> household, CaseId id, SweepScene scene)
    {
        var state = household.First(c => c.Id == id);
        return state.SuspendedAt is not { } since ? NotSuspended : GoOn(household, state, new CaseResumed(), since, o => o.State == ObligationState.Suspended, scene);
    }

    /// <summary>As <see cref="Resume"/>, for a case that was closed wrongly. Its order is not revived: an order is made with reasons.</summary>
    public static Decision Reopen(ImmutableArray<Case> household, CaseId id, SweepScene scene)
    {
        var state = household.First(c => c.Id == id);
        return state.Closed is not { } closed ? NotClosed
            : GoOn(household, state, new CaseReopened(), closed.At, o => o.State == ObligationState.Cancelled && o.Closes > closed.At, scene);
    }

    private static Decision GoOn(ImmutableArray<Case> household, Case state, CaseEvent first, Instant since, Func<Obligation, bool> stopped, SweepScene scene)
    {
        var decision = Decision.Of(state.Id, scene.Now, first);
        return state.Release is { IsMinor: false } && state.Obligations.FindLast(o => stopped(o)) is { } duty
            ? decision.And(SweepRules.Restart(household, state, duty, Duration.Max(duty.Closes - since, TimeAtLeast), scene))
            : decision;
    }

    private static IEnumerable<CaseEvent> GiveBack(Case state, string because) =>
        state.Slot is { } slot ? [new SlotGivenBack(slot.Office, slot.Day, slot.Time, because)] : [];
}
