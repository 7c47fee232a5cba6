using Orleans.Concurrency;
using Throughline.Monitoring.Devices;

namespace Throughline.Monitoring.Grains;

/// <summary>A fixed slice of all devices, by number.</summary>
[Alias("throughline.shard")]
public interface IShardGrain : IGrainWithIntegerKey
{
    /// <summary>True once all of it is on disk, or was there already, or is outside its order: then the devices may be acknowledged. False: later again.</summary>
    /// <param name="batch">A <see cref="Journals.PacketBatch"/>; nobody changes it afterwards.</param>
    [Alias("take")]
    Task<bool> TakeAsync(Immutable<byte[]> batch);

    /// <summary>Makes sure that somebody watches the clock for the devices of this shard.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>The fixes of a device that are in no chunk of the trail yet, in the order in which they came, each as <see cref="Journals.PacketBatch.WriteFix"/> writes it.</summary>
    [Alias("tail")]
    Task<byte[]> TailAsync(long device);
}

/// <summary>Which shard a device belongs to. Stored by its effect: never change it.</summary>
public static class Shards
{
    public const int Count = 64;

    public static int Of(DeviceId device) => (int)((ulong)device.Number * 0x9E3779B97F4A7C15UL >> 58);
}
