using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;

namespace Throughline.Tests.Orders;

public sealed class RenewalRulesTests
{
    // Released on 6 April 2021, a year's order at Denver: its last day is 6 April 2022, and 180 days may be added.
    private static readonly LocalDate LastDay = new(2022, 4, 6), Latest = LastDay.PlusDays(180);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(180, true)]
    [InlineData(181, false)]
    public void A_renewed_order_ends_later_than_before_and_within_the_limit_of_its_pathway(int days, bool isTaken)
    {
        var given = Appearing().When(g => RenewalRules.Propose(g.State, LastDay.PlusDays(days), "Still to appear.", "A reminder alone.", Given.Programme, g.Now));

        Assert.Equal(isTaken, !given.Answer.Events.IsEmpty);
    }

    [Fact]
    public void A_renewal_takes_a_supervisor_who_is_not_the_author()
    {
        var given = Proposed();
        var before = given.State.Order!;

        given.When(g => Sign(g, Given.Officer)).ThenRefused(MissRules.SecondPersonNeeded);
        given.When(g => Sign(g, new Actor("case officer", "B. Somebody", "DEN"))).ThenRefused(DecisionRules.SupervisorSigns);
        given = given.When(g => Sign(g, Given.Supervisor)).Then("order-renewed");

        Assert.Equal((before.Starts, before.Conditions, before.Technology), (given.State.Order!.Starts, given.State.Order.Conditions, given.State.Order.Technology));
        Assert.Equal(Latest.PlusDays(1).AtStartOfDayInZone(Given.Programme.Offices["DEN"].Zone).ToInstant(), given.State.Order.Ends);
        Assert.Empty(given.State.Supervision.Proposals);
    }

    [Fact]
    public void What_the_person_wrote_is_answered_before_a_renewal_is_proposed_or_signed()
    {
        var waiting = Proposed().When(g => RenewalRules.Represent(g.State, "I have never missed a day.", Given.Programme, g.Now));
        waiting.When(g => Sign(g, Given.Supervisor)).ThenRefused(RenewalRules.Unanswered);
        waiting.When(g => Answer(g, Given.Officer)).ThenRefused(RenewalRules.AuthorReads);

        var answered = waiting.When(g => Answer(g, Given.Supervisor)).Then("representation-answered");

        answered.When(g => Sign(g, Given.Supervisor)).Then("order-renewed");
    }

    [Fact]
    public void A_representation_is_answered_within_ten_open_days()
    {
        var given = Appearing().When(g => RenewalRules.Represent(g.State, "Enough.", Given.Programme, g.Now));

        // From Tuesday, 6 April 2021: the tenth open day is Tuesday, 20 April, until the office closes.
        Assert.Equal(new LocalDate(2021, 4, 20), given.ThenOne<RepresentationMade>().AnswerBy.InZone(Given.Programme.Offices["DEN"].Zone).Date);
    }

    [Fact]
    public void What_has_lapsed_is_never_revived()
    {
        var given = Proposed();
        var ends = given.State.Order!.Ends;

        given.At(ends - Duration.FromMinutes(1)).When(g => Sign(g, Given.Supervisor)).Then("order-renewed");
        given.At(ends).When(g => Sign(g, Given.Supervisor)).ThenRefused(RenewalRules.NoOrder);
        given.At(ends).Swept().When(g => Sign(g, Given.Supervisor)).ThenRefused(DecisionRules.NoSuchProposal);
        given.At(ends).Swept().When(g => RenewalRules.Propose(g.State, Latest, "a", "b", Given.Programme, g.Now)).ThenRefused(RenewalRules.NoOrder);
    }

    [Fact]
    public void A_renewed_order_lapses_on_its_new_day_and_not_on_its_old_one()
    {
        var given = Proposed();
        var old = given.State.Order!.Ends;
        given = given.When(g => Sign(g, Given.Supervisor));

        Assert.False(given.At(old).Swept().State.OrderHasEnded);
        Assert.True(given.At(given.State.Order!.Ends).Swept().State.OrderHasEnded);
    }

    [Fact]
    public void A_review_says_when_it_is_looked_at_again_and_never_after_the_end()
    {
        var given = Appearing().After(Duration.FromDays(180)).When(g => RenewalRules.Review(g.State, "Two hearings to come.", Given.Programme, g.Now));
        Assert.Equal(new LocalDate(2021, 4, 6).PlusDays(360), given.State.Order!.ReviewOn);

        given = given.After(Duration.FromDays(180)).When(g => RenewalRules.Review(g.State, "One hearing to come.", Given.Programme, g.Now));

        Assert.Null(given.State.Order!.ReviewOn);
    }

    [Fact]
    public void Ending_an_order_early_takes_one_signature_and_cancels_what_it_asked_for() =>
        Appearing().When(g => RenewalRules.EndEarly(g.State, "He has a lawyer and has come each time.", g.Now)).Then("order-ended", "obligation-cancelled", "slot-given-back");

    [Fact]
    public void A_second_person_who_does_not_sign_leaves_all_as_it_was()
    {
        var given = Proposed();
        var before = given.State.Order;

        given = given.When(g => DecisionRules.Decline(g.State, g.Line<RenewalProposed>(), "A letter is enough.", g.Now)).Then("proposal-ended");

        Assert.Equal(before, given.State.Order);
        given.When(g => Propose(g)).Then("renewal-proposed");
    }

    [Fact]
    public void A_renewal_that_was_recorded_in_error_is_none()
    {
        var given = Proposed();
        var ends = given.State.Order!.Ends;
        given = given.When(g => Sign(g, Given.Supervisor));

        Assert.Equal(ends, given.RecordedInError(given.Line<OrderRenewed>()).State.Order!.Ends);
    }

    internal static Given Appearing() => Given.ReleasedPerson(s => s with { Pathway = "NTA" }).Sent().Accepted();

    internal static Given Proposed() => Appearing().When(Propose);

    internal static Decision Sign(Given g, Actor who) => DecisionRules.Sign(g.File(Given.Person), g.State.Supervision.Proposals.Count > 0 ? g.State.Supervision.Proposals[0].Number : 1, who, Given.Programme, g.Now);

    internal static Decision Answer(Given g, Actor who) => RenewalRules.Answer(g.State, g.Line<RepresentationMade>(), "We have read it.", who, g.Now);

    private static Decision Propose(Given g) => RenewalRules.Propose(g.State, Latest, "Still to appear.", "A reminder alone.", Given.Programme, g.Now);
}
