using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Orders;

/// <summary>Nothing runs without an order, and an order ends.</summary>
public static class OrderRules
{
    /// <summary>The order that the pathway's release creates. An end that hangs on the report is the latest day on which it can fall.</summary>
    public static OrderMade Make(Programme programme, Pathway pathway, Instant releasedAt, Station station)
    {
        var terms = pathway.OrderTerms;
        var windowEnd = releasedAt + Duration.FromDays(pathway.WindowDays ?? 0);
        var ends = new[]
        {
            terms.EndsDaysAfterWindow is { } behind ? windowEnd + Duration.FromDays(behind) : (Instant?)null,
            terms.EndsAfterDays is { } days ? releasedAt + Duration.FromDays(days) : null,
            terms is { EndsDaysAfterWindow: null, EndsAfterDays: null } ? windowEnd : null,
        }.Where(e => e is not null).Min()!.Value;
        return new OrderMade(
            pathway.Code, terms.LegalBasis, [.. terms.Conditions.Select(c => c.Words)], terms.Technology.ToString().ToLowerInvariant(), releasedAt, ends,
            terms.ReviewAfterDays is { } review ? releasedAt.InZone(station.Zone).Date.PlusDays(review) : null, programme.Version);
    }

    /// <summary>
    /// A restriction that nobody renewed ends on its day, and what it asked for with it. A miss that a person has still to look at stays: it is
    /// a fact, and the order behind it is gone.
    /// </summary>
    public static IEnumerable<CaseEvent> Lapse(Case state) => End(state, "It ended on its day; nobody renewed it with reasons.");

    /// <summary>The order ends, and with it what it asked for.</summary>
    internal static IEnumerable<CaseEvent> End(Case state, string because)
    {
        yield return new OrderEnded(because);
        foreach (var duty in state.Obligations.Where(o => o.IsRunning || o.State == ObligationState.Suspended))
        {
            yield return new ObligationCancelled(duty.Number, "The order has ended.");
        }

        if (state.Slot is { } slot)
        {
            yield return new SlotGivenBack(slot.Office, slot.Day, slot.Time, "The order has ended.");
        }
    }
}
