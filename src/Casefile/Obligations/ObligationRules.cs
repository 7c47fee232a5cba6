using NodaTime;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Obligations;

/// <summary>An obligation is a real slot: what was not offered is not due.</summary>
public static class ObligationRules
{
    public static readonly Refusal NothingToBook = new("nothing-to-book", "Nothing is due here, so there is no place to change.");

    public static readonly Refusal NoFreeSlot = new("no-free-slot", "No place is free on that day. Choose another day.");

    /// <summary>Another place for the household. Needs no reason, and makes nobody late.</summary>
    public static Decision Rebook(Case state, string office, SlotOffer offer, Programme programme, Instant now)
    {
        if (state.Slot is null && state.Running is null)
        {
            return NothingToBook;
        }

        return state.Slot is { } held && held.Office == office && held.At == offer.At
            ? Decision.Nothing
            : Decision.Of(state.Id, now, [.. Book(state, office, offer, programme, "Another day was chosen.")]);
    }

    /// <summary>
    /// Another office has the case now: the place at the old one is given back, and <paramref name="offer"/> is one at the new. Without one
    /// the duty keeps its window's end and no day.
    /// </summary>
    internal static IEnumerable<CaseEvent> MoveTo(Case state, string office, SlotOffer? offer, Programme programme)
    {
        const string Because = "Another office has the case now.";
        if (state.Slot is { } old)
        {
            yield return new SlotGivenBack(old.Office, old.Day, old.Time, Because);
        }

        if (offer is not null && (state.Running is not null || state.Slot is not null))
        {
            foreach (var e in Book(state, office, offer, programme, Because))
            {
                yield return e;
            }
        }
        else if (state is { Slot: not null, Running: { } duty })
        {
            yield return new DueDateMoved(duty.Number, duty.Closes, duty.Closes, Because);
        }
    }

    /// <summary>The events of a booking: the place, the duty's due date, and more time when the place lies behind the window.</summary>
    internal static IEnumerable<CaseEvent> Book(Case state, string office, SlotOffer offer, Programme programme, string because)
    {
        yield return new SlotBooked(office, offer.Day, offer.Time, offer.At);
        if (state.Running is { } running && running.Due != offer.At)
        {
            var latest = offer.At + Duration.FromDays(programme.Settings.SlotMarginDays);
            yield return new DueDateMoved(running.Number, offer.At, offer.At > running.Closes ? latest : running.Closes, because);
        }
    }
}
