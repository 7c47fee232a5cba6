using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;
using Throughline.Host;
using Throughline.Host.Casework;

namespace Throughline.Tests.Stories;

/// <summary>What follows when time passes, and what must not. Each story is a policy: nobody is punished for the system's fault.</summary>
public sealed class ClockStories
{
    private static readonly Actor Sanchez = new("supervisor", "R. Sanchez", "DEN");
    private static readonly Actor Administrator = new("administrator", "M. Okafor");

    [Fact]
    public async Task A_place_that_was_not_used_is_booked_anew_inside_the_window()
    {
        await using var t = await ReleasedAsync();
        var first = Case(t).Slot!;

        await PassAsync(t, first.At + Duration.FromDays(1));

        var after = Case(t);
        Assert.True(after.Slot!.At > first.At && after.Slot.At < Duty(t).Closes);
        Assert.Equal((ObligationState.Running, after.Slot.At), (Duty(t).State, Duty(t).Due));
    }

    [Fact]
    public async Task Only_the_windows_end_leads_to_a_miss_and_then_a_person_looks()
    {
        await using var t = await ReleasedAsync();

        await PassAsync(t, Duty(t).Closes - Duration.FromSeconds(1));
        Assert.Equal(ObligationState.Running, Duty(t).State);

        await PassAsync(t, Duty(t).Closes);
        Assert.Equal(ObligationState.MissedToReview, Duty(t).State);
        Assert.Contains("No fault of ours", Duty(t).Finding, StringComparison.Ordinal);
        Assert.Null(Case(t).Slot);
    }

    [Fact]
    public async Task The_service_down_over_the_last_day_moves_the_date_by_its_length_to_an_open_day()
    {
        await using var t = await ReleasedAsync();
        var closes = Duty(t).Closes;
        await PassAsync(t, closes - Duration.FromHours(20));
        await t.Faulting.BeatAsync();

        // Nothing runs for a day. The next start finds the gap before it looks at any window.
        t.Clock.Reset(closes + Duration.FromHours(4));
        await t.Faulting.BeatAsync();
        await t.Sweeping.SweepAsync();

        Assert.Equal(ObligationState.Running, Duty(t).State);
        Assert.True(Duty(t).Closes >= closes + Duration.FromHours(24));
        Assert.Equal(FaultKinds.ServiceDown, Assert.Single(Duty(t).Counted).Kind);
        Assert.NotNull(Case(t).Slot);
    }

    [Fact]
    public async Task One_minute_down_on_day_20_moves_nothing()
    {
        await using var t = await ReleasedAsync();
        var closes = Duty(t).Closes;
        var day20 = Duty(t).Opens + Duration.FromDays(20);
        await BookAsync(t, 40);
        await PassAsync(t, day20 + Duration.FromDays(1));
        await t.Faulting.DeclareAsync(Administrator, Down(day20, day20 + Duration.FromMinutes(1)));

        await PassAsync(t, closes);

        Assert.Equal(ObligationState.MissedToReview, Duty(t).State);
        Assert.Equal(closes, Duty(t).Closes);
    }

    [Fact]
    public async Task One_minute_down_while_the_person_tries_to_report_counts()
    {
        await using var t = await ReleasedAsync();
        var day20 = Duty(t).Opens + Duration.FromDays(20);
        await BookAsync(t, 40);
        await PassAsync(t, day20);
        await t.Reporting.AttemptAsync(TestInstallation.Denver, Case(t).Id, "web");
        await PassAsync(t, day20 + Duration.FromDays(1));
        await t.Faulting.DeclareAsync(Administrator, Down(day20, day20 + Duration.FromMinutes(1)));

        await PassAsync(t, Duty(t).Closes);

        Assert.Equal(ObligationState.Running, Duty(t).State);
    }

