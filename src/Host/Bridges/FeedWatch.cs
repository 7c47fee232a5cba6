using NodaTime;
using Throughline.Host.Casework;
using Throughline.Monitoring.Devices;

namespace Throughline.Host.Bridges;

/// <summary>The dead-man's switch of the ways in: one that stops is in the fault ledger, from its last message until its next.</summary>
internal sealed class FeedWatch(Installation installation, Faulting faulting, IFeeds feeds)
{
    private readonly Dictionary<string, bool> _said = new(StringComparer.Ordinal);

    public async Task LookAsync()
    {
        foreach (var feed in feeds.Now())
        {
            if (FeedRules.Works(feed, installation.Clock.GetCurrentInstant()) is { } works && (!_said.TryGetValue(feed.Name, out var said) || said != works))
            {
                await faulting.FeedAsync(feed.Name, works, feed.LastHeard);
                _said[feed.Name] = works;
            }
        }
    }
}
