using System.Buffers.Binary;
using System.Numerics;
using NodaTime;

namespace Throughline.Monitoring.Trail;

/// <summary>
/// Some fixes of one device in one sealed block: column by column, each as the difference from a guess, with a checksum behind. What is kept
/// comes back to the last digit. Reading never throws, whatever the bytes.
/// </summary>
/// <remarks>Layout: a byte of version, the bits of the count and of eight columns, four bytes of CRC-32C over all before it.</remarks>
public static class Chunk
{
    public const int MostFixes = 4096;
    private const byte Version = 1;
    private const int Sum = 4;
    private static readonly long Earliest = Instant.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = Instant.MaxValue.ToUnixTimeMilliseconds();

    public static byte[] Write(ReadOnlySpan<TrailFix> fixes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fixes.Length, MostFixes);
        var bits = new BitWriter();
        bits.Put(Version, 8);
        bits.Number((ulong)fixes.Length);
        if (fixes.Length > 0)
        {
            var columns = new ChunkColumns(fixes.Length);
            for (var i = 0; i < fixes.Length; i++)
            {
                (columns.Time[i], columns.Latitude[i], columns.Longitude[i]) = (fixes[i].At.ToUnixTimeMilliseconds(), fixes[i].Latitude, fixes[i].Longitude);
                (columns.Values[0][i], columns.Values[1][i], columns.Values[2][i]) = (fixes[i].Speed ?? -1, fixes[i].Course ?? -1, fixes[i].Accuracy ?? -1);
                (columns.Values[3][i], columns.Values[4][i], columns.Values[5][i]) = (fixes[i].Battery ?? -1, fixes[i].Satellites ?? -1, (long)fixes[i].Marks);
            }

            columns.Write(bits);
        }

        var body = bits.Bytes();
        var chunk = new byte[body.Length + Sum];
        body.CopyTo(chunk, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(body.Length), Crc(body));
        return chunk;
    }

    /// <summary>Adds the fixes of a chunk to a list. Null, or why it can't be read; then nothing was added.</summary>
    public static string? Read(ReadOnlySpan<byte> chunk, List<TrailFix> to)
    {
        if (chunk.Length <= Sum)
        {
            return "The block is cut off.";
        }

        var body = chunk[..^Sum];
        if (BinaryPrimitives.ReadUInt32LittleEndian(chunk[^Sum..]) != Crc(body))
        {
            return "The block's checksum does not fit: it is cut off or was changed.";
        }

        if (body[0] != Version)
        {
            return $"The block is of version {body[0]}, which this program can't read.";
        }

        var bits = new BitReader(body[1..]);
        var count = bits.Number();
        if (count > MostFixes)
        {
            return "The block claims more fixes than one can hold.";
        }

        if (count == 0)
        {
            return null;
        }

        var columns = new ChunkColumns((int)count);
        if (!columns.Read(ref bits) || bits.Over)
        {
            return "The block ends before its fixes do.";
        }

        var before = to.Count;
        to.EnsureCapacity(before + (int)count);
        for (var i = 0; i < (int)count; i++)
        {
            if (columns.Time[i] < Earliest || columns.Time[i] > Latest || columns.Latitude[i] is < -900_000_000 or > 900_000_000 || columns.Longitude[i] is < -1_800_000_000 or > 1_800_000_000)
            {
                to.RemoveRange(before, to.Count - before);
                return "The block holds a fix that is at no place or time.";
            }

            to.Add(new(
                Instant.FromUnixTimeMilliseconds(columns.Time[i]),
                (int)columns.Latitude[i],
                (int)columns.Longitude[i],
                Short(columns.Values[0][i]),
                Short(columns.Values[1][i]),
                Short(columns.Values[2][i]),
                columns.Values[3][i] < 0 ? null : (byte)columns.Values[3][i],
                columns.Values[4][i] < 0 ? null : (byte)columns.Values[4][i],
                (TrailMarks)columns.Values[5][i]));
        }

        return null;
    }

    private static ushort? Short(long value) => value < 0 ? null : (ushort)value;

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
