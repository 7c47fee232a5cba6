using NodaTime;
using Throughline.Monitoring.Devices;

namespace Throughline.Monitoring.Alerts;

/// <summary>What may open, change or clear an alert. Those below 100 are a device's own words (<see cref="Protocols.ObservationKind"/>). The numbers are stored: never change one.</summary>
public enum SignalKind
{
    StrapOpen = 1,
    StrapClosed = 2,
    Tamper = 3,
    BatteryLow = 4,
    Charging = 7,
    NotCharging = 8,
    Sos = 9,
    PowerLost = 10,
    PowerBack = 11,
    PoweredOff = 12,
    PoweredOn = 13,
    Jamming = 15,
    JammingEnded = 16,
    Fall = 19,
    Shock = 20,

    /// <summary>Two fixes or more whose whole circles lie on the breach side.</summary>
    Breach = 100,
    BreachEnded = 101,

    /// <summary>The straight line between two fixes crosses an exclusion zone: passed, inferred. Never a breach.</summary>
    Passed = 102,

    /// <summary>An attendance zone's part is over, and no fix lay in it while the device could be heard.</summary>
    NotAttended = 103,

    /// <summary>The border of the zone is near: for the wearer, before anybody else.</summary>
    NearBorder = 104,

    /// <summary>Heard, but without a position for longer than the order's interval.</summary>
    FixLost = 110,
    FixBack = 111,
    ContactLost = 112,
    ContactBack = 113,

    /// <summary>The unit sends broken messages beyond the set number a day: the device's fault, never the person's.</summary>
    BrokenMessages = 120,
}

/// <summary>One observation that may matter. Its key is (<see cref="Assignment"/>, <see cref="Kind"/>, <see cref="Zone"/>, <see cref="Occurred"/>): a repeat after a restart changes nothing.</summary>
/// <param name="Occurred">By the device's clock where that is believable, else when it came.</param>
/// <param name="Late">It came with a backlog: it counts, and is marked, but says nothing about now.</param>
/// <param name="Evidence">The fixes that carry it, oldest first, at most eight.</param>
public sealed record Signal(Guid Assignment, DeviceId Device, long Case, SignalKind Kind, Guid? Zone, Instant Occurred, Instant Received, bool Late, IReadOnlyList<Protocols.Fix> Evidence)
{
    /// <summary>The device's own code, or 0.</summary>
    public int Code { get; init; }

    /// <summary>In the unit of the kind (percent of the battery), or 0.</summary>
    public double Value { get; init; }

    /// <summary>Of a loss: what is to blame, as far as the device and our own side tell.</summary>
    public Zones.UnknownCause Cause { get; init; }
}

/// <summary>Where shards hand what they saw. Each call is on disk when it returns; the same signal twice counts once.</summary>
public interface ISignals
{
    Task TakeAsync(IReadOnlyList<Signal> signals, CancellationToken stop);
}
