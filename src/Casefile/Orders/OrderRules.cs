using System.Collections.Immutable;
using NodaTime;
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
}
