using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// Wrist and ankle watches: [MM*ID*LLLL*content], some with an index before the length. No checksum. The length is wrong in the field, but a
/// closing bracket inside binary content is always escaped, so the first one ends the frame. Voice and health readings are not taken.
/// </summary>
public sealed class Watch3G : Protocol
{
    public override string Name => "watch";

    public override int Port => 5093;

    public override int LongestFrame => 8192;

    protected override int FindStart(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var next = bytes[at..].IndexOf((byte)'[');
            if (next < 0)
            {
                return bytes.Length;
            }

            at += next;
            if (bytes[at..] is [_] or [_, _] or [_, _, _] or [_, _, _, (byte)'*', ..])
            {
                return at;
            }
        }

        return bytes.Length;
    }

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)']');
        var next = 1 + FindStart(bytes[1..]);
        return next < bytes.Length && (end < 0 || next < end) && bytes[next..] is [_, _, _, _, ..] ? Measure.NoFrame(next)
            : end < 0 ? Measure.Partial
            : Measure.Whole(end + 1);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        var inside = frame[1..^1];
        Span<Range> room = stackalloc Range[6];
        var head = new Fields(inside, room, (byte)'*');
        var indexed = head.Count > 4 && head[2].Length == 4 && head[3].Length == 4 && Wire.Hex(head[2]) is not null && Wire.Hex(head[3]) is not null;
        var before = 0;
        for (var i = 0; i < (indexed ? 4 : 3); i++)
        {
            before += head[i].Length + 1;
        }

        if (head.Count < 4 || head[0].Length != 2 || !Wire.AllDigits(head[1]) || Wire.Hex(head[indexed ? 3 : 2]) is null || before >= inside.Length)
        {
            return ReadResult.Unreadable;
        }

        reading.Name(head[1]);
        var index = indexed ? head[2] : default;
        if (Wire.Hex(index) is { } serial)
        {
            reading.Serial = (int)serial;
        }

        return ReadContent(inside[before..], head[0], index, reading);
    }

    private static ReadResult ReadContent(ReadOnlySpan<byte> content, ReadOnlySpan<byte> maker, ReadOnlySpan<byte> index, Reading reading)
    {
        Span<Range> room = stackalloc Range[128];
        var fields = new Fields(content, room);
        var command = fields[0];
        if (command.StartsWith("UD"u8) || command.StartsWith("AL"u8) || command.SequenceEqual("WT"u8))
        {
            var alarm = command[0] == (byte)'A';
            if (alarm)
            {
                Answer(maker, index, "AL"u8, reading);
            }

            return Position(fields, alarm, command.SequenceEqual("UD2"u8), reading);
        }

        if (command.SequenceEqual("LK"u8))
        {
            Battery(fields[3], reading);
            Answer(maker, index, command, reading);
            return ReadResult.Heartbeat;
        }

        if (command.SequenceEqual("INIT"u8))
        {
            Answer(maker, index, "INIT,1"u8, reading);
            return ReadResult.Report;
        }

        if (command.SequenceEqual("CONFIG"u8) || command.SequenceEqual("TKQ"u8) || command.SequenceEqual("TKQ2"u8))
        {
            Answer(maker, index, command, reading);
            return ReadResult.Report;
        }

        return NotTaken(command) ? ReadResult.Report : ReadResult.Unknown;
    }

    /// <summary>A voice or a heartbeat of the wearer is no condition of any order: such a message is passed over and not kept.</summary>
    private static bool NotTaken(ReadOnlySpan<byte> command) =>
        command.SequenceEqual("TK"u8) || command.SequenceEqual("JXTK"u8) || command.SequenceEqual("TEMP"u8) || command.StartsWith("btemp"u8)
        || command.SequenceEqual("oxygen"u8) || command.SequenceEqual("heart"u8) || command.SequenceEqual("bphrt"u8) || command.SequenceEqual("PULSE"u8)
        || command.SequenceEqual("img"u8);

    private static ReadResult Position(Fields fields, bool alarm, bool stored, Reading reading)
    {
        if (Wire.Utc(fields[2], fields[1]) is not { } time || Wire.Hex(fields[16]) is not { } status || fields[16].Length > 8)
        {
            return ReadResult.Unreadable;
        }

        reading.DeviceTime = time;
        if (Wire.Signed(Wire.Number(fields[4]), fields[5]) is { } latitude && Wire.Signed(Wire.Number(fields[6]), fields[7]) is { } longitude
            && Fix.At(time, latitude, longitude, fields[3] is [(byte)'A']) is { } fix)
        {
            reading.Add(fix with
            {
                Speed = Wire.Float(fields[8]),
                Course = Wire.Float(fields[9]),
                Altitude = Wire.Float(fields[10]),
                Satellites = (byte?)Math.Clamp(Wire.Int(fields[11]) ?? 0, 0, 255),
                Stored = stored,
            });
        }

        Battery(fields[13], reading);
        Status((uint)status, alarm, reading);
        Cells(fields, reading);
        return reading.FixesOrReport();
    }

    private static void Status(uint status, bool alarmMessage, Reading reading)
    {
        var raised = false;
        for (var bit = 0; bit < 32; bit++)
        {
            if ((status >> bit & 1) == 0)
            {
                continue;
            }

            var kind = bit switch
            {
                0 or 17 => BatteryLow,
                1 or 18 => DeviceFenceLeft,
                2 or 19 => DeviceFenceEntered,
                3 or 20 => StrapOpen,
                4 => Moving,
                14 => NotCharging,
                16 => Sos,
                21 or 22 => Fall,
                _ => Other,
            };
            if (bit >= 16 || (alarmMessage && bit < 4))
            {
                reading.Alarm(kind, bit);
                raised = true;
            }
            else
            {
                reading.State(kind, bit);
            }
        }

        if (alarmMessage && !raised)
        {
            reading.Alarm(Other, -1);
        }
    }

    private static void Battery(ReadOnlySpan<byte> text, Reading reading)
    {
        if (Wire.Int(text) is >= 0 and <= 100 and var percent)
        {
            reading.State(BatteryLevel, 0, percent);
        }
    }

    private static void Cells(Fields fields, Reading reading)
    {
        if (Wire.Int(fields[19]) is not { } mcc || Wire.Int(fields[20]) is not { } mnc)
        {
            return;
        }

        var count = Math.Clamp(Wire.Int(fields[17]) ?? 0, 0, 16);
        for (var i = 0; i < count; i++)
        {
            var (area, id) = (Number(fields[21 + (3 * i)]), Number(fields[22 + (3 * i)]));
            if (area is not null && id is not null)
            {
                reading.Add(new Cell(mcc, mnc, area.Value, id.Value));
            }
        }

        // Some say the cell in hexadecimal, and only its letters give it away.
        static long? Number(ReadOnlySpan<byte> text) => Wire.Int(text) ?? Wire.Hex(text);
    }

    private static void Answer(ReadOnlySpan<byte> maker, ReadOnlySpan<byte> index, ReadOnlySpan<byte> content, Reading reading)
    {
        reading.Say((byte)'[').Say(maker).Say((byte)'*').Say(reading.Device).Say((byte)'*');
        if (!index.IsEmpty)
        {
            reading.Say(index).Say((byte)'*');
        }

        reading.SayHex(content.Length, 4).Say((byte)'*').Say(content).Say((byte)']');
    }
}
