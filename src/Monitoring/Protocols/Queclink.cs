using System.Buffers.Binary;
using System.Text;
using NodaTime;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// Queclink @Track (GL200, GL300, GL320, GL500, GL50B): +RESP:GTxxx, +BUFF:GTxxx (stored), +ACK:GTxxx, comma separated, ended by $. No checksum.
/// Where the location stands differs by model and message, what it looks like does not: it is found by its UTC time behind two coordinates.
/// The binary forms are cut out of the stream and kept raw.
/// </summary>
public sealed class Queclink : Protocol
{
    private const int BinaryHead = 11;

    /// <summary>What follows GT, where the name alone says it.</summary>
    private static readonly (string Name, ObservationKind Kind, bool Alarm)[] Words =
    [
        ("SOS", Sos, true), ("BPL", BatteryLow, true), ("BTC", Charging, false), ("STC", NotCharging, false), ("PNA", PoweredOn, true), ("PFA", PoweredOff, true),
        ("MPN", PowerBack, true), ("EPN", PowerBack, true), ("MPF", PowerLost, true), ("EPF", PowerLost, true), ("JDR", Jamming, true), ("LSA", Tamper, true),
        ("CRA", Shock, true), ("SPD", Overspeed, true), ("TEM", Other, true), ("TMP", Other, true),
    ];

    public override string Name => "queclink";

    public override int Port => 5004;

    public override int LongestFrame => 8192;

    protected override int FindStart(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var next = bytes[at..].IndexOfAny((byte)'+', (byte)'-');
            if (next < 0)
            {
                return bytes.Length;
            }

            at += next;
            if (Begins(bytes[at..]))
            {
                return at;
            }
        }

