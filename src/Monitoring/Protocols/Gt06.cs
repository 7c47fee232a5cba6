using System.Buffers.Binary;
using NodaTime;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>GT06 and its kin (Concox, Jimi): 78 78 len type body serial crc 0D 0A, or 79 79 with a length of two bytes.</summary>
public sealed class Gt06 : Protocol
{
    private const int Location = 18;

    public override string Name => "gt06";

    public override int Port => 5023;

    public override int LongestFrame => 4096;

    protected override bool SoundFrames => true;

    protected override int FindStart(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; ; at++)
        {
            var next = bytes[at..].IndexOfAny((byte)0x78, (byte)0x79);
            at += next;
            if (next < 0)
            {
                return bytes.Length;
            }

            if (at + 1 == bytes.Length || bytes[at + 1] == bytes[at])
            {
                return at;
            }
        }
    }

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[0] == 0x78 ? 3 : 4;
        if (bytes.Length < head)
        {
            return Measure.Partial;
        }

        var length = head + 2 + (head == 3 ? bytes[2] : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        if (length < head + 7 || length > LongestFrame)
        {
            return Measure.NoFrame(@checked: true);
        }

        if (bytes.Length < length)
        {
            return Measure.Partial;
        }

        return bytes[length - 2] != 0x0D || bytes[length - 1] != 0x0A ? Measure.NoFrame(@checked: true)
            : Wire.X25(bytes[2..(length - 4)]) == BinaryPrimitives.ReadUInt16BigEndian(bytes[(length - 4)..]) ? Measure.Whole(length, true)
            : Measure.BadChecksum(length);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        var isLong = frame[0] == 0x79;
        var type = frame[isLong ? 4 : 3];
        var body = frame[(isLong ? 5 : 4)..^6];
        reading.Type = type;
        reading.Serial = BinaryPrimitives.ReadUInt16BigEndian(frame[^6..]);
        var result = ReadBody(type, body, isLong, arrival.DeviceClock, reading);
        Acknowledge(type, isLong, reading, arrival.At);
        return result;
    }

    private static ReadResult ReadBody(byte type, ReadOnlySpan<byte> body, bool isLong, Offset clock, Reading reading)
    {
        switch (type)
        {
            case 0x01:
                return Login(body, reading);

            case 0x13 or 0x23 or 0x36 or 0x08:
            case 0xA3 when !HasLocation(body):
                return Heartbeat(type, body, reading);

            case 0x10 or 0x11 or 0x12 or 0x1E or 0x22 or 0x31 or 0xA0 or 0xA3:
            case 0x32 when !isLong:
                Locate(body, 0, clock, reading);
                ReadCells(body, Location, type == 0xA0, reading);
                return reading.FixesOrReport();

            case 0x34:
                Locate(body, 4, clock, reading);
                return reading.FixesOrReport();

            case 0x16 or 0x26 or 0x27 or 0x39 or 0xA4 or 0xA5 or 0x19:
                return AlarmMessage(type, body, clock, reading);

            case 0x95:
                return NewAlarm(body, clock, reading);

            case 0x17 or 0x18 or 0x24 or 0x28 or 0x2C or 0x2E or 0x32 or 0x33 or 0x69 or 0xA1 or 0xA2:
                return Neighbours(body, clock, reading);

            case 0x94:
                return Details(body, reading);

            case 0x15 or 0x21 or 0x8A:
                return ReadResult.Report;

            default:
                return ReadResult.Unknown;
        }
    }

    private static ReadResult Login(ReadOnlySpan<byte> body, Reading reading)
    {
        if (body.Length < 8)
        {
            return ReadResult.Unknown;
        }

        reading.NameDigits(body[..8]);
        if (body.Length >= 12)
        {
            var said = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
            var minutes = ((said >> 4) / 100 * 60) + ((said >> 4) % 100);
            reading.DeviceClock = minutes > 14 * 60 ? Offset.Zero : Offset.FromSeconds((said & 8) != 0 ? minutes * -60 : minutes * 60);
        }

        return ReadResult.Login;
    }

    private static ReadResult Heartbeat(byte type, ReadOnlySpan<byte> body, Reading reading)
    {
        if (body.IsEmpty)
        {
            return ReadResult.Heartbeat;
        }

        if (type == 0xA3)
        {
            // The wearable's heartbeat, known from recordings only: the battery's percent stands behind the steps.
            Gt06State.Level(body.Length > 13 ? body[13] : (byte)0xFF, reading);
            return ReadResult.Heartbeat;
        }

        Gt06State.Terminal(body[0], reading);
        if (type == 0x23 && body.Length > 2)
        {
            reading.State(BatteryVolts, type, BinaryPrimitives.ReadUInt16BigEndian(body[1..]) / 100.0);
        }
        else if (type == 0x13 && body.Length >= 14)
        {
            Gt06State.Level((byte)(body[5] | 0x80), reading);
            reading.State(BatteryVolts, type, BinaryPrimitives.ReadUInt16BigEndian(body[7..]) / 100.0);
        }
        else if (body.Length > 1)
        {
            Gt06State.Level(body[1], reading);
            if (type == 0x13 && body.Length == 5)
            {
                Gt06State.AlarmCode(body[3], reading);
            }

            Gt06State.Modules(type == 0x36 && body.Length > 5 ? body[5..] : default, reading);
        }

        return ReadResult.Heartbeat;
    }

    private static ReadResult AlarmMessage(byte type, ReadOnlySpan<byte> body, Offset clock, Reading reading)
    {
        // The block of cells differs from model to model, what stands behind it does not: it is counted from the end.
        var tail = type is 0x27 or 0xA4 or 0xA5 ? 6 : 5;
        var start = type == 0x19 ? 0 : Location;
        if (body.Length < start + tail)
        {
            return ReadResult.Unknown;
        }

        if (start > 0)
        {
            Locate(body, 0, clock, reading);
        }

        var cells = body[start..^tail];
        ReadCells(cells, cells is [>= 8 and < 0x80, ..] ? 1 : 0, type is 0xA4 or 0xA5, reading);
        Gt06State.Terminal(body[^tail], reading);
        Gt06State.Level(body[^(tail - 1)], reading);
        Gt06State.AlarmCode(body[^(tail - 3)], reading);
        return reading.FixesOrReport();
    }

    private static ReadResult NewAlarm(ReadOnlySpan<byte> body, Offset clock, Reading reading)
    {
        var time = Time(body, clock);
        if (time is null || body.Length < 9)
        {
            return ReadResult.Unknown;
        }

        reading.DeviceTime = time;
        var located = body.Length >= 19;
        if (located && Position(time.Value, body[6..], BinaryPrimitives.ReadUInt16BigEndian(body[14..])) is { } fix)
        {
            reading.Add(fix);
        }

        Gt06State.AlarmCode(body[located ? 16 : 6], reading);
        return reading.FixesOrReport();
    }

    private static ReadResult Neighbours(ReadOnlySpan<byte> body, Offset clock, Reading reading)
    {
        if (HasLocation(body))
        {
            Locate(body, 0, clock, reading);
            return reading.FixesOrReport();
        }

        reading.DeviceTime = Time(body, clock);
        ReadCells(body, 6, reading.Type == 0xA2, reading);
        return ReadResult.Report;
    }

    private static ReadResult Details(ReadOnlySpan<byte> body, Reading reading)
    {
        if (body is [0, _, _, ..])
        {
            reading.State(PowerVolts, 0x94, BinaryPrimitives.ReadUInt16BigEndian(body[1..]) / 100.0);
        }

        return ReadResult.Report;
    }

    private static void Locate(ReadOnlySpan<byte> body, int at, Offset clock, Reading reading)
    {
        // Some models put their IMEI in front.
        at = Time(body[Math.Min(at, body.Length)..], clock) is null ? 8 : at;
        if (body.Length < at + Location || Time(body[at..], clock) is not { } time)
        {
            return;
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(body[(at + 16)..]);
        reading.DeviceTime = time;
        if (Position(time, body[(at + 7)..], flags) is { } fix)
        {
            reading.Add(fix with
            {
                Satellites = (byte)(body[at + 6] & 0xF),
                Speed = body[at + 15],
                Stored = reading.Type == 0x22 && body.Length >= 29 && body[28] == 1,
            });
        }
    }

    private static Fix? Position(Instant time, ReadOnlySpan<byte> place, int flags)
    {
        var latitude = BinaryPrimitives.ReadUInt32BigEndian(place) / 1_800_000.0;
        var longitude = BinaryPrimitives.ReadUInt32BigEndian(place[4..]) / 1_800_000.0;
        var fix = Fix.At(time, (flags & 0x400) != 0 ? latitude : -latitude, (flags & 0x800) != 0 ? -longitude : longitude, (flags & 0x1000) != 0);
        return fix is { } f ? f with { Course = flags & 0x3FF } : null;
    }

    private static bool HasLocation(ReadOnlySpan<byte> body) => body.Length >= Location && body[6] >= 0x80 && Time(body, default) is not null;

    private static Instant? Time(ReadOnlySpan<byte> body, Offset clock) =>
        body.Length < 6 ? null : Wire.Utc(2000 + body[0], body[1], body[2], body[3], body[4], body[5])?.Minus(Duration.FromSeconds(clock.Seconds));

    private static void ReadCells(ReadOnlySpan<byte> body, int at, bool wide, Reading reading)
    {
        var mnc = body.Length > at && (body[at] & 0x80) != 0 ? 2 : 1;
        if (body.Length < at + 2 + mnc + (wide ? 12 : 5))
        {
            return;
        }

        var mcc = BinaryPrimitives.ReadUInt16BigEndian(body[at..]) & 0x7FFF;
        var network = mnc == 1 ? body[at + 2] : BinaryPrimitives.ReadUInt16BigEndian(body[(at + 2)..]);
        var cell = body[(at + 2 + mnc)..];
        reading.Add(wide
            ? new Cell(mcc, network, BinaryPrimitives.ReadUInt32BigEndian(cell), BinaryPrimitives.ReadInt64BigEndian(cell[4..]))
            : new Cell(mcc, network, BinaryPrimitives.ReadUInt16BigEndian(cell), (cell[2] << 16) | (cell[3] << 8) | cell[4]));
    }

    private static void Acknowledge(byte type, bool isLong, Reading reading, Instant at)
    {
        if (type is 0x94 or 0x34 or 0x66 or 0x84 || (type == 0x95 && isLong))
        {
            return;
        }

        // Devices with modules (70, F1) ask in the long form and want the short one back.
        var wide = isLong && type is not (0x70 or 0xF1);
        Span<byte> answer = stackalloc byte[17];
        var length = 0;
        answer[length++] = wide ? (byte)0x79 : (byte)0x78;
        answer[length++] = answer[0];
        var content = type == 0x8A ? 6 : 0;
        if (wide)
        {
            answer[length++] = 0;
        }

        answer[length++] = (byte)(5 + content);
        answer[length++] = type;
        if (content > 0)
        {
            var now = at.InUtc();
            ReadOnlySpan<byte> face = [(byte)(now.Year - 2000), (byte)now.Month, (byte)now.Day, (byte)now.Hour, (byte)now.Minute, (byte)now.Second];
            face.CopyTo(answer[length..]);
            length += content;
        }

        BinaryPrimitives.WriteUInt16BigEndian(answer[length..], (ushort)reading.Serial);
        length += 2;
        BinaryPrimitives.WriteUInt16BigEndian(answer[length..], Wire.X25(answer[2..length]));
        length += 2;
        answer[length++] = 0x0D;
        answer[length++] = 0x0A;
        reading.Say(answer[..length]);
    }
}
