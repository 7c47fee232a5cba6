using System.Net;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Notices;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Pages;

public sealed class HandoffPagesTests
{
    private const string ElPaso = "EPT-ELPASO";

    [Fact]
    public async Task An_office_accepts_a_household_with_one_click_and_is_responsible_for_all_of_it()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site, [("recordId", "R-1"), ("familyUnitId", "F-1")], [("recordId", "R-2"), ("familyUnitId", "F-1"), ("birthDate", "2018-04-04")]);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.GetAsync("/desk/handoffs");
        Assert.Contains("1 hand-off, 2 people", site.Text, StringComparison.Ordinal);
        Assert.Contains("Quispe Condori family", site.Text, StringComparison.Ordinal);
        Assert.Contains("Denver serves CO", site.Text, StringComparison.Ordinal);
        Assert.Contains("of 60", site.Text, StringComparison.Ordinal);
        await site.SendAsync("/desk/handoffs?handler=Accept", [("id", Id(site, "R-1"))]);

        Assert.Contains("Accepted. This office is responsible from here on.", site.Text, StringComparison.Ordinal);
        Assert.Equal(("DEN", "DEN"), (site.Test.Case("R-1").Responsible, site.Test.Case("R-2").Responsible));
    }

    [Fact]
    public async Task A_return_needs_a_code_of_the_programme_and_only_the_check_records_it()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/handoffs/{Id(site)}/return");

        await site.SendAsync(("Text", "Which phone can be called?"));
        Assert.Contains("Choose why it is returned.", site.Text, StringComparison.Ordinal);
        Assert.Contains("Which phone can be called?", site.Html, StringComparison.Ordinal);
        await site.SendAsync(("Code", "MORE_INFO"), ("Text", "Which phone can be called?"));
        Assert.True(site.Test.Case("R-1").Handoff.IsWaiting);
        await site.SendAsync(("checkedAnswers", "true"));

        var handoff = site.Test.Case("R-1").Handoff;
        Assert.Equal((HandoffState.Returned, "MORE_INFO", "Which phone can be called?"), (handoff.State, handoff.Code, handoff.Text));
        Assert.Equal(ElPaso, site.Test.Case("R-1").Responsible);
        await site.SignInAsync(Roles.IntakeOfficer, ElPaso);
        await site.GetAsync("/desk");
        Assert.Contains("Return to answer", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/handoffs");
        Assert.Contains("“Which phone can be called?”", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_returned_hand_off_is_sent_to_another_office_with_a_slot_in_its_calendar()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        await site.Test.Receiving.ReturnAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, "DEN", "WRONG_OFFICE", null);
        await site.SignInAsync(Roles.IntakeOfficer, ElPaso);
        var other = site.Test.Installation.Programme.Offices.Values.First(o => o.Code != "DEN" && o.SlotsPerDay > 0);

        await site.GetAsync($"/desk/handoffs/{Id(site)}/send");
        await site.SendAsync(("To", "other"));
        Assert.Contains("Choose which office.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("To", "other"), ("Office", other.Code));
        Assert.Contains("a new one there", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("checkedAnswers", "true"));

        var state = site.Test.Case("R-1");
        Assert.Equal((true, other.Code, other.Code), (state.Handoff.IsWaiting, state.Handoff.Office, state.Slot!.Office));
    }

    [Fact]
    public async Task A_returned_hand_off_is_withdrawn_with_a_reason_and_never_without_one()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        await site.Test.Receiving.ReturnAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, "DEN", "NOT_OURS", null);
        await site.SignInAsync(Roles.IntakeOfficer, ElPaso);

        await site.GetAsync($"/desk/handoffs/{Id(site)}/withdraw");
        await site.SendAsync(("Text", "  "));
        Assert.Contains(HandoffRules.ReasonNeeded.Sentence, site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Text", "Sent in error: the person stays here."));
        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Equal(HandoffState.Withdrawn, site.Test.Case("R-1").Handoff.State);
        await site.GetAsync("/desk/handoffs?show=withdrawn");
        Assert.Contains("Sent in error: the person stays here.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_officers_who_decide_at_once_one_wins_and_the_other_is_told_and_keeps_what_was_typed()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/handoffs/{Id(site)}/return");
        await site.SendAsync(("Code", "NO_SLOT"), ("Text", "Nothing free in time."));
        await site.Test.Receiving.AcceptAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, "DEN");

        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Contains("Someone else changed this case at", site.Text, StringComparison.Ordinal);
        Assert.Contains("D. Whitfield", site.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing free in time.", site.Html, StringComparison.Ordinal);
        Assert.Contains("Accepted, Denver Field Office", site.Text, StringComparison.Ordinal);
        Assert.Equal(HandoffState.Accepted, site.Test.Case("R-1").Handoff.State);
    }

    [Fact]
    public async Task Our_own_receipt_between_the_look_and_the_click_is_nobody_elses_change()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        var seen = t.Case("R-1");
        await t.Receiving.DeliverAsync(Actor.Machine("delivery"), seen.Id);
        Assert.True(t.Case("R-1").Version > seen.Version);

        Assert.Null((await t.Receiving.AcceptAsync(TestInstallation.Denver, seen.Id, "DEN", seen.Version)).Refused);
        Assert.Equal("changed-meanwhile", (await t.Receiving.ReturnAsync(TestInstallation.Denver, seen.Id, "DEN", "NO_SLOT", null, seen.Version)).Refused?.Code);
    }

    [Fact]
    public async Task A_household_is_answered_as_one_while_only_one_receipt_is_there()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordHouseholdAsync(
            TestInstallation.Station, [t.Submission(("recordId", "R-1"), ("familyUnitId", "F-1")), t.Submission(("recordId", "R-2"), ("familyUnitId", "F-1"), ("birthDate", "2018-04-04"))]);
        await t.Releasing.SendAsync(TestInstallation.Station, t.Case("R-1").Id);
        await t.Receiving.DeliverAsync(Actor.Machine("delivery"), t.Case("R-1").Id);

        await t.Receiving.ReturnAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "MORE_INFO", null);

        Assert.Equal((HandoffState.Returned, HandoffState.Returned), (t.Case("R-1").Handoff.State, t.Case("R-2").Handoff.State));
    }

    [Fact]
    public async Task A_row_that_came_back_is_closed_by_its_station_with_a_reason_and_by_no_other()
    {
        await using var site = await TestSite.StartAsync();
        var t = site.Test;
        Casefile.CaseId row = default;
        await t.Installation.Recorder.RecordAsync(TestInstallation.Station, (scene, now) => Decision.Of(row = scene.NewCase(), now, new Casefile.WalkIns.RowReturned(
            ElPaso, 7, "releasedAt", "no-offset", "file", "R-7", "releasedAt has no offset.", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("surname", "Returned"))));
        await site.SignInAsync(Roles.IntakeOfficer, ElPaso);
        await site.GetAsync("/desk");
        Assert.Contains("1 row of a sender’s file", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/handoffs?show=rows");
        Assert.Contains("Line 7", site.Text, StringComparison.Ordinal);
        Assert.Contains("releasedAt has no offset.", site.Text, StringComparison.Ordinal);
        await site.SendAsync("/desk/handoffs?handler=Settle", [("reason", "")]);
        Assert.Contains("Write why nothing more is to be done for this row.", site.Text, StringComparison.Ordinal);
        var (to, fields) = site.Form("/desk/handoffs?handler=Settle", ["reason"]);

        await site.SendAsync("/desk/handoffs?handler=Settle", [("reason", "Sent twice by the vendor.")]);

        Assert.True(t.Installation.Cases.Load(row)!.State.Returned!.IsSettled);
        Assert.Equal((1, 1, 0), BalanceFigures.At(t.Installation.Store, t.Clock.GetCurrentInstant().InUtc().Date) is var b ? (b.Sent, b.Withdrawn, b.Difference) : default);
        await site.SignInAsync(Roles.IntakeOfficer, "RGV-MCALLEN");
        await site.GetAsync("/desk/release");
        fields.RemoveAll(f => f.Key == "__RequestVerificationToken");
        fields.Add(site.Form(null, []).Fields.Single(f => f.Key == "__RequestVerificationToken"));
        await site.PostAsync((to, fields));
        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    [Theory]
    [InlineData(Roles.CaseOfficer, "HOU", "return")]
    [InlineData(Roles.IntakeOfficer, "RGV-MCALLEN", "withdraw")]
    [InlineData(Roles.IntakeOfficer, "EPT-ELPASO", "return")]
    [InlineData(Roles.CaseOfficer, "DEN", "send")]
    [InlineData(Roles.Inspector, "", "return")]
    public async Task Who_has_no_part_in_a_hand_off_finds_nothing_and_the_asking_is_one_line_in_the_access_record(string role, string place, string act)
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        await site.SignInAsync(role, place);

        await site.GetAsync($"/desk/handoffs/{Id(site)}/{act}");

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
        var opening = Assert.Single(site.Test.Installation.Cases.Openings(site.Test.Case("R-1").Id), o => o.Route != "/desk");
        Assert.Equal((role, "Asked for a hand-off of another place"), (opening.Who.Role, opening.Reason));
    }

    [Fact]
    public async Task A_station_can_not_accept_its_own_hand_off_by_a_form_of_its_own()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site, [("recordId", "R-1")]);
        await site.Test.Releasing.RecordAsync(TestInstallation.Station, site.Test.Submission(("recordId", "R-9")), sendsHandoff: false);
        await site.SignInAsync(Roles.IntakeOfficer, ElPaso);
        await site.GetAsync("/desk/handoffs?show=draft");
        var (_, fields) = site.Form("/desk/handoffs?handler=Send", ["id"]);
        fields.RemoveAll(f => f.Key is "id" or "version");
        fields.AddRange([KeyValuePair.Create("id", Id(site)), KeyValuePair.Create("version", "99")]);

        await site.PostAsync(("/desk/handoffs?handler=Accept", fields));

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
        Assert.True(site.Test.Case("R-1").Handoff.IsWaiting);
    }

    [Fact]
    public async Task After_24_open_office_hours_without_an_answer_it_is_work_for_the_station_and_for_the_office()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        var answerBy = site.Test.Case("R-1").Handoff.AnswerBy!.Value;
        await site.SignInAsync(Roles.IntakeOfficer, ElPaso);
        site.Test.Clock.Reset(answerBy);
        await site.GetAsync("/desk");
        Assert.DoesNotContain("No answer yet", site.Text, StringComparison.Ordinal);
        site.Test.Clock.Reset(answerBy + Duration.FromMinutes(90));

        await site.GetAsync("/desk");
        Assert.Contains("No answer yet", site.Text, StringComparison.Ordinal);
        Assert.Contains("since 1 h 30", site.Text, StringComparison.Ordinal);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk");
        Assert.Contains("it is work for the station as well", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/handoffs");
        Assert.Contains("No answer in 24 open office hours, since", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_balance_of_each_day_adds_up_and_names_who_stands_where()
    {
        await using var site = await TestSite.StartAsync();
        var t = site.Test;
        for (var i = 1; i <= 4; i++)
        {
            await SentAsync(site, [("recordId", $"R-{i}"), ("surname", $"Family{i}")]);
        }

        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-2").Id, "DEN");
        t.Clock.AdvanceDays(1);
        await t.Receiving.ReturnAsync(TestInstallation.Denver, t.Case("R-3").Id, "DEN", "MORE_INFO", null);
        await t.Releasing.WithdrawAsync(TestInstallation.Station, t.Case("R-4").Id, "Sent in error.");

        var balance = BalanceFigures.At(t.Installation.Store, t.Clock.GetCurrentInstant().InUtc().Date, "DEN", days: 3);
        Assert.Equal([(4, 1, 1, 1, 1, 0), (4, 1, 3, 0, 0, 0), (0, 0, 0, 0, 0, 0)], balance.Days.Select(d => (d.Sent, d.Accepted, d.Waiting, d.Returned, d.Withdrawn, d.Difference)));
        foreach (var day in balance.Days)
        {
            var people = BalanceFigures.Lines(t.Installation.Store, day.Date, "DEN");
            Assert.Equal((day.Accepted, day.Waiting, day.Returned, day.Withdrawn), (In("accepted"), In("waiting"), In("returned"), In("withdrawn")));
            long In(string part) => people.LongCount(l => l.State == part);
        }

        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk/handoffs/balance?part=returned");
        Assert.Contains("Family3", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Family1", site.Text, StringComparison.Ordinal);
        Assert.Equal("The names behind the balance", Assert.Single(t.Installation.Cases.Openings(t.Case("R-3").Id)).Reason);
        await site.SignInAsync(Roles.Analyst, "");
        await site.GetAsync("/desk/handoffs/balance?part=returned");
        Assert.DoesNotContain("Family3", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_stands_without_a_sending_is_a_difference_with_a_name()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        var id = t.Case("R-1").Id;
        await t.Receiving.AcceptAsync(TestInstallation.Denver, id, "DEN");
        var sending = t.Installation.Cases.Load(id)!.Events.Single(e => e.Event is HandoffSent).Version;
        await t.Installation.Recorder.RecordAsync(
            TestInstallation.Denver, id, null, (_, _, now) => Decision.Of(id, now, new Casefile.Corrections.RecordedInError(sending)), "It never came.");

        var balance = BalanceFigures.At(t.Installation.Store, t.Clock.GetCurrentInstant().InUtc().Date);

        Assert.Equal((0, 1, -1), (balance.Sent, balance.Accepted, balance.Difference));
        Assert.Equal(id, Assert.Single(BalanceFigures.Lines(t.Installation.Store, balance.Date, part: "difference")).Case);
    }

    [Fact]
    public async Task Today_says_of_a_release_what_is_missing_until_it_is_there()
    {
        await using var site = await TestSite.StartAsync();
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("addressLine", "")), sendsHandoff: false);
        await site.SignInAsync(Roles.IntakeOfficer, ElPaso);
        await site.GetAsync("/desk");
        Assert.Contains("Notice to serve", site.Text, StringComparison.Ordinal);
        Assert.Contains("Missing: A-number", site.Text, StringComparison.Ordinal);

        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, t.Case("R-1").Id, NoticeKinds.ToReport, t.Clock.GetCurrentInstant(), "in hand");
        await site.GetAsync("/desk");
        Assert.Contains("Hand-off to send", site.Text, StringComparison.Ordinal);
        await t.Releasing.SendAsync(TestInstallation.Station, t.Case("R-1").Id);
        await site.GetAsync("/desk");
        Assert.Contains("Record to complete", site.Text, StringComparison.Ordinal);
        await site.SignInAsync(Roles.IntakeOfficer, "RGV-MCALLEN");
        await site.GetAsync("/desk");
        Assert.Contains("Nothing needs you now.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_expected_on_the_day_of_their_slot_and_no_longer_once_they_came()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        var t = site.Test;
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN");
        t.Clock.Reset(t.Case("R-1").Slot!.At - Duration.FromHours(1));
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk");
        Assert.Contains("People we expect today 1 still to come", site.Text, StringComparison.Ordinal);
        Assert.Contains("Served, not yet known", site.Text, StringComparison.Ordinal);

        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-1").Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));

        await site.GetAsync("/desk");
        Assert.Contains("Nobody with a slot today is still to come.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_is_no_work_of_today_and_an_old_report_without_a_record_is_only_counted()
    {
        await using var site = await TestSite.StartAsync();
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("releasedAt", "2021-08-14T11:35:00-06:00"), ("addressLine", "")), sendsHandoff: true);
        await t.Reporting.KeepAsync(TestInstallation.Denver, new ToldReport(null, new Report(Instant.FromUtc(2021, 9, 1, 15, 0), "office", "DEN", false, null, null), "Fatima", "Old"));
        await t.Reporting.KeepAsync(TestInstallation.Denver, new ToldReport(null, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null), "Fatima", "New"));
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.GetAsync("/desk");

        Assert.Contains("Fatima New", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Fatima Old", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quispe", site.Text, StringComparison.Ordinal);
        Assert.Contains("Reports without a record, all offices 2", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inspector_reads_the_work_of_all_places_and_finds_nothing_to_press()
    {
        await using var site = await TestSite.StartAsync();
        await SentAsync(site);
        await site.SignInAsync(Roles.Inspector, "");

        await site.GetAsync("/desk");
        Assert.Contains("all places, to read only", site.Text, StringComparison.Ordinal);
        Assert.Contains("Wilson Quispe Condori", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/handoffs");
        Assert.Contains("1 hand-off, 1 person", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("method=\"post\"", site.Html.Replace("<form id=\"tl-open\" method=\"post\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await site.SignInAsync(Roles.Analyst, "");
        await site.GetAsync("/desk");
        Assert.StartsWith("/statistics", site.At, StringComparison.Ordinal);
    }

    private static async Task SentAsync(TestSite site, params (string, string)[][] members)
    {
        var t = site.Test;
        var submissions = (members.Length > 0 ? members : [[("recordId", "R-1")]]).Select(m => t.Submission(m)).ToList();
        Assert.Null((await t.Releasing.RecordHouseholdAsync(TestInstallation.Station, submissions)).Refused);
        var id = t.Case(submissions[0].Record.RecordId).Id;
        Assert.Null((await t.Releasing.ServeNoticeAsync(TestInstallation.Station, id, NoticeKinds.ToReport, t.Clock.GetCurrentInstant(), "in hand")).Refused);
        Assert.Null((await t.Releasing.SendAsync(TestInstallation.Station, id)).Refused);
    }

    private static string Id(TestSite site, string record = "R-1") => site.Test.Case(record).Id.ToString();
}