        return bytes.Length;
    }

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        if (!IsText(bytes))
        {
            return bytes.Length < BinaryHead ? Measure.Partial : MeasureBinary(bytes);
        }

        var end = bytes.IndexOfAny((byte)'$', (byte)0);
        var next = NextText(bytes);
        return next > 0 && (end < 0 || next < end) ? Measure.NoFrame(next) : end < 0 ? Measure.Partial : Measure.Whole(end + 1);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        if (!IsText(frame))
        {
            return ReadResult.Unknown;
        }

        Span<Range> room = stackalloc Range[512];
        var fields = new Fields(frame[..^1], room);
        var colon = frame.IndexOf((byte)':');
        var type = fields[0].Length >= colon + 6 ? fields[0].Slice(colon + 3, 3) : default;
        // The oldest models have no version in front.
        var old = fields[1].Length >= 14;
        reading.Name(fields[old ? 1 : 2]);
        if (type.IsEmpty || reading.Device.Length < 10 || fields.Count < 4)
        {
            return ReadResult.Unreadable;
        }

        if (frame.StartsWith("+ACK:"u8))
        {
            return Acknowledged(type, fields, reading);
        }

        var last = Locate(fields, old && fields[^1].Length == 10, frame.StartsWith("+BUFF:"u8), reading);
        Event(type, fields, reading);
        Battery(type, fields, last, reading);
        Answer(fields[old && fields[^1].Length == 10 ? ^2 : ^1], reading);
        return reading.FixesOrReport();
    }

    private static ReadResult Acknowledged(ReadOnlySpan<byte> type, Fields fields, Reading reading)
    {
        if (!type.SequenceEqual("HBD"u8))
        {
            Answer(fields[^1], reading);
            return ReadResult.Report;
        }

        reading.Say("+SACK:GTHBD,"u8).Say(fields[1]).Say((byte)',').Say(fields[^1]).Say((byte)'$');
        return ReadResult.Heartbeat;
    }

    /// <summary>A device that does not ask for it passes over this answer; one that does sends everything again without it.</summary>
    private static void Answer(ReadOnlySpan<byte> count, Reading reading)
    {
        if (count.Length == 4 && Wire.Hex(count) is { } number)
        {
            reading.Serial = (int)number;
            reading.Say("+SACK:"u8).Say(count).Say((byte)'$');
        }
    }

    private static int Locate(Fields fields, bool oldest, bool stored, Reading reading)
    {
        var last = -1;
        for (var i = 6; i < fields.Count - 2; i++)
        {
            if (fields[i].Length != 14 || !fields[i - 1].Contains((byte)'.') || !fields[i - 2].Contains((byte)'.') || Time(fields[i]) is not { } time
                || Wire.Number(fields[i - 1]) is not { } latitude || Wire.Number(fields[i - 2]) is not { } longitude)
            {
                continue;
            }

            // hdop, speed, course, altitude, longitude, latitude; the oldest: fixed, speed, course, altitude, accuracy, longitude, latitude.
            var speed = i - (oldest ? 6 : 5);
            var hdop = Wire.Float(fields[i - (oldest ? 3 : 6)]);
            var valid = oldest ? fields[i - 7] is [(byte)'0'] : hdop is > 0;
            reading.DeviceTime = time;
            if (Fix.At(time, latitude, longitude, valid) is not { } fix)
            {
                continue;
            }

            last = i;
            reading.Add(fix with
            {
                Speed = Wire.Float(fields[speed]) is >= 0 and var moving ? moving : null,
                Course = Wire.Float(fields[speed + 1]),
                Altitude = Wire.Float(fields[speed + 2]),
                Hdop = hdop,
                Stored = stored,
            });
            if (Wire.Int(fields[i + 1]) is { } mcc && Wire.Int(fields[i + 2]) is { } mnc && Wire.Hex(fields[i + 3]) is { } area && Wire.Hex(fields[i + 4]) is { } id)
            {
                reading.Add(new Cell(mcc, mnc, area, id));
            }
        }

        reading.DeviceTime ??= Time(fields[^2]);
        return last;
    }

    private static Instant? Time(ReadOnlySpan<byte> text) => text.Length == 14 ? Wire.UtcLong(text[..8], text[8..]) : null;

    private static void Event(ReadOnlySpan<byte> type, Fields fields, Reading reading)
    {
        foreach (var (name, kind, alarm) in Words)
        {
            if (Ascii.Equals(type, name.AsSpan()))
            {
                reading.Observe(kind, alarm, 0, 0, reading.Fixes.Length - 1);
            }
        }

        if (type.SequenceEqual("BPL"u8))
        {
            Volts(fields[4], reading);
        }
        else if (type.SequenceEqual("JDS"u8))
        {
            reading.Alarm(fields[4] is [(byte)'1'] ? JammingEnded : Jamming, 0);
        }
        else if (type.SequenceEqual("NMR"u8))
        {
            Motion(fields[6] is [(byte)'0'] ? '1' : fields[6] is [(byte)'1'] ? '2' : ' ', reading);
        }
        else if (type.SequenceEqual("STT"u8))
        {
            // 11 21 41: at rest, 12 22 42: moving; the first digit is the ignition or the sensor.
            Motion(fields[4] is [(byte)'1' or (byte)'2' or (byte)'4', var how] ? (char)how : ' ', reading);
        }
        else if (type.SequenceEqual("GEO"u8))
        {
            reading.Alarm(fields[5] is [.., (byte)'1'] ? DeviceFenceEntered : fields[5] is [.., (byte)'0'] ? DeviceFenceLeft : DeviceFence, 0);
        }
        else if (type.SequenceEqual("INF"u8))
        {
            Supply(fields, reading);
        }
    }

    private static void Motion(char state, Reading reading)
    {
        if (state is '1' or '2')
        {
            reading.State(state == '2' ? Moving : Still, state);
        }
    }

    private static void Volts(ReadOnlySpan<byte> text, Reading reading)
    {
        if (Wire.Number(text) is > 0 and < 100 and var volts)
        {
            reading.State(BatteryVolts, 0, volts);
        }
    }

    /// <summary>GTINF: the battery's volts are the one number between 2 and 5 with a point; whether it charges stands two behind.</summary>
    private static void Supply(Fields fields, Reading reading)
    {
        for (var i = 8; i < Math.Min(fields.Count, 20); i++)
        {
            if (!fields[i].Contains((byte)'.') || Wire.Number(fields[i]) is not { } volts || volts is <= 2 or >= 5)
            {
                continue;
            }

            reading.State(BatteryVolts, i, volts);
            if (fields[i + 1] is [(byte)'0'] && fields[i + 2] is [((byte)'0' or (byte)'1') and var charging])
            {
                reading.State(charging == '1' ? Charging : NotCharging, i + 2);
            }

            // Personal units leave the field before the volts empty and say the percent behind the last fix; those of vehicles do neither.
            for (var after = i + 3; fields[i - 1].IsEmpty && after < fields.Count - 3; after++)
            {
                if (Time(fields[after]) is not null)
                {
                    Percent(fields[after + 1], reading);
                    return;
                }
            }

            return;
        }
    }

    /// <summary>The battery's percent has no fixed place: behind the odometer of the last location, before the six digits of the state, or before two flags.</summary>
    private static void Battery(ReadOnlySpan<byte> type, Fields fields, int last, Reading reading)
    {
        var end = fields.Count;
        if (type.SequenceEqual("LBS"u8))
        {
            Percent(fields[6], reading);
        }
        else if (type.SequenceEqual("WIF"u8))
        {
            Percent(fields[^3], reading);
        }
        else if (last >= 0 && (end - 3 == last + 6 || end - 3 == last + 7) && Time(fields[^2]) is not null)
        {
            Percent(fields[end - 3], reading);
        }
        else if (last >= 0 && end - 3 == last + 8 && fields[last + 7].Length == 1)
        {
            Percent(fields[last + 6], reading);
        }
        else if (last >= 0 && fields[last + 7].Contains((byte)':') && !fields[last + 10].IsEmpty)
        {
            Percent(fields[last + 10], reading);
        }
        else if (last >= 0)
        {
            for (var i = last + 6; i < end - 3; i++)
            {
                if (Wire.Int(fields[i]) is >= 0 and <= 100 && ((fields[i + 1].Length == 6 && Wire.AllDigits(fields[i + 1]))
                    || (i == end - 6 && fields[i + 1].Length == 1 && fields[i + 2].Length == 1 && fields[i + 3].IsEmpty)))
                {
                    Percent(fields[i], reading);
                    return;
                }
            }
        }
    }

    private static void Percent(ReadOnlySpan<byte> text, Reading reading)
    {
        if (Wire.AllDigits(text) && Wire.Int(text) is >= 0 and <= 100 and var percent)
        {
            reading.State(BatteryLevel, 0, percent);
        }
    }

    /// <summary>"+RSP", "+EVT", "+BSP", "+BVT": type, mask of four, length of two. "+ACK": type, mask, length of one. "+" or "-" 0: length of three.</summary>
    private Measure MeasureBinary(ReadOnlySpan<byte> bytes)
    {
        var length = bytes[1] == 0 ? (bytes[2] << 8) | bytes[3] : bytes[1] == 'A' ? bytes[6] : BinaryPrimitives.ReadUInt16BigEndian(bytes[9..]);
        var ended = bytes.Length >= length && length > BinaryHead
            && (bytes[1] == 0 ? bytes[length - 1] == '$' : bytes[length - 2] == 0x0D && bytes[length - 1] == 0x0A);
        return length is <= BinaryHead || length > LongestFrame ? Measure.NoFrame()
            : bytes.Length >= length ? (ended ? Measure.Whole(length) : Measure.NoFrame())
            : NextText(bytes) is > 0 and var next ? Measure.NoFrame(next)
            : Measure.Partial;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("+RESP:"u8) || bytes.StartsWith("+BUFF:"u8) || bytes.StartsWith("+ACK:"u8) || bytes.Length < 6;

    private static bool Begins(ReadOnlySpan<byte> bytes) =>
        Begins(bytes, "+RESP:"u8) || Begins(bytes, "+BUFF:"u8) || Begins(bytes, "+ACK"u8) || Begins(bytes, "+RSP"u8) || Begins(bytes, "+EVT"u8)
        || Begins(bytes, "+BSP"u8) || Begins(bytes, "+BVT"u8) || Begins(bytes, "+\0\0"u8) || Begins(bytes, "-\0\0"u8);

    private static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> mark) =>
        bytes.Length < mark.Length ? mark.StartsWith(bytes) : bytes.StartsWith(mark);

    private static int NextText(ReadOnlySpan<byte> bytes)
    {
        var from = 1;
        while (bytes[from..].IndexOf((byte)'+') is >= 0 and var plus)
        {
            from += plus;
            if (bytes[from..].StartsWith("+RESP:GT"u8) || bytes[from..].StartsWith("+BUFF:GT"u8) || bytes[from..].StartsWith("+ACK:GT"u8))
            {
                return from;
            }

            from++;
        }

        return 0;
    }
}
