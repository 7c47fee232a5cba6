using System.Reflection;
using System.Text;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Alerts;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Enrolments;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Outreach;
using Throughline.Casefile.Parties;
using Throughline.Casefile.People;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Protections;
using Throughline.Casefile.Referrals;
using Throughline.Casefile.Releases;
using Throughline.Casefile.Transfers;
using Throughline.Casefile.WalkIns;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Tests.Addresses;
using Throughline.Tests.Decisions;
using Throughline.Tests.Devices;
using Throughline.Tests.Enrolments;
using Throughline.Tests.Households;
using Throughline.Tests.Orders;
using Throughline.Tests.Parties;
using Throughline.Tests.People;
using Throughline.Tests.Protections;
using Throughline.Tests.Transfers;
using Throughline.Tests.WalkIns;

namespace Throughline.Tests;

/// <summary>Every refusal of every rule is provoked by an act, and the page that lists them says what they say.</summary>
public sealed class RefusalsTests
{
    private static readonly Instant Ahead = Given.Start + Duration.FromSeconds(1);
    private static readonly HearingSet Hearing = new("H-1", Instant.FromUtc(2027, 3, 1, 15, 0), "America/Denver", "Denver Immigration Court", null);
    private static readonly FaultDeclared Down = new(FaultKinds.ServiceDown, null, null, Given.Start, null, "The service was down.");

