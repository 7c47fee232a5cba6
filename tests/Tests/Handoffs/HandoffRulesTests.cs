using NodaTime;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;
using Throughline.Tests.Programmes;

namespace Throughline.Tests.Handoffs;

public sealed class HandoffRulesTests
{
    private static readonly string[] Acts = ["send", "deliver", "accept", "accept elsewhere", "return", "withdraw", "report", "correct"];

    /// <summary>A state's name: it became that. "no": refused. "-": nothing changes. "kept": recorded, and the hand-off stays as it was.</summary>
    private const string Table = """
        from       send  deliver    accept    elsewhere  return    withdraw   report  correct
        draft      sent  -          no        no         no        no         kept    kept
        sent       no    delivered  accepted  accepted   returned  withdrawn  kept    kept
        delivered  no    -          accepted  accepted   returned  withdrawn  kept    kept
        accepted   no    -          -         no         no        no         kept    kept
        returned   sent  -          accepted  accepted   no        withdrawn  kept    kept
        withdrawn  sent  -          no        no         no        no         kept    kept
        inherited  no    -          no        no         no        no         kept    kept
        """;

    public static TheoryData<string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string>();
        foreach (var row in Table.Split('\n').Skip(1).Select(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            for (var i = 0; i < Acts.Length; i++)
            {
                cells.Add(row[0], Acts[i], row[i + 1]);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_act_in_each_state(string state, string act, string expected)
    {
        var before = In(state);
        Assert.Equal(state, before.State.Handoff.State.ToString().ToLowerInvariant());

        var after = When(before, act);

        var became = after.State.Handoff.State.ToString().ToLowerInvariant();
        Assert.Equal(expected, after.Answer.Refused is not null ? "no" : after.Answer.Events.IsEmpty ? "-" : became == state ? "kept" : became);
        if (after.Answer.Refused is { } refused)
        {
            Assert.StartsWith("handoff-not-", refused.Code, StringComparison.Ordinal);
            Assert.Contains(HandoffRules.Word(before.State.Handoff.State), refused.Sentence, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("draft", "EPT-ELPASO")]
    [InlineData("sent", "EPT-ELPASO")]
    [InlineData("delivered", "EPT-ELPASO")]
    [InlineData("accepted", "DEN")]
    [InlineData("returned", "EPT-ELPASO")]
    [InlineData("withdrawn", "EPT-ELPASO")]
    [InlineData("inherited", "DEN")]
    public void Somebody_is_responsible_in_every_state_and_until_an_office_accepts_it_is_the_station(string state, string responsible) =>
        Assert.Equal(responsible, In(state).State.Responsible);

    [Theory]
    [InlineData("DEN")]
    [InlineData("CHI")]
    [InlineData("NYC")]
    [InlineData("LOS")]
    [InlineData("PHO")]
    public void Twenty_four_open_hours_over_a_weekend_with_a_holiday_end_at_the_offices_own_hour(string office)
    {
        // Thursday 1 July 2021, 12:00 at the office. Monday the 5th is a holiday: 4 + 8 + 8 + 4 hours end on Wednesday at noon.
        var sent = Given.ReleasedPerson().At(Demonstration.At(Given.Programme.Offices[office], 2021, 7, 1, 12)).Sent(office);

        Assert.Equal(Demonstration.At(Given.Programme.Offices[office], 2021, 7, 7, 12), sent.State.Handoff.AnswerBy);
    }

    [Theory]
    [InlineData(3, 12, 3, 17)]
    [InlineData(11, 5, 11, 10)]
    public void The_night_on_which_the_clocks_change_makes_no_answer_earlier_or_later(int month, int day, int untilMonth, int untilDay)
    {
        var office = Given.Programme.Offices["DEN"];
        var sent = Given.ReleasedPerson().At(Demonstration.At(office, 2021, month, day, 12)).Sent();

        Assert.Equal(Demonstration.At(office, 2021, untilMonth, untilDay, 12), sent.State.Handoff.AnswerBy);
    }

    [Fact]
    public void What_is_sent_in_the_night_is_answered_from_the_next_opening_on()
    {
        var office = Given.Programme.Offices["DEN"];

        Assert.Equal(Demonstration.At(office, 2021, 4, 9, 16), Given.ReleasedPerson().At(Demonstration.At(office, 2021, 4, 6, 23, 59)).Sent().State.Handoff.AnswerBy);
    }

    [Fact]
    public void A_hand_off_sent_again_has_a_new_answer_time_and_no_code_of_the_last_return()
    {
        var again = Given.ReleasedPerson().Sent().Returned().After(Duration.FromDays(7)).Sent();

        Assert.Equal((null, again.Now), (again.State.Handoff.Code, again.State.Handoff.SentAt));
        Assert.True(again.State.Handoff.AnswerBy > again.Now);
    }

    [Fact]
    public void Sent_again_to_another_office_the_place_goes_along_and_the_window_stays()
    {
        var before = Given.ReleasedPerson().Sent().Returned();
        var offer = Given.Place(4, 20, office: "MIA");

        var again = before.Sent("MIA", offer).Then("handoff-sent", "slot-given-back", "slot-booked", "due-date-moved");

        Assert.Equal(("MIA", offer.At), (again.State.Slot!.Office, again.State.Slot.At));
        Assert.Equal((offer.At, before.Duty.Closes), (again.Duty.Due, again.Duty.Closes));
    }

    [Fact]
    public void Accepted_elsewhere_the_place_moves_to_the_office_that_took_the_case()
    {
        var before = Given.ReleasedPerson().Sent();
        var offer = Given.Place(4, 20, office: "MIA");

        var there = before.When(g => HandoffRules.Accept(g.State, "MIA", offer, Given.Programme, g.Now)).Then("handoff-accepted", "slot-given-back", "slot-booked", "due-date-moved");
        var nowhere = before.When(g => HandoffRules.Accept(g.State, "MIA", null, Given.Programme, g.Now)).Then("handoff-accepted", "slot-given-back", "due-date-moved");
        before.When(g => HandoffRules.Accept(g.State, "DEN", null, Given.Programme, g.Now)).Then("handoff-accepted");

        Assert.Equal(("MIA", offer.At, before.Duty.Closes), (there.State.Slot!.Office, there.Duty.Due, there.Duty.Closes));
        Assert.Equal((null, before.Duty.Closes, before.Duty.Closes), (nowhere.State.Slot, nowhere.Duty.Due, nowhere.Duty.Closes));
    }

    [Fact]
    public void Sent_again_to_an_office_without_a_free_place_the_old_one_is_given_back_and_the_duty_runs()
    {
        var again = Given.ReleasedPerson().Sent().Returned().Sent("MIA").Then("handoff-sent", "slot-given-back");

        Assert.Null(again.State.Slot);
        Assert.Equal(ObligationState.Running, again.Duty.State);
    }

    [Fact]
    public void Sent_again_to_the_same_office_the_place_is_kept() =>
        Assert.Equal("DEN", Given.ReleasedPerson().Sent().Returned().Sent("DEN", Given.Place(5, 3)).Then("handoff-sent").State.Slot!.Office);

    [Fact]
    public void Another_office_accepts_whoever_stands_there_and_is_then_responsible()
    {
        Assert.Equal("MIA", Given.ReleasedPerson().Sent().Accepted("MIA").State.Responsible);
        Assert.Equal("MIA", Given.ReleasedPerson().Sent().Returned().Accepted("MIA").State.Responsible);
    }

    [Fact]
    public void Every_code_of_the_programme_returns_and_no_other() =>
        Assert.All(Given.Programme.ReasonCodes.HandoffReturned, r => Assert.Equal(r.Code, Given.ReleasedPerson().Sent().Returned(r.Code).State.Handoff.Code));

    [Fact]
    public void A_child_alone_is_sent_to_the_child_welfare_desk()
    {
        var child = Given.ReleasedPerson(s => s.Born(2012, 1, 1));

        Assert.Equal("CHILD-WELFARE", child.Sent("CHILD-WELFARE").Then("handoff-sent").State.Handoff.Office);
        child.Sent("DEN").ThenRefused(HandoffRules.ChildAlone);
    }

    private static Given In(string state) => state switch
    {
        "draft" => Given.ReleasedPerson(),
        "sent" => In("draft").Sent(),
        "delivered" => In("sent").Delivered(),
        "accepted" => In("delivered").Accepted(),
        "returned" => In("delivered").Returned(),
        "withdrawn" => In("returned").Withdrawn(),
        _ => Given.ReleasedPerson(now: Given.Released + Duration.FromDays(90)),
    };

    private static Given When(Given given, string act) => act switch
    {
        "send" => given.Sent(),
        "deliver" => given.Delivered(),
        "accept" => given.Accepted(),
        "accept elsewhere" => given.Accepted("MIA"),
        "return" => given.Returned(),
        "withdraw" => given.Withdrawn(),
        "report" => given.Reported(),
        _ => given.Completed(s => s with { Record = s.Record with { Phone = "+13035550100" } }),
    };
}
