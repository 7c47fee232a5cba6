using NodaTime;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Tests.Obligations;

public sealed class ObligationRulesTests
{
    private static readonly Instant WindowEnd = Given.Released + Duration.FromDays(60);

    [Fact]
    public void Another_day_inside_the_window_moves_what_is_due_and_not_the_window()
    {
        var moved = Rebooked(Given.ReleasedPerson(), Given.Place(5, 3)).Then("slot-booked", "due-date-moved");

        Assert.Equal((Given.Place(5, 3).At, Given.Place(5, 3).At, WindowEnd), (moved.State.Slot!.At, moved.Duty.Due, moved.Duty.Closes));
    }

    [Fact]
    public void The_same_place_again_changes_nothing() => Rebooked(Rebooked(Given.ReleasedPerson(), Given.Place(5, 3)), Given.Place(5, 3)).ThenNothing();

    [Fact]
    public void A_place_behind_the_window_moves_its_end_and_makes_nobody_late()
    {
        var moved = Rebooked(Given.ReleasedPerson(), Given.Place(7, 1));

        Assert.Equal(Given.Place(7, 1).At + Duration.FromDays(5), moved.Duty.Closes);
        Assert.Equal(ObligationState.Met, moved.At(Given.Place(7, 1).At).Reported().Duty.State);
    }

    [Fact]
    public void A_child_changes_its_place_with_the_household_and_nothing_becomes_due_of_it()
    {
        var moved = Given.ReleasedFamily().When(g => ObligationRules.Rebook(g[Given.Child], "DEN", Given.Place(5, 3), Given.Programme, g.Now)).Then("slot-booked");

        Assert.Empty(moved[Given.Child].Obligations);
    }

    [Fact]
    public void A_day_after_the_slot_another_place_is_booked_and_not_a_second_earlier()
    {
        var given = Ready();
        var slot = given.State.Slot!.At;

        given.At(slot + Duration.FromDays(1) - Duration.FromSeconds(1)).Swept().ThenNothing();
        var swept = given.At(slot + Duration.FromDays(1)).Swept().Then("slot-booked", "due-date-moved");
        Assert.Equal(ObligationState.Running, swept.Duty.State);
        Assert.Equal(WindowEnd, swept.Duty.Closes);
        swept.Swept().ThenNothing();
    }

    [Fact]
    public void The_window_s_end_leads_to_review_and_not_a_second_earlier()
    {
        var given = Swept(Ready(), WindowEnd - Duration.FromSeconds(1));
        Assert.Equal(ObligationState.Running, given.Duty.State);

        given = given.At(WindowEnd).Swept();

        Assert.Equal(ObligationState.MissedToReview, given.Duty.State);
        Assert.Null(given.State.Slot);
        given.Swept().ThenNothing();
    }

    [Fact]
    public void An_unused_place_with_no_open_day_left_is_given_back_and_the_window_ends_when_it_ends()
    {
        // Friday 4 June at eight; the window ends on Saturday at nine.
        var swept = Rebooked(Ready(), Given.Place(6, 4, hour: 8)).At(Given.Place(6, 4, hour: 8).At + Duration.FromDays(1)).Swept().Then("slot-given-back", "due-date-moved");

        Assert.Equal((WindowEnd, WindowEnd, ObligationState.Running), (swept.Duty.Due, swept.Duty.Closes, swept.Duty.State));
        swept.Swept().ThenNothing();
        swept.At(WindowEnd).Swept().Then("miss-sent-to-review");
    }

    [Fact]
    public void Nothing_is_swept_once_the_person_has_come() => Ready().Reported().At(WindowEnd).Swept().ThenNothing();

