using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Storage;

namespace Throughline.Tests.Stories;

/// <summary>A case stands still, ends, goes on; a restriction lapses; the person objects.</summary>
public sealed class CaseStories
{
    private static readonly Actor Sanchez = new("supervisor", "R. Sanchez", "DEN");
    private static readonly Actor Person = new("person", "C-000001-8");

    [Fact]
    public async Task Closing_cancels_what_is_due_and_gives_back_the_place_in_the_same_act()
    {
        await using var t = await AcceptedAsync();

        Assert.Equal("unknown-closing-reason", (await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), "NOT_FOUND", "x")).Refused?.Code);
        Assert.Equal("reason-needed", (await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), "RELIEF_GRANTED", " ")).Refused?.Code);
        Assert.False((await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), "RELIEF_GRANTED", "Order of the court of 9 November.")).IsRefused);

        Assert.Equal((ObligationState.Cancelled, null, true), (Duty(t).State, Case(t).Slot, Case(t).OrderHasEnded));
        Assert.Equal("case-closed-already", (await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), "DIED", "x")).Refused?.Code);
        t.Clock.Reset(Duty(t).Closes + Duration.FromDays(40));
        Assert.Equal(0, await t.Sweeping.SweepAsync());
    }

    [Theory]
    [InlineData("RELIEF_GRANTED", 1)]
    [InlineData("DIED", 0)]
    public async Task Whoever_lives_is_told_that_the_case_is_closed_and_nobody_is_messaged_about_a_death(string reason, int messages)
    {
        await using var t = await AcceptedAsync();
        var reminders = Waiting(t);
        Assert.Equal(3, reminders);

        await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), reason, "A letter says so.");

        Assert.Equal(messages, Waiting(t));
    }

    [Fact]
    public async Task Reopening_gives_back_the_time_that_was_left_and_a_place()
    {
        await using var t = await AcceptedAsync();
        var left = Duty(t).Closes - t.Clock.GetCurrentInstant();
        await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), "OPENED_IN_ERROR", "Mixed up.");
        t.Clock.AdvanceDays(100);

        Assert.False((await t.CaseActs.ReopenAsync(TestInstallation.Denver, Id(t), "It was the other file.")).IsRefused);

        Assert.Equal(ObligationState.Running, Duty(t).State);
        Assert.True(Duty(t).Closes >= t.Clock.GetCurrentInstant() + left);
        Assert.NotNull(Case(t).Slot);
    }

    [Fact]
    public async Task In_custody_elsewhere_nothing_is_due_and_the_time_goes_on_afterwards()
    {
        await using var t = await AcceptedAsync();
        t.Clock.AdvanceDays(50);
        var left = Duty(t).Closes - t.Clock.GetCurrentInstant();

        Assert.False((await t.CaseActs.SuspendAsync(TestInstallation.Denver, Id(t), "In the county jail, says the sheriff.")).IsRefused);
        Assert.Equal(ObligationState.Suspended, Duty(t).State);
        t.Clock.AdvanceDays(20);
        await t.Sweeping.SweepAsync();
        Assert.Equal(ObligationState.Suspended, Duty(t).State);

        Assert.False((await t.CaseActs.ResumeAsync(TestInstallation.Denver, Id(t), "Released on 20 January.")).IsRefused);
        Assert.Equal(ObligationState.Running, Duty(t).State);
        Assert.True(Duty(t).Closes - t.Clock.GetCurrentInstant() >= Duration.Max(left, Duration.FromDays(14)));
    }

    [Fact]
    public async Task A_closing_is_not_struck_out_it_is_reopened()
    {
        await using var t = await AcceptedAsync();
        await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), "DUPLICATE", "Twice.");
        var file = t.Installation.Cases.Load(Id(t))!;
        var line = file.Events.First(e => e.Event is Casefile.Closing.CaseClosed).Version;

        Assert.Equal("case-goes-on", Casefile.Corrections.CorrectionRules.RecordInError(file, line, "wrong", t.Clock.GetCurrentInstant()).Refused?.Code);
    }

    [Fact]
    public async Task A_restriction_that_nobody_renews_ends_on_its_day_with_what_it_asked_for()
    {
        await using var t = await AcceptedAsync();
        var ends = Case(t).Order!.Ends;
        t.Clock.Reset(Duty(t).Closes - Duration.FromDays(1));
        await t.CaseActs.SuspendAsync(TestInstallation.Denver, Id(t), "In hospital.");
        t.Clock.Reset(ends);

        await t.Sweeping.SweepAsync();

        Assert.True(Case(t).OrderHasEnded);
        Assert.Equal(ObligationState.Cancelled, Duty(t).State);
        Assert.Contains(t.Installation.Cases.Load(Id(t))!.Events, e => e.Event is OrderEnded && e.Who.Name == "sweep");
    }

    [Fact]
    public async Task A_challenge_stops_what_would_be_stricter_until_somebody_else_has_answered_it()
    {
        await using var t = await AcceptedAsync();
        t.Clock.Reset(Duty(t).Closes);
        await t.Sweeping.SweepAsync();
        var accepted = t.Installation.Cases.Load(Id(t))!.Events.First(e => e.Event is Casefile.Handoffs.HandoffAccepted).Version;
        Assert.False((await t.CaseActs.ChallengeAsync(Person, Id(t), accepted, "I was there on that day.")).IsRefused);
        Assert.Equal("challenged-already", (await t.CaseActs.ChallengeAsync(Person, Id(t), accepted, "Again.")).Refused?.Code);
        var challenge = Assert.Single(Case(t).Challenges);

        Assert.Equal("challenge-unanswered", (await t.Reviewing.ProposeAsync(TestInstallation.Denver, Id(t), "a", "b", "c")).Refused?.Code);
        Assert.Equal("own-line", (await t.CaseActs.AnswerAsync(TestInstallation.Denver, Id(t), challenge.Number, false, "No.")).Refused?.Code);
        Assert.False((await t.CaseActs.AnswerAsync(Sanchez, Id(t), challenge.Number, false, "The door log shows nobody.")).IsRefused);
        Assert.False((await t.Reviewing.ProposeAsync(TestInstallation.Denver, Id(t), "a", "b", "c")).IsRefused);
    }

    [Fact]
    public async Task A_challenge_is_answered_within_ten_open_days_of_the_office()
    {
        await using var t = await AcceptedAsync();

        await t.CaseActs.ChallengeAsync(Person, Id(t), 1, "My name is written wrongly.");

        // From Tuesday, 10 November: Veterans Day and Thanksgiving are closed, so the tenth open day is Wednesday, 25 November.
        Assert.Equal(new LocalDate(2026, 11, 25), Assert.Single(Case(t).Challenges).AnswerBy.InZone(t.Installation.Programme.Offices["DEN"].Zone).Date);
    }

    [Fact]
    public async Task A_contact_shows_what_we_tried_and_changes_nothing_that_is_due()
    {
        await using var t = await AcceptedAsync();
        var before = Case(t);

        Assert.Equal("channel-needed", (await t.CaseActs.ContactAsync(TestInstallation.Denver, Id(t), "pigeon", "reached", null, t.Clock.GetCurrentInstant())).Refused?.Code);
        Assert.Equal("contact-outcome-needed", (await t.CaseActs.ContactAsync(TestInstallation.Denver, Id(t), "call", null, null, t.Clock.GetCurrentInstant())).Refused?.Code);
        Assert.False((await t.CaseActs.ContactAsync(TestInstallation.Denver, Id(t), "call", "no-answer", "Rang ten times.", t.Clock.GetCurrentInstant())).IsRefused);

        Assert.Equal((before.Slot, before.Running!.Due, before.Running.Closes), (Case(t).Slot, Duty(t).Due, Duty(t).Closes));
    }

    [Fact]
    public async Task Who_reports_after_the_case_was_closed_is_recorded_all_the_same()
    {
        await using var t = await AcceptedAsync();
        await t.CaseActs.CloseAsync(TestInstallation.Denver, Id(t), "OPENED_IN_ERROR", "x");

        Assert.False((await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, Id(t), new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null))).IsRefused);

        Assert.Single(Case(t).CheckIns);
    }

    private static long Waiting(TestInstallation t)
    {
        using var db = t.Installation.Store.OpenReader();
        return Dapper.SqlMapper.ExecuteScalar<long>(db, "select count(*) from outbox where sent_at is null and withdrawn_at is null and kind <> 'hand-off'");
    }

    private static CaseId Id(TestInstallation t) => Case(t).Id;

    private static Case Case(TestInstallation t) => t.Case("R-1");

    private static Obligation Duty(TestInstallation t) => Assert.Single(Case(t).Obligations);

    private static async Task<TestInstallation> AcceptedAsync()
    {
        var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("phone", "+12025550123")), sendsHandoff: true);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, Id(t), "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, Id(t), "DEN");
        return t;
    }
}
