using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// Megastek personal and offender units, two texts: STX with a $GPRMC inside (its checksum is verified), and [length]$MGV002 (it has none).
/// No answer. The belt digit is kept as the strap's state on every message; only the texts Belt On and Belt Off are alarms.
/// </summary>
public sealed class Megastek : Protocol
{
    public override string Name => "megastek";

    public override int Port => 5024;

    protected override int FindStart(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (Begins(bytes[at..]))
            {
                return at;
            }
        }

        return bytes.Length;
    }

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'!', (byte)'\n');
        var next = Next(bytes);
        if (next > 0 && (end < 0 || next < end))
        {
            return Measure.NoFrame(next);
        }

        if (end < 0)
        {
            return Measure.Partial;
        }

        var whole = end + 1;
        while (whole < bytes.Length && bytes[whole] is (byte)'\r' or (byte)'\n')
        {
            whole++;
        }

        var sentence = Sentence(bytes[..end]);
        return sentence.Star < 0 ? Measure.Whole(whole)
            : Wire.Hex(bytes.Slice(sentence.Star + 1, 2)) == Wire.Xor(bytes[(sentence.Start + 1)..sentence.Star]) ? Measure.Whole(whole, true)
            : Measure.BadChecksum(whole);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        var mark = frame.IndexOf((byte)'$');
        return mark < 0 ? ReadResult.Unreadable
            : frame[mark..].StartsWith("$GPRMC"u8) ? ReadSentence(frame, reading)
            : ReadMgv(frame[mark..], reading);
    }

    private static ReadResult ReadSentence(ReadOnlySpan<byte> frame, Reading reading)
    {
        var (start, star) = Sentence(frame);
        var head = frame[..start];
        var stored = head.StartsWith("LOG"u8);
        reading.Name(Wire.Trim(head[(head.IndexOf("STX"u8) + 3)..].Trim((byte)',')));

        Span<Range> room = stackalloc Range[16];
        var place = new Fields(star < 0 ? Wire.Trim(frame[start..]) : frame[start..star], room);
        Span<Range> more = stackalloc Range[24];
        var rest = star < 0 ? default : frame[(star + 3)..];
        rest = rest.LastIndexOf((byte)';') is >= 0 and var semicolon ? rest[..semicolon] : rest;
        var fields = new Fields(rest, more);
        var personal = fields[1] is [(byte)'F' or (byte)'L'];
        var text = personal ? fields[2] : fields[13];
        stored |= text.SequenceEqual("Store"u8);
        if (fields[3].StartsWith("imei:"u8))
        {
            reading.Name(fields[3][5..]);
        }

        if (!Locate(place[1], place[9], place, 2, stored, personal ? fields[5] : default, reading) && reading.DeviceTime is null)
        {
            return ReadResult.Unreadable;
        }

        Percent(personal ? Digits(fields[6]) : fields[6], reading);
        if (personal && fields[8] is [(byte)'0' or (byte)'1'])
        {
            reading.State(fields[8][0] == '1' ? Charging : NotCharging, 0);
        }

        ReadCell(fields, personal ? 9 : 1, reading);
        AlarmText(text, reading);
        return reading.FixesOrReport();
    }

    private static ReadResult ReadMgv(ReadOnlySpan<byte> text, Reading reading)
    {
        Span<Range> room = stackalloc Range[48];
        var fields = new Fields(text[..(text.LastIndexOfAnyExcept("!;\r\n"u8) + 1)], room);
        if (!Wire.AllDigits(fields[1]))
        {
            return ReadResult.Unreadable;
        }

        reading.Name(fields[1]);
        if (!Locate(fields[5], fields[4], fields, 6, fields[3] is [(byte)'S'], fields[17], reading) && reading.DeviceTime is null)
        {
            return ReadResult.Unreadable;
        }

        // A heart rate may stand before the inputs: the alarm is the first text behind them, and the two before it are found from there.
        var alarm = 34;
        while (alarm < 37 && !fields[alarm].ContainsAnyInRange((byte)'A', (byte)'z'))
        {
            alarm++;
        }

        alarm = alarm == 37 || fields[alarm].Contains((byte)':') ? 34 : alarm;
        Digit(fields[alarm - 2], 0, Charging, NotCharging, reading);
        Digit(fields[alarm - 2], 1, StrapClosed, StrapOpen, reading);
        Percent(fields[alarm - 1], reading);
        ReadCell(fields, 19, reading);
        AlarmText(fields[alarm], reading);
        return reading.FixesOrReport();
    }

    /// <summary>Fields from the A or V on: status, latitude, N, longitude, E; in the old text speed follows, in the new one satellites do.</summary>
    private static bool Locate(ReadOnlySpan<byte> time, ReadOnlySpan<byte> date, Fields fields, int at, bool stored, ReadOnlySpan<byte> altitude, Reading reading)
    {
        if (Wire.Utc(time, date) is not { } when)
        {
            return false;
        }

        reading.DeviceTime = when;
        if (Wire.Degrees(fields[at + 1], fields[at + 2]) is not { } latitude || Wire.Degrees(fields[at + 3], fields[at + 4]) is not { } longitude
            || Fix.At(when, latitude, longitude, fields[at] is [(byte)'A']) is not { } fix)
        {
            return false;
        }

        var mgv = at == 6;
        reading.Add(fix with
        {
            Speed = Wire.Knots(fields[mgv ? 15 : at + 5]),
            Course = Wire.Float(fields[mgv ? 16 : at + 6]),
            Altitude = Wire.Float(altitude),
            Hdop = mgv ? Wire.Float(fields[14]) : null,
            Satellites = mgv ? (byte?)Math.Clamp(Wire.Int(fields[12]) ?? 0, 0, 255) : null,
            Stored = stored,
        });
        return true;
    }

    /// <summary>"1-1" and "01000" too: what stands before the dash, a digit a state.</summary>
    private static void Digit(ReadOnlySpan<byte> digits, int at, ObservationKind one, ObservationKind nought, Reading reading)
    {
        digits = digits.IndexOf((byte)'-') is >= 0 and var dash ? digits[..dash] : digits;
        if (at < digits.Length && digits[at] is (byte)'0' or (byte)'1')
        {
            reading.State(digits[at] == '1' ? one : nought, at);
        }
    }

    private static void Percent(ReadOnlySpan<byte> text, Reading reading)
    {
        if (Wire.Int(text) is >= 0 and <= 100 and var percent)
        {
            reading.State(BatteryLevel, 0, percent);
        }
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text) => text.StartsWith("Battery="u8) && text[^1] == '%' ? text[8..^1] : default;

    private static void ReadCell(Fields fields, int at, Reading reading)
    {
        if (Wire.Int(fields[at]) is { } mcc && Wire.Int(fields[at + 1]) is { } mnc && Wire.Hex(fields[at + 2]) is { } area && Wire.Hex(fields[at + 3]) is { } id)
        {
            reading.Add(new Cell(mcc, mnc, area, id));
        }
    }

    private static void AlarmText(ReadOnlySpan<byte> text, Reading reading)
    {
        // "Geo1 In", "Low Battery" and "LowBattery" are one word each.
        Span<byte> word = stackalloc byte[16];
        var length = 0;
        foreach (var b in text)
        {
            if (b is not ((byte)' ' or (>= (byte)'0' and <= (byte)'9')) && length < word.Length)
            {
                word[length++] = (byte)(b | 0x20);
            }
        }

        ReadOnlySpan<byte> said = word[..length];
        if (said.IsEmpty || said.SequenceEqual("timer"u8) || said.SequenceEqual("store"u8))
        {
            return;
        }

        reading.Alarm(
            said.SequenceEqual("sos"u8) || said.SequenceEqual("help"u8) ? Sos
            : said.SequenceEqual("lowbattery"u8) ? BatteryLow
            : said.SequenceEqual("belton"u8) || said.SequenceEqual("beltup"u8) ? StrapClosed
            : said.SequenceEqual("beltoff"u8) ? StrapOpen
            : said.SequenceEqual("geoin"u8) || said.SequenceEqual("movein"u8) ? DeviceFenceEntered
            : said.SequenceEqual("geoout"u8) || said.SequenceEqual("moveout"u8) ? DeviceFenceLeft
            : said.SequenceEqual("poweron"u8) || said.SequenceEqual("pwon"u8) ? PoweredOn
            : said.SequenceEqual("poweroff"u8) || said.SequenceEqual("pwoff"u8) ? PoweredOff
            : said.SequenceEqual("vib"u8) || said.SequenceEqual("hit"u8) ? Shock
            : said.SequenceEqual("overspeed"u8) ? Overspeed
            : said.SequenceEqual("psd"u8) ? PowerLost
            : said.SequenceEqual("psr"u8) ? PowerBack
            : Other, -1);
    }

    private static (int Start, int Star) Sentence(ReadOnlySpan<byte> frame)
    {
        var start = frame.IndexOf("$GPRMC"u8);
        var star = start < 0 ? -1 : frame[start..].IndexOf((byte)'*');
        return (start, star < 0 || start + star + 3 > frame.Length ? -1 : start + star);
    }

    /// <summary>A start that is wholly there, or may still become one.</summary>
    private static bool Begins(ReadOnlySpan<byte> bytes)
    {
        var digits = bytes[..Math.Min(5, bytes.Length)].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return Begins(bytes, "STX"u8) || Begins(bytes, "LOGSTX"u8) || Begins(bytes, "$MGV"u8)
            || (digits < 0 ? bytes.Length <= 4 : digits == 4 && Begins(bytes[4..], "$MGV"u8));
    }

    private static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> mark) =>
        bytes.Length < mark.Length ? mark.StartsWith(bytes) : bytes.StartsWith(mark);

    /// <summary>Where the next frame wholly begins, or 0: then this one has lost its end.</summary>
    private static int Next(ReadOnlySpan<byte> bytes)
    {
        var skip = bytes[0] == 'L' ? 6 : 5;
        if (bytes.Length <= skip)
        {
            return 0;
        }

        var rest = bytes[skip..];
        var mgv = rest.IndexOf("$MGV"u8) is >= 0 and var at ? at + skip : int.MaxValue;
        var stx = rest.IndexOf("STX"u8) is >= 0 and var then ? then + skip : int.MaxValue;
        var next = Math.Min(mgv, stx);
        return next == int.MaxValue ? 0
            : next == mgv ? (next >= 4 && Wire.AllDigits(bytes[(next - 4)..next]) ? next - 4 : next)
            : bytes[..next].EndsWith("LOG"u8) ? next - 3 : next;
    }
}
