using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Host.Casework;

/// <summary>The station's acts: a release is recorded, its notice served, its hand-off sent.</summary>
internal sealed class Releasing(Installation installation)
{
    /// <summary>One record, new or known. <paramref name="sendsHandoff"/>: its arrival is also its hand-off (a sender's file).</summary>
    public Task<Outcome> RecordAsync(Actor who, Submission sent, bool sendsHandoff) =>
        installation.Recorder.RecordAsync(who, (scene, now) => Record(scene, now, sent, sendsHandoff));

    /// <summary>The rule of <see cref="RecordAsync"/>, for those who record many at once.</summary>
    public Decision Record(Scene scene, Instant now, Submission sent, bool sendsHandoff) => Record(scene, now, sent, sendsHandoff, ahead: 0, placesAhead: 0);

    /// <summary>A whole household at once: all members or none, one booking with a place for each.</summary>
    public Task<Outcome> RecordHouseholdAsync(Actor who, IReadOnlyList<Submission> members) =>
        installation.Recorder.RecordAsync(who, (scene, now) =>
        {
            members = WithoutPathwayIfAllAreChildren(scene, members);
            var all = Decision.Nothing;
            var recorded = ImmutableArray<Case>.Empty;
            for (var i = 0; i < members.Count && all.Refused is null; i++)
            {
                var one = Record(scene, now, members[i], sendsHandoff: false, ahead: i, placesAhead: members.Count - 1 - i, recorded);
                all = all.And(one);
                recorded = one.Refused is null ? recorded.AddRange(Imagine(one, now)) : recorded;
            }

            return all;
        });

