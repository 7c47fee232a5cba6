using System.Net;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Pages;

public sealed class CasePagesTests
{
    [Fact]
    public async Task A_file_found_freely_opens_only_with_a_reason_which_is_asked_once_a_day()
    {
        await using var site = await Accepted();
        await site.GetAsync(Page(site));
        Assert.EndsWith("/open", site.At, StringComparison.Ordinal);
        Assert.DoesNotContain("Quispe", site.Text, StringComparison.Ordinal);

        await site.SendAsync();
        Assert.Contains("Choose what you open this file for.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Purpose", "check an address"));

        Assert.Equal(Page(site), site.At);
        Assert.Contains("You opened this file to check an address at", site.Text, StringComparison.Ordinal);
        Assert.Contains("Wilson Quispe Condori", site.Text, StringComparison.Ordinal);
        await site.GetAsync(Page(site));
        Assert.Equal(Page(site), site.At);
        site.Test.Clock.AdvanceDays(1);
        await site.GetAsync(Page(site));
        Assert.EndsWith("/open", site.At, StringComparison.Ordinal);
        Assert.All(Openings(site), o => Assert.Equal(("Check an address", "DEN"), (o.Reason, o.Who.Place)));
    }

    [Theory]
    [InlineData("/desk")]
    [InlineData("/desk/handoffs/balance")]
    [InlineData("/desk/quality")]
    [InlineData("/desk/handoffs?handler=Nothing")]
    public async Task A_form_that_a_page_does_not_take_is_not_taken_and_is_no_failure_of_ours(string page)
    {
        await using var site = await Accepted();
        await site.GetAsync("/desk");

        await site.PostAsync((page, [.. site.Form(null, ["__RequestVerificationToken"]).Fields.Where(f => f.Key == "__RequestVerificationToken")]));

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    [Fact]
    public async Task A_work_item_brings_its_own_reason()
    {
        await using var site = await TestSite.StartAsync();
        await site.Test.Releasing.RecordAsync(TestInstallation.Station, site.Test.Submission(), sendsHandoff: true);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.OpenAsync(Page(site), "hand-off");

        Assert.Contains("You opened this file to answer a hand-off", site.Text, StringComparison.Ordinal);
        Assert.Equal("Answer a hand-off", Openings(site)[0].Reason);
    }

    [Theory]
    [InlineData("hand-off")]
    [InlineData("walk-in")]
    [InlineData("balance")]
    [InlineData("household")]
    [InlineData("review")]
    [InlineData("quality")]
    [InlineData("anything")]
    public async Task A_reason_that_is_only_written_into_the_address_is_no_reason(string work)
    {
        await using var site = await Accepted();

        await site.GetAsync(Page(site) + "?for=" + work);

        Assert.Equal(Page(site) + "/open", site.At);
        Assert.Empty(Openings(site));
    }

    [Fact]
    public async Task No_address_states_a_purpose()
    {
        await using var site = await Accepted();

        foreach (var path in new[] { "?for=hand-off", "?for=walk-in", "/notices", "?for=hand-off" })
        {
            await site.GetAsync(Page(site) + path);
        }

        Assert.EndsWith("/open", site.At, StringComparison.Ordinal);
        Assert.DoesNotContain("Quispe", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Openings(site), o => o.Reason is "Answer a hand-off" or "Meet the person, who is standing here");
    }

    [Theory]
    [InlineData('x', 4001)]
    [InlineData('\u0001', 1)]
    [InlineData('\u009b', 1)]
    public async Task A_text_that_no_page_of_ours_would_send_is_not_recorded_and_a_page_says_so(char c, int times)
    {
        await using var site = await Accepted();
        await site.GetAsync(Page(site) + "/report");

        await site.SendAsync(("Said", new string(c, times)));

        Assert.Equal(HttpStatusCode.BadRequest, site.Status);
        Assert.Contains("Nothing was recorded.", site.Text, StringComparison.Ordinal);
        Assert.Empty(State(site).CheckIns);
    }

    [Fact]
    public async Task A_form_without_its_token_gets_a_page_with_words()
    {
        await using var site = await Accepted();

        await site.PostAsync((Page(site) + "/open", [KeyValuePair.Create("work", "hand-off")]));
        Assert.Equal(HttpStatusCode.BadRequest, site.Status);
        Assert.Contains("Nothing was recorded.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lists_open_a_file_by_a_form()
    {
        await using var site = await Accepted();
        foreach (var path in new[] { "/desk", "/desk/handoffs?show=accepted", "/desk/handoffs/balance", "/desk/quality", "/desk/walk-in?q=Quispe" })
        {
            await site.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, site.Status);
            Assert.DoesNotContain("?for=", site.Html, StringComparison.Ordinal);
        }

        Assert.Contains("form=\"tl-open\"", site.Html, StringComparison.Ordinal);
        Assert.Contains("<form id=\"tl-open\"", site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_office_finds_nothing_and_the_asking_is_recorded()
    {
        await using var site = await Accepted("LOS");

        foreach (var path in new[] { "/open", "", "/notices", "/lines/2" })
        {
            await site.GetAsync(Page(site) + path);
            Assert.Equal(HttpStatusCode.NotFound, site.Status);
            Assert.DoesNotContain("Quispe", site.Html, StringComparison.Ordinal);
            site.Test.Clock.AdvanceMinutes(11);
        }

        Assert.Equal(4, Openings(site).Count);
        Assert.All(Openings(site), o => Assert.Equal("Asked for a case of another place", o.Reason));
    }

    [Fact]
    public async Task Where_the_person_is_standing_the_desk_sees_name_birth_year_office_and_what_is_due()
    {
        await using var site = await Accepted("LOS");

        await site.OpenAsync(Page(site), "walk-in");

        Assert.Equal(HttpStatusCode.OK, site.Status);
        Assert.Contains("Born 1994", site.Text, StringComparison.Ordinal);
        Assert.Contains("Report at the office", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Born Feb", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quarry", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A219", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Timeline", site.Text, StringComparison.Ordinal);
        Assert.Equal("Meet the person, who is standing here", Openings(site)[0].Reason);
    }

    [Fact]
    public async Task After_the_acceptance_the_station_sees_the_state_only()
    {
        await using var site = await Accepted();
        await site.SignInAsync(Roles.IntakeOfficer, "EPT-ELPASO");

        await site.OpenAsync(Page(site), "balance");

        Assert.Contains("Denver Field Office is responsible for this case.", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Born", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Due next", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Timeline", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inspector_states_a_purpose_whatever_led_there_reads_all_and_changes_nothing()
    {
        await using var site = await Accepted();
        await site.SignInAsync(Roles.Inspector, "");
        await site.OpenAsync(Page(site), "balance");
        await site.SendAsync(("Purpose", "inspect how the case was handled"));

        Assert.Contains("Accepted by Denver Field Office: the release is complete", site.Text, StringComparison.Ordinal);
        Assert.Contains("An inspector reads and changes nothing.", site.Text, StringComparison.Ordinal);
        foreach (var act in new[] { "/notices", "/hearings", "/address", "/lines/2", "/report" })
        {
            await site.GetAsync(Page(site) + act);
            Assert.Equal(HttpStatusCode.NotFound, site.Status);
        }
    }

    [Fact]
    public async Task Three_facts_about_a_notice_are_recorded_one_by_one_and_nothing_typed_is_lost()
    {
        await using var site = await Accepted();
        await site.GetAsync(Page(site) + "/notices");
        await site.SendAsync(("kind", NoticeKinds.ToAppear), ("detail", "by <post>"));
        Assert.Contains("Choose which of the three facts you record.", site.Text, StringComparison.Ordinal);
        Assert.Contains("by <post>", site.Text, StringComparison.Ordinal);

        await site.SendAsync(("fact", "filed"));

        var notice = State(site).Notices[NoticeKinds.ToAppear];
        Assert.NotNull(notice.Filed);
        Assert.Null(notice.Served);
        Assert.Contains("The notice is recorded as filed.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hearing_is_set_and_has_an_outcome_and_a_number_of_another_case_is_refused()
    {
        await using var site = await Accepted();
        await site.GetAsync(Page(site) + "/hearings");
        await site.SendAsync(("number", "H-1"), ("court", "Denver Immigration Court"), ("day", "2027-01-12"), ("time", "08:30"));
        Assert.Contains("The hearing is set.", site.Text, StringComparison.Ordinal);
        await site.Test.Releasing.RecordAsync(TestInstallation.Station, site.Test.Submission(("recordId", "R-2"), ("surname", "Mamani")), sendsHandoff: true);
        var other = site.Test.Case("R-2").Id;
        await site.GetAsync($"/desk/cases/{other}/hearings");
        await site.SendAsync(("number", "H-1"), ("court", "Denver Immigration Court"), ("room", "7"), ("day", "2027-02-02"), ("time", "10:00"));
        Assert.Contains(HearingRules.OfAnotherCase.Sentence, site.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"7\"", site.Html, StringComparison.Ordinal);

        var form = site.Form(null, ["number"]);
        await site.PostAsync(($"/desk/cases/{other}/hearings?handler=Outcome", [.. form.Fields, KeyValuePair.Create("hearing", "H-1"), KeyValuePair.Create("outcome", "held")]));
        Assert.Equal(HttpStatusCode.NotFound, site.Status);
        Assert.Null(State(site).Hearings[0].Outcome);
        await site.GetAsync(Page(site) + "/hearings");
        await site.SendAsync(("outcome", "held"));

        Assert.Equal("held", State(site).Hearings[0].Outcome);
    }

    [Fact]
    public async Task Two_officers_at_one_form_one_wins_and_the_other_is_told()
    {
        await using var site = await Accepted();
        await site.GetAsync(Page(site) + "/address");
        var form = site.Form(null, ["line"]);
        await site.SendAsync(("line", "12 Elm Street"), ("city", "Denver"), ("state", "co"), ("postalCode", "80205"));
        Assert.Contains("12 Elm Street, Denver, CO 80205", site.Text, StringComparison.Ordinal);

        form.Fields.RemoveAll(f => f.Key == "line");
        await site.PostAsync((form.To, [.. form.Fields, KeyValuePair.Create("line", "99 Oak Street")]));

        Assert.Contains("Someone else changed this case", site.Text, StringComparison.Ordinal);
        Assert.Contains("99 Oak Street", site.Html, StringComparison.Ordinal);
        Assert.Equal("12 Elm Street", State(site).CurrentAddress!.Address.Line);
    }

    [Fact]
    public async Task A_report_in_error_is_struck_the_duty_runs_again_no_slot_is_booked_and_what_was_known_before_stays_known()
    {
        await using var site = await Accepted();
        await Report(site);
        var before = site.Test.Clock.GetCurrentInstant();
        Assert.Equal(1, ReportedEver(site, before));
        site.Test.Clock.AdvanceHours(3);
        var line = site.Test.Installation.Cases.ByRecord("R-1")!.Events.Single(e => e.Event is CheckedIn).Version;
        await site.GetAsync($"{Page(site)}/lines/{line}");
        Assert.Contains("Taken out with it The duty is met", site.Text, StringComparison.Ordinal);
        await site.SendAsync();
        Assert.Contains(CorrectionRules.ReasonNeeded.Sentence, site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Why", "Somebody else of the same name came."));
        Assert.Equal(ObligationState.Met, State(site).Obligations[0].State);

        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Equal((ObligationState.Running, false), (State(site).Obligations[0].State, State(site).OrderHasEnded));
        Assert.Empty(State(site).CheckIns);
        Assert.Single(site.Test.Installation.Cases.ByRecord("R-1")!.Events, e => e.Event is SlotBooked);
        Assert.Matches("Recorded in error , says [^·]*, case officer, Denver Field Office, [^·]*: Somebody else of the same name came\\.", site.Text);
        Assert.Equal(0, ReportedEver(site, site.Test.Clock.GetCurrentInstant()));
        Assert.Equal(1, ReportedEver(site, before));
        await site.GetAsync($"{Page(site)}/lines/{line}");
        Assert.Contains("This line is out of effect already.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_that_opened_the_case_can_t_be_taken_out_and_the_page_says_why()
    {
        await using var site = await Accepted();

        await site.GetAsync(Page(site) + "/lines/1");

        Assert.Contains(CorrectionRules.OpensTheCase.Sentence, site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", site.Html, StringComparison.Ordinal);
    }

    /// <summary>One adult released from El Paso and accepted by Denver; the reader is a case officer at <paramref name="office"/>.</summary>
    internal static async Task<TestSite> Accepted(string office = "DEN")
    {
        var site = await TestSite.StartAsync();
        await site.Test.Releasing.RecordAsync(TestInstallation.Station, site.Test.Submission(("aNumber", "A219460138")), sendsHandoff: true);
        await site.Test.Receiving.AcceptAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, "DEN");
        site.Test.Installation.Search.CatchUp(default);
        await site.SignInAsync(Roles.CaseOfficer, office);
        return site;
    }

    private static async Task Report(TestSite site)
    {
        site.Test.Clock.AdvanceDays(1);
        var report = new Report(site.Test.Clock.GetCurrentInstant(), "office", "DEN", false, null, null);
        Assert.Null((await site.Test.Reporting.RecordHouseholdAsync(TestInstallation.Denver, State(site).Id, report)).Refused);
    }

    private static long ReportedEver(TestSite site, Instant knownAt) =>
        CohortFigures.Total(site.Test.Installation.Store, new CohortQuestion(new LocalDate(2026, 11, 1), new LocalDate(2026, 11, 30), "NTR", 60, site.Test.Clock.GetCurrentInstant(), knownAt)).ReportedEver;

    private static Case State(TestSite site) => site.Test.Case("R-1");

    private static string Page(TestSite site) => $"/desk/cases/{State(site).Id}";

    private static IReadOnlyList<Opening> Openings(TestSite site) => site.Test.Installation.Cases.Openings(State(site).Id);
}
