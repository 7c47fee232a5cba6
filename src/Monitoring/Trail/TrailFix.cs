using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Trail;

/// <summary>The numbers are stored: never change one.</summary>
[Flags]
public enum TrailMarks : byte
{
    None = 0,

    /// <summary>Repeated or estimated by the device, without satellites.</summary>
    NotValid = 1,

    /// <summary>Kept in the device while it had no connection.</summary>
    Stored = 2,

    /// <summary>It came too late to say anything of the moment.</summary>
    Late = 4,
}

/// <summary>One kept fix, as exact as it is worth keeping. What the device did not say is null.</summary>
/// <param name="At">To the millisecond.</param>
/// <param name="Latitude">In ten millionths of a degree, a centimetre.</param>
/// <param name="Speed">In tenths of km/h.</param>
/// <param name="Course">In degrees from north.</param>
/// <param name="Accuracy">In metres.</param>
/// <param name="Battery">In percent.</param>
public readonly record struct TrailFix(
    Instant At, int Latitude, int Longitude, ushort? Speed, ushort? Course, ushort? Accuracy, byte? Battery, byte? Satellites, TrailMarks Marks)
{
    private const double Step = 1e7;

    public double LatitudeDegrees => Latitude / Step;

    public double LongitudeDegrees => Longitude / Step;

    /// <param name="at">The time by which it is judged; the device's own may be wrong.</param>
    public static TrailFix Of(in Fix fix, Instant at, byte? battery = null, bool late = false) => new(
        at,
        (int)Math.Round(fix.Latitude * Step),
        (int)Math.Round(fix.Longitude * Step),
        fix.Speed is { } speed ? Small(speed * 10) : null,
        fix.Course is { } course && float.IsFinite(course) ? (ushort)(((int)Math.Round(course % 360) + 360) % 360) : null,
        fix.Accuracy is { } accuracy ? Small(accuracy) : null,
        battery,
        fix.Satellites,
        (fix.Valid ? 0 : TrailMarks.NotValid) | (fix.Stored ? TrailMarks.Stored : 0) | (late ? TrailMarks.Late : 0));

    /// <summary>As the device said it, as far as it was kept.</summary>
    public Fix Fix() => new(At, LatitudeDegrees, LongitudeDegrees, !Marks.HasFlag(TrailMarks.NotValid))
    {
        Speed = Speed / 10f,
        Course = Course,
        Accuracy = Accuracy,
        Satellites = Satellites,
        Stored = Marks.HasFlag(TrailMarks.Stored),
    };

    private static ushort Small(float number) => float.IsNaN(number) ? (ushort)0 : (ushort)Math.Clamp(Math.Round(number), 0, ushort.MaxValue);
}
