using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>When an office is open, and time counted only while it is. All days are days in the office's own zone.</summary>
public sealed class OfficeCalendar(Office office)
{
    // A programme whose office never opens is refused when it is read; the bound only keeps a bug from looping for ever.
    private const int SearchDays = 3660;

    public Office Office { get; } = office;

    public bool IsOpen(LocalDate day) => Office.OpeningDays.Contains(day.DayOfWeek) && !Office.Holidays.ContainsKey(day);

    /// <summary>A sentence for the screen, or null on an open day.</summary>
    public string? WhyClosed(LocalDate day) =>
        Office.Holidays.TryGetValue(day, out var holiday) ? $"{Office.Name} is closed on {day:uuuu-MM-dd}: {holiday}."
        : Office.OpeningDays.Contains(day.DayOfWeek) ? null
        : $"{Office.Name} does not open on {day.DayOfWeek}s.";

    /// <summary>The first open day on or after <paramref name="from"/>.</summary>
    public LocalDate NextOpenDay(LocalDate from)
    {
        for (var (day, tried) = (from, 0); tried < SearchDays; day = day.PlusDays(1), tried++)
        {
            if (IsOpen(day))
            {
                return day;
            }
        }

        throw new InvalidOperationException($"Office {Office.Code} does not open within ten years of {from:uuuu-MM-dd}.");
    }

    /// <summary>
    /// The instant at which <paramref name="hours"/> of opening time have passed since <paramref name="from"/>. Hours that run
    /// out exactly at closing time end then, not on the next morning. Elapsed time is counted, so a day on which the clocks
    /// change inside opening time is an hour shorter or longer.
    /// </summary>
    public Instant AddOpenHours(Instant from, int hours)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hours);
        var left = Duration.FromHours(hours);
        for (var day = NextOpenDay(from.InZone(Office.Zone).Date); left > Duration.Zero; day = NextOpenDay(day.PlusDays(1)))
        {
            var (opens, closes) = OpenOn(day);
            var begins = Instant.Max(opens, from);
            var open = closes - begins;
            if (open >= left)
            {
                return begins + left;
            }

            left -= open > Duration.Zero ? open : Duration.Zero;
        }

        return from;
    }

    /// <summary>The opening time between two instants; zero when they are in the wrong order.</summary>
    public Duration OpenHoursBetween(Instant from, Instant to)
    {
        var sum = Duration.Zero;
        var last = to.InZone(Office.Zone).Date;
        for (var day = from.InZone(Office.Zone).Date; day <= last; day = day.PlusDays(1))
        {
            if (IsOpen(day))
            {
                var (opens, closes) = OpenOn(day);
                var open = Instant.Min(closes, to) - Instant.Max(opens, from);
                sum += open > Duration.Zero ? open : Duration.Zero;
            }
        }

        return sum;
    }

    /// <summary>The moment of a wall-clock time at the office. In the hour that spring skips it is an hour later, in the one that autumn repeats the first.</summary>
    public Instant At(LocalDate day, LocalTime time) => day.At(time).InZoneLeniently(Office.Zone).ToInstant();

    private (Instant Opens, Instant Closes) OpenOn(LocalDate day) => (At(day, Office.Opens), At(day, Office.Closes));
}
