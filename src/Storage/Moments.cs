using NodaTime;

namespace Throughline.Storage;

/// <summary>Time as the tables hold it: microseconds since 1970 for instants, days since 1970 for legal days.</summary>
internal static class Moments
{
    /// <summary>"Not superseded yet", larger than any instant.</summary>
    public const long Never = long.MaxValue;

    public static long Micros(this Instant at) => at.ToUnixTimeTicks() / 10;

    public static object? Micros(this Instant? at) => at is { } i ? i.Micros() : null;

    public static Instant ToInstant(this long micros) => Instant.FromUnixTimeTicks(micros * 10);

    public static long Day(this LocalDate date) => Period.DaysBetween(new LocalDate(1970, 1, 1), date);

    public static LocalDate ToDate(this long day) => new LocalDate(1970, 1, 1).PlusDays((int)day);
}
