using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Releases;

namespace Throughline.Tests.Releases;

public sealed class ReleaseRulesTests
{
    [Theory]
    [InlineData(71, 59, 59, false)]
    [InlineData(72, 0, 0, false)]
    [InlineData(72, 0, 1, true)]
    public void What_is_recorded_more_than_72_hours_later_is_history(int hours, int minutes, int seconds, bool isHistory)
    {
        var now = Given.Released + Duration.FromHours(hours) + Duration.FromMinutes(minutes) + Duration.FromSeconds(seconds);

        Given.ReleasedPerson(now: now).Then(isHistory ? ["person-released", "handoff-inherited"] : ["person-released", "order-made", "obligation-opened", "slot-booked", "notice-issued"]);
    }

    [Fact]
    public void History_has_an_office_and_no_order_duty_place_or_notice()
    {
        var state = Given.ReleasedPerson(now: Given.Released + Duration.FromDays(90)).State;

        Assert.Equal((HandoffState.Inherited, "DEN", null, null), (state.Handoff.State, state.Responsible, state.Order, state.Slot));
        Assert.Empty(state.Obligations);
        Assert.Empty(state.Notices);
    }

    [Fact]
    public void A_release_needs_no_more_than_unknown_a_station_and_an_instant()
    {
        var bare = Given.ReleasedPerson(s => s with { Record = new ReleaseRecord { RecordId = "R-1", Surname = "unknown" } });

        Assert.Null(bare.Answer.Refused);
        Assert.Equal((AgeBand.Unknown, ANumberState.Missing, "EPT-ELPASO"), (bare.State.Release!.AgeBand, bare.State.Release.ANumber, bare.State.Responsible));
        Assert.NotNull(bare.State.Slot);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Nobody_is_released_a_second_ahead(int seconds, bool isTaken) => Assert.Equal(
        isTaken ? null : ReleaseRules.InTheFuture, Given.ReleasedPerson(s => s.At(Given.Start + Duration.FromSeconds(seconds))).Answer.Refused);

    [Theory]
    [InlineData("2021-03-18T23:59:59", false)]
    [InlineData("2021-11-01T23:59:59", false)]
    [InlineData("2021-11-02T00:00:00", true)]
    public void A_release_after_the_declared_stop_at_the_station_is_accepted_and_flagged_and_an_early_one_is_another_matter(string local, bool isFlagged)
    {
        var released = NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(local).Value.WithOffset(Offset.FromHours(-6));
        var given = Given.ReleasedPerson(s => s with { ReleasedAt = released }, now: released.ToInstant());

        Assert.Null(given.Answer.Refused);
        Assert.Equal(isFlagged, given.State.Release!.AfterPathwayEnded);
        Assert.NotNull(given.State.Slot);
    }

    [Fact]
    public void Only_a_child_alone_is_released_on_no_pathway()
    {
        Given.ReleasedPerson(s => s with { Pathway = "none" }).ThenRefused(ReleaseRules.PathwayNeeded);
        Given.ReleasedPerson(s => (s with { Pathway = "none" }).Born(2012, 1, 1)).Then("person-released");
        Given.ReleasedPerson().Completed(s => s with { Pathway = "none" }).ThenRefused(ReleaseRules.PathwayNeeded);
    }

    [Theory]
    [InlineData(2003, 4, 6, AgeBand.From18To24)]
    [InlineData(2003, 4, 7, AgeBand.Under18)]
    [InlineData(1996, 4, 6, AgeBand.From25To39)]
    [InlineData(1981, 4, 6, AgeBand.From40To64)]
    [InlineData(1956, 4, 6, AgeBand.From65)]
    [InlineData(1956, 4, 7, AgeBand.From40To64)]
    [InlineData(2021, 4, 6, AgeBand.Under18)]
    [InlineData(2021, 4, 7, AgeBand.Unknown)]
    public void The_age_band_is_that_of_the_day_of_the_release(int year, int month, int day, AgeBand expected) =>
        Assert.Equal(expected, AgeBands.Of(new(year, month, day), new(2021, 4, 6)));

    [Theory]
    [InlineData("A21552527", "A21552527")]
    [InlineData(" a215-525-275 ", "A215525275")]
    [InlineData("A2155252", null)]
    [InlineData("A2155252755", null)]
    [InlineData("B215525275", null)]
    [InlineData("A21552527X", null)]
    public void An_A_number_is_an_A_and_eight_or_nine_digits(string written, string? read) => Assert.Equal(read, ANumbers.Normal(written));

    [Fact]
    public void The_same_line_read_again_is_no_news_and_the_same_content_on_another_line_was_sent_twice()
    {
        var known = Given.ReleasedPerson();

        Again(known, s => s).ThenNothing();
        var twice = Again(known, s => s with { Source = new("first file", 9) }).Then("release-sent-again");
        Again(twice, s => s with { Source = new("first file", 9) }).ThenNothing();
    }

    [Fact]
    public void Other_content_without_a_later_amendment_is_a_conflict_and_the_first_stands()
    {
        var amended = Again(Given.ReleasedPerson(), s => Second(s, 10)).Then("release-corrected");

        Again(Given.ReleasedPerson(), s => Second(s, 10) with { AmendedAt = null }).ThenRefused(ReleaseRules.Conflict("R-1"));
        Again(amended, s => Second(s, 10) with { ContentHash = "third" }).ThenRefused(ReleaseRules.Conflict("R-1"));
        Again(amended, s => Second(s, 9) with { ContentHash = "third" }).ThenRefused(ReleaseRules.Conflict("R-1"));
        Again(amended, s => s with { ContentHash = "third" }).ThenRefused(ReleaseRules.Conflict("R-1"));
        Assert.Equal("+13035550100", amended.State.Release!.Record.Phone);
    }

    [Fact]
    public void A_version_that_was_superseded_is_known_when_its_file_is_read_again()
    {
        var back = Again(Again(Given.ReleasedPerson(), s => Second(s, 10)), s => s with { AmendedAt = Given.Released + Duration.FromDays(11), Source = new("first file", 4) }).Then("release-corrected");

        Again(back, s => Second(s, 10)).ThenNothing();
        Again(back, s => s).ThenNothing();
    }

    [Fact]
    public void A_record_completed_with_what_it_holds_already_changes_nothing() =>
        Given.ReleasedPerson().Completed(s => s.Born(1990, 1, 1)).Then("release-corrected").Completed(s => s.Born(1990, 1, 1)).ThenNothing();

    [Fact]
    public void A_birth_date_corrected_to_a_childs_takes_the_duty_and_a_miss_in_review_away()
    {
        var running = Given.ReleasedPerson(s => s with { Household = Given.Family }).Completed(s => s.Born(2010, 1, 1)).Then("release-corrected", "obligation-cancelled");
        Assert.Equal(ObligationState.Cancelled, running.Duty.State);

        var missed = Given.ReleasedPerson(s => s with { Household = Given.Family }).Served().Sent().Accepted().At(Given.Released + Duration.FromDays(60)).Swept();
        missed = missed.At(missed.Duty.Closes).Swept();
        Assert.Equal(ObligationState.MissedToReview, missed.Duty.State);
        Assert.Equal(ObligationState.Cancelled, missed.Completed(s => s.Born(2010, 1, 1)).Duty.State);
    }

    [Fact]
    public void A_birth_date_corrected_to_that_of_a_child_alone_ends_the_order_and_gives_the_place_back() =>
        Given.ReleasedPerson().Completed(s => s.Born(2010, 1, 1)).Then("release-corrected", "obligation-cancelled", "slot-given-back", "order-ended");

    [Fact]
    public void A_release_that_was_later_than_first_recorded_moves_the_window_and_an_earlier_one_takes_no_day_away()
    {
        var before = Given.ReleasedPerson();
        var later = before.Completed(s => s.At(Given.Released + Duration.FromMinutes(30))).Then("release-corrected", "due-date-moved");

        Assert.Equal(Given.Released + Duration.FromMinutes(30) + Duration.FromDays(60), later.Duty.Closes);
        Assert.Equal(before.Duty.Due, later.Duty.Due);
        Assert.Equal(before.Duty.Closes, before.Completed(s => s.At(Given.Released - Duration.FromDays(1))).Then("release-corrected").Duty.Closes);
    }

    [Fact]
    public void A_household_has_one_place_and_one_notice_and_a_duty_for_each_adult_only()
    {
        var family = Given.ReleasedFamily().Then("person-released", "order-made", "slot-booked")
            .Release(Given.Stranger, s => (s with { Household = Given.Family }).Numbered("R-3")).Then("person-released", "order-made", "obligation-opened", "slot-booked");

        Assert.Single(family.Household.Select(c => c.Slot).Distinct());
        Assert.Equal([1, 0, 1], family.Household.Select(c => c.Obligations.Count));
        Assert.Single(family.Household, c => c.Notices.Values.Any(n => n.Code is not null));
    }

    [Fact]
    public void Without_a_free_place_in_time_the_window_keeps_its_margin_behind_the_place()
    {
        // Friday 4 June is inside the window, and four days are missing to the margin.
        var inside = Given.ReleasedPerson(world: w => w with { Offer = Given.Place(6, 4) with { AfterWindow = true } });
        Assert.Equal((Given.Place(6, 4).At, Given.Place(6, 4).At + Duration.FromDays(5)), (inside.Duty.Due, inside.Duty.Closes));

        var behind = Given.ReleasedPerson(world: w => w with { Offer = Given.Place(7, 1) with { AfterWindow = true } });
        Assert.Equal((Given.Place(7, 1).At, Given.Place(7, 1).At + Duration.FromDays(5)), (behind.Duty.Due, behind.Duty.Closes));
    }

    [Fact]
    public void A_place_in_time_leaves_the_window_at_sixty_times_24_hours()
    {
        var given = Given.ReleasedPerson().Then("person-released", "order-made", "obligation-opened", "slot-booked", "notice-issued");

        Assert.Equal((new LocalDate(2021, 4, 16), Given.Released + Duration.FromHours(60 * 24)), (given.State.Slot!.Day, given.Duty.Closes));
        Assert.Equal(given.State.Slot.At, given.Duty.Due);
    }

    [Fact]
    public void Without_any_place_the_duty_runs_to_the_windows_end()
    {
        var given = Given.ReleasedPerson(world: w => w with { Offer = null }).Then("person-released", "order-made", "obligation-opened", "notice-issued");

        Assert.Equal((null, given.Duty.Closes), (given.State.Slot, given.Duty.Due));
    }

    [Fact]
    public void The_notice_is_in_the_persons_language_and_in_English_where_none_is_known()
    {
        Assert.Equal("spa", Given.ReleasedPerson().ThenOne<NoticeIssued>().Language);
        Assert.Equal("eng", Given.ReleasedPerson(s => s with { Record = s.Record with { Language = null } }).ThenOne<NoticeIssued>().Language);
    }

    private static Submission Second(Submission s, int day) => s with
    {
        Record = s.Record with { Phone = "+13035550100" },
        AmendedAt = Given.Released + Duration.FromDays(day),
        ContentHash = "second content",
        Source = new Source("first file", 3),
    };

    private static Given Again(Given given, Func<Submission, Submission> but) =>
        given.After(Duration.FromDays(20)).When(g => ReleaseRules.RecordAgain(g.State, but(Given.Adult), g.Now));
}
