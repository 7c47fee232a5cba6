using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Journals;

/// <summary>
/// Messages one behind the other, as they travel from the gateway to a shard and lie in the journal: little-endian, microseconds, 1e-7 degrees.
/// The form is stored for about two hours at most; a change of it needs a new number in front of a message.
/// </summary>
public static class PacketBatch
{
    private const byte Form = 1;
    private const int FixAtMost = 8 + 4 + 4 + 1 + 6 * 4 + 1;
    private const int ObservationSize = 4 + 1 + 8 + 4 + 4;
    private const int CellSize = 4 + 4 + 8 + 8;
    private const int HeadSize = 1 + 8 + 8 + 1 + 4 + 4 + 8 + 2 + 2 + 1;

    /// <summary>The device's time is absent.</summary>
    private const long Absent = long.MinValue;

    [Flags]
    private enum Has : byte
    {
        None = 0,
        Speed = 1,
        Course = 2,
        Altitude = 4,
        Accuracy = 8,
        Hdop = 16,
        Satellites = 32,
        Valid = 64,
        Stored = 128,
    }

    public static void Write(IBufferWriter<byte> into, DeviceId device, Instant received, ReadResult result, Reading reading) =>
        Write(into, device, received, result, (reading.Type, reading.Serial, reading.DeviceTime), reading.Fixes, reading.Observations, reading.Cells);

    /// <summary>As it was read, or what is left of it.</summary>
    public static void Write(IBufferWriter<byte> into, Packet packet) =>
        Write(into, packet.Device, packet.Received, packet.Result, (packet.Type, packet.Serial, packet.DeviceTime), packet.Fixes, packet.Observations, packet.Cells);

