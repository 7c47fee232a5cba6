using NodaTime;
using Throughline.Monitoring.Orders;

namespace Throughline.Monitoring.Zones;

/// <summary>When an order asks at all, and when each of its zones is in force. Remembers the stretch it was last asked about.</summary>
internal sealed class ZoneClock(DeviceOrder order, ZoneSet zones)
{
    private readonly HoursStretch[] _stretches = [.. Enumerable.Repeat(new HoursStretch(false, Instant.MaxValue, Instant.MinValue), zones.Hours.Length)];
    private HoursStretch _asked = new(false, Instant.MaxValue, Instant.MinValue);

    /// <summary>Whether anything may be collected then: within the order's time and its hours.</summary>
    public bool Asked(Instant at) => at >= order.From && (order.Until is not { } end || at < end) && (order.Hours is null || Order(at).Inside);

    /// <summary>Since when it is asked without a break.</summary>
    public Instant AskedSince(Instant at) => order.Hours is not null && Order(at).From is { } from ? Instant.Max(from, order.From) : order.From;

    public bool InForce(int zone, Instant at) => !Changes(zone) || Zone(zone, at).Inside;

    /// <summary>Whether there is a time at which the zone is not in force.</summary>
    public bool Changes(int zone) => zones.HoursOf(zone) >= 0 || zones.Rules[zone].Until is not null;

    /// <summary>The stretch of a zone's hours in which an instant lies. With the zone's own end nothing begins any more.</summary>
    public HoursStretch Zone(int zone, Instant at) =>
        zones.Rules[zone].Until is not { } end ? Hours(zone, at)
        : at >= end ? new(false, end, null)
        : Hours(zone, at) is var hours && hours.Until is { } until && until <= end ? hours : hours with { Until = end };

    private HoursStretch Hours(int zone, Instant at)
    {
        var index = zones.HoursOf(zone);
        if (index < 0)
        {
            return new(true, null, null);
        }

        if (!_stretches[index].Covers(at))
        {
            _stretches[index] = zones.Hours[index].At(at, order.TimeZone);
        }

        return _stretches[index];
    }

    /// <summary>The first instant after this one at which a zone's hours begin or end.</summary>
    public Instant NextChange(Instant after)
    {
        var next = Instant.MaxValue;
        for (var zone = 0; zone < zones.Rules.Length; zone++)
        {
            next = Changes(zone) && Zone(zone, after).Until is { } until ? Instant.Min(next, until) : next;
        }

        return next;
    }

    /// <summary>Says a stretch of a zone: nothing outside the zone's hours or the order's time, and outside the order's hours that it was not asked.</summary>
    public void Say(int zone, Verdict verdict, UnknownCause cause, Instant from, Instant until, List<VerdictInterval> to)
    {
        from = Instant.Max(from, order.From);
        until = order.Until is { } end ? Instant.Min(until, end) : until;
        while (from < until)
        {
            var inForce = Zone(zone, from);
            var asked = order.Hours is null ? new HoursStretch(true, null, null) : Order(from);
            var next = Instant.Min(until, Instant.Min(inForce.Until ?? until, asked.Until ?? until));
            if (inForce.Inside)
            {
                to.Add(asked.Inside
                    ? new(order.Assignment, zones.Rules[zone].Id, verdict, cause, from, next)
                    : new(order.Assignment, zones.Rules[zone].Id, Verdict.Unknown, UnknownCause.NotAsked, from, next));
            }

            from = next;
        }
    }

    private HoursStretch Order(Instant at)
    {
        if (!_asked.Covers(at))
        {
            _asked = order.Hours!.At(at, order.TimeZone);
        }

        return _asked;
    }
}
