using NodaTime;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.CheckIns;

/// <summary>A person reported: when, how, where, and what the office handed over then.</summary>
public sealed record Report(
    Instant At, string Channel, string? Office, bool TurnedAway, Instant? ToAppearServedAt, Instant? ToAppearFiledAt, string? Receipt = null, string? Said = null,
    CaseId? FromWalkIn = null);

public static class CheckInRules
{
    private static readonly Duration OneAttempt = Duration.FromMinutes(10);

    public static readonly Refusal InTheFuture = new("reported-in-the-future", "The report is dated in the future. Record it when the person has come.");

    /// <summary>
    /// Any report meets the duty that runs: another day, another office, and being turned away as well. Before the release it is kept
    /// and flagged. The same report told twice changes nothing.
    /// </summary>
    public static Decision Record(Case state, Report report, Programme programme, Instant now, bool byResponsibleAdult = false)
    {
        if (report.At > now)
        {
            return InTheFuture;
        }

        var release = state.Release!;
        var decision = Decision.Nothing;
        if (!state.CheckIns.Exists(c => c.At == report.At && c.Channel == report.Channel))
        {
            var beforeRelease = report.At < release.ReleasedAt.ToInstant();
            decision = Decision.Of(
                state.Id, report.At,
                new CheckedIn(report.Channel, report.Office, byResponsibleAdult, beforeRelease, report.TurnedAway, report.FromWalkIn, report.Receipt, report.Said));
            if (!beforeRelease)
            {
                decision = decision.And(Met(state, report, programme));
            }
        }

        return decision.And(ToAppear(state, report));
    }

    /// <summary>The person begins to report. Pages that are opened again and again within ten minutes are one attempt.</summary>
    public static Decision Attempt(Case state, string channel, Instant now) =>
        state.Running is null || (state.Attempts.Count > 0 && now - state.Attempts[^1] < OneAttempt) ? Decision.Nothing
        : Decision.Of(state.Id, now, new CheckInAttempted(channel));

    private static Decision Met(Case state, Report report, Programme programme)
    {
        var events = new List<CaseEvent>();
        // Whoever comes late has come: also a miss in review, or a confirmed one, is then met late.
        if ((state.Running ?? state.Obligations.FindLast(o => o.IsMissed)) is { } duty)
        {
            events.Add(new ObligationMet(duty.Number, report.At > duty.Closes));
        }

        if (state.Slot is { } slot)
        {
            events.Add(new SlotGivenBack(slot.Office, slot.Day, slot.Time, "The person has reported."));
        }

        if (state is { Order: { } order, OrderHasEnded: false } && programme.Pathways.GetValueOrDefault(order.Pathway)?.OrderTerms.EndsAfterReport == true)
        {
            events.Add(new OrderEnded("The person has reported, and nothing else was ordered."));
        }

        return Decision.Of(state.Id, report.At, [.. events]);
    }

    private static Decision ToAppear(Case state, Report report)
    {
        var known = state.Notices.GetValueOrDefault(NoticeKinds.ToAppear);
        var decision = Decision.Nothing;
        if (report.ToAppearServedAt is { } served && known?.Served is null)
        {
            decision = decision.And(Decision.Of(state.Id, served, new NoticeServed(NoticeKinds.ToAppear)));
        }

        if (report.ToAppearFiledAt is { } filed && known?.Filed is null)
        {
            var isBefore = report.ToAppearServedAt is null && known?.Served is null;
            decision = decision.And(Decision.Of(state.Id, filed, new NoticeFiled(NoticeKinds.ToAppear, isBefore)));
        }

        return decision;
    }
}
