using NodaTime;

namespace Throughline.Monitoring.Devices;

/// <summary>The dead-man's switch of the ways in: one that stops is a fault of ours, never a person's silence.</summary>
public static class FeedRules
{
    /// <summary>A feed of a few devices may be silent for so long without anybody having failed.</summary>
    public static readonly Duration SilentFor = Duration.FromMinutes(10);

    /// <summary>Fewer devices than these can all be in a cellar at once.</summary>
    public const int DevicesAtLeast = 3;

    /// <summary>Whether it works; null where nobody can tell, because hardly anybody uses it or nothing was heard since the start.</summary>
    public static bool? Works(Feed feed, Instant now) =>
        !feed.IsListening ? false
        : feed.Devices < DevicesAtLeast || feed.LastHeard is null ? null
        : now - feed.LastHeard < SilentFor;
}
