using NodaTime;
using Throughline.Monitoring.Orders;

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
        return at >= order.From && (order.Until is not { } until || at < until) && (order.Hours is null || order.Hours.Contains(at, order.TimeZone));
    }

    /// <summary>The device's own time when it lies within a week before the receipt and not behind it, else the receipt.</summary>
    public static Instant TimeOf(Instant? said, Instant received) =>
        said is { } time && time <= received && received - time <= BacklogAtMost ? time : received;
}
