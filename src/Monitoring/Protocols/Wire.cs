using System.Buffers.Text;
using NodaTime;

namespace Throughline.Monitoring.Protocols;

/// <summary>Checksums, dates and numbers as they come over the wire. Nothing here allocates.</summary>
internal static class Wire
{
    private static readonly ushort[] X25Table = Table(0x8408);
    private static readonly ushort[] ArcTable = Table(0xA001);

    /// <summary>CRC-16/X-25: reflected 0x1021, from FFFF, inverted at the end.</summary>
    public static ushort X25(ReadOnlySpan<byte> bytes) => (ushort)~Crc(bytes, X25Table, 0xFFFF);

    /// <summary>CRC-16/ARC, which Teltonika calls CRC-16/IBM: reflected 0x8005, from 0.</summary>
    public static ushort Arc(ReadOnlySpan<byte> bytes) => Crc(bytes, ArcTable, 0);

    public static byte Xor(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var b in bytes)
        {
            sum ^= b;
        }

        return sum;
    }

    public static Instant? Utc(int year, int month, int day, int hour, int minute, int second, int millisecond = 0) =>
        year is >= 2000 and < 2100 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
        && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            ? Instant.FromUtc(year, month, day, hour, minute, second).Plus(Duration.FromMilliseconds(millisecond))
            : null;

    /// <summary>hhmmss[.sss] and ddmmyy.</summary>
    public static Instant? Utc(ReadOnlySpan<byte> time, ReadOnlySpan<byte> date) =>
        time.Length >= 6 && date.Length == 6 && Int(date[..2]) is { } day && Int(date[2..4]) is { } month && Int(date[4..]) is { } year
            ? Utc(2000 + year, month, day, time)
            : null;

    /// <summary>yyyymmdd and hhmmss.</summary>
    public static Instant? UtcLong(ReadOnlySpan<byte> date, ReadOnlySpan<byte> time) =>
        time.Length == 6 && date.Length == 8 && Int(date[..4]) is { } year && Int(date[4..6]) is { } month && Int(date[6..]) is { } day
            ? Utc(year, month, day, time)
            : null;

    private static Instant? Utc(int year, int month, int day, ReadOnlySpan<byte> time) =>
        Int(time[..2]) is { } hour && Int(time[2..4]) is { } minute && Int(time[4..6]) is { } second
            ? Utc(year, month, day, hour, minute, second, time.Length > 7 && Number(time[6..]) is { } part ? (int)Math.Round(part * 1000) : 0)
            : null;

    public static int? Int(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text = Trim(text), out int value, out var used) && used == text.Length ? value : null;

    public static long? Hex(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text = Trim(text), out long value, out var used, 'x') && used == text.Length && value >= 0 ? value : null;

    /// <summary>A decimal number; never infinite, never a number's word.</summary>
    public static double? Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text = Trim(text), out double value, out var used) && used == text.Length && double.IsFinite(value) ? value : null;

    public static float? Float(ReadOnlySpan<byte> text) => (float?)Number(text);

    /// <summary>Knots to km/h.</summary>
    public static float? Knots(ReadOnlySpan<byte> text) => (float?)(Number(text) * 1.852);

    /// <summary>Degrees and minutes ("5130.042", also "-23-3.3408" of some clones), the sign from the hemisphere.</summary>
    public static double? Degrees(ReadOnlySpan<byte> text, ReadOnlySpan<byte> hemisphere)
    {
        text = Trim(text);
        text = text is [(byte)'-', ..] ? text[1..] : text;
        if (text.IndexOf((byte)'-') is > 0 and var dash)
        {
            return Signed(Number(text[..dash]) + (Number(text[(dash + 1)..]) / 60), hemisphere);
        }

        var dot = text.IndexOf((byte)'.');
        var minutes = Math.Max(0, (dot < 0 ? text.Length : dot) - 2);
        return Signed((minutes == 0 ? 0 : Int(text[..minutes])) + (Number(text[minutes..]) / 60), hemisphere);
    }

    public static double? Signed(double? value, ReadOnlySpan<byte> hemisphere) =>
        value is { } v ? hemisphere is [(byte)'S' or (byte)'W', ..] ? -Math.Abs(v) : Math.Abs(v) : null;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text is [(byte)' ', ..])
        {
            text = text[1..];
        }

        while (text is [.., (byte)' ' or (byte)'\r' or (byte)'\n'])
        {
            text = text[..^1];
        }

        return text;
    }

    public static bool AllDigits(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static ushort Crc(ReadOnlySpan<byte> bytes, ushort[] table, ushort crc)
    {
        foreach (var b in bytes)
        {
            crc = (ushort)((crc >> 8) ^ table[(byte)(crc ^ b)]);
        }

        return crc;
    }

    private static ushort[] Table(int polynomial)
    {
        var table = new ushort[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }
}

/// <summary>A text message in its fields; one that is not there reads as empty.</summary>
internal readonly ref struct Fields
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<Range> _ranges;

    /// <param name="room">Where the fields are noted; what does not fit is in the last one.</param>
    public Fields(ReadOnlySpan<byte> text, Span<Range> room, byte separator = (byte)',')
    {
        _text = text;
        var count = 0;
        var start = 0;
        while (count < room.Length)
        {
            var length = count == room.Length - 1 ? -1 : text[start..].IndexOf(separator);
            room[count++] = start..(length < 0 ? text.Length : start + length);
            if (length < 0)
            {
                break;
            }

            start += length + 1;
        }

        _ranges = room[..count];
    }

    public int Count => _ranges.Length;

    public ReadOnlySpan<byte> this[int index] => (uint)index < (uint)_ranges.Length ? _text[_ranges[index]] : default;
}
