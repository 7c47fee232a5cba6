using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>The numbers are stored: never change one.</summary>
public enum Verdict
{
    Unknown = 0,
    In = 1,
    Out = 2,
}

/// <summary>Why nothing can be said. The numbers are stored: never change one.</summary>
public enum UnknownCause
{
    None = 0,

    /// <summary>The circle of accuracy touches the border.</summary>
    NearBorder = 1,

    /// <summary>Contact, but no satellites: a tunnel, a garage, a house.</summary>
    NoFix = 2,
    NoContact = 3,

    /// <summary>Our own side was down.</summary>
    FeedDown = 4,
    BatteryFlat = 5,
    Jamming = 6,

    /// <summary>The cell that it was last heard in is known to be bad.</summary>
    BadCell = 7,

    /// <summary>Outside the hours in which the order lets anything be collected: not asked.</summary>
    NotAsked = 8,
}

/// <summary>What was true of one zone over a stretch of time. This is kept when the fixes are gone.</summary>
public sealed record VerdictInterval(Guid Assignment, Guid Zone, Verdict Verdict, UnknownCause Cause, Instant From, Instant Until)
{
    /// <summary>The number of the case, so that it can be forgotten with its person; the shard sets it.</summary>
    public long Case { get; init; }
}
