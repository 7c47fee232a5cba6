using System.Buffers.Binary;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>What the state byte, the level and the alarm code of a GT06 mean. Codes of the state byte are told apart by 0x100.</summary>
internal static class Gt06State
{
    /// <summary>Number of two bytes, length of one, value.</summary>
    public static void Modules(ReadOnlySpan<byte> body, Reading reading)
    {
        while (body.Length >= 3 && body.Length >= 3 + body[2])
        {
            var value = body.Slice(3, body[2]);
            switch (BinaryPrimitives.ReadUInt16BigEndian(body), value.Length)
            {
                case (0x18, 2):
                    reading.State(BatteryVolts, 0x18, BinaryPrimitives.ReadUInt16BigEndian(value) / 100.0);
                    break;
                case (0x6A, 1):
                    Level((byte)(value[0] | 0x80), reading);
                    break;
            }

            body = body[(3 + value.Length)..];
        }
    }

    public static void Terminal(byte status, Reading reading)
    {
        reading.State((status & 4) != 0 ? Charging : NotCharging, 2);
        var alarm = (status >> 3) & 7;
        if (alarm != 0)
        {
            var kind = alarm switch { 1 => Shock, 2 => PowerLost, 3 => BatteryLow, 4 => Sos, 6 => DeviceFence, 7 => StrapOpen, _ => Other };
            reading.Alarm(kind, 0x100 | alarm);
        }
    }

    /// <summary>0 to 6 is a level, above it a percent; the highest bit marks a percent that may be small.</summary>
    public static void Level(byte level, Reading reading)
    {
        if (level <= 6)
        {
            reading.State(BatteryLevel, level, Math.Round(level * 100 / 6.0));
        }
        else if ((level & 0x7F) <= 100)
        {
            reading.State(BatteryLevel, level & 0x7F, level & 0x7F);
        }
    }

    public static void AlarmCode(byte code, Reading reading)
    {
        if (code is 0 or 0xFF)
        {
            return;
        }

        reading.Alarm(code switch
        {
            0x01 => Sos,
            0x02 => PowerLost,
            0x03 or 0x09 => Shock,
            0x04 => DeviceFenceEntered,
            0x05 => DeviceFenceLeft,
            0x06 => Overspeed,
            0x0C or 0x13 or 0x25 or 0x32 => Tamper,
            0x0E or 0x0F or 0x19 => BatteryLow,
            0x11 => PoweredOff,
            0x14 => Door,
            0x18 => StrapOpen,
            0x23 => Fall,
            0x30 => Jamming,
            _ => Other,
        }, code);
    }
}
