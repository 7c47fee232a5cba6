using System.Collections.Immutable;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Devices;

/// <summary>The number of one device in the inventory, given by the store; never its IMEI, which can be worn by another unit after a repair.</summary>
public readonly record struct DeviceId(long Number);

/// <summary>What the gateway and the shards know of one device of the inventory. A device that is not here is refused and shown as work.</summary>
/// <param name="Protocol">A <see cref="Protocol.Name"/>, or <c>osmand</c> or <c>owntracks</c>: a device is heard in its own language only.</param>
/// <param name="Identities">The names by which it may call itself (IMEI, serial number), without leading zeros.</param>
/// <param name="Secret">Of a phone or a gateway; null for devices whose protocol has no word for one.</param>
/// <param name="Order">What it may collect now, or null: then it is heard, counted, and nothing of it is kept.</param>
public sealed record KnownDevice(DeviceId Id, string Protocol, ImmutableArray<string> Identities, DeviceSecret? Secret, DeviceOrder? Order)
{
    /// <summary>False once it is returned, lost or taken out of use: refused like a stranger, but counted against the unit.</summary>
    public bool InUse { get; init; } = true;
}

/// <summary>
/// All devices of the inventory with their orders, in memory, so that a login costs no SQL. Safe to read from every thread; a change of an
/// order or of the inventory is in it within a second of its commit.
/// </summary>
public interface IDeviceRegistry
{
    /// <summary>Grows with each change, so that a shard knows when what it holds of a device is old.</summary>
    long Version { get; }

    /// <summary>Nothing to listen for: then neither ports are opened nor shards woken.</summary>
    bool IsEmpty { get; }

    KnownDevice? Find(string protocol, ReadOnlySpan<byte> identity);

    KnownDevice? Find(DeviceId device);
}
