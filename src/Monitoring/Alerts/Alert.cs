using NodaTime;
using Throughline.Monitoring.Devices;

namespace Throughline.Monitoring.Alerts;

/// <summary>What an alert is about. One incident a kind, an assignment and (for those of a zone) a zone. The numbers are stored: never change one.</summary>
public enum AlertKind
{
    Strap = 1,
    Tamper = 2,
    Battery = 3,
    Power = 4,
    Sos = 5,
    Jamming = 6,
    Fall = 7,
    Shock = 8,
    Breach = 20,
    Passed = 21,
    NotAttended = 22,
    Border = 23,
    Fix = 30,
    Contact = 31,

    /// <summary>The unit itself, never the person.</summary>
    Unit = 40,
}

/// <summary>The numbers are stored: never change one.</summary>
public enum AlertState
{
    /// <summary>Nobody at the desk was told: the wearer has time, or the cause test points to us.</summary>
    Waiting = 1,

    /// <summary>Work of the desk.</summary>
    Open = 2,

    /// <summary>Somebody at the desk has looked and is on it.</summary>
    Acknowledged = 3,

    /// <summary>By a person, with a cause.</summary>
    Closed = 4,

    /// <summary>It was over before anybody at the desk was told: it counts in figures and is nobody's work.</summary>
    Settled = 5,
}

/// <summary>The numbers are stored: never change one.</summary>
public enum Severity
{
    Note = 1,
    Work = 2,
    Urgent = 3,
}

/// <summary>One incident: everything of one kind that belongs together is one row of the desk, however often the device says it.</summary>
public sealed record Alert
{
    /// <summary>Given by the store; 0 until then.</summary>
    public long Number { get; init; }

    public required Guid Assignment { get; init; }

    public required DeviceId Device { get; init; }

    public required long Case { get; init; }

    public required AlertKind Kind { get; init; }

    public Guid? Zone { get; init; }

    public required Severity Severity { get; init; }

    public required AlertState State { get; init; }

    /// <summary>When it first occurred.</summary>
    public required Instant Opened { get; init; }

    /// <summary>When we heard of it.</summary>
    public required Instant Received { get; init; }

    /// <summary>When it last occurred.</summary>
    public required Instant Last { get; init; }

    /// <summary>When the device itself said that it is over; null while it is not, or where no device can say so.</summary>
    public Instant? Cleared { get; init; }

    /// <summary>When the wearer is told first; null where they are not told, or where it came too late to say anything about now.</summary>
    public Instant? WearerAt { get; init; }

    /// <summary>The desk is not told before this.</summary>
    public required Instant DeskAt { get; init; }

    public Instant? ToldAt { get; init; }

    /// <summary>Until when the desk has to give a cause; null until it was told.</summary>
    public Instant? CauseBy { get; init; }

    public required int Signals { get; init; }

    /// <summary>How many of them came with a backlog.</summary>
    public int Late { get; init; }

    public Instant? AcknowledgedAt { get; init; }

    public Instant? ClosedAt { get; init; }

    /// <summary>A cause code of the programme; null until it is closed.</summary>
    public string? Cause { get; init; }

    /// <summary>Why the desk is not told yet: the cause test points to us.</summary>
    public CauseHint Held { get; init; }

    public bool IsOver => State is AlertState.Closed or AlertState.Settled;

    /// <summary>All of it came late: it says nothing about now.</summary>
    public bool IsLate => Late == Signals;
}
