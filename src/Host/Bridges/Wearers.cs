using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>A zone as people call it. Without hours it is in force always.</summary>
internal sealed record WornZone(Guid Id, string Name, ZoneKind Kind, WeekHours? Hours);

/// <summary>Who wears which device under which terms: what pages and alerts need to know of an assignment.</summary>
/// <param name="Unit">Model and firmware, for the figures.</param>
/// <param name="TimeZone">The order's own.</param>
/// <param name="RawDays">Days for which positions are kept.</param>
/// <param name="Until">The order's end; null where an event still to come ends it.</param>
internal sealed record Wearer(
    Guid Assignment, CaseId Case, DeviceId Device, string Serial, UnitMark Unit, Instant Fitted, string? FittedBy, DateTimeZone TimeZone, int RawDays, ImmutableArray<WornZone> Zones,
    string LegalBasis, Instant? Until)
{
    /// <summary>Percent, as last heard.</summary>
    public double? Battery { get; init; }

    public Instant? BatteryAt { get; init; }

    public Instant? LastHeard { get; init; }
}

/// <summary>Who wears what, from memory: asked while a transaction waits, so it must not read the store.</summary>
internal interface IWearers
{
    /// <summary>Also of an assignment that has ended.</summary>
    Wearer? Of(Guid assignment);

    /// <summary>What the person wears now, or wore last; null where nothing was ever fitted.</summary>
    Wearer? Of(CaseId id);
}

/// <summary>No way in is open: a process without a gateway.</summary>
internal sealed class NoFeeds : IFeeds
{
    public IReadOnlyList<Feed> Now() => [];

    public Feed? Of(DeviceId device) => null;
}
