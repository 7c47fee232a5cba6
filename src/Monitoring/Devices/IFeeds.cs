using NodaTime;

namespace Throughline.Monitoring.Devices;

/// <summary>One way in for devices, as the gateway counts it.</summary>
/// <param name="Name">Port and protocol, as in "5023 gt06".</param>
/// <param name="LastHeard">Any sound message of any device; null since the start of the process.</param>
/// <param name="Connected">Open connections now.</param>
/// <param name="Devices">Devices of the inventory that are in use and speak this protocol.</param>
/// <param name="Silent">Those of them that were not heard for longer than their order's interval allows.</param>
/// <param name="PerMinute">Fixes acknowledged in the last whole minute.</param>
/// <param name="IsListening">False: the port could not be opened, or was closed after a failure.</param>
public sealed record Feed(string Name, Instant? LastHeard, int Connected, int Devices, int Silent, long PerMinute, bool IsListening)
{
    /// <summary>Since midnight UTC.</summary>
    public long BadChecksums { get; init; }

    public long Unreadable { get; init; }

    public long Strangers { get; init; }

    public long OutsideOrder { get; init; }
}

/// <summary>How the ways in are, from memory; safe from every thread.</summary>
public interface IFeeds
{
    IReadOnlyList<Feed> Now();

    /// <summary>The way in that a device uses; null where it was not heard since the start.</summary>
    Feed? Of(DeviceId device);
}
