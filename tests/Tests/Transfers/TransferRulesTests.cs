using Throughline.Casefile;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Transfers;

namespace Throughline.Tests.Transfers;

/// <summary>From office to office with two keys: the sending one answers for the person until the other has accepted.</summary>
public sealed class TransferRulesTests
{
    [Fact]
    public void Until_the_other_office_accepts_the_sending_office_is_responsible()
    {
        var sent = SentOn().Then("transfer-sent");
        Assert.Equal("DEN", sent.State.Responsible);

        var had = Delivered(sent).Then("transfer-delivered");
        Assert.Equal("DEN", had.State.Responsible);
        Delivered(had).ThenNothing();

        var taken = TakenOver(had, Given.Place(4, 30, office: "LOS"));
        Assert.Equal("LOS", taken.State.Responsible);
        TakenOver(taken).ThenNothing();
    }

    [Fact]
    public void The_place_at_the_old_office_is_given_back_and_one_in_the_new_calendar_is_booked()
    {
        var offer = Given.Place(4, 30, office: "LOS");
        var taken = TakenOver(SentOn(), offer).Then("transfer-accepted", "slot-given-back", "slot-booked", "due-date-moved");

        Assert.Equal(("LOS", offer.At), (taken.State.Slot!.Office, taken.Duty.Due));
        Assert.Equal("DEN", taken.ThenOne<SlotGivenBack>().Office);
    }

    [Fact]
    public void Without_a_free_place_the_duty_keeps_its_window_and_has_no_day()
    {
        var closes = Accepted().Duty.Closes;
        var taken = TakenOver(SentOn()).Then("transfer-accepted", "slot-given-back", "due-date-moved");

        Assert.Null(taken.State.Slot);
        Assert.Equal((closes, closes), (taken.Duty.Due, taken.Duty.Closes));
    }

    [Fact]
    public void A_return_leaves_the_case_with_the_sending_office_until_it_is_sent_again_or_withdrawn()
    {
        var returned = SentOn().When(g => TransferRules.Return(g.State, "LOS", "WRONG_OFFICE", "She lives in Aurora.", Given.Programme, g.Now)).Then("transfer-returned");

        Assert.Equal("DEN", returned.State.Responsible);
        Assert.Equal((TransferState.Returned, "WRONG_OFFICE"), (returned.State.Transfer!.State, returned.State.Transfer.Code));
        returned.When(g => Send(g, "MIA")).Then("transfer-sent");
        returned.When(g => TransferRules.Withdraw(g.State, "DEN", "We keep her.", g.Now)).Then("transfer-withdrawn");
    }

    [Fact]
    public void The_answer_is_due_after_twenty_four_open_hours_of_the_receiving_office()
    {
        // Tuesday, 6 April 2021, 16:00 UTC is 09:00 in Los Angeles, open 08:00 to 16:30 on weekdays as the programme says.
        var office = Given.Programme.Offices["LOS"];
        var expected = new Casefile.Programmes.OfficeCalendar(office).AddOpenHours(Given.Start, 24);

        Assert.Equal(expected, SentOn().State.Transfer!.AnswerBy);
    }

    [Fact]
    public void Closing_the_case_withdraws_what_waits_at_the_other_office() =>
        Assert.Equal(TransferState.Withdrawn, SentOn().When(g => ClosingRules.Close(g.State, "DEPARTED_OWN", "Left by bus.", Given.Programme, g.Now)).State.Transfer!.State);

    [Fact]
    public void A_taking_over_that_was_recorded_in_error_leaves_the_case_and_the_place_where_they_were()
    {
        var taken = TakenOver(SentOn(), Given.Place(4, 30, office: "LOS"));
        var place = SentOn().State.Slot;

        var undone = taken.When(g => CorrectionRules.RecordInError(g.File(Given.Person), g.Line<TransferAccepted>(), "The wrong Maria.", g.Now));

        Assert.Equal(("DEN", place), (undone.State.Responsible, undone.State.Slot));
        Assert.True(undone.State.Transfer!.IsWaiting);
    }

    [Theory]
    [InlineData("LOS", 1)]
    [InlineData("DEN", 0)]
    [InlineData("INTAKE", 0)]
    public void A_reported_move_into_another_area_is_proposed_and_nothing_moves(string leadsTo, int proposals)
    {
        var moved = Accepted().When(g => TransferRules.Propose(g.State, Given.To(leadsTo) with { IsIntakeDesk = leadsTo == "INTAKE" }, g.Now));

        Assert.Equal(proposals, moved.Answer.Events.Length);
        Assert.Equal("DEN", moved.State.Responsible);
        moved.When(g => TransferRules.Propose(g.State, Given.To(leadsTo) with { IsIntakeDesk = leadsTo == "INTAKE" }, g.Now)).ThenNothing();
    }

    [Fact]
    public void A_proposal_ends_when_the_office_keeps_the_case()
    {
        var kept = Accepted().When(g => TransferRules.Propose(g.State, Given.To("LOS"), g.Now)).When(g => TransferRules.Decline(g.State, "DEN", "She works here.", g.Now)).Then("transfer-declined");

        Assert.Equal(TransferState.Kept, kept.State.Transfer!.State);
    }

    [Fact]
    public void While_the_hand_off_waits_a_move_proposes_nothing() =>
        Given.ReleasedPerson().Sent().When(g => TransferRules.Propose(g.State, Given.To("LOS"), g.Now)).ThenNothing();

    internal static Given Accepted() => Given.ReleasedPerson().Sent().Delivered().Accepted();

    internal static Given SentOn(string to = "LOS") => Accepted().When(g => Send(g, to));

    internal static Decision Send(Given g, string to, string from = "DEN", string? reason = "She lives with her sister now.") =>
        TransferRules.Send(g.State, from, Given.To(to), reason, Given.Programme, g.Now);

    internal static Given TakenOver(Given given, Casefile.Programmes.SlotOffer? offer = null, string by = "LOS") =>
        given.When(g => TransferRules.Accept(g.State, by, offer, Given.Programme, g.Now));

    private static Given Delivered(Given given) => given.When(g => TransferRules.Deliver(g.State, g.Now));
}
