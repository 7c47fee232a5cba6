using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>
/// A place in an office's calendar. <see cref="AfterWindow"/>: no place was free early enough, so the due date moves by itself
/// and nobody has missed anything.
/// </summary>
public sealed record SlotOffer(LocalDate Day, LocalTime Time, Instant At, bool AfterWindow);

/// <summary>Which day and time a household is offered, and when its report is then due.</summary>
public static class SlotRules
{
    private const int StepMinutes = 20;
    private const int SearchYears = 2;
    private const int Week = 7;

    /// <summary>
    /// The slot for a household of <paramref name="places"/> people: the emptiest day between <see cref="Settings.FirstSlotDay"/> and
    /// <see cref="Settings.SlotMarginDays"/> before the window ends, the earliest of equals, so that days fill evenly and nobody
    /// queues behind a crowd that one date made. Without room there: the first day behind with room. Null when the office books
    /// no slots or has no room for two years. A household larger than a whole day gets a day of its own: its size is no reason to wait.
    /// <paramref name="placesTaken"/> gives the people already booked on a day. <paramref name="notBefore"/> is the first day that
    /// may still be offered (tomorrow at a rebooking or a late acceptance); null where only the release counts.
    /// </summary>
    public static SlotOffer? Choose(
        Office office, Func<LocalDate, int> placesTaken, int places, Instant releasedAt, int windowDays, Settings settings,
        LocalDate? notBefore = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        if (office.SlotsPerDay < 1)
        {
            return null;
        }

        var calendar = new OfficeCalendar(office);
        var (first, last) = Range(calendar, releasedAt, windowDays, settings);
        first = notBefore is { } earliest && earliest > first ? earliest : first;
        return Find(calendar, placesTaken, places, first, last);
    }

    /// <summary>
    /// Another slot for a household whose window is running already: from <paramref name="from"/> on, with the margin before
    /// <paramref name="closes"/> where that leaves a day, else inside the window, else the first day behind it with room.
    /// </summary>
    public static SlotOffer? ChooseAgain(Office office, Func<LocalDate, int> placesTaken, int places, LocalDate from, Instant closes, Settings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        if (office.SlotsPerDay < 1)
        {
            return null;
        }

        var calendar = new OfficeCalendar(office);
        var inTime = LastDay(calendar, closes - Duration.FromDays(settings.SlotMarginDays));
        return Find(calendar, placesTaken, places, from, inTime < from ? LastDay(calendar, closes) : inTime);
    }

    /// <summary>The end of the window: whole periods of 24 hours from the release.</summary>
    public static Instant WindowEnd(Instant releasedAt, int windowDays) => releasedAt + Duration.FromDays(windowDays);

    /// <summary>
    /// When the report is due at the latest: the window's end, or as long after a later slot as an early one lies before the window's end.
    /// Null while no slot was offered: what was not offered is not due.
    /// </summary>
    public static Instant? Due(SlotOffer? offer, Instant releasedAt, int windowDays, Settings settings) =>
        offer is null ? null
        : offer.AfterWindow ? Instant.Max(WindowEnd(releasedAt, windowDays), offer.At + Duration.FromDays(settings.SlotMarginDays))
        : WindowEnd(releasedAt, windowDays);

    /// <summary>
    /// The days on which a slot is in time. A short window can't hold both settings: the margin is never more than a third
    /// of it, and the first day comes forward until a whole week is left (15 days: day 3 to 10), because a range of one or two days
    /// would fall on a weekend and move due dates that need not move. Never the day of the release itself.
    /// </summary>
    private static (LocalDate First, LocalDate Last) Range(OfficeCalendar calendar, Instant releasedAt, int windowDays, Settings settings)
    {
        var margin = Math.Min(settings.SlotMarginDays, windowDays / 3);
        var firstDay = Math.Max(1, Math.Min(settings.FirstSlotDay, windowDays - margin - Week));
        var latest = WindowEnd(releasedAt, windowDays) - Duration.FromDays(margin);
        return (releasedAt.InZone(calendar.Office.Zone).Date.PlusDays(firstDay), LastDay(calendar, latest));
    }

    /// <summary>The last day whose last slot is not later than that, so that the margin holds for whoever gets that one.</summary>
    private static LocalDate LastDay(OfficeCalendar calendar, Instant latest)
    {
        var last = latest.InZone(calendar.Office.Zone).Date;
        return calendar.At(last, LastTime(calendar.Office)) > latest ? last.PlusDays(-1) : last;
    }

    /// <summary>The emptiest day from first to last, the earliest of equals; else the first one behind with room.</summary>
    private static SlotOffer? Find(OfficeCalendar calendar, Func<LocalDate, int> placesTaken, int places, LocalDate first, LocalDate last)
    {
        (LocalDate Day, int Taken)? best = null;
        for (var day = first; day <= last && best is not { Taken: 0 }; day = day.PlusDays(1))
        {
            if (calendar.IsOpen(day) && placesTaken(day) is var taken && HasRoom(calendar.Office, taken, places) && !(taken >= best?.Taken))
            {
                best = (day, taken);
            }
        }

        if (best is { } inTime)
        {
            return Offer(calendar, inTime.Day, inTime.Taken, afterWindow: false);
        }

        var behind = LocalDate.Max(first, last.PlusDays(1));
        for (var day = behind; day < behind.PlusYears(SearchYears); day = day.PlusDays(1))
        {
            if (calendar.IsOpen(day) && placesTaken(day) is var taken && HasRoom(calendar.Office, taken, places))
            {
                return Offer(calendar, day, taken, afterWindow: true);
            }
        }

        return null;
    }

    private static bool HasRoom(Office office, int taken, int places) => taken == 0 || taken + places <= office.SlotsPerDay;

    private static SlotOffer Offer(OfficeCalendar calendar, LocalDate day, int taken, bool afterWindow)
    {
        var office = calendar.Office;
        var steps = (int)(Period.Between(office.Opens, LastTime(office), PeriodUnits.Minutes).Minutes / StepMinutes) + 1;
        var time = office.Opens.PlusMinutes(Math.Min(steps - 1, (long)taken * steps / office.SlotsPerDay) * StepMinutes);
        return new(day, time, calendar.At(day, time), afterWindow);
    }

    /// <summary>One hour before closing: who comes last must still be met before the door shuts.</summary>
    private static LocalTime LastTime(Office office) =>
        office.Opens.PlusHours(1) < office.Closes ? office.Closes.PlusHours(-1) : office.Opens;
}
