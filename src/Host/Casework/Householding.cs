using System.Collections.Immutable;
using System.Security.Cryptography;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Households;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.WalkIns;
using Throughline.Storage;

namespace Throughline.Host.Casework;

/// <summary>A household becomes two, or two become one. Nobody's duty changes by it; the places in the calendar follow the people.</summary>
internal sealed class Householding(Installation installation)
{
    /// <param name="adults">For each child the responsible adult, named by whoever acts.</param>
    public Task<Outcome> SplitAsync(Actor who, CaseId id, IReadOnlyCollection<CaseId> leaving, IReadOnlyDictionary<CaseId, CaseId> adults, string? reason, int? expectedVersion = null)
    {
        var made = Make();
        return installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) => file.State.Release is null
            ? WalkInRules.NoSuchPerson
            : HouseholdRules.Split(States(scene, file), leaving, adults, made, reason, now), why: reason);
    }

    /// <summary>The household of <paramref name="id"/> joins that of <paramref name="other"/>.</summary>
    public Task<Outcome> JoinAsync(Actor who, CaseId id, CaseId other, IReadOnlyDictionary<CaseId, CaseId> adults, string? reason, int? expectedVersion = null)
    {
        var made = Make();
        return installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            if (file.State.Release is null || scene.Find(other) is not { State.Release: not null } found)
            {
                return WalkInRules.NoSuchPerson;
            }

            var (joining, household) = (States(scene, file), States(scene, found));
            return HouseholdRules.Join(joining, household, adults, found.State.Release!.Household ?? made.Id, Offer(scene, joining, household, now), reason, installation.Programme, now);
        }, why: reason);
    }

    internal static NewHousehold Make() => new(new HouseholdId(BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)))), NoticeCodes.Make());

    internal static ImmutableArray<Case> States(Scene scene, CaseFile file) => [.. scene.WithHousehold(file).Select(f => f.State)];

    /// <summary>Null where the day of the place that is held has room for all; else another place for all of them.</summary>
    private SlotOffer? Offer(Scene scene, ImmutableArray<Case> joining, ImmutableArray<Case> household, Instant now)
    {
        ImmutableArray<Case> all = [.. household, .. joining];
        var held = household.Select(c => c.Slot).Concat(joining.Select(c => c.Slot)).FirstOrDefault(s => s is not null);
        if (held is null || !installation.Programme.Offices.TryGetValue(held.Office, out var office) || all.Select(c => c.Running?.Closes).Max() is not { } closes)
        {
            return null;
        }

        var today = now.InZone(office.Zone).Date;
        var taken = scene.PlacesTaken(office.Code, today, today.PlusYears(2));
        foreach (var slot in all.Select(c => c.Slot).Where(s => s?.Office == office.Code))
        {
            taken[slot!.Day] = taken.GetValueOrDefault(slot.Day) - 1;
        }

        var places = all.Count(c => c.Slot is not null || c.Running is not null || c.Release!.IsMinor);
        return taken.GetValueOrDefault(held.Day) is 0 or < 0 || taken.GetValueOrDefault(held.Day) + places <= office.SlotsPerDay
            ? null
            : SlotRules.ChooseAgain(Closures.Apply(office, scene.Faults(now)), day => taken.GetValueOrDefault(day), places, today.PlusDays(1), closes, installation.Programme.Settings);
    }
}
