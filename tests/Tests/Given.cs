using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Households;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;
using Throughline.Storage.Log;
using Throughline.Tests.Programmes;

namespace Throughline.Tests;

/// <summary>
/// Given what happened, when a rule is asked, then this follows. States are reached by the rules themselves, without a store. A value
/// never changes: one beginning serves a whole table.
/// </summary>
internal sealed record Given
{
    public static readonly CaseId Person = new(1), Child = new(2), Stranger = new(3), Kept = new(4), Row = new(5), Ledger = new(6);

    /// <summary>Tuesday, 6 April 2021, 10:00 in Denver: an hour after the release. Day 10 is Friday 16 April; the window ends on Saturday 5 June, 09:00.</summary>
    public static readonly Instant Released = Instant.FromUtc(2021, 4, 6, 15, 0), Start = Released + Duration.FromHours(1);

    public static readonly Actor Officer = new("case officer", "D. Whitfield", "DEN"), Supervisor = new("supervisor", "R. Sanchez", "DEN");

    public static readonly HouseholdId Family = new(7);

    public static readonly Submission Adult = new(
        new ReleaseRecord { RecordId = "R-1", Surname = "Quispe Condori", BirthDate = new(1994, 2, 3), Language = "spa", Address = new("1875 Quarry Road", "", "Aurora", "CO", "80011") },
        "EPT-ELPASO", "NTR", Released.WithOffset(Offset.FromHours(-6)), null, AddressGrade.Deliverable, null, new Source("first file", 2), "first content");

    public static Programme Programme => Demonstration.Shipped;

    public ImmutableSortedDictionary<CaseId, ImmutableArray<RecordedEvent>> Files { get; init; } = ImmutableSortedDictionary<CaseId, ImmutableArray<RecordedEvent>>.Empty;

    public Instant Now { get; init; } = Start;

    /// <summary>What the rule that was asked last has answered.</summary>
    public Decision Answer { get; init; } = Decision.Nothing;

    public Case State => this[Person];

    public Obligation Duty => Assert.Single(State.Obligations);

    public Case this[CaseId id] => File(id).State;

    public ImmutableArray<Case> Household => [.. Files.Keys.Select(id => this[id]).Where(c => c.Release?.Household is { } h && h == State.Release!.Household || c.Id == Person)];

    public CaseFile File(CaseId id) => CaseFile.Of(id, Files.GetValueOrDefault(id, []));

    /// <summary>One adult on the way to Denver, with what differs from <see cref="Adult"/> and from a world with an empty calendar.</summary>
    public static Given ReleasedPerson(Func<Submission, Submission>? but = null, Func<ReleaseScene, ReleaseScene>? world = null, Instant? now = null) =>
        new Given { Now = now ?? Start }.Release(Person, but ?? (s => s), world);

    /// <summary>An adult and a child with one booking.</summary>
    public static Given ReleasedFamily() =>
        ReleasedPerson(s => s with { Household = Family }).Release(Child, s => (s with { Household = Family }).Numbered("R-2").Born(2015, 6, 7));

    public Given Release(CaseId id, Func<Submission, Submission> but, Func<ReleaseScene, ReleaseScene>? world = null) => When(g => ReleaseRules.Record(but(Adult), (world ?? (w => w))(g.World(id, but(Adult)))));

    public ReleaseScene World(CaseId id, Submission sent)
    {
        ImmutableArray<Case> household = sent.Household is null ? [] : [.. Files.Keys.Select(k => this[k]).Where(c => c.Release?.Household == sent.Household)];
        var days = Programme.Pathways.GetValueOrDefault(sent.Pathway)?.WindowDays;
        var destination = ReleaseRules.IsChildAlone(sent) ? Programme.DestinationOfChildAlone() : To("DEN");
        var offer = days is { } window && household.IsEmpty ? SlotRules.Choose(destination.Office, _ => 0, 1, sent.ReleasedAt.ToInstant(), window, Programme.Settings) : null;
        return new ReleaseScene(Now, id, Programme, destination, household, offer, "K7M2QX4RZP3H", SendsHandoff: false);
    }

    public static Destination To(string office) => new(Programme.Offices[office], false, "Chosen.");

    public static SlotOffer Place(int month, int day, int hour = 9, string office = "DEN")
    {
        var at = Demonstration.At(Programme.Offices[office], 2021, month, day, hour);
        return new SlotOffer(new(2021, month, day), new(hour, 0), at, AfterWindow: false);
    }

