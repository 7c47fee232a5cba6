using System.Buffers.Binary;
using NodaTime;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>The records of a Teltonika packet, from the codec's number to the second count: the same over TCP and UDP.</summary>
internal static class TeltonikaRecords
{
    private static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);

    public static bool HoldsRecords(byte codec) => codec is 0x08 or 0x8E or 0x10;

    public static bool Codec(byte codec) => HoldsRecords(codec) || codec is >= 0x0C and <= 0x0F;

    public static ReadResult Read(ReadOnlySpan<byte> bytes, Reading reading)
    {
        reading.Type = bytes[0];
        switch (bytes[0])
        {
            case 0x0C:
                return ReadResult.Report;
            case var codec when !HoldsRecords(codec):
                return ReadResult.Unknown;
        }

        var rest = bytes[2..^1];
        for (var left = bytes[1]; left > 0; left--)
        {
            if (!Record(ref rest, bytes[0], reading))
            {
                return ReadResult.Unknown;
            }
        }

        return rest.IsEmpty && bytes[1] == bytes[^1] ? reading.FixesOrReport() : ReadResult.Unknown;
    }

    private static bool Record(ref ReadOnlySpan<byte> rest, byte codec, Reading reading)
    {
        var wide = codec == 0x8E;
        var head = codec == 0x08 ? 26 : 28;
        if (rest.Length < head)
        {
            return false;
        }

        var fix = AddFix(rest, reading);
        var priority = rest[8];
        int raisedBy = codec == 0x08 ? rest[24] : BinaryPrimitives.ReadUInt16BigEndian(rest[24..]);
        var panic = priority == 2;
        rest = rest[head..];
        for (var size = 1; size <= 8; size *= 2)
        {
            if (!Values(ref rest, size, codec, raisedBy, fix, ref panic, reading))
            {
                return false;
            }
        }

        if (wide && !LongValues(ref rest))
        {
            return false;
        }

        if (panic)
        {
            reading.Observe(Sos, true, 0, raisedBy, fix);
        }

        return true;
    }

    private static int AddFix(ReadOnlySpan<byte> record, Reading reading)
    {
        var since = BinaryPrimitives.ReadUInt64BigEndian(record);
        if (since >= (ulong)Latest.ToUnixTimeMilliseconds())
        {
            return -1;
        }

        var time = Instant.FromUnixTimeMilliseconds((long)since);
        reading.DeviceTime = time;
        var satellites = record[21];
        var latitude = BinaryPrimitives.ReadInt32BigEndian(record[13..]) / 1e7;
        var longitude = BinaryPrimitives.ReadInt32BigEndian(record[9..]) / 1e7;
        if (Fix.At(time, latitude, longitude, satellites > 0) is not { } fix)
        {
            return -1;
        }

        return reading.Add(fix with
        {
            Altitude = BinaryPrimitives.ReadInt16BigEndian(record[17..]),
            Course = BinaryPrimitives.ReadUInt16BigEndian(record[19..]),
            Satellites = satellites,
            Speed = BinaryPrimitives.ReadUInt16BigEndian(record[22..]),
        });
    }

    private static bool Values(ref ReadOnlySpan<byte> rest, int size, byte codec, int raisedBy, int fix, ref bool panic, Reading reading)
    {
        var countSize = codec == 0x8E ? 2 : 1;
        var idSize = codec == 0x08 ? 1 : 2;
        if (rest.Length < countSize)
        {
            return false;
        }

        int count = countSize == 2 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : rest[0];
        rest = rest[countSize..];
        if (rest.Length < count * (idSize + size))
        {
            return false;
        }

        for (; count > 0; count--)
        {
            int id = idSize == 2 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : rest[0];
            var value = rest.Slice(idSize, size);
            Observe(id, Number(value), raisedBy, fix, reading);
            panic &= id != 236;
            rest = rest[(idSize + size)..];
        }

        return true;
    }

    private static long Number(ReadOnlySpan<byte> value) => value.Length switch
    {
        1 => value[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(value),
        4 => BinaryPrimitives.ReadUInt32BigEndian(value),
        _ => BinaryPrimitives.ReadInt64BigEndian(value),
    };

    private static bool LongValues(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2)
        {
            return false;
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[2..];
        for (; count > 0; count--)
        {
            var length = rest.Length < 4 ? int.MaxValue - 4 : BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (rest.Length < 4 + length)
            {
                return false;
            }

            rest = rest[(4 + length)..];
        }

        return true;
    }

    private static void Observe(int id, long value, int raisedBy, int fix, Reading reading)
    {
        var on = value != 0;
        var (kind, alarm, said) = id switch
        {
            236 when on => (Sos, true, 0),
            242 when on => (Fall, true, 0),
            247 when on => (Shock, true, 0),
            249 => (on ? Jamming : JammingEnded, on, 0),
            252 => (on ? PowerLost : PowerBack, on, 0),
            255 when id == raisedBy => (Overspeed, true, 0),
            246 or 253 when on && id == raisedBy => (Other, true, 0),
            175 or (>= 155 and <= 159) when id == raisedBy => (on ? DeviceFenceEntered : DeviceFenceLeft, true, 0),
            240 => (on ? Moving : Still, false, 0),
            113 when value <= 100 => (BatteryLevel, false, value),
            116 => (on ? Charging : NotCharging, false, 0),
            67 => (BatteryVolts, false, value / 1000.0),
            66 => (PowerVolts, false, value / 1000.0),
            _ => (Other, false, 0.0),
        };
        if (kind != Other || alarm)
        {
            reading.Observe(kind, alarm, said, id, fix);
        }
    }
}
