using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Enrolments;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Obligations;

/// <summary>What the sweep knows of the world when it looks at a household.</summary>
/// <param name="Office">The office that the case is with, as the programme has it.</param>
/// <param name="Faults">The ledger's faults that may count for this household.</param>
/// <param name="Offer">A place for the whole household on that day or later, in time for that window's end where one is free.</param>
public sealed record SweepScene(Programme Programme, Office Office, IReadOnlyList<Fault> Faults, Func<LocalDate, Instant, SlotOffer?> Offer, Instant Now)
{
    /// <summary>The office with the days on which it was declared closed.</summary>
    public Office OpenOffice { get; } = Closures.Apply(Office, Faults);
}

/// <summary>
/// What the passing of time does to a household. A place that was not used inside the window is booked anew; at the window's end the
/// fault ledger is asked before anything is called a miss, and then a person looks.
/// </summary>
public static class SweepRules
{
    private const int PauseDays = 7;
    private const string WindowEnded = "The window has ended.";

    /// <summary>A night is given after a slot: whoever comes late on its day has come.</summary>
    private static readonly Duration AfterSlot = Duration.FromDays(1);

    /// <summary>When the sweep must look at this case next: at what is due, or at the end of its order. Null when nothing runs.</summary>
    public static Instant? LookAt(Case state) => (DutyAt(state), OrderAt(state)) switch
    {
        ({ } duty, { } order) => Instant.Min(duty, order),
        var (duty, order) => duty ?? order,
    };

    private static Instant? DutyAt(Case state) =>
        state.Running is not { } duty ? null : state.Slot is { } slot && slot.At + AfterSlot < duty.Closes ? slot.At + AfterSlot : duty.Closes;

    private static Instant? OrderAt(Case state) => state is { Order: { } order, OrderHasEnded: false } ? order.Ends : null;

    public static Decision Sweep(ImmutableArray<Case> household, SweepScene scene)
    {
        var plan = new Plan(household, scene);
        foreach (var state in household)
        {
            if (OrderAt(state) <= scene.Now)
            {
                plan.Add(state, OrderRules.Lapse(state));
            }
            else if (DutyAt(state) <= scene.Now)
            {
                var duty = state.Running!;
                plan.Add(state, scene.Now < duty.Closes ? plan.PlaceUnused(state, duty) : AtWindowEnd(state, duty, plan, scene));
            }
        }

        return plan.WithChildren();
    }

    /// <summary>The office closes on a day for which the household is booked: another place, and nobody has missed anything.</summary>
    public static Decision MoveFromClosedDay(ImmutableArray<Case> household, SweepScene scene)
    {
        var calendar = new OfficeCalendar(scene.OpenOffice);
        var plan = new Plan(household, scene);
        foreach (var state in household)
        {
            if (state is { Slot: { } slot, Running: { } duty } && slot.At > scene.Now && slot.Office == scene.Office.Code && calendar.WhyClosed(slot.Day) is { } why)
            {
                plan.Add(state, plan.Place(state, duty, slot.Day.PlusDays(1), duty.Closes, why));
            }
        }

        return plan.WithChildren();
    }

    /// <summary>A fault learned later reopens a miss by itself, confirmed or not.</summary>
    public static Decision Reconsider(ImmutableArray<Case> household, SweepScene scene)
    {
        var plan = new Plan(household, scene);
        foreach (var state in household)
        {
            foreach (var duty in state.Obligations.Where(o => o.IsMissed))
            {
                if (plan.Found(state, duty) is { IsEmpty: false } found)
                {
                    var because = $"{Sentence(found)} We learned of it later.";
                    plan.Add(state, [new MissReopened(duty.Number, because), .. plan.Extend(state, duty, found, because)]);
                }
            }
        }

        return plan.WithChildren();
    }

    /// <summary>A person gives more time: the miss is none, and the household gets a place in a window that begins now.</summary>
    public static Decision GiveTime(ImmutableArray<Case> household, CaseId id, Duration time, SweepScene scene)
    {
        var state = household.First(c => c.Id == id);
        if (state.Obligations.FindLast(o => o.State == ObligationState.MissedToReview) is not { } duty)
        {
            return MissRules.NothingToReview;
        }

        const string Because = "The office gave more time.";
        var plan = new Plan(household, scene);
        var closes = FaultLedger.Extend(scene.Now, time, new OfficeCalendar(scene.OpenOffice));
        plan.Add(state, [new MissReopened(duty.Number, Because), .. plan.Place(state, duty, scene.Now.InZone(scene.Office.Zone).Date.PlusDays(1), closes, Because)]);
        return plan.WithChildren();
    }

    /// <summary>A duty that was stopped runs again, with that much time from now and a place for the household.</summary>
    internal static Decision Restart(ImmutableArray<Case> household, Case state, Obligation duty, Duration time, SweepScene scene)
    {
        const string Because = "The case goes on.";
        var plan = new Plan(household, scene);
        var closes = FaultLedger.Extend(scene.Now, time, new OfficeCalendar(scene.OpenOffice));
        plan.Add(state, [new ObligationResumed(duty.Number), .. plan.Place(state, duty, scene.Now.InZone(scene.Office.Zone).Date.PlusDays(1), closes, Because)]);
        return plan.WithChildren();
    }