    /// <summary>False at the end.</summary>
    /// <exception cref="FormatException">Not written by this program.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> batch, Packet packet)
    {
        packet.Clear();
        if (batch.IsEmpty)
        {
            return false;
        }

        if (batch.Length < HeadSize || batch[0] != Form)
        {
            throw new FormatException("A message of the journal is cut off, or of a form that this program does not know.");
        }

        packet.Device = new DeviceId(BinaryPrimitives.ReadInt64LittleEndian(batch[1..]));
        packet.Received = ToInstant(BinaryPrimitives.ReadInt64LittleEndian(batch[9..]));
        packet.Result = (ReadResult)batch[17];
        packet.Type = BinaryPrimitives.ReadInt32LittleEndian(batch[18..]);
        packet.Serial = BinaryPrimitives.ReadInt32LittleEndian(batch[22..]);
        packet.DeviceTime = BinaryPrimitives.ReadInt64LittleEndian(batch[26..]) is not Absent and var time ? ToInstant(time) : null;
        var (fixes, observations, cells) = (BinaryPrimitives.ReadUInt16LittleEndian(batch[34..]), BinaryPrimitives.ReadUInt16LittleEndian(batch[36..]), batch[38]);
        batch = batch[HeadSize..];
        for (var i = 0; i < fixes; i++)
        {
            packet.FixList.Add(ReadFix(ref batch));
        }

        for (var i = 0; i < observations; i++, batch = batch[ObservationSize..])
        {
            packet.ObservationList.Add(new(
                (ObservationKind)BinaryPrimitives.ReadInt32LittleEndian(batch), batch[4] != 0, BinaryPrimitives.ReadDoubleLittleEndian(batch[5..]),
                BinaryPrimitives.ReadInt32LittleEndian(batch[13..]), BinaryPrimitives.ReadInt32LittleEndian(batch[17..])));
        }

        for (var i = 0; i < cells; i++, batch = batch[CellSize..])
        {
            packet.CellList.Add(new(
                BinaryPrimitives.ReadInt32LittleEndian(batch), BinaryPrimitives.ReadInt32LittleEndian(batch[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(batch[8..]), BinaryPrimitives.ReadInt64LittleEndian(batch[16..])));
        }

        return true;
    }

    /// <summary>One fix in its short form, as a shard holds those that are in no chunk yet.</summary>
    public static int WriteFix(Span<byte> to, in Fix fix)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, Micros(fix.Time));
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], Degrees(fix.Latitude));
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], Degrees(fix.Longitude));
        var has = (fix.Valid ? Has.Valid : 0) | (fix.Stored ? Has.Stored : 0);
        var at = 17;
        has |= Put(to, ref at, fix.Speed, Has.Speed) | Put(to, ref at, fix.Course, Has.Course) | Put(to, ref at, fix.Altitude, Has.Altitude)
            | Put(to, ref at, fix.Accuracy, Has.Accuracy) | Put(to, ref at, fix.Hdop, Has.Hdop);
        if (fix.Satellites is { } satellites)
        {
            to[at++] = satellites;
            has |= Has.Satellites;
        }

        to[16] = (byte)has;
        return at;
    }

    public static int LongestFix => FixAtMost;

    public static Fix ReadFix(ref ReadOnlySpan<byte> from)
    {
        var has = (Has)from[16];
        var at = 17;
        var fix = new Fix(
            ToInstant(BinaryPrimitives.ReadInt64LittleEndian(from)), BinaryPrimitives.ReadInt32LittleEndian(from[8..]) / 1e7,
            BinaryPrimitives.ReadInt32LittleEndian(from[12..]) / 1e7, has.HasFlag(Has.Valid))
        {
            Speed = Take(from, ref at, has, Has.Speed),
            Course = Take(from, ref at, has, Has.Course),
            Altitude = Take(from, ref at, has, Has.Altitude),
            Accuracy = Take(from, ref at, has, Has.Accuracy),
            Hdop = Take(from, ref at, has, Has.Hdop),
            Satellites = has.HasFlag(Has.Satellites) ? from[at++] : null,
            Stored = has.HasFlag(Has.Stored),
        };
        from = from[at..];
        return fix;
    }

    /// <summary>Fixes in their short form, one behind the other.</summary>
    public static List<Fix> ReadFixes(ReadOnlySpan<byte> from)
    {
        var fixes = new List<Fix>();
        while (!from.IsEmpty)
        {
            fixes.Add(ReadFix(ref from));
        }

        return fixes;
    }

    public static long Micros(Instant at) => at.ToUnixTimeTicks() / 10;

    public static Instant ToInstant(long micros) => Instant.FromUnixTimeTicks(micros * 10);

    private static void Write(
        IBufferWriter<byte> into, DeviceId device, Instant received, ReadResult result, (int Type, int Serial, Instant? Time) about,
        ReadOnlySpan<Fix> fixes, ReadOnlySpan<Observation> observations, ReadOnlySpan<Cell> cells)
    {
        var (fixCount, observationCount, cellCount) = (Math.Min(fixes.Length, ushort.MaxValue), Math.Min(observations.Length, ushort.MaxValue), Math.Min(cells.Length, byte.MaxValue));
        var to = into.GetSpan(HeadSize + fixCount * FixAtMost + observationCount * ObservationSize + cellCount * CellSize);
        to[0] = Form;
        BinaryPrimitives.WriteInt64LittleEndian(to[1..], device.Number);
        BinaryPrimitives.WriteInt64LittleEndian(to[9..], Micros(received));
        to[17] = (byte)result;
        BinaryPrimitives.WriteInt32LittleEndian(to[18..], about.Type);
        BinaryPrimitives.WriteInt32LittleEndian(to[22..], about.Serial);
        BinaryPrimitives.WriteInt64LittleEndian(to[26..], about.Time is { } time ? Micros(time) : Absent);
        BinaryPrimitives.WriteUInt16LittleEndian(to[34..], (ushort)fixCount);
        BinaryPrimitives.WriteUInt16LittleEndian(to[36..], (ushort)observationCount);
        to[38] = (byte)cellCount;
        var at = HeadSize;
        foreach (ref readonly var fix in fixes[..fixCount])
        {
            at += WriteFix(to[at..], fix);
        }

        foreach (var o in observations[..observationCount])
        {
            BinaryPrimitives.WriteInt32LittleEndian(to[at..], (int)o.Kind);
            to[at + 4] = o.Alarm ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteDoubleLittleEndian(to[(at + 5)..], o.Value);
            BinaryPrimitives.WriteInt32LittleEndian(to[(at + 13)..], o.Code);
            BinaryPrimitives.WriteInt32LittleEndian(to[(at + 17)..], o.Fix);
            at += ObservationSize;
        }

        foreach (var c in cells[..cellCount])
        {
            BinaryPrimitives.WriteInt32LittleEndian(to[at..], c.Mcc);
            BinaryPrimitives.WriteInt32LittleEndian(to[(at + 4)..], c.Mnc);
            BinaryPrimitives.WriteInt64LittleEndian(to[(at + 8)..], c.Area);
            BinaryPrimitives.WriteInt64LittleEndian(to[(at + 16)..], c.Id);
            at += CellSize;
        }

        into.Advance(at);
    }

    private static int Degrees(double value) => (int)Math.Round(value * 1e7);

    private static Has Put(Span<byte> to, ref int at, float? value, Has has)
    {
        if (value is not { } number)
        {
            return Has.None;
        }

        MemoryMarshal.Write(to[at..], number);
        at += 4;
        return has;
    }

    private static float? Take(ReadOnlySpan<byte> from, ref int at, Has has, Has which)
    {
        if ((has & which) == 0)
        {
            return null;
        }

        at += 4;
        return MemoryMarshal.Read<float>(from[(at - 4)..]);
    }
}
