using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>A place in an office's calendar. <see cref="AfterWindow"/>: no place was free in time, so the due date moves by itself and nobody has missed anything.</summary>
public sealed record SlotOffer(LocalDate Day, LocalTime Time, Instant At, bool AfterWindow);

/// <summary>Which day and time a household is offered.</summary>
public static class SlotRules
{
    /// <summary>
    /// The slot for a household of <paramref name="places"/> people, or null when the office has no room for two years (or no slots at all).
    /// <paramref name="placesTaken"/> gives the people already booked on a day. <paramref name="notBefore"/> is the first day that
    /// may still be offered (tomorrow at a rebooking or a late acceptance); null where only the release counts.
    /// </summary>
    public static SlotOffer? Choose(
        Office office, Func<LocalDate, int> placesTaken, int places, Instant releasedAt, int windowDays, Settings settings,
        LocalDate? notBefore = null) => throw new NotImplementedException();

    /// <summary>The end of the window: whole periods of 24 hours from the release.</summary>
    public static Instant WindowEnd(Instant releasedAt, int windowDays) => releasedAt + Duration.FromDays(windowDays);

    /// <summary>
    /// When the report is due: the window's end, or the office's closing on the day of the slot where that is later.
    /// Null while no slot was offered: what was not offered is not due.
    /// </summary>
    public static Instant? Due(Office office, SlotOffer? offer, Instant releasedAt, int windowDays) => throw new NotImplementedException();
}
