using System.Buffers.Binary;

namespace Throughline.Tests.Monitoring.Protocols;

/// <summary>GT06 frames built by hand, with a checksum of its own.</summary>
internal static class Gt06Frames
{
    public static byte[] Alarm(byte code, byte state) => Frame(0x26,
        [26, 3, 7, 12, 34, 56, 0xC9, 0x05, 0x86, 0x82, 0x4C, 0, 3, 0x6C, 0x18, 0x25, 0x1D, 0x0F, 9, 0, 0xEA, 0x0F, 0x12, 0x34, 0, 0x56, 0xAB, state, 4, 3, code, 2]);

    public static byte[] Answer(byte type, ushort serial) => Sealed([0x78, 0x78, 5, type, (byte)(serial >> 8), (byte)serial]);

    public static byte[] Frame(byte type, params byte[] body) => Sealed([0x78, 0x78, (byte)(body.Length + 5), type, .. body, 0, 7]);

    private static byte[] Sealed(byte[] start)
    {
        var crc = 0xFFFF;
        foreach (var b in start.AsSpan(2))
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
            }
        }

        var end = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(end, (ushort)~crc);
        (end[2], end[3]) = (0x0D, 0x0A);
        return [.. start, .. end];
    }
}
