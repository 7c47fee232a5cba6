using System.Collections.Immutable;
using NodaTime;
using NodaTime.TimeZones;

namespace Throughline.Monitoring.Zones;

/// <summary>From a day and time of the week to another, local; it may pass midnight and the end of the week. The end is not in it.</summary>
public readonly record struct WeekPart(IsoDayOfWeek Day, LocalTime From, IsoDayOfWeek LastDay, LocalTime Until);

/// <summary>On this date these parts hold in place of those that would begin on it; none: nothing begins.</summary>
public sealed record DayApart(LocalDate Date, ImmutableArray<(LocalTime From, LocalTime Until)> Parts, string Reason);

/// <summary>A stretch of time that lies wholly inside or wholly outside the hours. Null: without an end on that side, as far as can be seen.</summary>
public readonly record struct HoursStretch(bool Inside, Instant? From, Instant? Until)
{
    public bool Covers(Instant at) => (From is not { } from || at >= from) && (Until is not { } until || at < until);
}

/// <summary>Parts of the week in a zone's local time, with the dates on which they differ.</summary>
public sealed record WeekHours(ImmutableArray<WeekPart> Parts, ImmutableArray<DayApart> Exceptions)
{
    /// <summary>Days to look back for a part that still runs, and ahead for the next one.</summary>
    private const int LongestPart = 8;
    private const int Horizon = 400;

    /// <summary>
    /// A time that the clock skips is the moment of the skip; one that it shows twice is the first. So what begins at half past two on the day
    /// the clocks go forward begins at three, and what ends at half past one on the day they go back ends when that is first shown.
    /// </summary>
    private static readonly ZoneLocalMappingResolver WhenTheClockFirstShowsIt =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    public bool Contains(Instant at, DateTimeZone zone) => At(at, zone).Inside;

    /// <summary>When it next begins or ends; null: never within a year.</summary>
    public Instant? NextChange(Instant at, DateTimeZone zone) => At(at, zone).Until;

    /// <summary>The stretch around an instant: what touches is one.</summary>
    public HoursStretch At(Instant at, DateTimeZone zone)
    {
        var day = at.InZone(zone).Date;
        Instant? before = null;
        (Instant From, Instant Until)? running = null;
        for (var offset = -LongestPart; offset <= Horizon; offset++)
        {
            var begin = zone.ResolveLocal(day.PlusDays(offset).AtMidnight(), WhenTheClockFirstShowsIt).ToInstant();
            if (running is { } whole && begin > whole.Until)
            {
                return new(true, whole.From, whole.Until);
            }

            foreach (var (from, until) in Beginning(day.PlusDays(offset), zone))
            {
                if (running is { } r)
                {
                    if (from > r.Until)
                    {
                        return new(true, r.From, r.Until);
                    }

                    running = (r.From, Instant.Max(r.Until, until));
                }
                else if (until <= at)
                {
                    before = before is { } b ? Instant.Max(b, until) : until;
                }
                else if (from > at)
                {
                    return new(false, before, from);
                }
                else
                {
                    running = (Joined(from, day, zone), until);
                }
            }
        }

        return running is { } open ? new(true, open.From, null) : new(false, before, null);
    }

    /// <summary>The parts that begin on a date, in order; empty ones, which a skipped hour may leave, are not among them.</summary>
    private IEnumerable<(Instant From, Instant Until)> Beginning(LocalDate date, DateTimeZone zone)
    {
        var apart = Exceptions.IsDefault ? null : Exceptions.FirstOrDefault(e => e.Date == date);
        var local = apart is null
            ? Parts.Where(p => p.Day == date.DayOfWeek).Select(p => (From: date + p.From, Until: Last(date, p) + p.Until))
            : apart.Parts.Select(p => (From: date + p.From, Until: (p.Until > p.From ? date : date.PlusDays(1)) + p.Until));
        return local.Select(p => (From: Resolve(p.From), Until: Resolve(p.Until))).Where(p => p.Until > p.From).OrderBy(p => p.From);

        Instant Resolve(LocalDateTime at) => zone.ResolveLocal(at, WhenTheClockFirstShowsIt).ToInstant();
    }

    private static LocalDate Last(LocalDate date, WeekPart part)
    {
        var days = ((int)part.LastDay - (int)part.Day + 7) % 7;
        return date.PlusDays(days == 0 && part.Until <= part.From ? 7 : days);
    }

    /// <summary>The start of a stretch made of parts that touch, as far back as a week.</summary>
    private Instant Joined(Instant from, LocalDate day, DateTimeZone zone)
    {
        for (var offset = 1; offset >= -LongestPart; offset--)
        {
            foreach (var part in Beginning(day.PlusDays(offset), zone).Reverse())
            {
                from = part.From < from && part.Until >= from ? part.From : from;
            }
        }

        return from;
    }
}
