using System.Net;
using Throughline.Casefile;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Host.Access;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Pages;

public sealed class WalkInPagesTests
{
    [Theory]
    [InlineData("Wilson Quispe")]
    [InlineData("condori wilson")]
    [InlineData("quizpe")]
    [InlineData("A 219 460 138")]
    [InlineData("R-1")]
    public async Task Somebody_is_found_by_name_in_any_spelling_or_number_with_no_more_than_is_due(string typed)
    {
        await using var site = await CasePagesTests.Accepted("LOS");

        await site.GetAsync("/desk/find?q=" + Uri.EscapeDataString(typed));

        Assert.Contains("Wilson Quispe Condori", site.Text, StringComparison.Ordinal);
        Assert.Contains("1994", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1994-02-03", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quarry", site.Text, StringComparison.Ordinal);
        Assert.Contains(site.Test.Installation.Cases.Openings(site.Test.Case("R-1").Id), o => o.Reason == "Found in a search");
    }

    [Fact]
    public async Task The_code_of_the_notice_and_the_case_number_find_too_and_nobody_is_said_in_words()
    {
        await using var site = await CasePagesTests.Accepted();
        var state = site.Test.Case("R-1");
        foreach (var typed in new[] { state.Notices.Values.First(n => n.Code is not null).Code!, state.Id.ToString() })
        {
            await site.GetAsync("/desk/find?q=" + typed);
            Assert.Contains("Wilson Quispe Condori", site.Text, StringComparison.Ordinal);
        }

        await site.GetAsync("/desk/find?q=Xylander");

        Assert.Contains("Nobody is found for “Xylander”.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_says_when_it_is_behind_and_when_there_are_too_many()
    {
        await using var site = await CasePagesTests.Accepted();
        for (var i = 2; i < 50; i++)
        {
            await site.Test.Releasing.RecordAsync(TestInstallation.Station, site.Test.Submission(("recordId", $"R-{i}"), ("surname", "Tesfay")), sendsHandoff: true);
        }

        site.Test.Installation.Search.CatchUp(default);
        await site.GetAsync("/desk/find?q=Tesfay");
        Assert.Contains("There are more.", site.Text, StringComparison.Ordinal);
        Assert.Equal(40, System.Text.RegularExpressions.Regex.Count(site.Html, "Mark as reported"));
    }

    [Fact]
    public async Task A_station_finds_its_own_releases_only_and_an_analyst_no_names()
    {
        await using var site = await CasePagesTests.Accepted();
        await site.SignInAsync(Roles.IntakeOfficer, "RGV-MCALLEN");
        await site.GetAsync("/desk/find?q=Quispe");
        Assert.Contains("Nobody is found", site.Text, StringComparison.Ordinal);
        await site.SignInAsync(Roles.Analyst, "");

        await site.GetAsync("/desk/find?q=Quispe");

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    [Fact]
    public async Task A_person_is_marked_as_reported_at_another_office_and_takes_a_receipt_along()
    {
        await using var site = await CasePagesTests.Accepted("LOS");
        site.Test.Clock.AdvanceDays(2);
        var id = site.Test.Case("R-1").Id;
        await site.GetAsync($"/desk/cases/{id}/report");
        await site.SendAsync(("Served", "true"), ("Said", "Speaks <Quechua> at home"));
        Assert.Contains("Notice to appear served now", site.Text, StringComparison.Ordinal);
        Assert.Empty(site.Test.Case("R-1").CheckIns);
        await site.SendAsync(("checkedAnswers", "true"), ("change", "true"));
        Assert.Contains("Speaks <Quechua> at home", site.Text, StringComparison.Ordinal);
        await site.SendAsync();

        await site.SendAsync(("checkedAnswers", "true"));

        var state = site.Test.Case("R-1");
        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}$", state.CheckIns[0].Receipt);
        Assert.Contains(state.CheckIns[0].Receipt!, site.Text, StringComparison.Ordinal);
        Assert.Equal((ObligationState.Met, "LOS"), (state.Obligations[0].State, state.CheckIns[0].Office));
        Assert.NotNull(state.Notices[NoticeKinds.ToAppear].Served);
        Assert.Contains(site.Test.Installation.Cases.Openings(id), o => o.Reason.Contains("is standing here", StringComparison.Ordinal));
        await site.OpenAsync($"/desk/cases/{id}", "walk-in");
        Assert.Equal(HttpStatusCode.OK, site.Status);
    }

    [Fact]
    public async Task A_walk_in_without_a_record_is_kept_and_matched_later_and_counts_from_the_day_of_coming()
    {
        await using var site = await CasePagesTests.Accepted();
        site.Test.Clock.AdvanceDays(1);
        var came = site.Test.Clock.GetCurrentInstant();
        await site.GetAsync("/desk/walk-in?q=nobody");
        await site.SendAsync(("givenName", "Vilson"), ("surname", ""));
        Assert.Contains("value=\"Vilson\"", site.Html, StringComparison.Ordinal);
        await site.SendAsync(("surname", "Kispe"), ("aNumber", "A219460138"));
        var walkIn = site.Test.Installation.Cases.List("c.kind = 'walk-in'", 5).Single();
        Assert.Contains($"The walk-in is kept {walkIn.Id}", site.Text, StringComparison.Ordinal);
        site.Test.Clock.AdvanceDays(3);
        site.Test.Installation.Search.CatchUp(default);

        await site.GetAsync("/desk/walk-in/unmatched?walkIn=" + walkIn.Id);
        Assert.Contains("Wilson Quispe Condori , born 1994", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("person", site.Test.Case("R-1").Id.ToString()));
        Assert.Contains("Check answers", site.Text, StringComparison.Ordinal);
        Assert.Empty(site.Test.Case("R-1").CheckIns);
        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Contains("Every walk-in has a record.", site.Text, StringComparison.Ordinal);
        Assert.Equal(came, site.Test.Case("R-1").CheckIns[0].At);
        Assert.Equal(ObligationState.Met, site.Test.Case("R-1").Obligations[0].State);
        Assert.Contains(site.Test.Installation.Cases.Openings(site.Test.Case("R-1").Id), o => o.Reason == "To match a walk-in");
    }

    [Fact]
    public async Task Kept_walk_ins_are_listed_by_fifty_newest_first_or_by_name()
    {
        await using var site = await CasePagesTests.Accepted();
        foreach (var i in Enumerable.Range(1, 60))
        {
            var report = new Casefile.CheckIns.Report(site.Test.Clock.GetCurrentInstant(), "office", "DEN", false, null, null);
            await site.Test.Reporting.KeepAsync(TestInstallation.Denver, new Host.Casework.ToldReport(null, report, "Ana", $"Surname{100 - i}"));
        }

        await site.GetAsync("/desk/walk-in/unmatched");
        Assert.Contains("1 to 50 of 60", site.Text, StringComparison.Ordinal);
        Assert.Contains("Ana Surname40", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana Surname99", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/walk-in/unmatched?by=name&from=50");

        Assert.Contains("51 to 60 of 60", site.Text, StringComparison.Ordinal);
        Assert.Contains("Ana Surname99", site.Text, StringComparison.Ordinal);
    }
}