    [Fact]
    public async Task The_same_fault_gives_time_once()
    {
        await using var t = await ReleasedAsync();
        var closes = Duty(t).Closes;
        await PassAsync(t, closes - Duration.FromHours(3));
        await t.Faulting.DeclareAsync(Administrator, Down(closes - Duration.FromHours(5), closes - Duration.FromHours(4)));

        await PassAsync(t, closes);
        var extended = Duty(t).Closes;
        Assert.True(extended > closes);

        await PassAsync(t, extended + Duration.FromDays(10));
        Assert.Equal(ObligationState.MissedToReview, Duty(t).State);
    }

    [Fact]
    public async Task A_fault_learned_later_reopens_a_miss_by_itself_even_a_confirmed_one()
    {
        await using var t = await ReleasedAsync();
        var closes = Duty(t).Closes;
        await PassAsync(t, closes);
        await ConfirmAsync(t);
        Assert.Equal(ObligationState.ConfirmedMissed, Duty(t).State);

        await PassAsync(t, closes + Duration.FromDays(9));
        await t.Faulting.DeclareAsync(Administrator, Down(closes - Duration.FromHours(6), closes - Duration.FromHours(2)));
        await t.Sweeping.SweepAsync();

        Assert.Equal(ObligationState.Running, Duty(t).State);
        Assert.True(Duty(t).Closes > t.Clock.GetCurrentInstant());
        Assert.NotNull(Case(t).Slot);
    }

    [Fact]
    public async Task A_day_on_which_a_storm_closes_the_office_is_declared_once_and_moves_every_booking_of_it()
    {
        await using var t = await ReleasedAsync();
        var slot = Case(t).Slot!;
        var office = t.Installation.Programme.Offices["DEN"];

        await t.Faulting.DeclareAsync(Sanchez, new FaultDeclared(FaultKinds.OfficeClosed, "DEN", null, DayStart(slot.Day), DayStart(slot.Day.PlusDays(1)), "A snow storm."));
        await t.Sweeping.SweepAsync();

        Assert.NotEqual(slot.Day, Case(t).Slot!.Day);
        Assert.Equal(Case(t).Slot!.At, Duty(t).Due);
        Assert.Equal(ObligationState.Running, Duty(t).State);

        Instant DayStart(LocalDate day) => day.AtStartOfDayInZone(office.Zone).ToInstant();
    }

    [Fact]
    public async Task A_notice_that_was_not_served_makes_no_miss()
    {
        await using var t = await ReleasedAsync(serve: false);
        var closes = Duty(t).Closes;

        await PassAsync(t, closes);

        Assert.Equal(ObligationState.Running, Duty(t).State);
        Assert.Contains(Duty(t).Counted, f => f.Kind == FaultKinds.NoticeNotServed);
    }

    [Fact]
    public async Task A_hand_off_that_nobody_accepted_makes_no_miss()
    {
        await using var t = await ReleasedAsync(accept: false);

        await PassAsync(t, Duty(t).Closes);

        Assert.Equal(ObligationState.Running, Duty(t).State);
        Assert.Contains(Duty(t).Counted, f => f.Kind == FaultKinds.NotAccepted);
    }

    [Fact]
    public async Task Where_no_place_was_ever_offered_nothing_is_missed()
    {
        await using var t = await ReleasedAsync(fields: [("addressLine", ""), ("city", ""), ("state", ""), ("postalCode", "")]);
        Assert.Equal("INTAKE", Case(t).Handoff.Office);

        await PassAsync(t, Duty(t).Closes);

        Assert.Equal(ObligationState.Running, Duty(t).State);
        Assert.Contains(Duty(t).Counted, f => f.Kind == FaultKinds.NoSlot);
    }

    [Fact]
    public async Task Who_comes_a_day_after_the_window_has_met_the_duty_late()
    {
        await using var t = await ReleasedAsync();
        await PassAsync(t, Duty(t).Closes);
        await PassAsync(t, Duty(t).Closes + Duration.FromDays(1));

        await ReportAsync(t);

        Assert.Equal(ObligationState.MetLate, Duty(t).State);
    }

