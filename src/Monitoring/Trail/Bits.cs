using System.Numerics;

namespace Throughline.Monitoring.Trail;

/// <summary>Whole numbers in as few bits as they need.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = new(512);
    private ulong _pending;
    private int _count;

    /// <summary>At most 32 bits.</summary>
    public void Put(ulong bits, int count)
    {
        _pending |= (bits & ((1UL << count) - 1)) << _count;
        _count += count;
        while (_count >= 8)
        {
            _bytes.Add((byte)_pending);
            _pending >>= 8;
            _count -= 8;
        }
    }

    /// <summary>Six bits that say how many follow.</summary>
    public void Number(ulong value)
    {
        var length = 64 - BitOperations.LeadingZeroCount(value);
        Put((ulong)Math.Min(length, 63), 6);
        length = length > 62 ? 64 : length;
        Put(value, Math.Min(length, 32));
        Put(value >> 32, Math.Max(0, length - 32));
    }

    public void Signed(long value) => Number(Zigzag(value));

    public byte[] Bytes()
    {
        if (_count > 0)
        {
            _bytes.Add((byte)_pending);
        }

        return [.. _bytes];
    }

    public static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));
}

/// <summary>Reads what <see cref="BitWriter"/> wrote; behind the end there are noughts, and <see cref="Over"/> says so.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _pending;
    private int _count;
    private int _next;

    public readonly bool Over => _next - (_count / 8) > _bytes.Length;

    public ulong Take(int count)
    {
        Fill();
        var bits = _pending & ((1UL << count) - 1);
        _pending >>= count;
        _count -= count;
        return bits;
    }

    /// <summary>How many ones stand in a row, at most so many; the nought behind them is taken.</summary>
    public int Ones(int most)
    {
        Fill();
        var ones = Math.Min(BitOperations.TrailingZeroCount(~_pending), most);
        var taken = ones == most ? ones : ones + 1;
        _pending >>= taken;
        _count -= taken;
        return ones;
    }

    public ulong Number()
    {
        var length = (int)Take(6);
        length = length == 63 ? 64 : length;
        var low = Take(Math.Min(length, 32));
        return low | (Take(Math.Max(0, length - 32)) << 32);
    }

    public long Signed() => Back(Number());

    public static long Back(ulong zigzag) => (long)(zigzag >> 1) ^ -(long)(zigzag & 1);

    private void Fill()
    {
        while (_count <= 56)
        {
            _pending |= (_next < _bytes.Length ? (ulong)_bytes[_next] : 0) << _count;
            _next++;
            _count += 8;
        }
    }
}
