using System.Collections.Immutable;
using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Zones;

/// <summary>All that a <see cref="ZoneWatch"/> must remember: written into a shard's snapshot as JSON with NodaTime's converters, and read back with the same order.</summary>
public sealed record WatchState
{
    /// <summary>Up to when schedules and silence were looked at.</summary>
    public Instant? Now { get; init; }

    public bool Lost { get; init; }

    public bool FixLost { get; init; }

    public bool ContactLost { get; init; }

    public required Silence Silence { get; init; }

    /// <summary>The device's states that were told last, one bit for each <see cref="ObservationKind"/>.</summary>
    public int Told { get; init; }

    public Instant? FarFrom { get; init; }

    public Verdict Far { get; init; }

    public ImmutableArray<FarAgain> FarAgain { get; init; } = [];

    public ImmutableArray<SeenFix> Window { get; init; } = [];

    /// <summary>When there were fixes, in ticks.</summary>
    public ImmutableArray<long> Times { get; init; } = [];

    /// <summary>The live lane's last fix is in the window; late ones may be newer than none of them.</summary>
    public Instant? Head { get; init; }

    public ImmutableArray<SeenZone> Zones { get; init; } = [];
}

/// <summary>An exclusion zone that was near, and from when on it counts among the far ones.</summary>
public sealed record FarAgain(Guid Zone, Instant Since);

public sealed record SeenFix(Instant At, double Accuracy, Instant Time, double Latitude, double Longitude, float? Speed, float? Course, byte? Satellites)
{
    internal static SeenFix Of(Sighting s) => new(s.At, s.Accuracy, s.Fix.Time, s.Fix.Latitude, s.Fix.Longitude, s.Fix.Speed, s.Fix.Course, s.Fix.Satellites);

    internal Sighting Sighting() =>
        new(At, new Fix(Time, Latitude, Longitude, true) { Accuracy = (float)Accuracy, Speed = Speed, Course = Course, Satellites = Satellites }, Accuracy);
}

public sealed record SeenZone(
    Guid Zone, Verdict Verdict, UnknownCause Cause, Instant? From, int Count, Instant? First, bool Breached, int Good, bool Warned, Verdict Settled, bool Watched, bool Attended)
{
    internal static SeenZone Of(ZoneTrack t, Guid zone) => new(
        zone, t.Verdict, t.Cause, t.From == Instant.MaxValue ? null : t.From, t.Count, t.Count > 0 ? t.First : null, t.Breached, t.Good, t.Warned, t.Settled, t.Watched, t.Attended);

    internal ZoneTrack Track(int zone) => new(zone)
    {
        Verdict = Verdict,
        Cause = Cause,
        From = From ?? Instant.MaxValue,
        Count = Count,
        First = First ?? default,
        Breached = Breached,
        Good = Good,
        Warned = Warned,
        Settled = Settled,
        Watched = Watched,
        Attended = Attended,
    };
}