    public static string Sentence(IEnumerable<CountedFault> found) => string.Join(" ", found.Select(f => FaultKinds.Words(f.Kind) + ".").Distinct());

    private static IEnumerable<CaseEvent> AtWindowEnd(Case state, Obligation duty, Plan plan, SweepScene scene)
    {
        if (!EnrolmentRules.CanBeMissed(state, duty))
        {
            return [new ObligationCancelled(duty.Number, "Nobody had set up with the person what this asked for. Nobody has missed anything.")];
        }

        var found = plan.Found(state, duty);
        if (!found.IsEmpty)
        {
            return plan.Extend(state, duty, found, Sentence(found));
        }

        var counted = duty.Counted.Count == 0 ? "" : $" {duty.Counted.Count} earlier faults were counted and gave more time.";
        var miss = new MissSentToReview(duty.Number, $"No fault of ours touches a slot, the last three open days or an attempt.{counted}");
        return state.Slot is { } slot ? [miss, new SlotGivenBack(slot.Office, slot.Day, slot.Time, WindowEnded)] : [miss];
    }

    /// <summary>One household's new events: whoever needs a place gets the same one.</summary>
    private sealed class Plan(ImmutableArray<Case> household, SweepScene scene)
    {
        private readonly Instant? _noticeServed = household.SelectMany(c => c.Notices.Values).Where(n => n.Code is not null).Min(n => n.Served);
        private readonly OfficeCalendar _calendar = new(scene.OpenOffice);
        private (SlotOffer? Offer, string Because)? _booked;
        private Decision _decision = Decision.Nothing;

        public void Add(Case state, IEnumerable<CaseEvent> events) => _decision = _decision.And(Decision.Of(state.Id, scene.Now, [.. events]));

        public ImmutableArray<CountedFault> Found(Case state, Obligation duty) =>
            FaultLedger.Look(state, duty, _noticeServed, scene.Faults, scene.Office, scene.Now);

        public IEnumerable<CaseEvent> PlaceUnused(Case state, Obligation duty)
        {
            var today = scene.Now.InZone(scene.Office.Zone).Date;
            if (state.Slot is { } unused && _calendar.At(_calendar.NextOpenDay(today.PlusDays(1)), scene.Office.Opens) >= duty.Closes)
            {
                const string NoDayLeft = "The place was not used, and no open day is left in the window.";
                _booked ??= (null, NoDayLeft);
                return [new SlotGivenBack(unused.Office, unused.Day, unused.Time, NoDayLeft), new DueDateMoved(duty.Number, duty.Closes, duty.Closes, NoDayLeft)];
            }

            // A week between two places where the window allows it; a place a day would be noise.
            var pause = today.PlusDays(PauseDays);
            var from = pause.AtStartOfDayInZone(scene.Office.Zone).ToInstant() + Duration.FromDays(scene.Programme.Settings.SlotMarginDays) < duty.Closes ? pause : today.PlusDays(1);
            return Place(state, duty, from, duty.Closes, "The place was not used. Another day is booked inside the window.");
        }

        public IEnumerable<CaseEvent> Extend(Case state, Obligation duty, ImmutableArray<CountedFault> found, string because)
        {
            var closes = FaultLedger.Extend(Instant.Max(duty.Closes, scene.Now), FaultLedger.Length(found), _calendar);
            return Place(state, duty, scene.Now.InZone(scene.Office.Zone).Date.PlusDays(1), closes, because).Prepend(new FaultsCounted(duty.Number, found));
        }

        /// <summary>The new place, and the due date with it. Without a free place the duty keeps its window's end and no day.</summary>
        public IEnumerable<CaseEvent> Place(Case state, Obligation duty, LocalDate from, Instant closes, string because)
        {
            _booked ??= (scene.Offer(from, closes), because);
            var offer = _booked.Value.Offer;
            if (offer is not null)
            {
                yield return new SlotBooked(scene.Office.Code, offer.Day, offer.Time, offer.At);
            }
            else if (state.Slot is { } slot)
            {
                yield return new SlotGivenBack(slot.Office, slot.Day, slot.Time, because);
            }

            var latest = offer is not null && offer.At > closes ? offer.At + Duration.FromDays(scene.Programme.Settings.SlotMarginDays) : closes;
            yield return new DueDateMoved(duty.Number, offer?.At ?? latest, latest, because);
        }

        /// <summary>Children keep the place of their household; where it has none any more, theirs is given back.</summary>
        public Decision WithChildren()
        {
            if (_decision.Events.Length == 0)
            {
                return _decision;
            }

            var isStillHeld = household.Any(c => c is { Running: not null, Slot: not null } && _decision.Events.All(e => e.Case != c.Id));
            foreach (var child in household.Where(c => c.Running is null && (c.Slot is not null || c is { CheckIns.Count: 0, Release: { IsMinor: true, IsChildAlone: false } })))
            {
                if (_booked is { Offer: { } offer })
                {
                    Add(child, [new SlotBooked(scene.Office.Code, offer.Day, offer.Time, offer.At)]);
                }
                else if (child.Slot is { } slot && !isStillHeld)
                {
                    Add(child, [new SlotGivenBack(slot.Office, slot.Day, slot.Time, _booked?.Because ?? WindowEnded)]);
                }
            }

            return _decision;
        }
    }
}
