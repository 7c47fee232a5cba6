using System.Collections.Immutable;
using CsCheck;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Referrals;
using Throughline.Casefile.WalkIns;
using Throughline.Storage.Log;
using Throughline.Tests.Corrections;

namespace Throughline.Tests;

/// <summary>What holds after any acts in any order: a family of an adult and a child, a stranger, a walk-in, and time that passes.</summary>
public sealed class CasefileProperties
{
    private static readonly CaseId[] People = [Given.Person, Given.Child, Given.Stranger];

    /// <summary>On a person; the number makes one act differ from another of its kind.</summary>
    private static readonly Func<Given, CaseId, int, Decision>[] Acts =
    [
        (g, id, n) => HandoffRules.Send(g[id], Given.To(n % 2 == 0 ? "DEN" : "MIA"), n % 3 == 0 ? null : Given.Place(5, 3 + n % 5, office: n % 2 == 0 ? "DEN" : "MIA"), Given.Programme, g.Now),
        (g, id, _) => HandoffRules.Deliver(g[id], g.Now),
        (g, id, n) => HandoffRules.Accept(g[id], n % 3 == 0 ? "MIA" : "DEN", g.Now),
        (g, id, n) => HandoffRules.Return(g[id], n % 3 == 0 ? "MIA" : "DEN", Given.Programme.ReasonCodes.HandoffReturned[0].Code, null, Given.Programme, g.Now),
        (g, id, _) => HandoffRules.Withdraw(g[id], "Recorded twice.", g.Now),
        (g, id, n) => CheckInRules.Record(g[id], new Report(g.Now - Duration.FromHours(n), "office", "DEN", n % 2 == 0, n % 3 == 0 ? g.Now : null, n % 4 == 0 ? g.Now : null), Given.Programme, g.Now, id == Given.Child),
        (g, id, _) => CheckInRules.Attempt(g[id], "web", g.Now),
        (g, id, n) => ObligationRules.Rebook(g[id], "DEN", Given.Place(5, 3 + n % 5), Given.Programme, g.Now),
        (g, id, n) => Casefile.Releases.ReleaseRules.Complete(g[id], Given.Adult.Born(n % 2 == 0 ? 1990 : 2011, 1, 1) with { ContentHash = $"completed {n}" }, g.Now),
        (g, id, n) => Casefile.Releases.ReleaseRules.RecordAgain(g[id], Given.Adult with { ContentHash = $"amended {n}", AmendedAt = Given.Released + Duration.FromHours(n), Source = new("second file", n) }, g.Now),
        (g, id, _) => NoticeRules.Serve(g[id], NoticeKinds.ToReport, g.Now, null, g.Now),
        (g, id, n) => NoticeRules.File(g[id], n % 2 == 0 ? NoticeKinds.ToAppear : NoticeKinds.ToReport, g.Now, null, g.Now),
        (g, id, _) => NoticeRules.Know(g[id], NoticeKinds.ToReport, g.Now, "spa", null, "said it back", g.Now),
        (g, id, n) => HearingRules.Set(g[id], new HearingSet("H-1", g.Now + Duration.FromDays(n), "America/Denver", "Denver", null), g.Now),
        (g, id, n) => HearingRules.RecordOutcome(g[id], "H-1", n % 2 == 0 ? "held" : "adjourned ", null, g.Now),
        (g, id, n) => MoveRules.Report(g[id], Address.None with { Unit = $"{n}" }, AddressGrade.Undeliverable, g.Now.InUtc().Date, g.Now),
        (g, id, _) => WalkInRules.Match(g[Given.Kept], g[id], Given.Programme, g.Now),
        (g, id, _) => MissRules.Excuse(g[id], "Snow.", g.Now),
        (g, id, _) => MissRules.Propose(g[id], "Knew the day.", "Signed.", "Two calls.", g.Now),
        (g, id, _) => MissRules.Confirm(g[id], Given.Supervisor, g.Now),
        (g, id, _) => MissRules.Decline(g[id], "Not enough.", g.Now),
        (g, id, _) => MissRules.Withdraw(g[id], "He was in hospital.", g.Now),
        (g, id, _) => SweepRules.Sweep(HouseholdOf(g, id), g.Sweep()),
        (g, id, n) => SweepRules.Sweep(HouseholdOf(g, id), g.Sweep(isFull: n % 2 == 0)),
        (g, id, n) => SweepRules.MoveFromClosedDay(HouseholdOf(g, id), g.Sweep([Closed(n)], isFull: n % 2 == 0)),
        (g, id, n) => SweepRules.Reconsider(HouseholdOf(g, id), g.Sweep([Closed(n)])),
        (g, id, n) => SweepRules.GiveTime(HouseholdOf(g, id), id, Duration.FromDays(n), g.Sweep()),
        (g, id, _) => ClosingRules.Close(g[id], "DEPARTED_OWN", "Left by bus.", Given.Programme, g.Now),
        (g, id, _) => ClosingRules.Reopen(HouseholdOf(g, id), id, g.Sweep()),
        (g, id, _) => ClosingRules.Suspend(g[id], "In hospital.", g.Now),
        (g, id, _) => ClosingRules.Resume(HouseholdOf(g, id), id, g.Sweep()),
        (g, id, n) => RenewalRules.Propose(g[id], g[id].Order?.Ends.InUtc().Date.PlusDays(n), "Hearings to come.", "Reminders.", Given.Programme, g.Now),
        (g, id, n) => VariationRules.ProposeStepUp(g.File(id), n % 2 == 0 ? "device" : "app", n % 3 == 0 ? null : $"Condition {n}.", [1 + n % g.Files[id].Length], "Moved.", "A call.", g.Now),
        (g, id, n) => ReferralRules.Propose(g.File(id), [1 + n % g.Files[id].Length], "Moved.", "A call.", Given.Officer, g.Now),
        (g, id, _) => g[id].Supervision.Proposals is [var open, ..] ? DecisionRules.Sign(g.File(id), open.Number, Given.Supervisor, Given.Programme, g.Now) : Decision.Nothing,
        (g, id, _) => GroundRules.Fall(g.File(id), g.Now),
        (g, id, n) => VariationRules.Ease(g[id], n % 2 == 0 ? "none" : null, n % 3 == 0 ? $"Condition {n}." : null, "Enough.", Given.Programme, g.Now),
        (g, id, _) => VariationRules.AskStepDown(g[id], null, Given.Programme, g.Now),
        (g, id, _) => Casefile.Enrolments.EnrolmentRules.Enrol(g[id], "D. Whitfield", "spa", null, "own-words", true, g.Now),
        (g, id, _) => g.Files[id].Any(e => e.Event is ContactMade) ? Decision.Nothing : ContactRules.Record(g[id], "call", "no-answer", null, g.Now, g.Now),
        (g, id, n) => Casefile.Parties.PartyRules.Name(g[id], "lawyer", $"Lawyer {n}", "e-mail", "elena@legalaid.example", ["due"], g.Now),
        (g, id, n) => Casefile.Parties.PartyRules.End(g[id], n, g.Now),
        (g, id, n) => Casefile.Outreach.OutreachRules.Invite(HouseholdOf(g, id), _ => "sms", "DEN", new(new(2022, 1, 3), new(9, 0), g.Now + Duration.FromDays(n), false), g.Now),
        (g, id, n) => DecisionRules.Sign(g.File(id), n, Given.Supervisor, Given.Programme, g.Now),
        (g, id, n) => DecisionRules.Decline(g[id], n, "Not needed.", g.Now),
        (g, id, _) => RenewalRules.Represent(g[id], "Enough.", Given.Programme, g.Now),
        (g, id, n) => RenewalRules.Answer(g[id], n, "We have read it.", Given.Supervisor, g.Now),
    ];

