using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Faults;

/// <summary>What is asked before any miss: did we fail this person when it mattered?</summary>
public static class FaultLedger
{
    private const int LastOpenDays = 3;
    private static readonly Duration AfterAttempt = Duration.FromHours(1);

    /// <summary>
    /// The faults that count for a duty and have not been counted yet. A fault counts when it overlaps the day of a slot, one of the last
    /// three open office days of the window, or an attempt of the person.
    /// </summary>
    /// <param name="noticeServed">When the household's notice was served; null when it was not.</param>
    /// <param name="faults">The ledger's faults that overlap the window; others do no harm.</param>
    /// <param name="office">As the programme has it: a day on which a storm closed the office is still one of the last three.</param>
    public static ImmutableArray<CountedFault> Look(Case state, Obligation duty, Instant? noticeServed, IEnumerable<Fault> faults, Office office, Instant now)
    {
        var periods = Periods(state, duty, new OfficeCalendar(office)).ToList();
        var code = state.Handoff.Office;
        var found = faults.Where(f => f.Hits(state.Id, code) && f.From < now && (f.Kind != FaultKinds.DeviceFeed || state.Order?.Technology == Levels.Device))
            .Select(f => new CountedFault(f.Kind, f.Id, Instant.Max(f.From, duty.Opens), Instant.Min(f.Until ?? now, now)))
            .Concat(OfTheCase(state, duty, noticeServed, now))
            .Where(f => periods.Exists(p => f.From < p.End && f.Until > p.Start))
            .ToLookup(f => f.Kind == FaultKinds.MessageBounced);

        // A message that came back counts once for a duty: a number that is out of service for good is a reason to ask, not to wait for ever.
        var bounced = duty.Counted.Exists(c => c.Kind == FaultKinds.MessageBounced) ? [] : found[true].Take(1);
        return [.. found[false].Concat(bounced).Select(f => WithoutCounted(f, duty)).Where(f => f.Until > f.From).OrderBy(f => f.From)];
    }

    /// <summary>How long the faults lasted together; hours in which two overlap are counted once.</summary>
    public static Duration Length(IEnumerable<CountedFault> faults)
    {
        var (sum, reached) = (Duration.Zero, Instant.MinValue);
        foreach (var f in faults.OrderBy(f => f.From))
        {
            var from = Instant.Max(f.From, reached);
            if (f.Until > from)
            {
                sum += f.Until - from;
                reached = f.Until;
            }
        }

        return sum;
    }

    /// <summary>The window's end moved by a length and rounded up: it falls on the closing hour of an open day, so that the last day can be used whole.</summary>
    public static Instant Extend(Instant closes, Duration by, OfficeCalendar calendar)
    {
        var reached = closes + by;
        var day = reached.InZone(calendar.Office.Zone).Date;
        var open = calendar.NextOpenDay(day);
        var end = calendar.At(open, calendar.Office.Closes);
        return end >= reached ? end : calendar.At(calendar.NextOpenDay(open.PlusDays(1)), calendar.Office.Closes);
    }

    /// <summary>When it mattered.</summary>
    public static IEnumerable<Interval> Periods(Case state, Obligation duty, OfficeCalendar calendar)
    {
        var zone = calendar.Office.Zone;
        foreach (var slot in state.SlotsHeld)
        {
            yield return Day(slot.Day, zone);
        }

        yield return new Interval(LastOpenDaysBegin(duty, calendar), duty.Closes);

        foreach (var attempt in state.Attempts)
        {
            yield return new Interval(attempt, attempt + AfterAttempt);
        }
    }

    /// <summary>From the third last open day to the window's end: the person's page has no weekend, so a fault on one between them counts too.</summary>
    private static Instant LastOpenDaysBegin(Obligation duty, OfficeCalendar calendar)
    {
        var day = duty.Closes.InZone(calendar.Office.Zone).Date;
        for (var left = LastOpenDays; !calendar.IsOpen(day) || --left > 0;)
        {
            day = day.PlusDays(-1);
        }

        return day.AtStartOfDayInZone(calendar.Office.Zone).ToInstant();
    }

    /// <summary>What was not offered, not handed over and not accepted is nothing that a person can miss.</summary>
    private static IEnumerable<CountedFault> OfTheCase(Case state, Obligation duty, Instant? noticeServed, Instant now)
    {
        if (noticeServed is null || noticeServed > duty.Opens)
        {
            yield return new CountedFault(FaultKinds.NoticeNotServed, null, duty.Opens, noticeServed ?? now);
        }

        if (state.SlotsHeld.IsEmpty && state.Slot is null)
        {
            yield return new CountedFault(FaultKinds.NoSlot, null, duty.Opens, now);
        }

        foreach (var lost in state.Messages.Where(m => m.Bounced is not null && m.Kind != MessageRules.Party && m.SentAt >= duty.Opens))
        {
            yield return new CountedFault(FaultKinds.MessageBounced, null, lost.SentAt, lost.SentAt + Duration.FromDays(1));
        }

        if (state.Handoff.State is not (HandoffState.Accepted or HandoffState.Inherited))
        {
            yield return new CountedFault(FaultKinds.NotAccepted, null, duty.Opens, now);
        }
    }

    private static CountedFault WithoutCounted(CountedFault found, Obligation duty)
    {
        var counted = duty.Counted.Where(c => c.Kind == found.Kind && c.Fault == found.Fault).Select(c => (Instant?)c.Until).Max();
        return counted is { } until && until > found.From ? found with { From = until } : found;
    }

    private static Interval Day(LocalDate day, DateTimeZone zone) => new(day.AtStartOfDayInZone(zone).ToInstant(), day.PlusDays(1).AtStartOfDayInZone(zone).ToInstant());
}
