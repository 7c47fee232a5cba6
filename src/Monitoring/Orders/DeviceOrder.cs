using System.Collections.Immutable;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Orders;

/// <summary>
/// What one order lets one device collect and judge: the order's terms as far as a device is concerned. Whatever lies outside of it is
/// acknowledged, counted and dropped.
/// </summary>
public sealed record DeviceOrder
{
    /// <summary>One device on one person under one order. A new device, or new terms of the order, is a new number only where the person, the order or the device changes.</summary>
    public required Guid Assignment { get; init; }

    public required DeviceId Device { get; init; }

    /// <summary>The number of the case; the case file itself is never read here.</summary>
    public required long Case { get; init; }

    /// <summary>From the fitting on.</summary>
    public required Instant From { get; init; }

    /// <summary>The order's end, or the device's return. Null: the order names its end by an event still to come.</summary>
    public Instant? Until { get; init; }

    /// <summary>The zone of the order: every schedule in it is local to it.</summary>
    public required DateTimeZone TimeZone { get; init; }

    /// <summary>When positions may be collected at all; null: at all hours.</summary>
    public WeekHours? Hours { get; init; }

    /// <summary>How often the device reports: a fix older than this says nothing about now.</summary>
    public required Duration Interval { get; init; }

    public ImmutableArray<ZoneRule> Zones { get; init; } = [];

    /// <summary>Days for which raw fixes are kept; verdicts stay.</summary>
    public required int RawDays { get; init; }

    /// <summary>Grows with each change of the terms.</summary>
    public long Version { get; init; }
}