    [Fact]
    public async Task A_confirmed_miss_is_met_late_when_the_person_comes()
    {
        await using var t = await ReleasedAsync();
        await PassAsync(t, Duty(t).Closes);
        await ConfirmAsync(t);
        t.Clock.AdvanceMinutes(1);

        await ReportAsync(t);

        Assert.Equal(ObligationState.MetLate, Duty(t).State);
    }

    [Fact]
    public async Task A_child_is_never_late_and_keeps_the_place_of_its_household()
    {
        await using var t = await ReleasedAsync(child: true);
        var child = t.Case("R-2");
        Assert.Empty(child.Obligations);

        await PassAsync(t, Case(t).Slot!.At + Duration.FromDays(1));
        Assert.Equal(Case(t).Slot, t.Case("R-2").Slot);

        await PassAsync(t, Duty(t).Closes);
        Assert.Equal(ObligationState.MissedToReview, Duty(t).State);
        Assert.Empty(t.Case("R-2").Obligations);
        Assert.Null(t.Case("R-2").Slot);
    }

    [Fact]
    public async Task One_signature_excuses_a_miss()
    {
        await using var t = await ReleasedAsync();
        await PassAsync(t, Duty(t).Closes);

        Assert.Equal("reason-needed", (await t.Reviewing.ExcuseAsync(TestInstallation.Denver, Case(t).Id, " ")).Refused?.Code);
        Assert.False((await t.Reviewing.ExcuseAsync(TestInstallation.Denver, Case(t).Id, "In hospital, letter seen.")).IsRefused);

        Assert.Equal(ObligationState.Excused, Duty(t).State);
    }

    [Fact]
    public async Task A_miss_is_confirmed_only_with_reasons_evidence_milder_means_and_a_second_person()
    {
        await using var t = await ReleasedAsync();
        await PassAsync(t, Duty(t).Closes);
        var id = Case(t).Id;
        var author = TestInstallation.Denver;

        Assert.Equal("miss-not-proposed", (await t.Reviewing.ConfirmAsync(Sanchez, id)).Refused?.Code);
        Assert.Equal("reason-needed", (await t.Reviewing.ProposeAsync(author, id, "", "x", "y")).Refused?.Code);
        Assert.Equal("evidence-needed", (await t.Reviewing.ProposeAsync(author, id, "x", null, "y")).Refused?.Code);
        Assert.Equal("means-needed", (await t.Reviewing.ProposeAsync(author, id, "x", "y", " ")).Refused?.Code);
        Assert.False((await t.Reviewing.ProposeAsync(author, id, "Did not come.", "Signed notice.", "Two calls, one letter.")).IsRefused);
        Assert.Equal("second-person-needed", (await t.Reviewing.ConfirmAsync(author with { Role = "supervisor" }, id)).Refused?.Code);
        Assert.Equal(ObligationState.MissedToReview, Duty(t).State);
        Assert.False((await t.Reviewing.ConfirmAsync(Sanchez, id)).IsRefused);
        Assert.Equal(ObligationState.ConfirmedMissed, Duty(t).State);

        Assert.False((await t.Reviewing.WithdrawAsync(Sanchez, id, "The letter went to the old address.")).IsRefused);
        Assert.Equal(ObligationState.Excused, Duty(t).State);
    }

    [Fact]
    public async Task A_second_person_who_does_not_agree_sends_the_miss_back_to_review()
    {
        await using var t = await ReleasedAsync();
        await PassAsync(t, Duty(t).Closes);
        await t.Reviewing.ProposeAsync(TestInstallation.Denver, Case(t).Id, "Did not come.", "Signed notice.", "Two calls.");

        await t.Reviewing.DeclineAsync(Sanchez, Case(t).Id, "Nobody wrote to the new address.");

        Assert.Equal((ObligationState.MissedToReview, null), (Duty(t).State, Duty(t).Proposal));
    }

