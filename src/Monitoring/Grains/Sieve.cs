using System.Buffers;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Grains;

/// <summary>
/// Leaves of a batch what is new and within its order. What it takes for known now is forgotten again by <see cref="Undo"/> when the batch
/// does not reach the disk.
/// </summary>
internal sealed class Sieve(IDeviceRegistry registry, IDeviceBook book)
{
    private readonly Packet _packet = new();
    private readonly ArrayBufferWriter<byte> _left = new(4096);
    private readonly List<(ShardDevice Device, ulong Key)> _learnt = [];

    /// <param name="device">Gives what the shard holds of a device under this order; null: the order is new here, and the batch waits until it is written down.</param>
    /// <returns>What is to be kept: the batch itself, or a part of it.</returns>
    public ReadOnlyMemory<byte> Sift(byte[] batch, Func<DeviceOrder, ShardDevice> device)
    {
        _learnt.Clear();
        _left.ResetWrittenCount();
        var whole = true;
        ReadOnlySpan<byte> rest = batch;
        for (var at = 0; ; at = batch.Length - rest.Length)
        {
            if (!PacketBatch.TryRead(ref rest, _packet))
            {
                break;
            }

            var size = batch.Length - rest.Length - at;
            switch (Sift(device))
            {
                case Left.All when whole:
                    break;
                case Left.All:
                    _left.Write(batch.AsSpan(at, size));
                    break;
                case var some:
                    if (whole)
                    {
                        _left.Write(batch.AsSpan(0, at));
                        whole = false;
                    }

                    if (some is Left.Some)
                    {
                        PacketBatch.Write(_left, _packet);
                    }

                    break;
            }
        }

        return whole ? batch : _left.WrittenMemory.ToArray();
    }

    public void Undo()
    {
        foreach (var (device, key) in _learnt)
        {
            device.Unlearn(key);
        }

        _learnt.Clear();
    }

    /// <summary>A message that the journal had already: its keys are known from now on.</summary>
    public static void Relearn(ShardDevice device, Packet packet)
    {
        device.Expect(packet.Fixes.Length);
        for (var i = 0; i < packet.Fixes.Length; i++)
        {
            device.Learn(KeyOf(packet, PacketBatch.Micros(packet.Fixes[i].Time), i));
        }

        if (packet is { Fixes.Length: 0, DeviceTime: { } time, Observations.Length: > 0 })
        {
            device.Learn(KeyOf(packet, PacketBatch.Micros(time), -1));
        }
    }

    private enum Left
    {
        None,
        Some,
        All,
    }

    private Left Sift(Func<DeviceOrder, ShardDevice> deviceOf)
    {
        var (fixes, observations) = (_packet.FixList, _packet.ObservationList);
        Count(DeviceCount.Message, 1);
        if (registry.Find(_packet.Device)?.Order is not { } order)
        {
            Count(DeviceCount.OutsideOrder, Math.Max(1, fixes.Count));
            return Left.None;
        }

        if (fixes.Count == 0)
        {
            return SiftReport(order, deviceOf);
        }

        ShardDevice? device = null;
        var (kept, outside, repeated) = (0, 0, 0);
        // Bit by bit which fixes stay, so that observations find theirs again.
        Span<int> place = fixes.Count <= 256 ? stackalloc int[fixes.Count] : new int[fixes.Count];
        for (var i = 0; i < fixes.Count; i++)
        {
            place[i] = -1;
            if (!OrderGate.Allows(order, fixes[i].Time, _packet.Received))
            {
                outside++;
                continue;
            }

            if (device is null)
            {
                device = deviceOf(order);
                device.Expect(fixes.Count);
            }

            if (IsRepeat(device, KeyOf(_packet, PacketBatch.Micros(fixes[i].Time), i)))
            {
                repeated++;
                continue;
            }

            place[i] = kept;
            fixes[kept++] = fixes[i];
        }

        Count(DeviceCount.Fix, kept);
        Count(DeviceCount.OutsideOrder, outside);
        Count(DeviceCount.Repeated, repeated);
        if (kept == fixes.Count)
        {
            return Left.All;
        }

        fixes.RemoveRange(kept, fixes.Count - kept);
        var stay = 0;
        for (var i = 0; i < observations.Count; i++)
        {
            var o = observations[i];
            if (o.Fix < 0 ? kept > 0 : place[o.Fix] >= 0)
            {
                observations[stay++] = o.Fix < 0 ? o : o with { Fix = place[o.Fix] };
            }
        }

        observations.RemoveRange(stay, observations.Count - stay);
        return kept > 0 ? Left.Some : Left.None;
    }

    private Left SiftReport(DeviceOrder order, Func<DeviceOrder, ShardDevice> deviceOf)
    {
        if (!OrderGate.Allows(order, _packet.DeviceTime, _packet.Received))
        {
            Count(DeviceCount.OutsideOrder, 1);
            return Left.None;
        }

        var device = deviceOf(order);
        if (_packet.DeviceTime is { } time && _packet.Observations.Length > 0 && IsRepeat(device, KeyOf(_packet, PacketBatch.Micros(time), -1)))
        {
            Count(DeviceCount.Repeated, 1);
            return Left.None;
        }

        return Left.All;
    }

    private void Count(DeviceCount what, int times)
    {
        if (times > 0)
        {
            book.Count(_packet.Device, what, times);
        }
    }

    private bool IsRepeat(ShardDevice device, ulong key)
    {
        if (device.Knows(key))
        {
            return true;
        }

        device.Learn(key);
        _learnt.Add((device, key));
        return false;
    }

    /// <summary>Time and kind. The kind is the message's type and what was raised with the fix: an alarm at the second of a position is not its repeat.</summary>
    private static ulong KeyOf(Packet packet, long micros, int fix)
    {
        var key = Mix((ulong)micros ^ Mix((uint)packet.Type));
        foreach (var o in packet.Observations)
        {
            if (o.Fix == fix && (o.Alarm || fix < 0))
            {
                key = Mix(key ^ (ulong)(int)o.Kind ^ ((ulong)(uint)o.Code << 32));
            }
        }

        // Nought is an empty place.
        return key | 1;
    }

    /// <summary>The finisher of SplitMix64: the keys are stored, so it is ours and never changes.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