    private static readonly Gen<(int Act, int Who, int Number, int Hours)[]> Days =
        Gen.Select(Gen.Int[0, Acts.Length - 1], Gen.Int[0, 2], Gen.Int[1, 30], Gen.OneOf(Gen.Const(0), Gen.Int[1, 30], Gen.Int[200, 900])).Array[1, 40];

    [Fact]
    public void Sent_is_accepted_and_waiting_and_returned_and_withdrawn_and_nobody_is_without_a_named_place() => Days.Sample(days =>
    {
        var given = Lived(days);
        var sent = People.Where(id => given.Files[id].Any(e => e.Event is HandoffSent)).Select(id => given[id].Handoff).ToList();

        Assert.Equal(sent.Count, sent.Count(h => h.State == HandoffState.Accepted) + sent.Count(h => h.IsWaiting) + sent.Count(h => h.State is HandoffState.Returned or HandoffState.Withdrawn));
        Assert.All(People, id => Assert.True(Given.Programme.Offices.ContainsKey(given[id].Responsible) || Given.Programme.Stations.ContainsKey(given[id].Responsible)));
    }, iter: 300);

    [Fact]
    public void No_rule_ever_makes_anything_due_of_a_child() => Days.Sample(days =>
    {
        var child = Lived([.. days.Where(d => d.Act is not (8 or 9) || d.Who != 1)]).Files[Given.Child];

        Assert.DoesNotContain(child, e => e.Event is ObligationOpened or DueDateMoved or FaultsCounted or ObligationMet or CheckInAttempted
            || EventJson.NameOf(e.Event).StartsWith("miss-", StringComparison.Ordinal));
    }, iter: 300);

