using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Parts;
using Throughline.Monitoring.Devices;

namespace Throughline.Host.Pages.Desk.Feeds;

/// <summary>How the ways in are. One that stops is a fault of ours, and gives time to those who wear a device.</summary>
internal sealed class IndexModel(Installation installation, IFeeds feeds) : DeskPage(installation)
{
    public IReadOnlyList<Feed> All { get; private set; } = [];

    public IReadOnlyList<Casefile.Faults.Fault> Faults { get; private set; } = [];

    public void OnGet()
    {
        All = feeds.Now();
        Faults = [.. Storage.Reading.Ledger.Newest(Installation.Store, 100).Where(f => f.Kind == Casefile.Faults.FaultKinds.DeviceFeed).Take(20)];
    }

    public Markup State(Feed feed) => FeedRules.Works(feed, Now) switch
    {
        true => Tag.Of("tick", "Heard", "done"),
        false => Tag.OurFault(feed.IsListening ? "Silent" : "Not listening"),
        null => Tag.Of("ring", "Hardly used"),
    };

    public string Heard(Feed feed) => feed.LastHeard is { } at ? $"{DeskTime.At(at, Zone, Now)}, {(Now - at < Duration.FromMinutes(1) ? "now" : TimeLeft.Words(Now - at) + " ago")}" : "not since the start";
}
