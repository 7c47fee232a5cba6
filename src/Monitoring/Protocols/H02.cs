using NodaTime;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>H02 and clones: *HQ,ID,type,...# in text, or $ and binary coded digits. No checksum. Status bits are active low.</summary>
public sealed class H02 : Protocol
{
    public override string Name => "h02";

    public override int Port => 5013;

    protected override int FindStart(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var next = bytes[at..].IndexOfAny((byte)'*', (byte)'$');
            if (next < 0)
            {
                return bytes.Length;
            }

            at += next;
            if (bytes[at] == '$' ? BinaryCanBegin(bytes[at..]) : bytes.Length - at < 4 || BeginsText(bytes[at..]))
            {
                return at;
            }
        }

        return bytes.Length;
    }

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] == '$')
        {
            return MeasureBinary(bytes);
        }

        var end = bytes.IndexOf((byte)'#');
        var next = NextText(bytes) is > 0 and var text ? text : NextBinary(bytes);
        return next > 0 && (end < 0 || next < end) ? Measure.NoFrame(next) : end < 0 ? Measure.Partial : Measure.Whole(end + 1);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        if (frame[0] == '$')
        {
            return ReadBinary(frame, reading);
        }

        Span<Range> room = stackalloc Range[64];
        var fields = new Fields(frame[1..^1], room);
        reading.Name(fields[1]);
        var type = fields[2];
        if (type.SequenceEqual("HTBT"u8))
        {
            Battery(fields[3], reading);
            reading.Say(frame);
            return ReadResult.Heartbeat;
        }

        if (type.SequenceEqual("XT"u8) || type.SequenceEqual("LINK"u8))
        {
            Battery(type.Length == 4 ? fields[6] : fields[4], reading);
            return ReadResult.Heartbeat;
        }

        if (type.SequenceEqual("V1"u8) || type.SequenceEqual("NBR"u8))
        {
            reading.Say("*HQ,"u8).Say(fields[1]).Say(",V4,"u8).Say(type).Say((byte)',').Say(arrival.At, "yyyyMMddHHmmss").Say((byte)'#');
        }

        return Position(fields, reading) ? reading.FixesOrReport()
            : type.SequenceEqual("V1"u8) ? ReadResult.Unreadable
            : type.SequenceEqual("NBR"u8) || type.SequenceEqual("V3"u8) || type.SequenceEqual("BASE"u8) ? Cells(fields, reading)
            : type.SequenceEqual("V4"u8) || type.SequenceEqual("SMS"u8) ? ReadResult.Report
            : ReadResult.Unknown;
    }

    /// <summary>Clones put fields in front and behind; between the hemispheres there is always the same: time, status, latitude, N, longitude, E, knots, course, date.</summary>
    private static bool Position(Fields fields, Reading reading)
    {
        var n = 5;
        while (n < fields.Count && !(fields[n] is [(byte)'N' or (byte)'S'] && fields[n + 2] is [(byte)'E' or (byte)'W']))
        {
            n++;
        }

        if (n >= fields.Count || Wire.Utc(fields[n - 3], fields[n + 5]) is not { } time)
        {
            return false;
        }

        reading.DeviceTime = time;
        if (Wire.Degrees(fields[n - 1], fields[n]) is { } latitude && Wire.Degrees(fields[n + 1], fields[n + 2]) is { } longitude
            && Fix.At(time, latitude, longitude, fields[n - 2] is [(byte)'A' or (byte)'0']) is { } fix)
        {
            reading.Add(fix with { Speed = Wire.Knots(fields[n + 3]), Course = Wire.Float(fields[n + 4]) });
        }

        Status(fields, n + 6, reading);
        return true;
    }

    private static ReadResult Cells(Fields fields, Reading reading)
    {
        if (fields[2].SequenceEqual("NBR"u8) && Wire.Int(fields[4]) is { } mcc && Wire.Int(fields[5]) is { } mnc)
        {
            var count = Math.Clamp(Wire.Int(fields[7]) ?? 0, 0, 16);
            for (var i = 0; i < count; i++)
            {
                if (Wire.Int(fields[8 + (3 * i)]) is { } area && Wire.Int(fields[9 + (3 * i)]) is { } id)
                {
                    reading.Add(new Cell(mcc, mnc, area, id));
                }
            }
        }

        for (var i = 4; i < fields.Count && reading.DeviceTime is null; i++)
        {
            reading.DeviceTime = fields[i].Length == 6 && fields[i + 1].Length == 8 ? Wire.Utc(fields[3], fields[i]) : null;
        }

        Status(fields, 4, reading);
        return ReadResult.Report;
    }

    private static void Status(Fields fields, int from, Reading reading)
    {
        for (var i = from; i < fields.Count; i++)
        {
            if (fields[i].Length == 8 && Wire.Hex(fields[i]) is { } status && !Wire.AllDigits(fields[i]))
            {
                Status((uint)status, reading);
                return;
            }
        }
    }

    private static void Status(uint status, Reading reading)
    {
        Cleared(0, Shock);
        Cleared(1, Sos);
        Cleared(2, Overspeed);
        Cleared(18, Sos);
        Cleared(19, PowerLost);

        void Cleared(int bit, ObservationKind kind)
        {
            if ((status >> bit & 1) == 0)
            {
                reading.Alarm(kind, bit);
            }
        }
    }

    private static void Battery(ReadOnlySpan<byte> text, Reading reading)
    {
        if (Wire.Int(text) is >= 0 and <= 100 and var percent)
        {
            reading.State(BatteryLevel, 0, percent);
        }
    }

    /// <summary>An ID of five bytes makes 32 or 45, one of eight makes 42; where both fit, what follows decides.</summary>
    private static Measure MeasureBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 32)
        {
            return NextText(bytes) is > 0 and var before ? Measure.NoFrame(before) : Measure.Partial;
        }

        var length = BinaryPlace(bytes, 6) ? (bytes.Length >= 45 && bytes[32] is not ((byte)'$' or (byte)'*') ? 45 : 32) : BinaryPlace(bytes, 9) ? 42 : 0;
        // Nothing in the digits of a message looks like the start of a text.
        return NextText(bytes[..Math.Min(length, bytes.Length)]) is > 0 and var next ? Measure.NoFrame(next)
            : length == 0 ? Measure.NoFrame()
            : bytes.Length < length ? Measure.Partial
            : Measure.Whole(length);
    }

    /// <summary>A time and a place in coded digits: what a dollar sign by chance does not have behind it.</summary>
    private static bool BinaryPlace(ReadOnlySpan<byte> bytes, int after)
    {
        var coded = bytes[1..(after + 15)];
        for (var i = 0; i < coded.Length; i++)
        {
            // The battery between the latitude and the longitude is a plain byte.
            if (i != after + 9 && Pair(coded[i]) < 0)
            {
                return false;
            }
        }

        return BinaryTime(bytes, after) is not null;
    }

    private static ReadResult ReadBinary(ReadOnlySpan<byte> frame, Reading reading)
    {
        var after = BinaryTime(frame, 6) is not null ? 6 : 9;
        if (BinaryTime(frame, after) is not { } time || frame.Length < after + 23)
        {
            return ReadResult.Unreadable;
        }

        if (after == 6)
        {
            reading.NameDigits(frame[1..6]);
        }
        else
        {
            reading.NameDigits(frame[1..9]);
            reading.Name(reading.Device[..Math.Min(15, reading.Device.Length)]);
        }

        reading.DeviceTime = time;
        var place = frame[(after + 6)..];
        var flags = place[9] & 0xF;
        var latitude = Digits(place, 0, 2) + (Digits(place, 2, 6) / 600_000.0);
        var longitude = Digits(place, 10, 3) + (Digits(place, 13, 6) / 600_000.0);
        if (Fix.At(time, (flags & 4) != 0 ? latitude : -latitude, (flags & 8) != 0 ? longitude : -longitude, (flags & 2) != 0) is { } fix)
        {
            reading.Add(fix with { Speed = Digits(place, 20, 3) * 1.852f, Course = Digits(place, 23, 3) });
        }

        if (place[4] is >= 1 and <= 6)
        {
            reading.State(BatteryLevel, place[4], Math.Round(place[4] * 100 / 6.0));
        }
        else if (place[4] is > 6 and <= 100)
        {
            reading.State(BatteryLevel, place[4], place[4]);
        }

        Status((uint)((place[13] << 24) | (place[14] << 16) | (place[15] << 8) | place[16]), reading);
        return reading.FixesOrReport();
    }

    private static bool BinaryCanBegin(ReadOnlySpan<byte> bytes) => bytes.Length < 15 || BinaryTime(bytes, 6) is not null || BinaryTime(bytes, 9) is not null;

    private static Instant? BinaryTime(ReadOnlySpan<byte> bytes, int at) =>
        bytes.Length < at + 6 || bytes.Slice(at, 6) is var b && (Pair(b[0]) | Pair(b[1]) | Pair(b[2]) | Pair(b[3]) | Pair(b[4]) | Pair(b[5])) < 0
            ? null
            : Wire.Utc(2000 + Pair(bytes[at + 5]), Pair(bytes[at + 4]), Pair(bytes[at + 3]), Pair(bytes[at]), Pair(bytes[at + 1]), Pair(bytes[at + 2]));

    private static int Pair(byte coded) => (coded >> 4) > 9 || (coded & 0xF) > 9 ? -1 : ((coded >> 4) * 10) + (coded & 0xF);

    private static int Digits(ReadOnlySpan<byte> coded, int at, int count)
    {
        var value = 0;
        for (var i = at; i < at + count; i++)
        {
            value = (value * 10) + ((coded[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xF);
        }

        return value;
    }

    /// <summary>Where a binary message stands in what should be a text, or 0.</summary>
    private static int NextBinary(ReadOnlySpan<byte> bytes)
    {
        for (var at = 1; at + 32 <= bytes.Length; at++)
        {
            if (bytes[at] == '$' && (BinaryPlace(bytes[at..], 6) || BinaryPlace(bytes[at..], 9)))
            {
                return at;
            }
        }

        return 0;
    }

    private static bool BeginsText(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'*', >= (byte)'A' and <= (byte)'Z', >= (byte)'A' and <= (byte)'Z', (byte)',', ..];

    private static int NextText(ReadOnlySpan<byte> bytes)
    {
        for (var at = 1; at + 3 < bytes.Length; at++)
        {
            if (BeginsText(bytes[at..]))
            {
                return at;
            }
        }

        return 0;
    }
}
