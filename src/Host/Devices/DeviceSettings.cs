using System.Globalization;
using System.Net;
using Throughline.Monitoring.Gateway;
using Throughline.Monitoring.Protocols;

namespace Throughline.Host.Devices;

/// <summary>What this process does for devices.</summary>
[Flags]
internal enum DeviceRoles
{
    None = 0,

    /// <summary>Listens to devices.</summary>
    Gateway = 1,

    /// <summary>Holds shards.</summary>
    Silo = 2,
    All = Gateway | Silo,
}

/// <param name="SiloPort">Of the shards' engine, on loopback; 0: any free one, for a process that is alone.</param>
/// <param name="ClientPort">Where a gateway without shards finds this silo; 0: nowhere.</param>
/// <param name="Primary">Port of the silo that began the cluster; 0: this one.</param>
internal sealed record SiloSettings(int SiloPort, int ClientPort, int Primary);

/// <summary>The section <c>Devices</c> of the settings.</summary>
internal sealed record DeviceSettings(GatewaySettings Gateway, SiloSettings Silo)
{
    /// <exception cref="Cli.BadArgumentsException">A setting cannot be; the message names it.</exception>
    public static DeviceSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Devices");
        var normal = GatewaySettings.Default;
        var gateway = new GatewaySettings
        {
            Address = section["Address"] is { Length: > 0 } text ? IPAddress.TryParse(text, out var address) ? address : throw new Cli.BadArgumentsException($"Devices:Address '{text}' is no IP address.") : normal.Address,
            Ports = Protocol.All.ToDictionary(p => p.Name, p => Whole(section, "Ports:" + p.Name, p.Port)),
            OsmAndPort = Whole(section, "Ports:osmand", normal.OsmAndPort),
            MqttPort = Whole(section, "Ports:mqtt", normal.MqttPort),
            ConnectionsAtMost = Whole(section, "ConnectionsAtMost", normal.ConnectionsAtMost),
            ConnectionsPerAddress = Whole(section, "ConnectionsPerAddress", normal.ConnectionsPerAddress),
            BufferAtMost = Whole(section, "BufferAtMost", normal.BufferAtMost),
            UnreadableAtMost = Whole(section, "UnreadableAtMost", normal.UnreadableAtMost),
            BrokenADay = Whole(section, "BrokenADay", normal.BrokenADay),
            IdleAfter = Time(section, "IdleAfter", normal.IdleAfter),
            NamelessAfter = Time(section, "NamelessAfter", normal.NamelessAfter),
        };
        var unknown = section.GetSection("Ports").GetChildren().Select(c => c.Key).FirstOrDefault(k => k is not ("osmand" or "mqtt") && !gateway.Ports.ContainsKey(k));
        var fault = unknown is null ? gateway.Faults().FirstOrDefault() : $"Devices:Ports:{unknown} names no protocol.";
        return fault is null
            ? new DeviceSettings(gateway, new SiloSettings(Whole(section, "Silo:Port", 0), Whole(section, "Silo:ClientPort", 0), Whole(section, "Silo:Primary", 0)))
            : throw new Cli.BadArgumentsException(fault);
    }

    private static int Whole(IConfigurationSection section, string name, int otherwise) =>
        section[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw new Cli.BadArgumentsException($"Devices:{name} '{text}' is no whole number.");

    private static TimeSpan Time(IConfigurationSection section, string name, TimeSpan otherwise) =>
        section[name] is not { Length: > 0 } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value
        : throw new Cli.BadArgumentsException($"Devices:{name} '{text}' is no time. Write it as 00:15:00.");
}
