using System.Net;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Gateway;

/// <summary>Where devices call and how much each may ask of us.</summary>
public sealed record GatewaySettings
{
    public static GatewaySettings Default { get; } = new();

    /// <summary>Loopback unless somebody says otherwise: a port that the whole world can reach is a decision.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>By <see cref="Protocol.Name"/>; 0: not listened to.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = Protocol.All.ToDictionary(p => p.Name, p => p.Port);

    public int OsmAndPort { get; init; } = OsmAnd.Port;

    /// <summary>0: switched off.</summary>
    public int MqttPort { get; init; }

    public int ConnectionsAtMost { get; init; } = 200_000;

    /// <summary>A network operator may bring all its devices through a few addresses.</summary>
    public int ConnectionsPerAddress { get; init; } = 20_000;

    /// <summary>Longer than the slowest heartbeat of the devices in use.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For whoever has not said its name.</summary>
    public TimeSpan NamelessAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one connection that wait to be read; then its sender is made to wait.</summary>
    public int BufferAtMost { get; init; } = 16 * 1024;

    /// <summary>What nobody can read, in a row, before the connection ends.</summary>
    public int UnreadableAtMost { get; init; } = 32;

    /// <summary>Broken messages of one device and day before it is the device's fault that somebody must look at.</summary>
    public int BrokenADay { get; init; } = 50;

    /// <summary>A sentence for each setting that cannot be.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (name, port) in Ports.Append(new("osmand", OsmAndPort)).Append(new("mqtt", MqttPort)))
        {
            if (port is < 0 or > 65535)
            {
                yield return $"Devices:Ports:{name} is {port}. A port is a number from 1 to 65535, or 0 for none.";
            }

            if (name is not ("osmand" or "mqtt") && Protocol.All.All(p => p.Name != name))
            {
                yield return $"Devices:Ports:{name} names no protocol. There are {string.Join(", ", Protocol.All.Select(p => p.Name))}, osmand and mqtt.";
            }
        }

        if (ConnectionsAtMost < 1 || ConnectionsPerAddress < 1 || UnreadableAtMost < 1 || BrokenADay < 1)
        {
            yield return "Devices:ConnectionsAtMost, ConnectionsPerAddress, UnreadableAtMost and BrokenADay are at least 1.";
        }

        if (BufferAtMost < 2 * 2048)
        {
            yield return "Devices:BufferAtMost is at least 4096 bytes: two frames.";
        }

        if (IdleAfter < TimeSpan.FromSeconds(1) || NamelessAfter < TimeSpan.FromSeconds(1))
        {
            yield return "Devices:IdleAfter and NamelessAfter are at least a second, written as 00:15:00.";
        }
    }
}
