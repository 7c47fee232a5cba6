using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Referrals;
using Throughline.Tests.Orders;

namespace Throughline.Tests.Decisions;

/// <summary>What is stricter stands and falls with the lines that it names.</summary>
public sealed class GroundRulesTests
{
    [Fact]
    public void A_step_up_falls_when_the_confirmed_miss_it_names_is_withdrawn()
    {
        var given = SteppedUp().When(g => MissRules.Withdraw(g.State, "He was in hospital.", g.Now)).When(Fall).Then("step-up-withdrawn");

        Assert.Equal("none", given.State.Order!.Technology);
        Assert.DoesNotContain("Call on Mondays.", given.State.Order.Conditions);
    }

    [Fact]
    public void It_falls_when_the_line_is_recorded_in_error_and_does_not_come_back_when_that_was_the_error()
    {
        var given = SteppedUp().When(g => Casefile.Corrections.CorrectionRules.RecordInError(g.File(Given.Person), g.Line<MissConfirmed>(), "Another person.", g.Now)).When(Fall).Then("step-up-withdrawn");

        given = given.RecordedInError(given.Line<Casefile.Corrections.RecordedInError>());

        Assert.Equal("none", given.State.Order!.Technology);
    }

    [Fact]
    public void It_falls_when_a_fault_learned_later_reopens_the_miss_and_when_the_person_comes_late()
    {
        SteppedUp().When(g => Decision.Of(Given.Person, g.Now, new MissReopened(1, "We were down."))).When(Fall).Then("step-up-withdrawn");
        SteppedUp().Reported().When(Fall).Then("step-up-withdrawn");
    }

    [Fact]
    public void It_falls_when_an_objection_to_any_line_of_the_miss_is_upheld_and_stands_when_it_is_not()
    {
        SteppedUp().When(g => Object(g, g.Line<MissSentToReview>())).When(g => Answer(g, true)).When(Fall).Then("step-up-withdrawn");
        SteppedUp().When(g => Object(g, g.Line<MissSentToReview>())).When(g => Answer(g, false)).When(Fall).ThenNothing();
        SteppedUp().When(g => Object(g, 1)).When(g => Answer(g, true)).When(Fall).ThenNothing();
    }

    [Fact]
    public void A_proposal_and_a_referral_fall_with_their_ground_as_well()
    {
        var proposed = Confirmed().When(ProposeStepUp).When(ProposeReferral).When(g => Sign(g, 1)).Then("case-referred");

        var fallen = proposed.When(g => MissRules.Withdraw(g.State, "He was in hospital.", g.Now)).When(Fall).Then("proposal-ended", "referral-withdrawn");

        Assert.Empty(fallen.State.Supervision.Proposals);
        Assert.False(GroundRules.IsAnythingStricter(fallen.State));
    }

    [Fact]
    public void What_another_step_up_added_by_its_own_ground_stays()
    {
        var given = SteppedUp().When(Contact).When(g => VariationRules.ProposeStepUp(g.File(Given.Person), "device", null, [g.Line<ContactMade>()], "Moved twice.", "A letter.", g.Now)).When(g => Sign(g, 0));
        Assert.Equal("device", given.State.Order!.Technology);

        var first = given.When(g => MissRules.Withdraw(g.State, "He was in hospital.", g.Now)).When(Fall);
        Assert.Equal("device", first.State.Order!.Technology);

        var both = first.RecordedInError(first.Line<ContactMade>()).When(Fall);
        Assert.Equal("none", both.State.Order!.Technology);
    }

    [Fact]
    public void A_miss_that_nobody_confirmed_carries_nothing()
    {
        var given = Missed();

        Assert.Equal(GroundRules.NotAGround(given.Line<MissSentToReview>()), GroundRules.Carry(given.File(Given.Person), [given.Line<MissSentToReview>()]).Refused);
    }

    internal static Given Missed()
    {
        var given = RenewalRulesTests.Appearing().Served(Casefile.Notices.NoticeKinds.ToAppear);
        return given.At(given.Duty.Closes).Swept();
    }

    internal static Given Confirmed() => Missed().When(g => MissRules.Propose(g.State, "Knew the day.", "Signed for it.", "Two calls.", g.Now)).When(g => MissRules.Confirm(g.State, Given.Supervisor, g.Now)).Then("miss-confirmed");

    internal static Given SteppedUp() => Confirmed().When(ProposeStepUp).When(g => Sign(g, 0)).Then("stepped-up");

    internal static Decision ProposeStepUp(Given g) => VariationRules.ProposeStepUp(g.File(Given.Person), "app", "Call on Mondays.", [g.Line<MissConfirmed>()], "Nobody could reach him.", "Two calls and a letter.", g.Now);

    internal static Decision ProposeReferral(Given g) => ReferralRules.Propose(g.File(Given.Person), [g.Line<MissConfirmed>()], "Nobody could reach him.", "Two calls and a letter.", Given.Officer, g.Now);

    internal static Decision Sign(Given g, int index) => DecisionRules.Sign(g.File(Given.Person), g.State.Supervision.Proposals[index].Number, Given.Supervisor, Given.Programme, g.Now);

    internal static Decision Object(Given g, int line) => ChallengeRules.Challenge(g.File(Given.Person), line, "I was there.", Given.Programme.Offices["DEN"], g.Now);

    internal static Decision Contact(Given g) => ContactRules.Record(g.State, "call", "no-answer", null, g.Now, g.Now);

    private static Decision Answer(Given g, bool isUpheld) => ChallengeRules.Answer(g.File(Given.Person), g.Line<LineChallenged>(), isUpheld, "We looked.", Given.Supervisor, g.Now);

    private static Decision Fall(Given g) => GroundRules.Fall(g.File(Given.Person), g.Now);
}
