using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Zones;

/// <summary>A fix that may be judged: the time that we go by, and the circle, in metres, in which the person was.</summary>
public readonly record struct Sighting(Instant At, Fix Fix, double Accuracy)
{
    /// <summary>Metres, where the device says nothing about it: what receivers of this kind reach between houses.</summary>
    public const double AccuracyUnsaid = 30;

    /// <summary>Metres. No receiver that is worn on a body is better, whatever it says.</summary>
    public const double BestAccuracy = 5;

    /// <summary>Metres of error for each unit of dilution.</summary>
    private const double ErrorPerHdop = 6;

    public static Sighting Of(in Fix fix, Instant at) =>
        new(at, fix, Math.Max(BestAccuracy, (double?)fix.Accuracy ?? fix.Hdop * ErrorPerHdop ?? AccuracyUnsaid));
}

/// <summary>What became of a fix.</summary>
public enum Stepped
{
    Judged,

    /// <summary>It came with a backlog, or out of turn: history only.</summary>
    Late,

    /// <summary>Heard, but without satellites.</summary>
    NoPosition,

    /// <summary>Known already.</summary>
    Repeated,

    /// <summary>Outside the order's terms: to be counted and dropped.</summary>
    NotAsked,
}