    /// <summary>By rule and refusal: the acts that are refused with it.</summary>
    private static readonly SortedDictionary<string, Func<Given>[]> ByRules = new(StringComparer.Ordinal)
    {
        ["AddressProofRules.CodeUsedUp"] = [() => Enumerable.Range(0, 6).Aggregate(AddressProofRulesTests.Lettered(), (g, _) => AddressProofRulesTests.Tell(g, AddressProofRulesTests.Other))],
        ["AddressProofRules.DocumentNeeded"] = [() => AddressProofRulesTests.Prove(Given.ReleasedPerson(), AddressProofGrade.Document, " ")],
        ["AddressProofRules.GradeNeeded"] = [() => AddressProofRulesTests.Prove(Given.ReleasedPerson(), null), () => AddressProofRulesTests.Prove(Given.ReleasedPerson(), AddressProofGrade.Letter)],
        ["AddressProofRules.LetterOnItsWay"] = [() => AddressProofRulesTests.Letter(AddressProofRulesTests.Lettered(), AddressProofRulesTests.Other)],
        ["AddressProofRules.NoAddress"] = [() => AddressProofRulesTests.Letter(AddressProofRulesTests.WithoutAddress(), AddressProofRulesTests.Code), () => AddressProofRulesTests.Prove(AddressProofRulesTests.WithoutAddress(), AddressProofGrade.Word)],
        ["AddressProofRules.NoCode"] = [() => AddressProofRulesTests.Tell(Given.ReleasedPerson(), AddressProofRulesTests.Code)],
        ["AddressProofRules.NoLetter"] = [() => AddressProofRulesTests.Letter(Given.ReleasedPerson(s => s with { Grade = AddressGrade.NoFixedAbode }), AddressProofRulesTests.Code)],
        ["AddressProofRules.NoLetterForCase"] = [
            () => Given.ReleasedFamily().When(g => AddressProofRules.SendLetter(g[Given.Child], AddressProofRulesTests.Code, g.Now)),
            () => Closed().When(g => AddressProofRules.SendLetter(g.State, AddressProofRulesTests.Code, g.Now))],
        ["AddressProofRules.NotACode"] = [() => AddressProofRulesTests.Tell(AddressProofRulesTests.Lettered(), null)],
        ["AlertClosing.CauseNeeded"] = [() => AlertClosed(null), () => AlertClosed("NOT_CHARGED")],
        ["AlertClosing.ClosedAlready"] = [() => AlertClosed("CHARGER", given: AlertClosed("CHARGER"))],
        ["AlertClosing.ContactNeeded"] = [() => AlertClosed("PERSON", evidence: "Seen at the desk.")],
        ["AlertClosing.EvidenceNeeded"] = [() => AlertClosed("PERSON", given: Given.ReleasedPerson().When(g => ContactRules.Record(g.State, "call", "reached", null, g.Now, g.Now)))],
        ["AlertClosing.ReasonsNeeded"] = [() => AlertClosed("CHARGER", reasons: " ")],
        ["ChallengeRules.AnswerNeeded"] = [() => Challenged().When(g => ChallengeRules.Answer(g.File(Given.Person), 6, true, " ", Given.Supervisor, g.Now))],
        ["ChallengeRules.ChallengedAlready"] = [() => Challenged().When(g => Challenge(g, 1, "That is not my name."))],
        ["ChallengeRules.NoSuchChallenge"] = [
            () => Given.ReleasedPerson().When(g => ChallengeRules.Answer(g.File(Given.Person), 1, true, "You are right.", Given.Supervisor, g.Now)),
            () => Answered().When(g => ChallengeRules.Answer(g.File(Given.Person), 6, true, "You are right.", Given.Supervisor, g.Now))],
        ["ChallengeRules.OwnLine"] = [() => Challenged().When(g => ChallengeRules.Answer(g.File(Given.Person), 6, false, "It is right.", Given.Officer, g.Now))],
        ["ChallengeRules.TextNeeded"] = [() => Given.ReleasedPerson().When(g => Challenge(g, 1, " "))],
        ["ChallengeRules.TooLong"] = [() => Given.ReleasedPerson().When(g => Challenge(g, 1, new string('a', 4001)))],
        ["ChallengeRules.Unanswered"] = [
            () => Missed().When(g => Challenge(g, 1, "That is not my name.")).When(g => MissRules.Propose(g.State, "a", "b", "c", g.Now)),
            () => Proposed().When(g => Challenge(g, 1, "That is not my name.")).When(g => MissRules.Confirm(g.State, Given.Supervisor, g.Now))],
        ["CheckInRules.InTheFuture"] = [() => Given.ReleasedPerson().Reported(at: Ahead)],
        ["ClosingRules.ClosedAlready"] = [
            () => Closed().When(g => ClosingRules.Close(g.State, "DEPARTED_OWN", "Left.", Given.Programme, g.Now)), () => Closed().When(g => ClosingRules.Suspend(g.State, "In hospital.", g.Now)), () => Closed().Sent()],
        ["ClosingRules.NotClosed"] = [() => Given.ReleasedPerson().When(g => ClosingRules.Reopen(g.Household, Given.Person, g.Sweep()))],
        ["ClosingRules.NotSuspended"] = [() => Given.ReleasedPerson().When(g => ClosingRules.Resume(g.Household, Given.Person, g.Sweep()))],
        ["ClosingRules.ReasonNeeded"] = [() => Closed(why: " "), () => Given.ReleasedPerson().When(g => ClosingRules.Suspend(g.State, null, g.Now))],
        ["ClosingRules.SuspendedAlready"] = [
            () => Given.ReleasedPerson().When(g => ClosingRules.Suspend(g.State, "In hospital.", g.Now)).When(g => ClosingRules.Suspend(g.State, "In hospital.", g.Now))],
        ["ClosingRules.UnknownReason"] = [() => Closed(reason: "WHEREABOUTS_UNKNOWN"), () => Closed(reason: null)],
        ["ContactRules.ChannelNeeded"] = [() => Given.ReleasedPerson().When(g => ContactRules.Record(g.State, "pigeon", "reached", null, g.Now, g.Now))],
        ["ContactRules.InTheFuture"] = [() => Given.ReleasedPerson().When(g => ContactRules.Record(g.State, "call", "reached", null, Ahead, g.Now))],
        ["ContactRules.OutcomeNeeded"] = [() => Given.ReleasedPerson().When(g => ContactRules.Record(g.State, "call", null, null, g.Now, g.Now))],
        ["CorrectionRules.GoesOn"] = [() => Closed().RecordedInError(6)],
        ["CorrectionRules.HasItsOwnWay"] = [() => ProtectionRulesTests.Protected().RecordedInError(6)],
        ["CorrectionRules.LiftInstead"] = [() => Held().RecordedInError(Held().Line<HoldPlaced>())],
        ["CorrectionRules.NoSuchLine"] = [() => Given.ReleasedPerson().RecordedInError(6), () => Given.ReleasedPerson().RecordedInError(0)],
        ["CorrectionRules.OpensTheCase"] = [() => Given.ReleasedPerson().RecordedInError(1)],
        ["CorrectionRules.ReasonNeeded"] = [() => Given.ReleasedPerson().RecordedInError(2, why: " ")],
        ["DecisionRules.NoSuchProposal"] = [
            () => RenewalRulesTests.Appearing().When(g => RenewalRulesTests.Sign(g, Given.Supervisor)), () => RenewalRulesTests.Appearing().When(g => DecisionRules.Decline(g.State, 1, "No.", g.Now))],
        ["DecisionRules.ProposedAlready"] = [() => RenewalRulesTests.Proposed().When(g => Renewal(g))],
        ["DecisionRules.SupervisorSigns"] = [() => RenewalRulesTests.Proposed().When(g => RenewalRulesTests.Sign(g, Given.Officer with { Name = "B. Somebody" }))],
        ["DeviceRules.CheckNeeded"] = [() => DeviceRulesTests.Assigned().When(g => DeviceRules.Fit(g.State, "Here", "D. Whitfield", "looked", g.Now))],
        ["DeviceRules.ConditionNeeded"] = [() => DeviceRulesTests.Fitted().When(g => DeviceRules.Return(g.State, null, null, g.Now)), () => DeviceRulesTests.Fitted().When(g => DeviceRules.Replace(g.State, DeviceRulesTests.InCupboard, DeviceRulesTests.Second, null, null, 300, 14, g.Now))],
        ["DeviceRules.ConfirmedAlready"] = [() => DeviceRulesTests.Assigned().When(g => DeviceRules.Confirm(g.State, g.Now))],
        ["DeviceRules.FittedAlready"] = [() => DeviceRulesTests.Fitted().When(DeviceRulesTests.Fit)],
        ["DeviceRules.FitterNeeded"] = [() => DeviceRulesTests.Assigned().When(g => DeviceRules.Fit(g.State, "Here", null, "both", g.Now))],
        ["DeviceRules.HasNone"] = [() => DeviceRulesTests.Ordered().When(DeviceRulesTests.Fit), () => Given.ReleasedPerson().When(g => DeviceRules.Return(g.State, "good", null, g.Now)), () => Given.ReleasedPerson().When(g => DeviceRules.Lose(g.State, "Gone.", g.Now)), () => Given.ReleasedPerson().When(g => DeviceRules.Confirm(g.State, g.Now)), () => Given.ReleasedPerson().When(g => DeviceRules.Replace(g.State, DeviceRulesTests.InCupboard, DeviceRulesTests.Second, "good", null, 300, 14, g.Now))],
        ["DeviceRules.HasOne"] = [() => DeviceRulesTests.Fitted().When(g => DeviceRulesTests.Assign(g))],
        ["DeviceRules.HealthAgainst"] = [() => DeviceRulesTests.Ordered().When(g => DeviceRulesTests.Screen(g, "skin")).When(g => DeviceRulesTests.Assign(g)), () => DeviceRulesTests.Assigned().When(g => DeviceRulesTests.Screen(g, "skin")).When(DeviceRulesTests.Fit)],
        ["DeviceRules.NoDeviceOrdered"] = [() => Given.ReleasedPerson().When(g => DeviceRulesTests.Screen(g)), () => Given.ReleasedPerson().When(g => DeviceRulesTests.Assign(g))],
        ["DeviceRules.NoSuchUnit"] = [() => DeviceRulesTests.Ordered().When(g => DeviceRulesTests.Screen(g)).When(g => DeviceRules.Assign(g.State, null, DeviceRulesTests.First, 300, 14, g.Now))],
        ["DeviceRules.NotAcceptedYet"] = [() => DeviceRulesTests.Assigned(DeviceRulesTests.AtStation()).When(g => DeviceRules.Confirm(g.State, g.Now))],
        ["DeviceRules.PlaceNeeded"] = [() => DeviceRulesTests.Assigned().When(g => DeviceRules.Fit(g.State, " ", "D. Whitfield", "both", g.Now))],
        ["DeviceRules.ScreenNeeded"] = [() => DeviceRulesTests.Ordered().When(g => DeviceRulesTests.Assign(g))],
        ["DeviceRules.UnitHeld"] = [() => DeviceRulesTests.Ordered().When(g => DeviceRulesTests.Screen(g)).When(g => DeviceRulesTests.Assign(g, DeviceRulesTests.InCupboard with { Held = new CaseId(9) }))],
        ["DeviceRules.UnitNotInUse"] = [() => DeviceRulesTests.Ordered().When(g => DeviceRulesTests.Screen(g)).When(g => DeviceRulesTests.Assign(g, DeviceRulesTests.InCupboard with { IsInUse = false }))],
        ["EnrolmentRules.CheckNeeded"] = [() => EnrolmentRulesTests.OnApp().When(g => EnrolmentRulesTests.Enrol(g, howChecked: "nodded"))],
        ["EnrolmentRules.EnrolledAlready"] = [() => EnrolmentRulesTests.OnApp().When(g => EnrolmentRulesTests.Enrol(g)).When(g => EnrolmentRulesTests.Enrol(g))],
        ["EnrolmentRules.LanguageNeeded"] = [() => EnrolmentRulesTests.OnApp().When(g => EnrolmentRulesTests.Enrol(g, language: " "))],
        ["EnrolmentRules.NothingToEnrol"] = [() => Given.ReleasedPerson().When(g => EnrolmentRulesTests.Enrol(g))],
        ["EnrolmentRules.ToldByNeeded"] = [() => EnrolmentRulesTests.OnApp().When(g => EnrolmentRulesTests.Enrol(g, toldBy: null))],
        ["ErasureRules.AuthorityNeeded"] = [() => Erased(authority: " ")],
        ["ErasureRules.DutyToKeep"] = [() => Erased(given: Given.ReleasedPerson(), programme: WithDuty), () => Erased(given: Closed(), programme: WithDuty)],
        ["ErasureRules.ErasedAlready"] = [() => Erased(given: Erased()), () => Erased().When(g => ErasureRules.Expire(g.State, CaseFileRule, NoTraces, g.Now))],
        ["ErasureRules.Held"] = [() => Erased(given: Held()), () => Held(Closed()).After(Duration.FromDays(4000)).When(g => ErasureRules.Expire(g.State, CaseFileRule, NoTraces, g.Now))],
        ["ErasureRules.NobodysFile"] = [() => Declared().When(g => ErasureRules.Erase(g[Given.Ledger], Given.Officer, Order(), NoTraces, Given.Programme, g.Now))],
        ["ErasureRules.NotDue"] = [() => Closed().When(g => ErasureRules.Expire(g.State, CaseFileRule, NoTraces, g.Now)), () => Given.ReleasedPerson().When(g => ErasureRules.Expire(g.State, CaseFileRule, NoTraces, g.Now))],
        ["ErasureRules.ReasonNeeded"] = [() => Erased(reason: "")],
        ["ErasureRules.SecondPersonNeeded"] = [() => Erased(second: null), () => Erased(second: " d. whitfield ")],
        ["FaultRules.EndsBeforeStart"] = [() => Declared(Down with { Until = Down.From }), () => Declared().When(g => FaultRules.End(g[Given.Ledger], Down.From, g.Now))],
        ["FaultRules.InTheFuture"] = [() => Declared(Down with { From = Ahead }), () => Declared().When(g => FaultRules.End(g[Given.Ledger], Ahead, g.Now))],
        ["FaultRules.NoFault"] = [
            () => new Given().When(g => FaultRules.End(g[Given.Ledger], g.Now, g.Now)),
            () => Declared().When(g => FaultRules.Withdraw(g[Given.Ledger], "none", g.Now)).When(g => FaultRules.Withdraw(g[Given.Ledger], "none", g.Now))],
        ["FaultRules.OfficeNeeded"] = [() => Declared(Down with { Kind = FaultKinds.OfficeClosed }), () => Declared(Down with { Kind = FaultKinds.TurnedAway })],
        ["FaultRules.UnknownKind"] = [() => Declared(Down with { Kind = "bad-luck" })],
        ["FaultRules.WordsNeeded"] = [() => Declared(Down with { Words = "" }), () => Declared().When(g => FaultRules.Withdraw(g[Given.Ledger], " ", g.Now))],
        ["GroundRules.Challenged"] = [() => GroundRulesTests.Confirmed().When(g => GroundRulesTests.Object(g, g.Line<MissConfirmed>())).When(GroundRulesTests.ProposeStepUp)],
        ["GroundRules.Fallen"] = [() => GroundRulesTests.Confirmed().When(g => MissRules.Withdraw(g.State, "In hospital.", g.Now)).When(GroundRulesTests.ProposeReferral)],
        ["GroundRules.GroundNeeded"] = [() => Given.ReleasedPerson().When(g => VariationRules.ProposeStepUp(g.File(Given.Person), "app", null, [], "a", "b", g.Now))],
        ["GroundRules.NotAGround"] = [() => Given.ReleasedPerson().When(g => ReferralRules.Propose(g.File(Given.Person), [1], "a", "b", Given.Officer, g.Now))],
        ["HandoffRules.ChildAlone"] = [() => Given.ReleasedPerson(s => s.Born(2012, 1, 1)).Sent()],
        ["HandoffRules.Not"] = [
            () => Given.ReleasedPerson().Accepted(), () => Given.ReleasedPerson().Returned(), () => Given.ReleasedPerson().Sent().Sent(), () => Given.ReleasedPerson().Withdrawn()],
        ["HandoffRules.NotYourOffice"] = [() => Given.ReleasedPerson().Sent().Returned(by: "MIA")],
        ["HandoffRules.ReasonNeeded"] = [() => Given.ReleasedPerson().Sent().Withdrawn(" "), () => Given.ReleasedPerson().Sent().Withdrawn(null)],
        ["HandoffRules.UnknownCode"] = [() => Given.ReleasedPerson().Sent().Returned("BAD_MOOD")],
        ["HealthRules.NothingAgainst"] = [() => DeviceRulesTests.Ordered().When(g => HealthRules.Propose(g.State, "a", "b", g.Now)), () => DeviceRulesTests.Ordered().When(g => DeviceRulesTests.Screen(g)).When(g => HealthRules.Propose(g.State, "a", "b", g.Now))],
        ["HealthRules.UnknownAnswer"] = [() => DeviceRulesTests.Ordered().When(g => DeviceRulesTests.Screen(g, "tired"))],
        ["HearingRules.NoSuchHearing"] = [() => Given.ReleasedPerson().When(g => HearingRules.RecordOutcome(g.State, "H-9", "held", null, g.Now))],
        ["HearingRules.OutcomeNeeded"] = [() => Given.ReleasedPerson().When(g => HearingRules.Set(g.State, Hearing, g.Now)).When(g => HearingRules.RecordOutcome(g.State, "H-1", " ", null, g.Now))],
        ["HouseholdRules.AdultNeeded"] = [
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [HouseholdRulesTests.Second, Given.Child], null)),
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [HouseholdRulesTests.Second, Given.Child], Given.Person))],
        ["HouseholdRules.BothSidesNeeded"] = [
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [], Given.Person)),
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [Given.Person, Given.Child, HouseholdRulesTests.Second], Given.Person))],
        ["HouseholdRules.ChildWithoutAdult"] = [
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [Given.Child], Given.Person)),
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [Given.Person, HouseholdRulesTests.Second], Given.Person))],
        ["HouseholdRules.OtherOffice"] = [() => HouseholdSplit().When(g => HandoffRules.Send(g.State, Given.To("LOS"), null, Given.Programme, g.Now)).Accepted("LOS").When(g => HouseholdRulesTests.Join(g))],
        ["HouseholdRules.ProtectedMember"] = [() => HouseholdSplit().When(g => ProtectionRules.Begin(g.State, Given.Officer, false, null, null, g.Now)).When(g => HouseholdRulesTests.Join(g))],
        ["HouseholdRules.ReasonNeeded"] = [
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [HouseholdRulesTests.Second, Given.Child], HouseholdRulesTests.Second, " ")), () => HouseholdSplit().When(g => HouseholdRulesTests.Join(g, reason: null))],
        ["HouseholdRules.TogetherAlready"] = [
            () => HouseholdRulesTests.TwoAdults().When(g => HouseholdRules.Join(HouseholdRulesTests.Everybody(g), HouseholdRulesTests.Everybody(g), new Dictionary<CaseId, CaseId>(), Given.Family, null, "x", Given.Programme, g.Now))],
        ["HoldRules.AuthorityNeeded"] = [() => Held(authority: " "), () => Held().When(g => HoldRules.Lift(g.State, g.Line<HoldPlaced>(), "Settled.", null, g.Now))],
        ["HoldRules.HeldAlready"] = [() => Held(Held(), authority: "the court’s order of may 3 ")],
        ["HoldRules.NobodysFile"] = [() => Declared().When(g => HoldRules.Place(g[Given.Ledger], "a", "b", g.Now))],
        ["HoldRules.NoSuchHold"] = [() => Given.ReleasedPerson().When(g => HoldRules.Lift(g.State, 1, "Settled.", "The court", g.Now))],
        ["HoldRules.ReasonNeeded"] = [() => Held(reason: null), () => Held().When(g => HoldRules.Lift(g.State, g.Line<HoldPlaced>(), " ", "The court", g.Now))],
        ["MissRules.EvidenceNeeded"] = [() => Proposed(evidence: " ")],
        ["MissRules.MeansNeeded"] = [() => Proposed(means: null)],
        ["MissRules.NotConfirmed"] = [() => Proposed().When(g => MissRules.Withdraw(g.State, "He was in hospital.", g.Now))],
        ["MissRules.NotProposed"] = [() => Missed().When(g => MissRules.Confirm(g.State, Given.Supervisor, g.Now)), () => Missed().When(g => MissRules.Decline(g.State, "No.", g.Now))],
        ["MissRules.NothingToReview"] = [
            () => Given.ReleasedPerson().When(g => MissRules.Excuse(g.State, "Snow.", g.Now)), () => Given.ReleasedPerson().When(g => MissRules.Propose(g.State, "a", "b", "c", g.Now)),
            () => Given.ReleasedPerson().When(g => MissRules.Confirm(g.State, Given.Supervisor, g.Now)),
            () => Given.ReleasedPerson().When(g => SweepRules.GiveTime(g.Household, Given.Person, Duration.FromDays(7), g.Sweep()))],
        ["MissRules.ProposedAlready"] = [() => Proposed().When(g => MissRules.Propose(g.State, "a", "b", "c", g.Now))],
        ["MissRules.ReasonNeeded"] = [
            () => Missed().When(g => MissRules.Excuse(g.State, null, g.Now)), () => Proposed(reasons: ""), () => Proposed().When(g => MissRules.Decline(g.State, " ", g.Now)),
            () => Proposed().When(g => MissRules.Confirm(g.State, Given.Supervisor, g.Now)).When(g => MissRules.Withdraw(g.State, null, g.Now))],
        ["MissRules.SecondPersonNeeded"] = [
            () => Proposed().When(g => MissRules.Confirm(g.State, Given.Officer, g.Now)), () => Proposed().When(g => MissRules.Confirm(g.State, Given.Officer with { Role = "supervisor" }, g.Now))],
        ["MessageRules.NoSuchLetter"] = [
            () => Given.ReleasedPerson().When(g => MessageRules.ReturnLetter(g.State, null, null, g.Now)),
            () => Given.ReleasedPerson().When(g => MessageRules.Send(g.State, new MessageSent("M-1", MessageRules.Reminder, ReachRules.Sms, "es", "Hola"), g.Now)).When(g => MessageRules.ReturnLetter(g.State, "M-1", null, g.Now))],
        ["MoveRules.FromTooLate"] = [() => Given.ReleasedPerson().When(g => MoveRules.Report(g.State, Address.None, AddressGrade.Blank, new(2021, 5, 7), g.Now))],
        ["NoticeRules.HowCheckedNeeded"] = [() => Given.ReleasedPerson().When(g => NoticeRules.Know(g.State, NoticeKinds.ToReport, g.Now, "spa", null, " ", g.Now))],
        ["NoticeRules.InTheFuture"] = [
            () => Given.ReleasedPerson().When(g => NoticeRules.Serve(g.State, NoticeKinds.ToReport, Ahead, null, g.Now)),
            () => Given.ReleasedPerson().When(g => NoticeRules.File(g.State, NoticeKinds.ToReport, Ahead, null, g.Now)),
            () => Given.ReleasedPerson().When(g => NoticeRules.Know(g.State, NoticeKinds.ToReport, Ahead, "spa", null, "said it back", g.Now))],
        ["ObligationRules.NothingToBook"] = [() => Given.ReleasedPerson().Reported().When(g => ObligationRules.Rebook(g.State, "DEN", Given.Place(5, 3), Given.Programme, g.Now))],
        ["ProtectionRules.LiftNotProposed"] = [
            () => ProtectionRulesTests.Protected().When(g => ProtectionRules.ConfirmLift(g.State, Given.Supervisor, true, "x", g.Now)), () => ProtectionRulesTests.Protected().When(g => ProtectionRules.DeclineLift(g.State, Given.Supervisor, true, "x", g.Now))],
        ["ProtectionRules.LiftProposedAlready"] = [() => ProtectionRulesTests.Proposed().When(g => ProtectionRules.ProposeLift(g.State, Given.Officer, false, "x", g.Now))],
        ["ProtectionRules.NameNeeded"] = [
            () => ProtectionRulesTests.Protected().When(g => ProtectionRules.NameReader(g.State, Given.Officer, false, null, "x", g.Now)),
            () => ProtectionRulesTests.Protected().When(g => ProtectionRules.NameReader(g.State, Given.Officer, false, new Actor("case officer", " "), "x", g.Now))],
        ["ProtectionRules.NoSuchReader"] = [() => ProtectionRulesTests.Protected().When(g => ProtectionRules.RemoveReader(g.State, Given.Officer, false, "case officer|DEN|Nobody", "x", g.Now))],
        ["ProtectionRules.NotNamed"] = [
            () => ProtectionRulesTests.Protected().When(g => ProtectionRulesTests.Name(g, Given.Supervisor, false)), () => ProtectionRulesTests.Protected().When(g => ProtectionRules.RemoveReader(g.State, Given.Supervisor, false, null, "x", g.Now)),
            () => ProtectionRulesTests.Protected().When(g => ProtectionRules.ProposeLift(g.State, Given.Supervisor, false, "x", g.Now)), () => ProtectionRulesTests.Proposed().When(g => ProtectionRules.ConfirmLift(g.State, Given.Supervisor, false, "x", g.Now)),
            () => ProtectionRulesTests.Proposed().When(g => ProtectionRules.DeclineLift(g.State, Given.Supervisor, false, "x", g.Now))],
        ["ProtectionRules.NotProtected"] = [
            () => Given.ReleasedPerson().When(g => ProtectionRules.LiftByPerson(g.State, g.Now)), () => Given.ReleasedPerson().When(g => ProtectionRulesTests.Name(g, Given.Officer, true)),
            () => Given.ReleasedPerson().When(g => ProtectionRules.RemoveReader(g.State, Given.Officer, true, "x", "x", g.Now)), () => Given.ReleasedPerson().When(g => ProtectionRules.ProposeLift(g.State, Given.Officer, true, "x", g.Now)),
            () => Given.ReleasedPerson().When(g => ProtectionRules.ConfirmLift(g.State, Given.Officer, true, "x", g.Now)), () => Given.ReleasedPerson().When(g => ProtectionRules.DeclineLift(g.State, Given.Officer, true, "x", g.Now))],
        ["ProtectionRules.ProtectedAlready"] = [() => ProtectionRulesTests.Protected().When(g => ProtectionRules.Begin(g.State, Given.Officer, false, null, null, g.Now))],
        ["ProtectionRules.ReasonNeeded"] = [
            () => ProtectionRulesTests.Protected().When(g => ProtectionRulesTests.Name(g, Given.Officer, false, reason: " ")), () => ProtectionRulesTests.Protected().When(g => ProtectionRules.RemoveReader(g.State, Given.Officer, false, Given.Officer.ToString(), null, g.Now)),
            () => ProtectionRulesTests.Protected().When(g => ProtectionRules.ProposeLift(g.State, Given.Officer, false, " ", g.Now)), () => ProtectionRulesTests.Proposed().When(g => ProtectionRules.ConfirmLift(g.State, Given.Supervisor, true, null, g.Now)),
            () => ProtectionRulesTests.Proposed().When(g => ProtectionRules.DeclineLift(g.State, Given.Supervisor, true, null, g.Now))],
        ["ProtectionRules.SecondPersonNeeded"] = [
            () => ProtectionRulesTests.Proposed().When(g => ProtectionRules.ConfirmLift(g.State, Given.Officer, false, "x", g.Now)), () => ProtectionRulesTests.Proposed().When(g => ProtectionRules.ConfirmLift(g.State, Given.Officer with { Role = "supervisor" }, true, "x", g.Now))],
        ["OutreachRules.NoPlace"] = [() => GroundRulesTests.Missed().When(g => OutreachRules.Invite(g.Household, _ => "sms", "DEN", null, g.Now))],
        ["PartyRules.ContactNeeded"] = [() => Given.ReleasedPerson().When(g => PartyRulesTests.Name(g, contact: "nowhere"))],
        ["PartyRules.KindNeeded"] = [() => Given.ReleasedPerson().When(g => PartyRulesTests.Name(g, kind: "neighbour"))],
        ["PartyRules.NameNeeded"] = [() => Given.ReleasedPerson().When(g => PartyRulesTests.Name(g, name: " ")), () => Given.ReleasedPerson().When(g => PartyRulesTests.Name(g, name: new string('a', 201)))],
        ["PartyRules.NamedAlready"] = [() => Given.ReleasedPerson().When(g => PartyRulesTests.Name(g)).When(g => PartyRulesTests.Name(g))],
        ["PartyRules.NoSuchParty"] = [() => Given.ReleasedPerson().When(g => PartyRules.End(g.State, 1, g.Now))],
        ["PartyRules.TooMany"] = [() => Enumerable.Range(1, 6).Aggregate(Given.ReleasedPerson(), (given, n) => given.When(g => PartyRulesTests.Name(g, name: $"Helper {n}")))],
        ["PartyRules.UnknownSight"] = [() => Given.ReleasedPerson().When(g => PartyRulesTests.Name(g, sees: "everything"))],
        ["ReferralRules.NotByMachine"] = [() => GroundRulesTests.Confirmed().When(g => ReferralRules.Propose(g.File(Given.Person), [g.Line<MissConfirmed>()], "a", "b", Actor.Machine("sweep"), g.Now))],
        ["ReferralRules.NotReferred"] = [() => Given.ReleasedPerson().When(g => ReferralRules.Withdraw(g.State, "Over.", g.Now))],
        ["ReferralRules.ReferredAlready"] = [() => GroundRulesTests.Confirmed().When(GroundRulesTests.ProposeReferral).When(g => GroundRulesTests.Sign(g, 0)).When(GroundRulesTests.ProposeReferral)],
        ["ReachRules.ChannelNeeded"] = [() => Given.ReleasedPerson().When(g => ReachRules.Choose(g.State, null, null, g.Now)), () => Given.ReleasedPerson().When(g => ReachRules.Choose(g.State, "pigeon", null, g.Now))],
        ["ReachRules.EmailNeeded"] = [() => Given.ReleasedPerson().When(g => ReachRules.Choose(g.State, ReachRules.Email, " ", g.Now))],
        ["ReachRules.NoEmail"] = [() => Given.ReleasedPerson().When(g => ReachRules.Choose(g.State, ReachRules.Email, "wilson at example.org", g.Now))],
        ["ReachRules.NoPhone"] = [() => Given.ReleasedPerson(s => s with { Record = s.Record with { Phone = null } }).When(g => ReachRules.Choose(g.State, ReachRules.Sms, null, g.Now))],
        ["ReleaseRules.Conflict"] = [() => Given.ReleasedPerson().When(g => ReleaseRules.RecordAgain(g.State, Given.Adult with { ContentHash = "other" }, g.Now))],
        ["ReleaseRules.InTheFuture"] = [
            () => Given.ReleasedPerson(s => s.At(Ahead)), () => Given.ReleasedPerson().Completed(s => s.At(Ahead)),
            () => Given.ReleasedPerson().When(g => ReleaseRules.RecordAgain(g.State, Given.Adult.At(Ahead) with { ContentHash = "other", AmendedAt = g.Now }, g.Now))],
        ["ReleaseRules.PathwayNeeded"] = [() => Given.ReleasedPerson(s => s with { Pathway = "none" }), () => Given.ReleasedPerson().Completed(s => s with { Pathway = "none" })],
        ["SamePersonRules.LinkedAlready"] = [() => SamePersonRulesTests.Two().When(g => SamePersonRulesTests.Link(g)).When(g => SamePersonRulesTests.Link(g))],
        ["SamePersonRules.NotLinked"] = [() => SamePersonRulesTests.Two().When(g => SamePersonRules.Unlink(g.State, g[Given.Stranger], "x", g.Now))],
        ["SamePersonRules.ReasonNeeded"] = [
            () => SamePersonRulesTests.Two().When(g => SamePersonRulesTests.Link(g, " ")), () => SamePersonRulesTests.Two().When(g => SamePersonRulesTests.Differ(g, null)),
            () => SamePersonRulesTests.Two().When(g => SamePersonRules.Unlink(g.State, g[Given.Stranger], "", g.Now))],
        ["SamePersonRules.SameCase"] = [() => SamePersonRulesTests.Two().When(g => SamePersonRules.Link(g.State, g.State, "x", g.Now))],
        ["SamePersonRules.StillLinked"] = [() => SamePersonRulesTests.Two().When(g => SamePersonRulesTests.Link(g)).When(g => SamePersonRulesTests.Differ(g))],
        ["TransferRules.NotAccepted"] = [() => Given.ReleasedPerson().Sent().When(g => TransferRulesTests.Send(g, "LOS"))],
        ["TransferRules.Not"] = [
            () => TransferRulesTests.TakenOver(TransferRulesTests.Accepted()), () => TransferRulesTests.SentOn().When(g => TransferRulesTests.Send(g, "MIA")),
            () => TransferRulesTests.Accepted().When(g => TransferRules.Return(g.State, "LOS", "WRONG_OFFICE", null, Given.Programme, g.Now)),
            () => TransferRulesTests.Accepted().When(g => TransferRules.Withdraw(g.State, "DEN", "x", g.Now))],
        ["TransferRules.NotResponsible"] = [
            () => TransferRulesTests.Accepted().When(g => TransferRulesTests.Send(g, "LOS", from: "MIA")),
            () => TransferRulesTests.SentOn().When(g => TransferRules.Withdraw(g.State, "LOS", "Not ours.", g.Now)),
            () => TransferRulesTests.Accepted().When(g => TransferRules.Propose(g.State, Given.To("LOS"), g.Now)).When(g => TransferRules.Decline(g.State, "LOS", "Not ours.", g.Now))],
        ["TransferRules.NotYourOffice"] = [
            () => TransferRulesTests.TakenOver(TransferRulesTests.SentOn(), by: "MIA"),
            () => TransferRulesTests.SentOn().When(g => TransferRules.Return(g.State, "MIA", "WRONG_OFFICE", null, Given.Programme, g.Now))],
        ["TransferRules.NothingProposed"] = [() => TransferRulesTests.SentOn().When(g => TransferRules.Decline(g.State, "DEN", "x", g.Now))],
        ["TransferRules.ReasonNeeded"] = [
            () => TransferRulesTests.Accepted().When(g => TransferRulesTests.Send(g, "LOS", reason: " ")), () => TransferRulesTests.SentOn().When(g => TransferRules.Withdraw(g.State, "DEN", null, g.Now)),
            () => TransferRulesTests.Accepted().When(g => TransferRules.Propose(g.State, Given.To("LOS"), g.Now)).When(g => TransferRules.Decline(g.State, "DEN", " ", g.Now))],
        ["TransferRules.SameOffice"] = [() => TransferRulesTests.Accepted().When(g => TransferRulesTests.Send(g, "DEN"))],
        ["RenewalRules.AnswerNeeded"] = [() => Represented().When(g => RenewalRules.Answer(g.State, g.Line<RepresentationMade>(), " ", Given.Supervisor, g.Now))],
        ["RenewalRules.AuthorReads"] = [() => RenewalRulesTests.Proposed().When(g => RenewalRules.Represent(g.State, "Enough.", Given.Programme, g.Now)).When(g => RenewalRulesTests.Answer(g, Given.Officer))],
        ["RenewalRules.ChildHasNoTerms"] = [() => Given.ReleasedPerson(s => (s with { Pathway = "NTA", Household = Given.Family }).Born(2012, 1, 1)).When(g => Renewal(g))],
        ["RenewalRules.MeansNeeded"] = [() => RenewalRulesTests.Appearing().When(g => Renewal(g, means: " "))],
        ["RenewalRules.NoOrder"] = [
            () => Closed().When(g => Renewal(g)), () => Given.ReleasedPerson().Reported().When(g => RenewalRules.Represent(g.State, "Enough.", Given.Programme, g.Now)),
            () => Closed().When(g => RenewalRules.Review(g.State, "Needed.", Given.Programme, g.Now)), () => Closed().When(g => RenewalRules.EndEarly(g.State, "Over.", g.Now))],
        ["RenewalRules.NoSuchRepresentation"] = [
            () => RenewalRulesTests.Appearing().When(g => RenewalRules.Answer(g.State, 1, "Yes.", Given.Supervisor, g.Now)),
            () => Represented().When(g => RenewalRulesTests.Answer(g, Given.Supervisor)).When(g => RenewalRulesTests.Answer(g, Given.Supervisor))],
        ["RenewalRules.NotRenewable"] = [() => Given.ReleasedPerson().When(g => Renewal(g))],
        ["RenewalRules.OneWaits"] = [() => Represented().When(g => RenewalRules.Represent(g.State, "Again.", Given.Programme, g.Now))],
        ["RenewalRules.OutsideLimit"] = [() => RenewalRulesTests.Appearing().When(g => RenewalTo(g, null)), () => RenewalRulesTests.Appearing().When(g => RenewalTo(g, new(2023, 1, 1)))],
        ["RenewalRules.TextNeeded"] = [() => RenewalRulesTests.Appearing().When(g => RenewalRules.Represent(g.State, " ", Given.Programme, g.Now))],
        ["RenewalRules.TooLong"] = [() => RenewalRulesTests.Appearing().When(g => RenewalRules.Represent(g.State, new string('a', 4001), Given.Programme, g.Now))],
        ["RenewalRules.Unanswered"] = [() => Represented().When(g => Renewal(g))],
        ["VariationRules.ConditionTooLong"] = [() => StepUp(null, new string('a', 301))],
        ["VariationRules.NoSuchRequest"] = [() => Given.ReleasedPerson().When(g => VariationRules.AnswerStepDown(g.State, 1, false, null, null, "No.", Given.Officer, Given.Programme, g.Now))],
        ["VariationRules.NoSuchStepUp"] = [() => Given.ReleasedPerson().When(g => VariationRules.WithdrawStepUp(g.State, 1, "Over.", g.Now))],
        ["VariationRules.NotMilder"] = [() => Eased("device", null), () => Eased(null, "Stay at home.")],
        ["VariationRules.NotStricter"] = [() => StepUp("none", null), () => StepUp(null, "Go to every hearing of the immigration court.")],
        ["VariationRules.NothingToEase"] = [() => Given.ReleasedPerson().When(g => VariationRules.AskStepDown(g.State, null, Given.Programme, g.Now))],
        ["VariationRules.ReportStays"] = [() => Eased(null, "Report once to the office within 60 days.")],
        ["VariationRules.RequestAnswerNeeded"] = [() => VariationRulesTests.Asked().When(g => VariationRules.AnswerStepDown(g.State, g.Line<StepDownAsked>(), false, null, null, " ", Given.Officer, Given.Programme, g.Now))],
        ["VariationRules.StepDownWaits"] = [() => VariationRulesTests.Asked().When(g => VariationRules.AskStepDown(g.State, null, Given.Programme, g.Now))],
        ["VariationRules.SupervisorAnswers"] = [() => VariationRulesTests.Asked().After(Duration.FromDays(30)).When(g => VariationRulesTests.Answer(g, Given.Officer))],
        ["VariationRules.WhatNeeded"] = [() => StepUp(null, " "), () => Eased(null, null)],
        ["WalkInRules.MatchedAlready"] = [() => WalkInRulesTests.Matched(WalkInRulesTests.Matched(Given.ReleasedPerson().KeptWalkIn(), Given.Person), Given.Person)],
        ["WalkInRules.NoSuchPerson"] = [() => WalkInRulesTests.Matched(new Given().KeptWalkIn(), Given.Kept)],
        ["WalkInRules.ReasonNeeded"] = [() => WalkInRulesTests.Settled(WalkInRulesTests.Returned(), null, " ")],
        ["WalkInRules.SettledAlready"] = [() => WalkInRulesTests.Settled(WalkInRulesTests.Settled(WalkInRulesTests.Returned(), null, "Sent by mistake."), null, "Again.")],
        ["ZoneTermsRules.CollectionOutside"] = [() => DeviceRulesTests.Fitted().When(g => ZoneTermsRulesTests.Propose(g, null, new CollectionTerms(61, 14, null))), () => DeviceRulesTests.Fitted().When(g => ZoneTermsRulesTests.Ease(g, null, new CollectionTerms(300, 0, null)))],
        ["ZoneTermsRules.DaysUnreadable"] = [() => Zone(z => z with { Exceptions = "Christmas" })],
        ["ZoneTermsRules.EndOutside"] = [() => Zone(z => z with { Until = Given.Released })],
        ["ZoneTermsRules.HoursNeeded"] = [() => Zone(z => z with { Kind = ZoneKinds.Attendance, Hours = null })],
        ["ZoneTermsRules.HoursUnreadable"] = [() => Zone(z => z with { Hours = "nights" }), () => DeviceRulesTests.Fitted().When(g => ZoneTermsRulesTests.Propose(g, null, new CollectionTerms(300, 14, "nights")))],
        ["ZoneTermsRules.KindNeeded"] = [() => Zone(z => z with { Kind = "" })],
        ["ZoneTermsRules.NameNeeded"] = [() => Zone(z => z with { Name = " " })],
        ["ZoneTermsRules.NoCollection"] = [() => DeviceRulesTests.Ordered().When(g => ZoneTermsRulesTests.Propose(g, null, new CollectionTerms(60, 14, null))), () => DeviceRulesTests.Ordered().When(g => ZoneTermsRulesTests.Ease(g, null, new CollectionTerms(60, 14, null)))],
        ["ZoneTermsRules.NoSuchPlace"] = [() => Given.ReleasedPerson().When(g => ZoneTermsRules.Forget(g.State, DeviceRulesTests.First, g.Now))],
        ["ZoneTermsRules.NoSuchZone"] = [() => DeviceRulesTests.Fitted().When(g => ZoneTermsRules.Remove(g.State, DeviceRulesTests.First, "Over.", g.Now)), () => DeviceRulesTests.Fitted().When(g => ZoneTermsRulesTests.Ease(g, ZoneTermsRulesTests.Home))],
        ["ZoneTermsRules.NumbersOutside"] = [() => Zone(z => z with { Fixes = 1 }), () => Zone(z => z with { Buffer = 2001 }), () => Zone(z => z with { DwellSeconds = -1 })],
        ["ZoneTermsRules.PlaceUnreadable"] = [() => Given.ReleasedPerson().When(g => ZoneTermsRules.Note(g.State, DeviceRulesTests.First, "work", "Bakery", "Main Street", g.Now)), () => Given.ReleasedPerson().When(g => ZoneTermsRules.Note(g.State, DeviceRulesTests.First, "bar", "Bar", "39.7, -104.9", g.Now))],
        ["ZoneTermsRules.ShapeNeeded"] = [() => Zone(z => z with { Shape = "" })],
    };

    /// <summary>Those that need the whole installation: other cases, or the calendar.</summary>
    private static readonly SortedDictionary<string, Func<TestInstallation, CaseId, CaseId, Task<Outcome>>> ByActs = new(StringComparer.Ordinal)
    {
        ["ErasureRules.NotTakenAgain"] = async (t, one, _) =>
        {
            await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, one, Order());
            return await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        },
        ["HearingRules.OfAnotherCase"] = async (t, one, other) =>
        {
            await new Noticing(t.Installation).SetHearingAsync(TestInstallation.Denver, one, Hearing);
            return await new Noticing(t.Installation).SetHearingAsync(TestInstallation.Denver, other, Hearing);
        },
        ["NoticeRules.UnknownKind"] = (t, one, _) => new Noticing(t.Installation).ServeAsync(TestInstallation.Denver, one, "valentine", t.Clock.GetCurrentInstant(), null),
        ["NoticeRules.WhoUnderstoodNeeded"] = (t, one, _) => t.Releasing.KnowNoticeAsync(TestInstallation.Station, one, [], NoticeKinds.ToReport, "spa", null, "said it back"),
        ["ObligationRules.NoFreeSlot"] = (t, one, _) => new Booking(t.Installation).RebookAsync(TestInstallation.Denver, one, t.Installation.Programme.Offices["DEN"], new(2026, 12, 25)),
    };

    public static TheoryData<string> Provoked() => [.. ByRules.Keys];

    public static TheoryData<string> ProvokedByActs() => [.. ByActs.Keys];

    [Theory]
    [MemberData(nameof(Provoked))]
    public void Each_act_is_refused_with_its_sentence(string member) => Assert.All(ByRules[member], act =>
    {
        var refused = act().Answer.Refused;
        Assert.NotNull(refused);
        AssertIs(member, refused);
    });

    [Theory]
    [MemberData(nameof(ProvokedByActs))]
    public async Task Each_act_that_looks_at_other_cases_is_refused_with_its_sentence(string member) => AssertIs(member, await RefusedAsync(member));

    [Fact]
    public void No_refusal_exists_that_no_act_provokes() =>
        Assert.Equal(Members().Keys.Order(StringComparer.Ordinal), ByRules.Keys.Concat(ByActs.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_page_of_refusals_says_what_they_say()
    {
        var page = new StringBuilder("""
            # What each refusal says

            Written by a test (`RefusalsTests`) from what the rules answer. `type` of a problem of the API is the code; a page shows the sentence beside the field.
            Numbers, dates and lists in a sentence are those of one example.

            | rule | code | sentence |
            |---|---|---|

            """);
        foreach (var member in Members().Keys.Order(StringComparer.Ordinal))
        {
            var refused = ByRules.TryGetValue(member, out var acts) ? acts.Select(a => a().Answer.Refused!) : [await RefusedAsync(member)];
            foreach (var one in refused.DistinctBy(r => r.Code))
            {
                page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {member.Split('.')[0]} | `{one.Code}` | {one.Sentence} |\n");
            }
        }

        var file = Path.Combine(AppContext.BaseDirectory, "docs", "refusals.md");
        var written = Path.ChangeExtension(file, ".now.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(written, page.ToString());
        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file) == page.ToString(), $"docs/refusals.md is not what the rules say. When the new text is right, copy {written} over it.");
    }

    internal static Given Declared(FaultDeclared? fault = null) => new Given().When(g => FaultRules.Declare(Given.Ledger, fault ?? Down, g.Now));

    /// <summary>By the name of the rule and of the refusal, whether it is one sentence or is made for the case.</summary>
    private static Dictionary<string, MemberInfo> Members() => typeof(Case).Assembly.GetTypes()
        .SelectMany(t => t.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(m => m is FieldInfo { FieldType: var f } && f == typeof(Refusal) || m is MethodInfo { ReturnType: var r } && r == typeof(Refusal))
        .ToDictionary(m => $"{m.DeclaringType!.Name}.{m.Name}");

    private static void AssertIs(string member, Refusal refused)
    {
        if (Members()[member] is FieldInfo field)
        {
            Assert.Equal((Refusal)field.GetValue(null)!, refused);
        }

        Assert.Matches("^[a-z]+(-[a-z]+)+$", refused.Code);
        Assert.EndsWith(".", refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("shall", refused.Sentence, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("!", refused.Sentence, StringComparison.Ordinal);
    }

    private static async Task<Refusal> RefusedAsync(string member)
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-2")), sendsHandoff: true);
        return (await ByActs[member](t, t.Case("R-1").Id, t.Case("R-2").Id)).Refused ?? throw new InvalidOperationException($"{member} was not provoked.");
    }

    internal static Given Closed(string? reason = "DEPARTED_OWN", string? why = "Left by bus.") => Given.ReleasedPerson().When(g => ClosingRules.Close(g.State, reason, why, Given.Programme, g.Now));

    internal static Traces NoTraces => new(null, null);

    internal static RetentionClass CaseFileRule => Given.Programme.Retention.Single(r => r.Code == RetentionRules.CaseFile);

    private static Programme WithDuty => Given.Programme with { Retention = [CaseFileRule with { IsDuty = true }] };

    internal static ErasureOrder Order(string? reason = "The person asked.", string? authority = "The privacy officer's decision 12", string? second = "R. Sanchez") => new(reason, authority, second);

    internal static Given Erased(string? reason = "The person asked.", string? authority = "The privacy officer's decision 12", string? second = "R. Sanchez", Given? given = null, Programme? programme = null) =>
        (given ?? Given.ReleasedPerson()).When(g => ErasureRules.Erase(g.State, Given.Officer, Order(reason, authority, second), NoTraces, programme ?? Given.Programme, g.Now));

    internal static Given Held(Given? given = null, string? reason = "It is before the court.", string? authority = "The court’s order of May 3") =>
        (given ?? Given.ReleasedPerson()).When(g => HoldRules.Place(g.State, reason, authority, g.Now));

    internal static Decision Challenge(Given g, int line, string text) => ChallengeRules.Challenge(g.File(Given.Person), line, text, Given.Programme.Offices["DEN"], g.Now);

    /// <summary>A strap that was open for a moment, closed by a person.</summary>
    private static Given AlertClosed(string? cause, string? reasons = "It clicked on the charger.", string? evidence = null, Given? given = null) => (given ?? Given.ReleasedPerson()).When(g => AlertClosing.Close(
        g.File(Given.Person), new AlertClosed(1, "strap", Given.Start, null, cause ?? "", "", "", "No test explains it.", reasons ?? ""), Given.Programme.Alerts, evidence, g.Now));

    private static Given Challenged() => Given.ReleasedPerson().When(g => Challenge(g, 1, "That is not my name."));

    private static Given Answered() => Challenged().When(g => ChallengeRules.Answer(g.File(Given.Person), 6, true, "You are right.", Given.Supervisor, g.Now));

    private static Given HouseholdSplit() => HouseholdRulesTests.TwoAdults().When(g => HouseholdRulesTests.Split(g, [HouseholdRulesTests.Second, Given.Child], HouseholdRulesTests.Second));

    private static Given StepUp(string? level, string? condition) =>
        GroundRulesTests.Confirmed().When(g => VariationRules.ProposeStepUp(g.File(Given.Person), level, condition, [g.Line<MissConfirmed>()], "a", "b", g.Now));

    private static Given Eased(string? level, string? condition) => RenewalRulesTests.Appearing().When(g => VariationRules.Ease(g.State, level, condition, "Enough.", Given.Programme, g.Now));

    private static Given Zone(Func<ZoneTerms, ZoneTerms> but) => DeviceRulesTests.Fitted().When(g => ZoneTermsRulesTests.Propose(g, but(ZoneTermsRulesTests.Home)));

    private static Given Represented() => RenewalRulesTests.Appearing().When(g => RenewalRules.Represent(g.State, "Enough.", Given.Programme, g.Now));

    private static Decision RenewalTo(Given g, LocalDate? lastDay, string means = "Reminders.") => RenewalRules.Propose(g.State, lastDay, "Hearings to come.", means, Given.Programme, g.Now);

    private static Decision Renewal(Given g, string means = "Reminders.") => RenewalTo(g, new(2022, 5, 6), means);

    private static Given Missed()
    {
        var given = Given.ReleasedPerson().When(g => NoticeRules.Serve(g.State, NoticeKinds.ToReport, Given.Released, null, g.Now)).Sent().Accepted();
        return given.At(given.Duty.Closes).Swept();
    }

    private static Given Proposed(string? reasons = "Knew the day.", string? evidence = "Signed for it.", string? means = "Two calls.") =>
        Missed().When(g => MissRules.Propose(g.State, reasons, evidence, means, g.Now));
}
