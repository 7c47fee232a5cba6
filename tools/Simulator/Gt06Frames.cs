using System.Buffers.Binary;
using System.Globalization;
using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Simulator;

/// <summary>What a GT06 device says, as bytes.</summary>
internal static class Gt06Frames
{
    public const int FixSize = 36;
    public const int AnswerSize = 10;

    public static byte[] Login(string imei, ushort serial)
    {
        var frame = new byte[18];
        Begin(frame, 0x01);
        var digits = imei.PadLeft(16, '0');
        for (var i = 0; i < 8; i++)
        {
            frame[4 + i] = byte.Parse(digits.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        End(frame, serial);
        return frame;
    }

    /// <summary>A position with its cell. To the second, and to 1/1,800,000 of a degree.</summary>
    public static void Fix(Span<byte> to, Instant time, double latitude, double longitude, ushort serial, byte type = 0x22)
    {
        var frame = to[..FixSize];
        frame.Clear();
        Begin(frame, type);
        var utc = time.InUtc();
        frame[4] = (byte)(utc.Year - 2000);
        frame[5] = (byte)utc.Month;
        frame[6] = (byte)utc.Day;
        frame[7] = (byte)utc.Hour;
        frame[8] = (byte)utc.Minute;
        frame[9] = (byte)utc.Second;
        frame[10] = 0xC9;
        BinaryPrimitives.WriteUInt32BigEndian(frame[11..], (uint)Math.Round(Math.Abs(latitude) * 1_800_000));
        BinaryPrimitives.WriteUInt32BigEndian(frame[15..], (uint)Math.Round(Math.Abs(longitude) * 1_800_000));
        frame[19] = 12;
        // Valid; west and north have a bit of their own.
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], (ushort)(0x1000 | (longitude < 0 ? 0x0800 : 0) | (latitude >= 0 ? 0x0400 : 0) | 90));
        BinaryPrimitives.WriteUInt16BigEndian(frame[22..], 310);
        frame[24] = 26;
        BinaryPrimitives.WriteUInt16BigEndian(frame[25..], 1234);
        frame[29] = 1;
        End(frame, serial);
    }

    /// <param name="status">The bits of the terminal: 0x20 is a cry for help.</param>
    public static byte[] Heartbeat(ushort serial, byte status = 0x44)
    {
        var frame = new byte[15];
        Begin(frame, 0x13);
        (frame[4], frame[5], frame[6]) = (status, 5, 4);
        End(frame, serial);
        return frame;
    }

    private static void Begin(Span<byte> frame, byte type) => (frame[0], frame[1], frame[2], frame[3]) = (0x78, 0x78, (byte)(frame.Length - 5), type);

    private static void End(Span<byte> frame, ushort serial)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame[^6..], serial);
        BinaryPrimitives.WriteUInt16BigEndian(frame[^4..], Wire.X25(frame[2..^4]));
        (frame[^2], frame[^1]) = (0x0D, 0x0A);
    }
}
