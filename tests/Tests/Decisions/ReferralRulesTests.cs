using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Referrals;
using static Throughline.Tests.Decisions.GroundRulesTests;

namespace Throughline.Tests.Decisions;

public sealed class ReferralRulesTests
{
    [Fact]
    public void A_referral_takes_two_people_and_software_proposes_none()
    {
        var given = Confirmed();
        given.When(g => ReferralRules.Propose(g.File(Given.Person), [g.Line<MissConfirmed>()], "a", "b", Actor.Machine("sweep"), g.Now)).ThenRefused(ReferralRules.NotByMachine);

        given = given.When(ProposeReferral).Then("referral-proposed");
        Assert.Empty(given.State.Supervision.Referrals);
        given = given.When(g => Sign(g, 0)).Then("case-referred");

        Assert.False(Assert.Single(given.State.Supervision.Referrals).IsWithdrawn);
        given.When(g => ReferralRules.Withdraw(g.State, "She has come.", g.Now)).Then("referral-withdrawn");
    }

    [Fact]
    public void It_rests_on_no_line_that_is_challenged_or_in_error()
    {
        var challenged = Confirmed().When(g => Object(g, g.Line<MissProposed>()));
        challenged.When(ProposeReferral).ThenRefused(GroundRules.Challenged(challenged.Line<MissConfirmed>()));

        var struck = Confirmed();
        struck.RecordedInError(struck.Line<MissConfirmed>()).When(ProposeReferral).ThenRefused(GroundRules.Fallen(struck.Line<MissConfirmed>()));
    }

    [Fact]
    public void A_proposal_to_refer_outlives_the_order_and_not_the_case()
    {
        var given = Confirmed().When(ProposeReferral);

        Assert.Single(given.At(given.State.Order!.Ends).Swept().State.Supervision.Proposals);
        Assert.Empty(given.When(g => Casefile.Closing.ClosingRules.Close(g.State, "DEPARTED_OWN", "Left.", Given.Programme, g.Now)).State.Supervision.Proposals);
    }
}
