using NodaTime;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// Where a device says it was. <see cref="Time"/> is the device's own and may be wrong: the gateway keeps the receive time beside it.
/// Degrees, km/h, degrees from north, metres. A number that the message does not carry is null.
/// </summary>
/// <param name="Valid">False where the device had no satellites and repeats an old or an estimated position.</param>
public readonly record struct Fix(Instant Time, double Latitude, double Longitude, bool Valid)
{
    public float? Speed { get; init; }

    public float? Course { get; init; }

    public float? Altitude { get; init; }

    public float? Accuracy { get; init; }

    public float? Hdop { get; init; }

    public byte? Satellites { get; init; }

    /// <summary>Kept in the device while it had no connection, and sent later.</summary>
    public bool Stored { get; init; }

    /// <summary>Null unless the two numbers are a place on earth; nought and nought without satellites is a device that has never had any.</summary>
    internal static Fix? At(Instant time, double latitude, double longitude, bool valid) =>
        Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 && (valid || latitude != 0 || longitude != 0)
            ? new Fix(time, latitude, longitude, valid)
            : null;
}

/// <summary>A cell that the device heard: what tells a dead cell from a silent person. Never a place.</summary>
public readonly record struct Cell(int Mcc, int Mnc, long Area, long Id);

/// <summary>What a bit, a code or a text of a device means. The numbers are stored: never change one.</summary>
public enum ObservationKind
{
    /// <summary>An alarm or a state bit that we have no word for; its code is kept.</summary>
    Other = 0,
    StrapOpen = 1,
    StrapClosed = 2,
    Tamper = 3,
    BatteryLow = 4,

    /// <summary>Value: percent.</summary>
    BatteryLevel = 5,

    /// <summary>Value: volts.</summary>
    BatteryVolts = 6,
    Charging = 7,
    NotCharging = 8,
    Sos = 9,
    PowerLost = 10,
    PowerBack = 11,
    PoweredOff = 12,
    PoweredOn = 13,

    /// <summary>Value: volts of the outside supply.</summary>
    PowerVolts = 14,
    Jamming = 15,
    JammingEnded = 16,
    Moving = 17,
    Still = 18,
    Fall = 19,
    Shock = 20,

    /// <summary>The device's own fence, not ours: never a verdict about an order's zone.</summary>
    DeviceFence = 21,
    DeviceFenceEntered = 22,
    DeviceFenceLeft = 23,
    Overspeed = 24,
    Door = 25,
}

/// <param name="Alarm">The device raised it; else it only reports a state.</param>
/// <param name="Value">In the unit of the kind, or 0.</param>
/// <param name="Code">The bit, code or I/O number it was read from.</param>
/// <param name="Fix">Which of the reading's fixes it belongs to, or -1.</param>
public readonly record struct Observation(ObservationKind Kind, bool Alarm, double Value, int Code, int Fix);

public enum ReadResult
{
    /// <summary>The frame is not whole yet; nothing was taken from the buffer.</summary>
    NeedMore,
    Login,
    Heartbeat,

    /// <summary>At least one fix.</summary>
    Fixes,

    /// <summary>Understood, but without a fix: a state, an event, cells, an answer to a command.</summary>
    Report,

    /// <summary>Whole and sound, of a type that we do not read. Keep the raw bytes and count it.</summary>
    Unknown,

    /// <summary>Refused. Count it against the device, never against the person.</summary>
    BadChecksum,

    /// <summary>Bytes that are no frame, or a frame whose fields make no sense. Keep the raw bytes and count it.</summary>
    Unreadable,
}

/// <summary>When the bytes came, and how far the device's clock face is ahead of UTC (as it said at its login).</summary>
public readonly record struct Arrival(Instant At, Offset DeviceClock = default);