    [Fact]
    public async Task History_is_never_swept()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("releasedAt", "2026-08-01T10:00:00Z")), sendsHandoff: true);

        await PassAsync(t, TestInstallation.Start + Duration.FromDays(200));

        Assert.Empty(Case(t).Obligations);
    }

    [Fact]
    public async Task What_one_process_has_swept_another_finds_done()
    {
        await using var t = await ReleasedAsync();
        t.Clock.Reset(Duty(t).Closes);

        var changed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Sweeping(t.Installation).SweepAsync()));

        Assert.Equal(1, changed.Sum());
        Assert.Single(t.Installation.Cases.ByRecord("R-1")!.Events, e => e.Event is MissSentToReview);
    }

    [Fact]
    public async Task A_start_after_a_clean_minute_declares_no_fault_and_one_after_a_gap_does()
    {
        await using var t = new TestInstallation();
        await t.Faulting.BeatAsync();
        t.Clock.AdvanceSeconds(60);
        Assert.False((await t.Faulting.BeatAsync()).Changed);
        t.Clock.AdvanceMinutes(10);
        var declared = Assert.IsType<FaultDeclared>(Assert.Single((await t.Faulting.BeatAsync()).Events).Event);

        Assert.Equal((FaultKinds.ServiceDown, Duration.FromMinutes(10)), (declared.Kind, declared.Until - declared.From));
    }

    private static FaultDeclared Down(Instant from, Instant until) => new(FaultKinds.ServiceDown, null, null, from, until, "The page did not answer.");

    private static Case Case(TestInstallation t) => t.Case("R-1");

    private static Obligation Duty(TestInstallation t) => Assert.Single(Case(t).Obligations);

    private static async Task PassAsync(TestInstallation t, Instant until)
    {
        // Day by day, as time passes, so that every place has its day.
        while (t.Clock.GetCurrentInstant() < until)
        {
            t.Clock.Reset(Instant.Min(until, t.Clock.GetCurrentInstant() + Duration.FromDays(1)));
            await t.Sweeping.SweepAsync();
        }
    }

    /// <summary>The first open day from that day of the window on.</summary>
    private static Task<Outcome> BookAsync(TestInstallation t, int day)
    {
        var office = t.Installation.Programme.Offices["DEN"];
        var from = (Duty(t).Opens + Duration.FromDays(day)).InZone(office.Zone).Date;
        return new Booking(t.Installation).RebookAsync(TestInstallation.Denver, Case(t).Id, office, new OfficeCalendar(office).NextOpenDay(from));
    }

    private static Task<Outcome> ReportAsync(TestInstallation t) => t.Reporting.RecordHouseholdAsync(
        TestInstallation.Denver, Case(t).Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));

    private static async Task ConfirmAsync(TestInstallation t)
    {
        await t.Reviewing.ProposeAsync(TestInstallation.Denver, Case(t).Id, "Did not come.", "Signed notice.", "Two calls, one letter.");
        await t.Reviewing.ConfirmAsync(Sanchez, Case(t).Id);
    }

    private static async Task<TestInstallation> ReleasedAsync(bool serve = true, bool accept = true, bool child = false, (string, string)[]? fields = null)
    {
        var t = new TestInstallation();
        (string, string)[] family = child ? [("familyUnitId", "F-1")] : [];
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission([.. family, .. fields ?? []]), sendsHandoff: true);
        if (child)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission([.. family, ("recordId", "R-2"), ("givenName", "Luz"), ("birthDate", "2019-05-01")]), sendsHandoff: true);
        }

        var id = Case(t).Id;
        if (serve)
        {
            await t.Releasing.ServeNoticeAsync(TestInstallation.Station, id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        }

        if (accept)
        {
            await t.Receiving.AcceptAsync(TestInstallation.Denver, id, Case(t).Handoff.Office!);
        }

        return t;
    }
}
