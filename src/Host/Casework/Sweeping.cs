using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Host.Casework;

/// <summary>
/// Time passes: slots go by unused, windows end, faults are learned of. The store says which households that touches, and each is asked in
/// the one door for change, where a second process finds nothing left to do.
/// </summary>
internal sealed class Sweeping(Installation installation)
{
    private const int AtOnce = 256;
    private const string ConsideredUpTo = "faults-considered";
    private static readonly Actor Sweep = Actor.Machine("sweep");

    // A fault of another process may be written a little after one that carries a later instant.
    private static readonly Duration Overlap = Duration.FromMinutes(2);

    private readonly Due _due = new(installation.Store);

    /// <summary>One round over everything that is due; the number of households changed.</summary>
    public async Task<int> SweepAsync(CancellationToken stopping = default)
    {
        var changed = await ConsiderFaultsAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            var due = _due.ToLook(installation.Clock.GetCurrentInstant(), AtOnce);
            var swept = await AskAsync(due, SweepRules.Sweep);
            changed += swept;

            // A full batch of which nothing came would come again.
            if (due.Count < AtOnce || swept == 0)
            {
                break;
            }
        }

        return changed;
    }

    /// <summary>What a fault learned later changes: places on closed days move, and misses whose ground fell away are reopened.</summary>
    private async Task<int> ConsiderFaultsAsync(CancellationToken stopping)
    {
        var upTo = installation.Store.Setting(ConsideredUpTo) is { } text ? NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value : Instant.MinValue;
        var changed = 0;
        foreach (var (fault, at) in Ledger.Changed(installation.Store, upTo == Instant.MinValue ? Instant.FromUnixTimeTicks(0) : upTo - Overlap, AtOnce))
        {
            if (stopping.IsCancellationRequested)
            {
                return changed;
            }

            var until = fault.Until ?? installation.Clock.GetCurrentInstant();
            if (fault is { Kind: FaultKinds.OfficeClosed, IsWithdrawn: false, Office: { } code } && installation.Programme.Offices.GetValueOrDefault(code) is { } office)
            {
                changed += await AskAsync(_due.BookedBetween(code, fault.From.InZone(office.Zone).Date, until.InZone(office.Zone).Date), SweepRules.MoveFromClosedDay);
            }

            changed += fault.IsWithdrawn ? 0 : await AskAsync(_due.MissedBetween(fault.From, until), SweepRules.Reconsider);
            if (at > upTo)
            {
                installation.Store.SetSetting(ConsideredUpTo, NodaTime.Text.InstantPattern.ExtendedIso.Format(at));
                upTo = at;
            }
        }

        return changed;
    }

    private async Task<int> AskAsync(IReadOnlyList<CaseId> cases, Func<ImmutableArray<Case>, SweepScene, Decision> rule)
    {
        var outcomes = await Task.WhenAll(cases.Select(id => installation.Recorder.RecordAsync(
            Sweep, id, null, (scene, file, now) => Ask(scene, file, now, rule))));
        return outcomes.Count(o => o.Changed);
    }

    /// <summary>Asks a rule about the whole household of a case, with the ledger and the calendar as they are inside this act.</summary>
    public Decision Ask(Scene scene, CaseFile file, Instant now, Func<ImmutableArray<Case>, SweepScene, Decision> rule)
    {
        ImmutableArray<Case> household = [.. scene.WithHousehold(file).Select(f => f.State)];
        var duties = household.SelectMany(c => c.Obligations).ToList();
        if (duties.Count == 0)
        {
            return Decision.Nothing;
        }

        var programme = installation.Programme;
        var first = household.First(c => c.Obligations.Count > 0);
        var office = first.Handoff.Office is { } code && programme.Offices.GetValueOrDefault(code) is { } named ? named
            : first.Slot is { } slot ? programme.Offices[slot.Office] : programme.IntakeDesk;
        var since = duties.Min(d => d.Opens);
        var faults = household.Length == 1
            ? scene.Faults(since, household[0].Id)
            : [.. scene.Faults(since), .. household.SelectMany(c => scene.Faults(since, c.Id).Where(f => f.OfCase is not null))];
        return rule(household, new SweepScene(programme, office, faults, Offer, now));

        SlotOffer? Offer(LocalDate from, Instant closes)
        {
            var taken = scene.PlacesTaken(office.Code, from, from.PlusYears(2), first.Release?.Household);
            return SlotRules.ChooseAgain(Closures.Apply(office, faults), day => taken.GetValueOrDefault(day), household.Length, from, closes, programme.Settings);
        }
    }
}
