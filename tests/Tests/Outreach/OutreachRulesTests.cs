using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Outreach;
using Throughline.Tests.Decisions;

namespace Throughline.Tests.Outreach;

public sealed class OutreachRulesTests
{
    [Fact]
    public void Whoever_did_not_report_gets_a_place_and_one_contact_and_nothing_twice()
    {
        var given = GroundRulesTests.Missed().When(g => Invite(g)).Then("slot-booked", "contact-made");
        var place = given.State.Slot!;

        given.When(g => Invite(g)).ThenNothing();
        given.At(place.At).When(g => Invite(g, 7, 1)).Then("slot-booked", "contact-made");
        given.At(place.At - Duration.FromSeconds(1)).When(g => Invite(g, 7, 1)).ThenNothing();
    }

    [Fact]
    public void An_invitation_makes_nothing_due_and_who_comes_has_come_late()
    {
        var given = GroundRulesTests.Missed().When(g => Invite(g));
        Assert.Null(given.State.Running);

        given.At(given.State.Slot!.At).Reported().Then("checked-in", "obligation-met", "slot-given-back");
    }

    [Fact]
    public void The_children_of_a_household_keep_its_place_and_get_no_message()
    {
        var given = Given.ReleasedFamily().Served().Sent().Accepted().When(g => Casefile.Handoffs.HandoffRules.Send(g[Given.Child], Given.To("DEN"), null, Given.Programme, g.Now)).When(g => Casefile.Handoffs.HandoffRules.Accept(g[Given.Child], "DEN", g.Now));
        given = given.At(given.State.Obligations[0].Closes).Swept();

        given = given.When(g => Invite(g)).Then("slot-booked", "contact-made", "slot-booked");

        Assert.Equal(given.State.Slot, given[Given.Child].Slot);
    }

    [Theory]
    [InlineData("DIED", "The person has died.")]
    [InlineData("DEPARTED_OWN", "The case is closed.")]
    public void Nobody_writes_to_the_dead_or_into_a_closed_case(string reason, string why)
    {
        var given = GroundRulesTests.Missed().When(g => ClosingRules.Close(g.State, reason, "A letter says so.", Given.Programme, g.Now));

        Assert.Equal(why, OutreachRules.WhyNot(given.State, given.Now));
        given.When(g => Invite(g)).ThenNothing();
    }

    [Fact]
    public void A_child_alone_a_running_window_and_a_report_are_left_alone()
    {
        Assert.StartsWith("A child without an adult", OutreachRules.WhyNot(Given.ReleasedPerson(s => s.Born(2012, 1, 1)).State, Given.Start), StringComparison.Ordinal);
        Assert.StartsWith("The window still runs", OutreachRules.WhyNot(Given.ReleasedPerson().State, Given.Start), StringComparison.Ordinal);
        Assert.StartsWith("The person has reported", OutreachRules.WhyNot(Given.ReleasedPerson().Reported().State, Given.Start), StringComparison.Ordinal);
    }

    [Fact]
    public void Whom_no_message_reaches_is_not_invited() =>
        GroundRulesTests.Missed().When(g => OutreachRules.Invite(g.Household, _ => null, "DEN", Given.Place(6, 15), g.Now)).ThenNothing();

    internal static Decision Invite(Given g, int month = 6, int day = 15) => OutreachRules.Invite(g.Household, _ => "sms", "DEN", Given.Place(month, day), g.Now);
}
