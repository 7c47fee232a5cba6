using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>The numbers are stored: never change one.</summary>
public enum ZoneKind
{
    /// <summary>The person stays in it while its hours run; the breach side is outside.</summary>
    Inclusion = 1,

    /// <summary>The person keeps out of it while its hours run; the breach side is inside.</summary>
    Exclusion = 2,

    /// <summary>The person has to have been in it at some time of each of its hours' parts (a class, a clinic); being elsewhere is no breach while it runs.</summary>
    Attendance = 3,
}

/// <summary>One zone of an order.</summary>
public sealed record ZoneRule
{
    public required Guid Id { get; init; }

    public required ZoneKind Kind { get; init; }

    public required ZoneShape Shape { get; init; }

    /// <summary>When it is in force, in the order's time zone; null: always.</summary>
    public WeekHours? Hours { get; init; }

    /// <summary>Metres by which the zone is taken to be wider (inclusion) or the area to be kept out of smaller (exclusion): always in the person's favour.</summary>
    public double Buffer { get; init; }

    /// <summary>Fixes wholly on the breach side before it is a breach: two at least (principle: signal loss alone is never a breach).</summary>
    public int Fixes { get; init; } = 2;

    /// <summary>And for how long at least, from the first of them to the last.</summary>
    public Duration Dwell { get; init; } = Duration.Zero;

    /// <summary>Its own end, where it has one before the order's. Nothing is judged by it from then on.</summary>
    public Instant? Until { get; init; }
}