    [Fact]
    public void A_fault_on_the_last_day_moves_the_date_to_the_closing_hour_of_an_open_day_with_a_new_place()
    {
        // Friday 4 June, two hours; the window ends on Saturday at nine, two hours later it is still Saturday: Monday's closing hour.
        var down = Fault(Instant.FromUtc(2021, 6, 4, 16, 0), 120);
        var given = Swept(Ready(), WindowEnd - Duration.FromSeconds(1)).At(WindowEnd).Swept([down]).Then("faults-counted", "slot-booked", "due-date-moved");

        Assert.Equal(Programmes.Demonstration.At(Given.Programme.Offices["DEN"], 2021, 6, 7, 16), given.Duty.Closes);
        Assert.Equal(ObligationState.Running, given.Duty.State);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_fault_counts_from_the_second_on_in_which_it_reaches_into_the_day_of_a_slot(int seconds, bool counts)
    {
        var given = Ready();
        var midnight = given.State.Slot!.Day.AtStartOfDayInZone(Given.Programme.Offices["DEN"].Zone).ToInstant();
        var fault = new Fault(Given.Ledger, FaultKinds.ServiceDown, null, null, midnight - Duration.FromHours(2), midnight + Duration.FromSeconds(seconds), "down");

        Assert.Equal(counts, !Found(given.At(WindowEnd), fault).IsEmpty);
    }

    [Theory]
    [InlineData(59, 59, true)]
    [InlineData(60, 0, false)]
    public void A_fault_within_an_hour_of_an_attempt_counts(int minutes, int seconds, bool counts)
    {
        var attempt = Given.Released + Duration.FromDays(20);
        var given = Ready().At(attempt).When(g => Casefile.CheckIns.CheckInRules.Attempt(g.State, "web", g.Now));
        var from = attempt + Duration.FromMinutes(minutes) + Duration.FromSeconds(seconds);

        Assert.Equal(counts, !Found(given.At(WindowEnd), new Fault(Given.Ledger, FaultKinds.ServiceDown, null, null, from, from + Duration.FromMinutes(1), "down")).IsEmpty);
    }

    [Fact]
    public void A_fault_of_another_office_or_one_that_was_withdrawn_counts_for_nobody_here()
    {
        var given = Ready().At(WindowEnd);
        var fault = Fault(WindowEnd - Duration.FromHours(20), 60);

        Assert.NotEmpty(Found(given, fault with { Office = "DEN" }));
        Assert.Empty(Found(given, fault with { Office = "MIA" }));
        Assert.Empty(Found(given, fault with { OfCase = Given.Stranger }));
        Assert.Empty(Found(given, fault with { IsWithdrawn = true }));
    }

    [Fact]
    public void What_was_not_served_not_offered_or_not_accepted_leads_to_no_miss()
    {
        var served = Given.ReleasedPerson().When(g => Casefile.Notices.NoticeRules.Serve(g.State, "notice-to-report", Given.Released, null, g.Now));
        foreach (var given in new[] { Given.ReleasedPerson().Sent().Accepted(), served.Sent(), Given.ReleasedPerson(world: w => w with { Offer = null }).Served().Sent().Accepted() })
        {
            Assert.Equal(ObligationState.Running, Swept(given, WindowEnd).Duty.State);
        }
    }

    [Fact]
    public void A_day_on_which_the_office_is_closed_gives_the_whole_household_another_place()
    {
        var family = Given.ReleasedFamily().Sent().Accepted();
        var slot = family.State.Slot!;
        var closed = new Fault(Given.Ledger, FaultKinds.OfficeClosed, "DEN", null, slot.At - Duration.FromHours(9), slot.At + Duration.FromHours(9), "Snow");

        var moved = family.When(g => SweepRules.MoveFromClosedDay(g.Household, g.Sweep([closed]))).Then("slot-booked", "due-date-moved", "slot-booked");

        Assert.True(moved.State.Slot!.Day > slot.Day);
        Assert.Equal(moved.State.Slot, moved[Given.Child].Slot);
        Assert.Empty(moved[Given.Child].Obligations);
    }

    [Fact]
    public void Without_any_free_place_the_duty_keeps_running_and_the_old_place_is_given_back()
    {
        var given = Ready();
        var closed = new Fault(Given.Ledger, FaultKinds.OfficeClosed, "DEN", null, given.State.Slot!.At - Duration.FromHours(9), given.State.Slot.At + Duration.FromHours(9), "Snow");

        var moved = given.When(g => SweepRules.MoveFromClosedDay(g.Household, g.Sweep([closed], isFull: true))).Then("slot-given-back", "due-date-moved");

        Assert.Equal((ObligationState.Running, WindowEnd), (moved.Duty.State, moved.Duty.Due));
    }

    [Fact]
    public void A_miss_in_review_is_excused_by_one_and_confirmed_by_two()
    {
        var missed = Swept(Ready(), WindowEnd);

        Assert.Equal(ObligationState.Excused, missed.When(g => MissRules.Excuse(g.State, " Snow. ", g.Now)).Then("miss-excused").Duty.State);
        var confirmed = missed.When(g => MissRules.Propose(g.State, "Knew the day.", "Signed.", "Two calls.", g.Now)).Then("miss-proposed")
            .When(g => MissRules.Confirm(g.State, Given.Supervisor, g.Now)).Then("miss-confirmed");
        Assert.Equal(ObligationState.ConfirmedMissed, confirmed.Duty.State);
        Assert.Equal(ObligationState.Excused, confirmed.When(g => MissRules.Withdraw(g.State, "Was in hospital.", g.Now)).Then("miss-withdrawn").Duty.State);
    }

    [Fact]
    public void More_time_is_a_window_that_begins_now_and_ends_at_a_closing_hour()
    {
        var given = Swept(Ready(), WindowEnd).When(g => SweepRules.GiveTime(g.Household, Given.Person, Duration.FromDays(14), g.Sweep())).Then("miss-reopened", "slot-booked", "due-date-moved");

        Assert.Equal(ObligationState.Running, given.Duty.State);
        Assert.True(given.Duty.Closes >= given.Now + Duration.FromDays(14));
        Assert.Equal(new LocalTime(16, 0), given.Duty.Closes.InZone(Given.Programme.Offices["DEN"].Zone).TimeOfDay);
    }

    /// <summary>Served at the release, accepted at once: nothing of ours is in the way.</summary>
    private static Given Ready() =>
        Given.ReleasedPerson().When(g => Casefile.Notices.NoticeRules.Serve(g.State, "notice-to-report", Given.Released, null, g.Now)).Sent().Accepted();

    /// <summary>Each sweep that falls due until then.</summary>
    private static Given Swept(Given given, Instant until)
    {
        while (SweepRules.LookAt(given.State) is { } at && at <= until)
        {
            given = given.At(at).Swept();
            if (given.Answer.Events.IsEmpty)
            {
                break;
            }
        }

        return given.At(until);
    }

    private static Given Rebooked(Given given, SlotOffer offer) => given.When(g => ObligationRules.Rebook(g.State, "DEN", offer, Given.Programme, g.Now));

    private static Fault Fault(Instant from, int minutes) => new(Given.Ledger, FaultKinds.ServiceDown, null, null, from, from + Duration.FromMinutes(minutes), "down");

    private static System.Collections.Immutable.ImmutableArray<CountedFault> Found(Given given, Fault fault) =>
        FaultLedger.Look(given.State, given.Duty, Given.Released, [fault], Given.Programme.Offices["DEN"], given.Now);
}
