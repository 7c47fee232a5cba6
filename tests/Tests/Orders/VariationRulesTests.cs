using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using static Throughline.Tests.Decisions.GroundRulesTests;

namespace Throughline.Tests.Orders;

public sealed class VariationRulesTests
{
    [Fact]
    public void Stricter_takes_a_supervisor_who_is_not_the_author_and_milder_one_signature()
    {
        var given = Confirmed().When(ProposeStepUp).Then("step-up-proposed");
        Assert.Equal("none", given.State.Order!.Technology);
        given.When(g => RenewalRulesTests.Sign(g, Given.Officer)).ThenRefused(MissRules.SecondPersonNeeded);
        given = given.When(g => RenewalRulesTests.Sign(g, Given.Supervisor)).Then("stepped-up");
        Assert.Equal(("app", "Call on Mondays."), (given.State.Order!.Technology, given.State.Order.Conditions[^1]));

        given = given.When(g => VariationRules.Ease(g.State, "report", "Call on Mondays.", "He has come twice since.", Given.Programme, g.Now)).Then("terms-eased");

        Assert.Equal("report", given.State.Order!.Technology);
        Assert.DoesNotContain("Call on Mondays.", given.State.Order.Conditions);
    }

    [Fact]
    public void No_step_up_while_the_line_it_rests_on_is_challenged_neither_proposed_nor_signed()
    {
        var challenged = Confirmed().When(g => Object(g, g.Line<MissConfirmed>()));
        challenged.When(ProposeStepUp).ThenRefused(GroundRules.Challenged(challenged.Line<MissConfirmed>()));

        var later = Confirmed().When(ProposeStepUp).When(g => Object(g, g.Line<MissSentToReview>()));
        later.When(g => RenewalRulesTests.Sign(g, Given.Supervisor)).ThenRefused(GroundRules.Challenged(later.Line<MissConfirmed>()));
        later.When(g => ChallengeRules.Answer(g.File(Given.Person), g.Line<LineChallenged>(), false, "The door log shows nobody.", Given.Supervisor, g.Now))
            .When(g => RenewalRulesTests.Sign(g, Given.Supervisor)).Then("stepped-up");
    }

    [Fact]
    public void An_objection_to_another_line_stops_no_step_up() => Confirmed().When(g => Object(g, 1)).When(ProposeStepUp).Then("step-up-proposed");

    [Fact]
    public void That_the_person_must_report_stays_as_the_order_says()
    {
        var given = RenewalRulesTests.Appearing();

        given.When(g => VariationRules.Ease(g.State, null, g.State.Order!.Conditions[0], "Far away.", Given.Programme, g.Now)).ThenRefused(VariationRules.ReportStays);
        Assert.DoesNotContain(given.State.Order!.Conditions[0], VariationRules.Removable(given.State, Given.Programme));
        given.When(g => VariationRules.Ease(g.State, null, g.State.Order!.Conditions[2], "He has told the court.", Given.Programme, g.Now)).Then("terms-eased");
    }

    [Theory]
    [InlineData("none", "report", true)]
    [InlineData("app", "call", true)]
    [InlineData("call", "device", true)]
    [InlineData("device", "call", false)]
    [InlineData("app", "app", false)]
    [InlineData("app", "ankle", false)]
    public void The_levels_go_from_none_by_report_app_and_call_to_a_device(string from, string to, bool isStricter) => Assert.Equal(isStricter, Levels.IsStricter(to, from));

    [Fact]
    public void A_request_for_milder_terms_is_answered_in_ten_open_days_and_then_by_a_supervisor()
    {
        var given = Asked();
        var by = given.State.Supervision.StepDowns[0].AnswerBy;

        given.At(by).When(g => Answer(g, Given.Officer)).Then("terms-eased", "step-down-answered");
        given.At(by + Duration.FromSeconds(1)).When(g => Answer(g, Given.Officer)).ThenRefused(VariationRules.SupervisorAnswers);
        var late = given.At(by + Duration.FromSeconds(1)).When(g => Answer(g, Given.Supervisor)).Then("terms-eased", "step-down-answered");

        Assert.Equal("report", late.State.Order!.Technology);
        Assert.False(late.State.Supervision.StepDowns[0].IsOpen);
    }

    [Fact]
    public void Not_yet_changes_nothing_and_the_person_can_ask_again()
    {
        var given = Asked().When(g => VariationRules.AnswerStepDown(g.State, g.Line<StepDownAsked>(), false, null, null, "One more report is needed.", Given.Officer, Given.Programme, g.Now)).Then("step-down-answered");

        Assert.Equal("app", given.State.Order!.Technology);
        given.When(g => VariationRules.AskStepDown(g.State, "I came today.", Given.Programme, g.Now)).Then("step-down-asked");
    }

    [Fact]
    public void With_the_order_ends_what_was_asked_for_under_it()
    {
        var given = Confirmed().When(ProposeStepUp);

        Assert.Empty(given.At(given.State.Order!.Ends).Swept().State.Supervision.Proposals);
    }

    internal static Given Asked() => Given.ReleasedPerson(s => s with { Pathway = "PAR" }).When(g => VariationRules.AskStepDown(g.State, null, Given.Programme, g.Now));

    internal static Decision Answer(Given g, Actor who) => VariationRules.AnswerStepDown(g.State, g.Line<StepDownAsked>(), true, "report", null, "All three are met.", who, Given.Programme, g.Now);
}
