using NodaTime;
using NodaTime.TimeZones;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Grains;

/// <summary>Nothing is kept that no order allows: none at all, before the fitting, after the end, outside the hours.</summary>
public static class OrderGate
{
    /// <summary>A device that was without a connection may bring a week; a clock that is further off is wrong.</summary>
    public static readonly Duration BacklogAtMost = Duration.FromDays(7);

    public static bool Allows(DeviceOrder? order, Instant? said, Instant received)
    {
        if (order is null)
        {
            return false;
        }

        var at = TimeOf(said, received);
        return at >= order.From && (order.Until is not { } until || at < until) && (order.Hours is null || Within(order.Hours, order.TimeZone, at));
    }

    /// <summary>The device's own time when it lies within a week before the receipt and not behind it, else the receipt.</summary>
    public static Instant TimeOf(Instant? said, Instant received) =>
        said is { } time && time <= received && received - time <= BacklogAtMost ? time : received;

    private static bool Within(WeekHours hours, DateTimeZone zone, Instant at)
    {
        var today = at.InZone(zone).Date;
        for (var back = 0; back <= 7; back++)
        {
            var date = today.PlusDays(-back);
            var apart = hours.Exceptions.IsDefaultOrEmpty ? null : hours.Exceptions.FirstOrDefault(e => e.Date == date);
            if (apart is not null)
            {
                foreach (var (from, until) in apart.Parts)
                {
                    if (Holds(zone, date + from, date.PlusDays(until <= from ? 1 : 0) + until, at))
                    {
                        return true;
                    }
                }

                continue;
            }

            foreach (var part in hours.Parts)
            {
                var days = ((int)part.LastDay - (int)part.Day + 7) % 7;
                if (part.Day == date.DayOfWeek && Holds(zone, date + part.From, date.PlusDays(days == 0 && part.Until <= part.From ? 7 : days) + part.Until, at))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Holds(DateTimeZone zone, LocalDateTime from, LocalDateTime until, Instant at) =>
        at >= zone.ResolveLocal(from, Resolvers.LenientResolver).ToInstant() && at < zone.ResolveLocal(until, Resolvers.LenientResolver).ToInstant();
}
