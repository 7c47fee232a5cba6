using System.Buffers.Binary;

namespace Throughline.Monitoring.Protocols;

/// <summary>Teltonika codec 8, 8 extended and 16 over TCP: a login with the IMEI, then packets of records. The answer is the count of records.</summary>
public sealed class Teltonika : Protocol
{
    private const int Login = 17;

    public override string Name => "teltonika";

    public override int Port => 5027;

    public override int LongestFrame => 8192;

    protected override bool SoundFrames => true;

    protected override int FindStart(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var next = bytes[at..].IndexOfAny((byte)0x00, (byte)0xFF);
            if (next < 0)
            {
                return bytes.Length;
            }

            at += next;
            var start = bytes[at..];
            // A ping is one byte and could be anything: it counts only where a frame has just ended, which is at the very start.
            if (start is [0xFF, ..] ? at == 0 : start is [_] or [0, 0x0F, ..] or [0, 0] or [0, 0, 0] or [0, 0, 0, 0, ..])
            {
                return at;
            }
        }

        return bytes.Length;
    }

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        switch (bytes)
        {
            case [0xFF, ..]:
                return Measure.Whole(1);

            case [0, 0x0F, ..]:
                var number = bytes[2..Math.Min(Login, bytes.Length)];
                return !number.IsEmpty && !Wire.AllDigits(number) ? Measure.NoFrame() : bytes.Length < Login ? Measure.Partial : Measure.Whole(Login);

            case { Length: < 9 }:
                return Measure.Partial;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        if (length < 3 || length + 12 > LongestFrame || !TeltonikaRecords.Codec(bytes[8]))
        {
            return Measure.NoFrame(@checked: true);
        }

        var whole = (int)length + 12;
        if (bytes.Length < whole)
        {
            return Measure.Partial;
        }

        var sum = BinaryPrimitives.ReadUInt32BigEndian(bytes[(whole - 4)..]);
        return bytes[9] == bytes[whole - 5] && Wire.Arc(bytes[8..(whole - 4)]) == sum ? Measure.Whole(whole, true) : Measure.BadChecksum(whole);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        switch (frame.Length)
        {
            case 1:
                return ReadResult.Heartbeat;

            case Login when frame[1] == 0x0F:
                reading.Name(frame[2..]);
                reading.Say(1);
                reading.Refusal = 0;
                return ReadResult.Login;
        }

        var result = TeltonikaRecords.Read(frame[8..^4], reading);
        if (TeltonikaRecords.HoldsRecords(frame[8]))
        {
            // Also for records that we cannot read: they are kept raw, and what waits behind them in the device may be a cut strap.
            reading.Say([0, 0, 0, frame[9]]);
        }

        return result;
    }
}

/// <summary>The same records in datagrams: no login, no checksum, the IMEI in each. The buffer is one datagram.</summary>
public sealed class TeltonikaUdp : Protocol
{
    public override string Name => "teltonika-udp";

    public override int Port => 5027;

    public override int LongestFrame => 1 << 16;

    protected override int FindStart(ReadOnlySpan<byte> bytes) => 0;

    protected override Measure MeasureFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
        {
            return Measure.Partial;
        }

        var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.Length < length ? Measure.Partial : Measure.Whole(length);
    }

    protected override ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        var imei = frame.Length < 11 || frame[4] != 1 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(frame[6..]);
        if (imei is 0 or > 20 || frame.Length < 8 + imei + 3)
        {
            return ReadResult.Unreadable;
        }

        reading.Name(frame.Slice(8, imei));
        reading.Serial = BinaryPrimitives.ReadUInt16BigEndian(frame[2..]);
        var records = frame[(8 + imei)..];
        var result = TeltonikaRecords.Read(records, reading);
        if (TeltonikaRecords.HoldsRecords(records[0]))
        {
            reading.Say([0, 5, frame[2], frame[3], 1, frame[5], records[1]]);
        }

        return result;
    }
}