    /// <summary>The household gets the paper: one notice for all of them.</summary>
    public Task<Outcome> ServeNoticeAsync(Actor who, CaseId id, string kind, Instant at, string? how, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) => Each(scene, file, f => NoticeRules.Serve(f, kind, at, how, now)));

    /// <summary>
    /// The adults who showed that they understood the paper. Another fact than its service: <paramref name="howChecked"/> says how it was
    /// found out, and a child's understanding is the adult's business.
    /// </summary>
    public Task<Outcome> KnowNoticeAsync(
        Actor who, CaseId id, IReadOnlyCollection<CaseId> adults, string kind, string language, string? interpreter, string? howChecked, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            var those = scene.WithHousehold(file).Where(f => adults.Contains(f.State.Id) && f.State.Release is { IsMinor: false }).ToList();
            return those.Count == 0
                ? NoticeRules.WhoUnderstoodNeeded
                : those.Aggregate(Decision.Nothing, (all, f) => all.And(NoticeRules.Know(f.State, kind, now, language, interpreter, howChecked, now)));
        });

    /// <summary>Sends, or sends again after a return, the hand-off of the household to the office of its address, or to <paramref name="office"/>.</summary>
    public Task<Outcome> SendAsync(Actor who, CaseId id, int? expectedVersion = null, string? office = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            var household = scene.WithHousehold(file).Where(f => f.State.Closed is null && f.State.Handoff.State is not (HandoffState.Accepted or HandoffState.Inherited)).ToList();
            var destination = office is not null && installation.Programme.Offices.TryGetValue(office, out var chosen)
                ? new Destination(chosen, office == installation.Programme.IntakeDeskCode, $"Chosen by {who.Name}.")
                : file.State.Release is { IsChildAlone: true } ? installation.Programme.DestinationOfChildAlone()
                : DestinationOf(file.State.CurrentAddress?.Address ?? Address.None);
            var offer = file.State.Release is { } release && file.State.Slot?.Office != destination.Office.Code
                ? Offer(scene, now, release.ReleasedAt.ToInstant(), release.Pathway, destination, household.Count, release.Household)
                : null;
            return household.Count == 0
                ? HandoffRules.Not(file.State, "sent")
                : household.Aggregate(Decision.Nothing, (all, f) => all.And(HandoffRules.Send(f.State, destination, offer, installation.Programme, now)));
        });

    public Task<Outcome> WithdrawAsync(Actor who, CaseId id, string? reason, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) => Each(scene, file, f => HandoffRules.Withdraw(f, reason, now)));

    /// <summary>A row that was returned to its sender is closed by a person, with a reason.</summary>
    public Task<Outcome> SettleAsync(Actor who, CaseId row, string? reason) =>
        installation.Recorder.RecordAsync(who, row, null, (_, file, now) => WalkInRules.Settle(file.State, null, reason, now));

    /// <summary>The station writes its own record anew: what was missing at the release is completed.</summary>
    public Task<Outcome> CompleteAsync(Actor who, CaseId id, int? expectedVersion, Submission sent) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => ReleaseRules.Complete(file.State, sent, now));

    public Destination DestinationOf(Address address) =>
        installation.Programme.DestinationOf(address, installation.Postcodes.StateOf(address.PostalCode));

    /// <summary>The office that would follow, and the place that it would offer now. Nothing is booked: the act itself looks again.</summary>
    public (Destination Destination, SlotOffer? Offer) Foresee(Address address, string pathway, Instant releasedAt, int people, bool isChildAlone)
    {
        if (isChildAlone)
        {
            return (installation.Programme.DestinationOfChildAlone(), null);
        }

        var destination = DestinationOf(address);
        var now = installation.Clock.GetCurrentInstant();
        return (destination, Offer(
            (office, from, to) => installation.Cases.PlacesTaken(office, from, to), Ledger.Since(installation.Store, now), now, releasedAt, pathway, destination, people));
    }

    private static Decision Each(Scene scene, CaseFile file, Func<Case, Decision> rule) =>
        scene.WithHousehold(file).Aggregate(Decision.Nothing, (all, f) => all.And(rule(f.State)));

    /// <summary>A household of children only has nobody who could report for them: they go to the child-welfare desk, on no pathway.</summary>
    private static IReadOnlyList<Submission> WithoutPathwayIfAllAreChildren(Scene scene, IReadOnlyList<Submission> members)
    {
        var areChildren = members.All(m => AgeBands.Of(m.Record.BirthDate, m.ReleasedAt.Date) == AgeBand.Under18)
            && members.All(m => m.Household is not { } h || scene.Household(h).All(f => f.State.Release is { IsMinor: true }));
        return areChildren ? [.. members.Select(m => m with { Pathway = Pathway.None })] : members;
    }

    private Decision Record(Scene scene, Instant now, Submission sent, bool sendsHandoff, int ahead, int placesAhead, ImmutableArray<Case> justRecorded = default)
    {
        if (scene.ByRecord(sent.Record.RecordId) is { } known)
        {
            return RecordAgain(scene, scene.Find(known)!.State, sent, now);
        }

        if (scene.WasErased("record", sent.Record.RecordId))
        {
            return ErasureRules.NotTakenAgain;
        }

        var id = scene.NewCase(ahead);
        var releasedAt = sent.ReleasedAt.ToInstant();
        var isHistory = now - releasedAt > Duration.FromHours(installation.Programme.Settings.HistoryAfterHours);
        var isChildAlone = ReleaseRules.IsChildAlone(sent);
        var destination = isChildAlone ? installation.Programme.DestinationOfChildAlone() : DestinationOf(sent.Record.Address);
        ImmutableArray<Case> household = isHistory || sent.Household is not { } h ? [] : [.. scene.Household(h).Select(f => f.State), .. justRecorded.IsDefault ? [] : justRecorded];
        var offer = isHistory || isChildAlone || household.Any(c => c.Slot is not null)
            ? null
            : Offer(scene, now, releasedAt, sent.Pathway, destination, household.Length + 1 + placesAhead, sent.Household);
        var code = isHistory ? "" : NoticeCodes.Make();
        var decision = ReleaseRules.Record(sent, new ReleaseScene(now, id, installation.Programme, destination, household, offer, code, sendsHandoff));
        return decision.Refused is not null ? decision : decision.And(Settle(scene, sent.Record.RecordId, () => Imagine(decision, now).Single(c => c.Id == id), now));
    }

    private Decision RecordAgain(Scene scene, Case known, Submission sent, Instant now)
    {
        var decision = ReleaseRules.RecordAgain(known, sent, now);
        return decision.Events.Any(e => e.Event is ReleaseCorrected) ? decision.And(Settle(scene, sent.Record.RecordId, () => known, now)) : decision;
    }

    /// <summary>Walk-ins that named this record are matched, and rows that were returned for it end.</summary>
    private Decision Settle(Scene scene, string recordId, Func<Case> person, Instant now) =>
        scene.WaitingFor(recordId).Aggregate(Decision.Nothing, (all, f) => all.And(
            f.State.WalkIn is not null ? WalkInRules.Match(f.State, person(), installation.Programme, now) : WalkInRules.Settle(f.State, person().Id, null, now)));

    private SlotOffer? Offer(
        Scene scene, Instant now, Instant releasedAt, string pathway, Destination destination, int places, HouseholdId? household) =>
        Offer((office, from, to) => scene.PlacesTaken(office, from, to, household), scene.Faults(now), now, releasedAt, pathway, destination, places);

    private SlotOffer? Offer(
        Func<string, LocalDate, LocalDate, Dictionary<LocalDate, int>> placesTaken, IReadOnlyList<Fault> faults, Instant now, Instant releasedAt, string pathway, Destination destination, int places)
    {
        if (installation.Programme.Pathways.GetValueOrDefault(pathway)?.WindowDays is not { } days || destination.Office.SlotsPerDay == 0)
        {
            return null;
        }

        var from = releasedAt.InZone(destination.Office.Zone).Date;
        var taken = placesTaken(destination.Office.Code, from, from.PlusYears(3));
        return SlotRules.Choose(
            Closures.Apply(destination.Office, faults), day => taken.GetValueOrDefault(day), places, releasedAt, days, installation.Programme.Settings,
            notBefore: now.InZone(destination.Office.Zone).Date.PlusDays(1));
    }

    /// <summary>The states that a decision on new cases leads to, before anything is written.</summary>
    private static IEnumerable<Case> Imagine(Decision decision, Instant now) =>
        from e in decision.Events
        group e by e.Case into ofCase
        select ofCase.Aggregate(new Case(ofCase.Key), (state, e) =>
            state.Apply(new RecordedEvent(e.Case, state.Version + 1, e.OccurredAt, now, Actor.Machine("imagined"), null, null, e.Event)));
}
