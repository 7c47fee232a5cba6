using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Host.Casework;

/// <summary>A household chooses another day at its office. No reason is asked, and nobody has missed anything.</summary>
internal sealed class Booking(Installation installation)
{
    private const int DaysShown = 8;

    /// <summary>Open days with room for the household, inside the window; the first ones after it when there is none.</summary>
    public IReadOnlyList<LocalDate> FreeDays(Case state, Office office, int people)
    {
        var now = installation.Clock.GetCurrentInstant();
        var calendar = new OfficeCalendar(Closures.Apply(office, Ledger.Since(installation.Store, now)));
        var first = now.InZone(office.Zone).Date.PlusDays(1);
        var last = state.Running?.Closes.InZone(office.Zone).Date ?? first;
        var taken = Calendar.Booked(installation.Store, office.Code, first, first.PlusDays(180));
        var free = Enumerable.Range(0, 180).Select(first.PlusDays).Where(d => d != state.Slot?.Day && calendar.IsOpen(d) && taken.GetValueOrDefault(d) + people <= office.SlotsPerDay).ToList();
        var inside = free.Where(d => d <= last).ToList();
        // Spread over what is left of the window, so that the first days are not all that anybody sees.
        return inside.Count == 0 ? [.. free.Take(DaysShown)] : [.. inside.Where((_, i) => i % Math.Max(1, inside.Count / DaysShown) == 0).Take(DaysShown)];
    }

    public Task<Outcome> RebookAsync(Actor who, CaseId id, Office office, LocalDate day, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            var household = scene.WithHousehold(file);
            var taken = scene.PlacesTaken(office.Code, day, day, file.State.Release?.Household).GetValueOrDefault(day);
            if (!new OfficeCalendar(Closures.Apply(office, scene.Faults(now))).IsOpen(day) || day <= now.InZone(office.Zone).Date || taken + household.Length > office.SlotsPerDay)
            {
                return ObligationRules.NoFreeSlot;
            }

            // The day's times fill evenly from the opening on, in steps of twenty minutes.
            var steps = Math.Max(1, (int)(Period.Between(office.Opens, office.Closes, PeriodUnits.Minutes).Minutes - 60) / 20);
            var time = office.Opens.PlusMinutes(20L * Math.Min(steps - 1, taken * steps / Math.Max(1, office.SlotsPerDay)));
            var offer = new SlotOffer(day, time, (day + time).InZoneLeniently(office.Zone).ToInstant(), false);
            return household.Where(f => f.State.Slot is not null || f.State.Running is not null)
                .Aggregate(file.State.Running is null ? ObligationRules.NothingToBook : Decision.Nothing, (all, f) => all.And(ObligationRules.Rebook(f.State, office.Code, offer, installation.Programme, now)));
        });

    /// <summary>A place for all of them at the new office, inside the window that runs where one is free.</summary>
    public static SlotOffer? Elsewhere(Scene scene, IReadOnlyCollection<CaseFile> household, Programme programme, string code, Instant now)
    {
        var places = household.Count(f => f.State.Slot is not null || f.State.Running is not null);
        if (household.Select(f => f.State.Running?.Closes).Max() is not { } closes)
        {
            return null;
        }

        var office = programme.Offices[code];
        // A place for tomorrow would be missed by whoever hears of it the day after; where the window allows it there is a week.
        var today = now.InZone(office.Zone).Date;
        var aWeek = today.PlusDays(7).AtStartOfDayInZone(office.Zone).ToInstant() + Duration.FromDays(programme.Settings.SlotMarginDays) < closes;
        var from = today.PlusDays(aWeek ? 7 : 1);
        var taken = scene.PlacesTaken(code, from, from.PlusYears(2), household.First().State.Release?.Household);
        return SlotRules.ChooseAgain(Closures.Apply(office, scene.Faults(now)), day => taken.GetValueOrDefault(day), places, from, closes, programme.Settings);
    }
}