    public Given At(Instant now) => this with { Now = now };

    public Given After(Duration time) => this with { Now = Now + time };

    /// <summary>Asks a rule, and writes down what it decides.</summary>
    public Given When(Func<Given, Decision> rule)
    {
        var answer = rule(this);
        return answer.Events.Aggregate(this with { Answer = answer }, (given, e) => given.Written(e));
    }

    public Given Sent(string to = "DEN", SlotOffer? offer = null) => When(g => HandoffRules.Send(g.State, To(to), offer, Programme, g.Now));

    public Given Delivered() => When(g => HandoffRules.Deliver(g.State, g.Now));

    public Given Accepted(string by = "DEN") => When(g => HandoffRules.Accept(g.State, by, g.Now));

    public Given Returned(string code = "WRONG_OFFICE", string by = "DEN") => When(g => HandoffRules.Return(g.State, by, code, null, Programme, g.Now));

    public Given Withdrawn(string? reason = "Recorded twice.") => When(g => HandoffRules.Withdraw(g.State, reason, g.Now));

    public Given Served(string kind = NoticeKinds.ToReport) => When(g => NoticeRules.Serve(g.State, kind, g.Now, "in hand", g.Now));

    public Given Reported(CaseId? who = null, Instant? at = null, string channel = "office", string? office = "DEN", bool turnedAway = false) => When(g =>
        CheckInRules.Record(g[who ?? Person], new Report(at ?? g.Now, channel, office, turnedAway, null, null), Programme, g.Now, byResponsibleAdult: who == Child));

    public Given Completed(Func<Submission, Submission> but) => When(g => ReleaseRules.Complete(g.State, but(Adult) with { ContentHash = "completed" }, g.Now));

    public Given Swept(IReadOnlyList<Fault>? faults = null) => When(g => SweepRules.Sweep(g.Household, g.Sweep(faults)));

    /// <summary>An empty calendar in Denver.</summary>
    public SweepScene Sweep(IReadOnlyList<Fault>? faults = null, bool isFull = false) => new(
        Programme, Programme.Offices["DEN"], faults ?? [],
        (from, closes) => isFull ? null : SlotRules.ChooseAgain(Programme.Offices["DEN"], _ => 0, 1, from, closes, Programme.Settings), Now);

    public Given RecordedInError(int line, CaseId? id = null, string? why = "Somebody else's.") => When(g => CorrectionRules.RecordInError(g.File(id ?? Person), line, why, g.Now));

    /// <summary>The last line of this kind.</summary>
    public int Line<TEvent>(CaseId? id = null) => Files[id ?? Person].Last(e => e.Event is TEvent).Version;

    public Given KeptWalkIn(Instant? at = null) => When(g => Decision.Of(
        Kept, at ?? g.Now, new WalkInKept("office", "DEN", null, null, "R-1", "Wilson", "Quispe Condori", new(1994, 2, 3), null)));

    /// <summary>Exactly these events followed, in this order, of whatever case.</summary>
    public Given Then(params string[] events)
    {
        Assert.True(Answer.Refused is null, Answer.Refused?.Sentence);
        Assert.Equal(events, Answer.Events.Select(e => EventJson.NameOf(e.Event).Split('/')[0]));
        return this;
    }

    public Given ThenNothing() => Then();

    public Given ThenRefused(Refusal refusal)
    {
        Assert.Equal(refusal, Answer.Refused);
        return this;
    }

    public TEvent ThenOne<TEvent>() where TEvent : CaseEvent => Assert.Single(Answer.Events.Select(e => e.Event).OfType<TEvent>());

    private Given Written(NewEvent e)
    {
        var lines = Files.GetValueOrDefault(e.Case, []);
        return this with { Files = Files.SetItem(e.Case, lines.Add(new RecordedEvent(e.Case, lines.Length + 1, e.OccurredAt, Now, Officer, "why", null, e.Event))) };
    }
}

internal static class SubmissionWords
{
    public static Submission Numbered(this Submission s, string recordId) => s with { Record = s.Record with { RecordId = recordId } };

    public static Submission Born(this Submission s, int year, int month, int day) => s with { Record = s.Record with { BirthDate = new LocalDate(year, month, day) } };

    public static Submission At(this Submission s, Instant released) => s with { ReleasedAt = released.WithOffset(Offset.FromHours(-6)) };
}
