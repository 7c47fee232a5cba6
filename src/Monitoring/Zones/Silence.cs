using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Zones;

/// <summary>Why nothing can be said, as far as the device and our own side tell: asked before anybody is told that somebody is gone.</summary>
public sealed record Silence
{
    /// <summary>Percent at and below which a device that falls silent has run flat.</summary>
    public const double Flat = 10;

    /// <summary>Percent at and below which the wearer is told.</summary>
    public const double Low = 20;

    /// <summary>When any message came last, by our clock.</summary>
    public Instant? Heard { get; init; }

    /// <summary>When a position that speaks of now came last, by our clock.</summary>
    public Instant? Placed { get; init; }

    public bool FeedDown { get; init; }

    /// <summary>Our side was down at some time since the last position: whatever is missing is ours.</summary>
    public bool FeedWasDown { get; init; }

    public Instant? FeedBack { get; init; }

    public bool Jammed { get; init; }

    public bool BatteryEmpty { get; init; }

    public bool BadCell { get; init; }

    public UnknownCause Cause(Instant now, Duration reach) =>
        FeedDown || FeedWasDown ? UnknownCause.FeedDown
        : Jammed ? UnknownCause.Jamming
        : Heard is { } heard && now - heard <= reach ? UnknownCause.NoFix
        : BatteryEmpty ? UnknownCause.BatteryFlat
        : BadCell ? UnknownCause.BadCell
        : UnknownCause.NoContact;

    internal Silence With(in Observation o) => o.Kind switch
    {
        ObservationKind.BatteryLow or ObservationKind.PoweredOff => this with { BatteryEmpty = true },
        ObservationKind.BatteryLevel => this with { BatteryEmpty = o.Value <= Flat },
        ObservationKind.Charging or ObservationKind.PowerBack => this with { BatteryEmpty = false },
        ObservationKind.Jamming => this with { Jammed = true },
        ObservationKind.JammingEnded => this with { Jammed = false },
        _ => this,
    };
}
