using NodaTime;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Households;
using Throughline.Casefile.Obligations;

namespace Throughline.Tests.Households;

public sealed class HouseholdTests
{
    [Fact]
    public void A_number_is_written_in_sixteen_places() => Assert.Equal("H-000000000000002a", new HouseholdId(42).ToString());

    [Fact]
    public void The_unused_place_of_a_household_is_booked_anew_for_all_of_it_at_once()
    {
        var family = Given.ReleasedFamily().Served().Sent().Accepted();

        var swept = family.At(family.State.Slot!.At + Duration.FromDays(1)).Swept().Then("slot-booked", "due-date-moved", "slot-booked");

        Assert.Equal(swept.State.Slot, swept[Given.Child].Slot);
        Assert.NotEqual(family.State.Slot, swept.State.Slot);
    }

    [Fact]
    public void The_window_s_end_of_a_family_is_a_miss_of_the_adult_alone_and_the_childs_place_is_given_back()
    {
        var family = Given.ReleasedFamily().When(g => Casefile.Notices.NoticeRules.Serve(g.State, "notice-to-report", Given.Released, null, g.Now)).Sent().Accepted();
        while (family.State.Running is not null)
        {
            family = family.At(SweepRules.LookAt(family.State)!.Value).Swept();
        }

        Assert.Equal(ObligationState.MissedToReview, family.Duty.State);
        Assert.Empty(family[Given.Child].Obligations);
        Assert.Null(family[Given.Child].Slot);
    }

    [Fact]
    public void An_act_on_a_household_happens_to_all_or_to_none()
    {
        var family = Given.ReleasedFamily().Sent();

        var answer = family.When(g => HandoffRules.Accept(g.State, "DEN", g.Now).And(HandoffRules.Accept(g[Given.Child], "DEN", g.Now)));

        Assert.Equal("handoff-not-accepted", answer.Answer.Refused!.Code);
        Assert.Equal(HandoffState.Sent, answer.State.Handoff.State);
    }

    [Fact]
    public void A_child_with_an_adult_is_not_alone_and_one_without_is()
    {
        Assert.False(Given.ReleasedFamily()[Given.Child].Release!.IsChildAlone);
        Assert.True(Given.ReleasedPerson(s => s.Born(2015, 6, 7)).State.Release!.IsChildAlone);
        Assert.False(Given.ReleasedPerson(s => s with { Record = s.Record with { BirthDate = null } }).State.Release!.IsMinor);
    }
}