    [Fact]
    public void Nothing_runs_and_no_miss_stands_once_a_person_is_known_to_be_a_child() => Days.Sample(days =>
    {
        var given = Lived(days);

        Assert.DoesNotContain(People.Select(id => given[id]).Where(c => c.Release!.IsMinor), c => c.Obligations.Exists(o => o.IsRunning || o.IsMissed));
    }, iter: 300);

    [Fact]
    public void An_act_repeated_at_once_is_refused_or_changes_nothing() => Days.Sample(days =>
    {
        var given = Begun();
        foreach (var day in days)
        {
            given = given.After(Duration.FromHours(day.Hours)).When(g => Acts[day.Act](g, People[day.Who], day.Number));
            var again = given.When(g => Acts[day.Act](g, People[day.Who], day.Number));

            Assert.True(again.Answer.Events.IsEmpty, $"Act {day.Act} ({string.Join(", ", given.Answer.Events.Select(e => EventJson.NameOf(e.Event)))}) again: {string.Join(", ", again.Answer.Events.Select(e => EventJson.NameOf(e.Event)))}");
        }
    }, iter: 150);

    [Fact]
    public void Any_part_of_a_file_from_its_beginning_can_be_read_and_one_more_line_makes_the_next_state() =>
        Gen.Select(Days, Gen.Int[2, 60].Array[0, 6]).Sample((days, wrong) =>
        {
            // Lines of all kinds are taken out, corrections among them, and life goes on.
            var given = wrong.Aggregate(Lived(days), (g, line) => g.After(Duration.FromHours(1)).RecordedInError(1 + line % g.Files[Given.Person].Length)
                .When(x => Acts[line % Acts.Length](x, Given.Person, line)));
            var file = CaseFile.Of(Given.Person, []);
            foreach (var line in given.Files[Given.Person])
            {
                file = file.With(line);
                Assert.Equal(CorrectionRulesTests.Text(Case.Fold(Given.Person, file.Events)), CorrectionRulesTests.Text(file.State));
                Assert.NotEmpty(file.State.Responsible);
            }
        }, iter: 60);

    private static Given Begun() => Given.ReleasedFamily().Release(Given.Stranger, s => s.Numbered("R-3")).KeptWalkIn();

    private static Given Lived(IEnumerable<(int Act, int Who, int Number, int Hours)> days) =>
        days.Aggregate(Begun(), (g, day) => g.After(Duration.FromHours(day.Hours)).When(x => Acts[day.Act](x, People[day.Who], day.Number)));

    private static ImmutableArray<Case> HouseholdOf(Given g, CaseId id) => id == Given.Stranger ? [g[id]] : [g[Given.Person], g[Given.Child]];

    /// <summary>One of the first days on which somebody is booked.</summary>
    private static Fault Closed(int number)
    {
        var at = Given.Place(4, 16 + number % 5).At;
        return new Fault(Given.Ledger, FaultKinds.OfficeClosed, "DEN", null, at - Duration.FromHours(9), at + Duration.FromHours(9), "Snow");
    }
}
