using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>Laipac S911 bracelets: $...*hh with an XOR checksum. A status or event in lower case wants an answer.</summary>
public sealed class Laipac : Protocol
{
    /// <summary>What the maker sets; the answer to an event carries it.</summary>
    private static ReadOnlySpan<byte> Password => "00000000"u8;

    public override string Name => "laipac";

    public override int Port => 5048;

    protected override int FindStart(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'$') is >= 0 and var at ? at : bytes.Length;

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        var star = bytes.IndexOf((byte)'*');
        var next = 1 + FindStart(bytes[1..]);
        if (next < bytes.Length && (star < 0 || next < star + 3))
        {
            return Measure.NoFrame(next, @checked: true);
        }

        if (star < 0 || bytes.Length < star + 3)
        {
            return Measure.Partial;
        }

        return Wire.Hex(bytes.Slice(star + 1, 2)) != Wire.Xor(bytes[1..star]) ? Measure.BadChecksum(star + 3) : Measure.Whole(Ending(bytes, star + 3), true);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        var star = frame.IndexOf((byte)'*');
        Span<Range> room = stackalloc Range[32];
        var fields = new Fields(frame[1..star], room);
        if (fields[0].SequenceEqual("AVRMC"u8))
        {
            return Position(fields, frame.Slice(star + 1, 2), reading);
        }

        if (fields[0].SequenceEqual("ECHK"u8))
        {
            reading.Name(fields[1]);
            reading.Say(frame[..(star + 3)]).Say("\r\n"u8);
            return ReadResult.Heartbeat;
        }

        if (fields[0].SequenceEqual("AVSYS"u8))
        {
            reading.Name(fields[1]);
            return ReadResult.Report;
        }

        return ReadResult.Unknown;
    }

    private static ReadResult Position(Fields fields, ReadOnlySpan<byte> checksum, Reading reading)
    {
        if (Wire.Utc(fields[2], fields[10]) is not { } time || fields[3].Length != 1)
        {
            return ReadResult.Unknown;
        }

        reading.Name(fields[1]);
        reading.DeviceTime = time;
        var status = fields[3][0];
        if (Wire.Degrees(fields[4], fields[5]) is { } latitude && Wire.Degrees(fields[6], fields[7]) is { } longitude
            && Fix.At(time, latitude, longitude, (status | 0x20) is 'a' or 'r' or 'p') is { } fix)
        {
            reading.Add(fix with { Speed = Wire.Knots(fields[8]), Course = Wire.Float(fields[9]) });
        }

        var said = fields[11] is [var only] ? only : (byte)'0';
        Event(said, reading);
        if (Wire.Number(fields[12]) is { } volts)
        {
            // Some firmware says millivolts.
            reading.State(BatteryVolts, 0, volts > 100 ? volts / 1000 : volts);
        }

        if (fields[17].Length == 8 && Wire.Hex(fields[17]) is { } cell && fields[18].Length == 6 && Wire.Int(fields[18]) is { } network)
        {
            reading.Add(new Cell(network / 1000, network % 1000, cell >> 16, cell & 0xFFFF));
        }

        Answer(status, said, checksum, reading);
        return reading.FixesOrReport();
    }

    private static void Event(byte said, Reading reading)
    {
        var kind = said switch
        {
            (byte)'3' => Sos,
            (byte)'T' => Tamper,
            (byte)'Z' => BatteryLow,
            (byte)'X' => DeviceFenceEntered,
            (byte)'4' or (byte)'7' => DeviceFenceLeft,
            (byte)'5' => PowerLost,
            (byte)'8' => Shock,
            (byte)'H' => PoweredOff,
            _ => Other,
        };
        if (kind != Other)
        {
            reading.Alarm(kind, said);
        }
        else if (said != '0')
        {
            reading.State(Other, said);
        }
    }

    private static void Answer(byte status, byte said, ReadOnlySpan<byte> checksum, Reading reading)
    {
        var reply = said switch
        {
            (byte)'3' => 'd',
            (byte)'M' => 'm',
            (byte)'S' or (byte)'T' => 't',
            (byte)'X' or (byte)'4' => 'x',
            (byte)'Y' => 'y',
            (byte)'Z' => 'z',
            _ => ' ',
        };
        if (status is >= (byte)'a' and <= (byte)'z')
        {
            reading.Say("$EAVACK,"u8).Say(said).Say((byte)',').Say(checksum);
        }
        else if (reply != ' ')
        {
            reading.Say("$AVCFG,"u8).Say(Password).Say((byte)',').Say((byte)reply);
        }
        else
        {
            return;
        }

        reading.Say((byte)'*').SayHex(Wire.Xor(reading.Answer[1..^1]), 2).Say("\r\n"u8);
    }

    private static int Ending(ReadOnlySpan<byte> bytes, int end)
    {
        while (end < bytes.Length && bytes[end] is (byte)'\r' or (byte)'\n')
        {
            end++;
        }

        return end;
    }
}
