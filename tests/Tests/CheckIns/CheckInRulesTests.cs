using NodaTime;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;

namespace Throughline.Tests.CheckIns;

public sealed class CheckInRulesTests
{
    private static readonly Instant WindowEnd = Given.Released + Duration.FromHours(60 * 24);

    [Theory]
    [InlineData(-1, ObligationState.Met)]
    [InlineData(0, ObligationState.Met)]
    [InlineData(1, ObligationState.MetLate)]
    public void The_last_second_of_sixty_times_24_hours_is_inside_the_window_and_the_next_is_late(int seconds, ObligationState expected) =>
        Assert.Equal(expected, Given.ReleasedPerson().At(WindowEnd + Duration.FromSeconds(seconds)).Reported().Duty.State);

    [Theory]
    [InlineData(-1, ObligationState.Met)]
    [InlineData(1, ObligationState.MetLate)]
    public void A_report_that_reaches_us_after_the_miss_counts_from_the_moment_it_was_made(int seconds, ObligationState expected)
    {
        var missed = InReview();

        Assert.Equal(expected, missed.After(Duration.FromDays(3)).Reported(at: WindowEnd + Duration.FromSeconds(seconds)).Duty.State);
    }

    [Theory]
    [InlineData("office", "DEN", false)]
    [InlineData("office", "MIA", false)]
    [InlineData("office", "DEN", true)]
    [InlineData("web", null, false)]
    [InlineData("call", null, false)]
    [InlineData("letter", null, false)]
    public void Another_day_another_office_another_channel_and_being_turned_away_are_met(string channel, string? office, bool turnedAway)
    {
        var met = Given.ReleasedPerson().Sent().Accepted().After(Duration.FromDays(2)).Reported(channel: channel, office: office, turnedAway: turnedAway)
            .Then("checked-in", "obligation-met", "slot-given-back", "order-ended");

        Assert.Equal((ObligationState.Met, true), (met.Duty.State, met.State.OrderHasEnded));
        Assert.Null(met.State.Slot);
    }

    [Fact]
    public void The_same_report_told_twice_changes_nothing() => Given.ReleasedPerson().Reported().Reported().ThenNothing();

    [Fact]
    public void A_second_report_is_kept_and_meets_nothing_again() => Given.ReleasedPerson().Reported().After(Duration.FromHours(1)).Reported().Then("checked-in");

    [Fact]
    public void A_report_before_the_release_is_kept_and_flagged_and_meets_nothing()
    {
        var early = Given.ReleasedPerson().Reported(at: Given.Released - Duration.FromSeconds(1)).Then("checked-in");

        Assert.True(early.ThenOne<CheckedIn>().BeforeRelease);
        Assert.Equal(ObligationState.Running, early.Duty.State);
        Assert.False(Given.ReleasedPerson().Reported(at: Given.Released).ThenOne<CheckedIn>().BeforeRelease);
    }

    [Fact]
    public void A_report_for_a_child_gives_its_place_back_and_meets_no_duty()
    {
        var reported = Given.ReleasedFamily().Reported(Given.Child).Then("checked-in", "slot-given-back", "order-ended");

        Assert.True(reported.ThenOne<CheckedIn>().ByResponsibleAdult);
        Assert.Empty(reported[Given.Child].Obligations);
    }

    [Fact]
    public void A_report_on_history_is_a_fact_and_meets_nothing() =>
        Given.ReleasedPerson(now: Given.Released + Duration.FromDays(90)).Reported(at: Given.Released + Duration.FromDays(9)).Then("checked-in");

    [Fact]
    public void The_notice_to_appear_that_came_with_a_report_is_two_more_facts()
    {
        var at = Given.Start;
        Given.ReleasedPerson().When(g => CheckInRules.Record(g.State, new Report(at, "office", "DEN", false, at, at), Given.Programme, at))
            .Then("checked-in", "obligation-met", "slot-given-back", "order-ended", "notice-served", "notice-filed");
    }

    [Fact]
    public void A_notice_filed_without_being_served_is_kept_and_flagged()
    {
        var at = Given.Start;

        Assert.True(Given.ReleasedPerson().When(g => CheckInRules.Record(g.State, new Report(at, "office", "DEN", false, null, at), Given.Programme, at)).ThenOne<NoticeFiled>().BeforeServed);
    }

    [Theory]
    [InlineData(599, false)]
    [InlineData(600, true)]
    public void Openings_of_the_page_within_ten_minutes_are_one_attempt(int seconds, bool isAnother)
    {
        var first = Given.ReleasedPerson().When(g => CheckInRules.Attempt(g.State, "web", g.Now)).Then("check-in-attempted");

        first.After(Duration.FromSeconds(seconds)).When(g => CheckInRules.Attempt(g.State, "web", g.Now)).Then(isAnother ? ["check-in-attempted"] : []);
    }

    [Fact]
    public void Where_nothing_is_due_nobody_attempts_anything()
    {
        Given.ReleasedPerson().Reported().When(g => CheckInRules.Attempt(g.State, "web", g.Now)).ThenNothing();
        Given.ReleasedFamily().When(g => CheckInRules.Attempt(g[Given.Child], "web", g.Now)).ThenNothing();
    }

    private static Given InReview()
    {
        var missed = Given.ReleasedPerson().Served(NoticeKinds.ToReport).Sent().Accepted().At(WindowEnd).Swept();
        // The notice was served an hour after the release, so that hour is ours and moves the date once.
        return missed.At(missed.Duty.Closes).Swept();
    }
}
