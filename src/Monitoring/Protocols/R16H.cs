using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>R16H strap trackers: lines that begin with @ and end with CR LF. No checksum, no answer. L: strap locked, R: released.</summary>
public sealed class R16H : Protocol
{
    public override string Name => "r16h";

    public override int Port => 5266;

    protected override int FindStart(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'@') is >= 0 and var at ? at : bytes.Length;

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var next = 1 + FindStart(bytes[1..]);
        return next < bytes.Length && (end < 0 || next < end) ? Measure.NoFrame(next) : end < 0 ? Measure.Partial : Measure.Whole(end + 1);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        Span<Range> room = stackalloc Range[32];
        var fields = new Fields(Wire.Trim(frame), room);
        if (!Wire.AllDigits(fields[1]))
        {
            return ReadResult.Unreadable;
        }

        reading.Name(fields[1]);
        if (fields[0].SequenceEqual("@LINK"u8))
        {
            return ReadResult.Login;
        }

        var cells = fields[0].SequenceEqual("@LBSD"u8);
        if (!cells && !fields[0].SequenceEqual("@GPSD"u8))
        {
            return ReadResult.Unknown;
        }

        if (Wire.UtcLong(fields[3], fields[4]) is not { } time)
        {
            return ReadResult.Unreadable;
        }

        reading.DeviceTime = time;
        if (cells)
        {
            ReadCell(fields[5], reading);
            ReadState(fields, 8, reading);
            return ReadResult.Report;
        }

        if (Wire.Signed(Wire.Number(fields[5]), fields[6]) is { } latitude && Wire.Signed(Wire.Number(fields[7]), fields[8]) is { } longitude
            && Fix.At(time, latitude, longitude, true) is { } fix)
        {
            reading.Add(fix with
            {
                Speed = Wire.Float(fields[9]),
                Course = Wire.Float(fields[10]),
                Altitude = Wire.Float(fields[11]),
                Stored = fields[2] is [(byte)'S'],
            });
        }

        ReadState(fields, 12, reading);
        return reading.FixesOrReport();
    }

    private static void ReadState(Fields fields, int at, Reading reading)
    {
        if (Wire.Int(fields[at]) is >= 0 and <= 100 and var percent)
        {
            reading.State(BatteryLevel, 0, percent);
        }

        switch (fields[at + 1])
        {
            case [(byte)'L']:
                reading.State(StrapClosed, 'L');
                break;
            case [(byte)'R']:
                reading.State(StrapOpen, 'R');
                break;
        }

        // One flag is the rule, but nothing says that two never come.
        for (var i = at + 2; i < fields.Count; i++)
        {
            var flag = fields[i];
            if (!flag.IsEmpty)
            {
                var kind = flag.SequenceEqual("SOS"u8) ? Sos : flag.SequenceEqual("LBT"u8) ? BatteryLow : flag.SequenceEqual("ULK"u8) ? StrapOpen : Other;
                reading.Alarm(kind, flag[0]);
            }
        }
    }

    private static void ReadCell(ReadOnlySpan<byte> text, Reading reading)
    {
        var colon = text.IndexOf((byte)':');
        Span<Range> room = stackalloc Range[5];
        var parts = new Fields(colon < 0 ? text : text[..colon], room, (byte)'-');
        if (Wire.Int(parts[0]) is { } mcc && Wire.Int(parts[1]) is { } mnc && Wire.Hex(parts[2]) is { } area && Wire.Hex(parts[3]) is { } id)
        {
            reading.Add(new Cell(mcc, mnc, area, id));
        }
    }
}
