using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>On whose side the cause of an alert lies. Whatever is not the person's counts against nobody but the device.</summary>
public enum CauseSide
{
    /// <summary>The device, its charger, its model: a false alert.</summary>
    Device,

    /// <summary>We, the feed, or staff at work on the device: a false alert too.</summary>
    Ours,

    /// <summary>The person did it, and there is a good reason.</summary>
    Explained,

    /// <summary>The person did it, and nobody knows a reason.</summary>
    Unexplained,

    /// <summary>Nobody found out. It stays in the figures as that.</summary>
    Unknown,
}

/// <summary>A cause that may close an alert.</summary>
/// <param name="Hint">What follows from choosing it.</param>
/// <param name="Kinds">Kinds of alerts that it fits; empty: all.</param>
public sealed record AlertCause(string Code, string Words, string Hint, CauseSide Side, ImmutableArray<string> Kinds)
{
    public bool Fits(string kind) => Kinds.IsEmpty || Kinds.Contains(kind);

    /// <summary>As it stands in figures.</summary>
    public string SideWord => Side switch
    {
        CauseSide.Device => "device",
        CauseSide.Ours => "ours",
        CauseSide.Unknown => "unknown",
        _ => "person",
    };
}

/// <summary>How one kind of alert is handled, in minutes.</summary>
/// <param name="Severity">note, work or urgent.</param>
public sealed record AlertTerm(string Kind, string Severity, bool WearerFirst, int DeskAfterMinutes, int CauseWithinMinutes, int JoinWithinMinutes, bool KeepsQuiet);

/// <summary>What the programme says of alerts: quiet hours, kinds and causes.</summary>
public sealed record AlertTerms(LocalTime QuietFrom, LocalTime QuietUntil, ImmutableArray<AlertTerm> Kinds, ImmutableArray<AlertCause> Causes);
