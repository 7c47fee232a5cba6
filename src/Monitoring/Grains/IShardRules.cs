using NodaTime;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Grains;

/// <summary>The rules by which a shard looks at what comes in. Pure: the same messages bring the same findings, also after a restart.</summary>
public interface IShardRules
{
    /// <param name="kept">What <see cref="IDeviceWatch.Keep"/> gave at an earlier time, or nothing.</param>
    IDeviceWatch Watch(DeviceOrder order, ReadOnlySpan<byte> kept);
}

/// <summary>One device under one order.</summary>
public interface IDeviceWatch
{
    /// <summary>A message that is in the journal; nothing in it outlives the call.</summary>
    void Take(DeviceOrder order, Packet packet, Findings findings);

    /// <summary>Time has passed: hours begin, a contact is overdue.</summary>
    void Pass(DeviceOrder order, Instant now, Findings findings);

    byte[] Keep();
}
