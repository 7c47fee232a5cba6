using System.Buffers.Binary;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Grains;

/// <summary>What a shard holds of one device under one order: the keys of its last messages, the fixes that are in no chunk yet, its watch.</summary>
internal sealed class ShardDevice(DeviceId id, Guid assignment, long @case, int rawDays)
{
    public const int ChunkFixes = 128;
    private const int FewKeys = 16, ManyKeys = 512;

    private ulong[] _keys = new ulong[FewKeys];
    private int _next;
    private byte[] _fixes = [];
    private int _length;
    private int _month;

    public DeviceId Id => id;

    public Guid Assignment => assignment;

    public long Case => @case;

    public int RawDays => rawDays;

    public OrderWatch? Watch { get; set; }

    /// <summary>Batches up to this one were put away.</summary>
    public long Upto { get; set; }

    /// <summary>The first and the last batch since <see cref="Upto"/> that said anything of it.</summary>
    public long FirstHeard { get; private set; }

    public long LastHeard { get; private set; }

    /// <summary>A part of what was held is cut off already: the rest goes with it.</summary>
    public bool IsCut { get; set; }

    public Instant HeldSince { get; private set; }

    public int Held { get; private set; }

    public ReadOnlySpan<byte> HeldFixes => _fixes.AsSpan(0, _length);

    public void Hear(long sequence)
    {
        FirstHeard = LastHeard <= Upto ? sequence : FirstHeard;
        LastHeard = sequence;
    }

    public bool Knows(ulong key) => _keys.AsSpan().Contains(key);

    public void Learn(ulong key)
    {
        _keys[_next] = key;
        _next = (_next + 1) % _keys.Length;
    }

    /// <summary>A device that sends many at once sends as many again when our answer was lost.</summary>
    public void Expect(int messages)
    {
        var wanted = Math.Min(messages * 2, ManyKeys);
        if (_keys.Length < wanted)
        {
            var keys = new ulong[wanted];
            // The oldest first, so that they are the first to be forgotten.
            _keys.AsSpan(_next).CopyTo(keys);
            _keys.AsSpan(0, _next).CopyTo(keys.AsSpan(_keys.Length - _next));
            (_next, _keys) = (_keys.Length, keys);
        }
    }

    public void Unlearn(ulong key)
    {
        var at = _keys.AsSpan().IndexOf(key);
        if (at >= 0)
        {
            _keys[at] = 0;
        }
    }

    /// <summary>False where the fix belongs to another month than those before it: these go to the trail first.</summary>
    public bool Fits(in Fix fix) => Held == 0 || MonthOf(fix.Time) == _month;

    public void Hold(in Fix fix, Instant received)
    {
        if (Held == 0)
        {
            (HeldSince, _month) = (received, MonthOf(fix.Time));
        }

        if (_fixes.Length - _length < PacketBatch.LongestFix)
        {
            Array.Resize(ref _fixes, Math.Max(4 * PacketBatch.LongestFix, _fixes.Length + _fixes.Length / 2));
        }

        _length += PacketBatch.WriteFix(_fixes.AsSpan(_length), fix);
        Held++;
    }

    public TrailPart Part() => new(assignment, @case, id, rawDays, PacketBatch.ReadFixes(HeldFixes));

    public void LetGo() => (_fixes, _length, Held, IsCut) = ([], 0, 0, false);

    public KeptDevice Keep(long upto)
    {
        var watch = Watch?.Keep() ?? [];
        var memory = new byte[2 + 8 * _keys.Length + watch.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(memory, (ushort)_keys.Length);
        for (var i = 0; i < _keys.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(memory.AsSpan(2 + 8 * i), _keys[(_next + i) % _keys.Length]);
        }

        watch.CopyTo(memory, 2 + 8 * _keys.Length);
        return new KeptDevice(id, assignment, @case, rawDays, upto, memory);
    }

    /// <summary>What the watch kept is the rest.</summary>
    public static ShardDevice Of(KeptDevice kept, out ReadOnlySpan<byte> watch)
    {
        var device = new ShardDevice(kept.Device, kept.Assignment, kept.Case, kept.RawDays) { Upto = kept.Upto };
        var keys = kept.Memory.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(kept.Memory);
        device._keys = new ulong[Math.Max(keys, FewKeys)];
        for (var i = 0; i < keys; i++)
        {
            device._keys[i] = BinaryPrimitives.ReadUInt64LittleEndian(kept.Memory.AsSpan(2 + 8 * i));
        }

        watch = kept.Memory.AsSpan(Math.Min(kept.Memory.Length, 2 + 8 * keys));
        return device;
    }

    private static int MonthOf(Instant at) => at.InUtc() is var utc ? utc.Year * 12 + utc.Month : 0;
}
