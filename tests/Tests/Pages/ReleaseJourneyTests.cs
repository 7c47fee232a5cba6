using System.Net;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Releases;
using Throughline.Host.Access;

namespace Throughline.Tests.Pages;

public sealed class ReleaseJourneyTests
{
    [Fact]
    public async Task A_household_of_two_adults_and_three_children_goes_through_all_pages()
    {
        await using var site = await AtTheStation();
        await Who(site, ("givenName", "Rosa"), ("surname", "Caiza Toapanta"), ("birthDate", "1990-05-05"), ("language", "spa"), ("nationality", "ecu"), ("phone", "(915) 555-0142"));
        await Who(site, ("givenName", "Wilson"), ("surname", "Quispe Condori"), ("birthDate", "1988-02-03"));
        await Who(site, ("givenName", "Luz"), ("surname", "Quispe Caiza"), ("birthDate", "2016-03-03"));
        await Who(site, ("givenName", "Inti"), ("surname", "Quispe Caiza"), ("birthDate", "2018-04-04"));
        await Who(site, ("givenName", "Sami"), ("surname", "Quispe Caiza"), ("birthDate", "2024-06-06"));
        await site.SendAsync(("act", "on"));
        await site.SendAsync(("pathway", "NTA"));
        await site.SendAsync(("where", "address"), ("addressLine", "1875 Quarry Road"), ("city", "Aurora"), ("state", "co"), ("postalCode", "80011"), ("act", "show"));
        Assert.Contains("Denver Field Office meets this household", site.Text, StringComparison.Ordinal);
        Assert.Contains("First free place for all 5:", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("act", "on"));
        Assert.Contains("A-number: none was given.", site.Text, StringComparison.Ordinal);
        await site.GetAsync(site.At.Replace("/missing", "/check", StringComparison.Ordinal));
        Assert.Empty(site.Test.Installation.Cases.List("true", 10));

        await site.SendAsync();

        Assert.StartsWith("/desk/release/done/", site.At, StringComparison.Ordinal);
        var household = Released(site);
        Assert.Equal(5, household.Count);
        Assert.Single(household.Select(c => c.Slot).Distinct());
        Assert.NotNull(household[0].Slot);
        Assert.Single(household, c => c.Notices.Values.Any(n => n.Code is not null));
        Assert.Equal([1, 1, 0, 0, 0], household.Select(c => c.Obligations.Count));
        Assert.Equal("+19155550142", household[0].Release!.Record.Phone);
        Assert.Equal("ECU", household[4].Release!.Record.Nationality);
        Assert.DoesNotContain("Quispe", site.At, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Served_known_and_the_hand_off_are_three_acts_with_a_record_each()
    {
        await using var site = await AtTheStation();
        await ReleaseOne(site);
        var done = site.At;

        await site.SendAsync(("how", "in hand, read aloud"), ("interpreter", "M. Chávez"), ("by", "J. Aldana"));
        Assert.NotNull(Released(site)[0].Notices[NoticeKinds.ToAppear].Served);
        Assert.Null(Released(site)[0].Notices[NoticeKinds.ToAppear].Known);
        await site.SendAsync(("adult", Released(site)[0].Id.ToString()), ("checked", "said back where and when"));
        Assert.NotNull(Released(site)[0].Notices[NoticeKinds.ToAppear].Known);
        Assert.Equal(HandoffState.Draft, Released(site)[0].Handoff.State);
        var form = site.Form("/desk/release/done", []);
        await site.PostAsync((done + "?handler=Send", form.Fields));

        var state = Released(site)[0];
        Assert.Equal((true, "DEN", "EPT-ELPASO"), (state.Handoff.IsWaiting, state.Handoff.Office, state.Responsible));
        Assert.Contains("to answer by", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_changed_and_the_journey_comes_back_to_the_answers()
    {
        await using var site = await AtTheStation();
        await UpToCheck(site);

        await site.GetAsync(site.At.Replace("/check", "/pathway", StringComparison.Ordinal) + "&then=check");
        await site.SendAsync(("pathway", "PAR"));

        Assert.Contains("/desk/release/check", site.At, StringComparison.Ordinal);
        Assert.Contains("Parole with alternatives to detention (PAR)", site.Text, StringComparison.Ordinal);
        Assert.Contains("Quispe Condori", site.Text, StringComparison.Ordinal);
        await site.SendAsync();
        Assert.Equal("PAR", Assert.Single(Released(site)).Release!.Pathway);
    }

    [Fact]
    public async Task A_member_is_removed_again()
    {
        await using var site = await AtTheStation();
        await Who(site, ("surname", "Quispe"));
        await Who(site, ("surname", "Written by mistake"));
        await site.SendAsync(("remove", "1"));

        Assert.Contains("1 person", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Written by mistake", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_of_whom_nothing_is_known_but_unknown_is_released_and_the_rest_is_the_stations_work()
    {
        await using var site = await AtTheStation();
        await site.SendAsync(("surname", ""), ("act", "on"));
        Assert.Contains("Write the surname, or unknown when nobody knows it.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("surname", "unknown"), ("aNumber", "12"), ("act", "on"));
        await site.SendAsync(("pathway", "NTA"));
        await site.SendAsync(("where", "not-known"), ("act", "on"));
        Assert.Contains("7 things", site.Text, StringComparison.Ordinal);
        Assert.Contains("“12” is kept as it was written.", site.Text, StringComparison.Ordinal);
        await site.GetAsync(site.At.Replace("/missing", "/check", StringComparison.Ordinal));
        Assert.Contains("No office follows: the intake desk", site.Text, StringComparison.Ordinal);
        await site.SendAsync();

        var state = Assert.Single(Released(site));
        Assert.Equal(("unknown", ANumberState.Malformed, "EPT-ELPASO"), (state.Release!.Record.Surname, state.Release.ANumber, state.Responsible));
        Assert.Null(state.Slot);
    }

    [Fact]
    public async Task A_release_in_the_future_is_refused_with_a_sentence_and_nothing_typed_is_lost()
    {
        await using var site = await AtTheStation();
        await site.SendAsync(("surname", "Quispe"), ("act", "on"));

        await site.SendAsync(("pathway", "NTA"), ("day", "2026-11-11"), ("time", "09:30"));

        Assert.Contains("The release is dated in the future. Record it when the person has left.", site.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-11-11\"", site.Html, StringComparison.Ordinal);
        Assert.Matches("value=\"NTA\" checked", site.Html);
    }

    [Fact]
    public async Task The_same_answers_sent_twice_are_recorded_once()
    {
        await using var site = await AtTheStation();
        await UpToCheck(site);
        var form = site.Form(null, []);

        await site.PostAsync(form);
        await site.PostAsync(form);

        Assert.StartsWith("/desk/release/done/", site.At, StringComparison.Ordinal);
        Assert.Single(Released(site));
    }

    [Fact]
    public async Task A_pathway_past_its_declared_end_is_offered_last_accepted_and_flagged()
    {
        await using var site = await AtTheStation();
        await site.SendAsync(("surname", "Quispe"), ("act", "on"));
        Assert.True(site.Html.IndexOf("value=\"NTR\"", StringComparison.Ordinal) > site.Html.IndexOf("value=\"PAR\"", StringComparison.Ordinal));
        Assert.Contains("NTR was declared stopped on 2021-11-01; this release is of 2026-11-10. It is accepted and flagged.", site.Text, StringComparison.Ordinal);

        await site.SendAsync(("pathway", "NTR"));
        await site.SendAsync(("where", "no-fixed-abode"), ("city", "Denver"), ("state", "CO"), ("postalCode", "80202"), ("act", "on"));
        await site.GetAsync(site.At.Replace("/missing", "/check", StringComparison.Ordinal));
        Assert.Contains("The release is flagged.", site.Text, StringComparison.Ordinal);
        await site.SendAsync();

        var release = Assert.Single(Released(site)).Release!;
        Assert.True(release.AfterPathwayEnded);
        Assert.Equal("DEN", Released(site)[0].Slot!.Office);
    }

    [Fact]
    public async Task A_child_without_an_adult_is_offered_no_pathway_and_goes_to_the_child_welfare_desk()
    {
        await using var site = await AtTheStation();
        await site.SendAsync(("givenName", "Luz"), ("surname", "Quispe"), ("birthDate", "2016-03-03"), ("act", "on"));
        Assert.DoesNotContain("name=\"pathway\"", site.Html, StringComparison.Ordinal);
        await site.SendAsync(("day", "2026-11-10"));
        await site.SendAsync(("where", "not-known"), ("act", "on"));
        await site.GetAsync(site.At.Replace("/missing", "/check", StringComparison.Ordinal));
        Assert.Contains("Child-welfare desk meets this household", site.Text, StringComparison.Ordinal);
        await site.SendAsync();
        var id = Assert.Single(Released(site)).Id;
        await site.Test.Releasing.SendAsync(TestInstallation.Station, id);

        var state = Released(site)[0];
        Assert.Equal(("CHILD-WELFARE", null, null), (state.Handoff.Office, state.Order, state.Slot));
        Assert.Empty(state.Obligations);
        Assert.Empty(state.Notices);
    }

    [Fact]
    public async Task The_draft_of_another_station_is_not_found()
    {
        await using var site = await AtTheStation();
        await site.SendAsync(("surname", "Quispe"), ("act", "on"));
        var page = site.At;

        await site.SignInAsync(Roles.IntakeOfficer, "YUM-YUMA");
        await site.GetAsync(page);

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    [Fact]
    public async Task Two_officers_complete_one_record_at_once_and_the_second_sees_both()
    {
        await using var site = await AtTheStation();
        await ReleaseOne(site);
        var id = Released(site)[0].Id;
        await site.GetAsync($"/desk/cases/{id}/complete");
        var second = site.Form(null, []);
        await site.SendAsync(("phone", "+19155550199"));
        Assert.Equal("+19155550199", Released(site)[0].Release!.Record.Phone);

        second.Fields.RemoveAll(f => f.Key == "nationality");
        second.Fields.Add(new("nationality", "ECU"));
        await site.PostAsync(($"/desk/cases/{id}/complete", second.Fields));

        Assert.Contains("Someone else changed this case", site.Text, StringComparison.Ordinal);
        Assert.Contains("+19155550199 (yours: nothing)", site.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"ECU\"", site.Html, StringComparison.Ordinal);
        Assert.Equal("+19155550199", Released(site)[0].Release!.Record.Phone);
    }

    [Fact]
    public async Task The_notice_names_the_place_the_household_and_the_code_in_the_persons_language()
    {
        await using var site = await AtTheStation();
        await ReleaseOne(site);
        var id = Released(site)[0].Id;

        await site.GetAsync($"/desk/cases/{id}/notice");

        var state = Released(site)[0];
        var code = string.Join('-', state.Notices[NoticeKinds.ToAppear].Code!.Chunk(4).Select(c => new string(c)));
        Assert.Contains(code, site.Text, StringComparison.Ordinal);
        Assert.Contains("Citación para comparecer", site.Text, StringComparison.Ordinal);
        Assert.Contains("Notice to appear", site.Text, StringComparison.Ordinal);
        Assert.Contains("Oficina de Denver", site.Text, StringComparison.Ordinal);
        Assert.Contains(Throughline.Host.Texts.PersonTime.DayAndTime("es", state.Slot!.Day, state.Slot.Time), site.Text, StringComparison.Ordinal);
        Assert.Contains(site.Test.Installation.Cases.Openings(id), o => o.Reason == "print the notice");
    }

    [Fact]
    public async Task The_notice_of_another_station_is_not_found()
    {
        await using var site = await AtTheStation();
        await ReleaseOne(site);
        await site.SignInAsync(Roles.IntakeOfficer, "YUM-YUMA");

        await site.GetAsync($"/desk/cases/{Released(site)[0].Id}/notice");

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    private static async Task<TestSite> AtTheStation()
    {
        var site = await TestSite.StartAsync();
        await site.SignInAsync(Roles.IntakeOfficer, "EPT-ELPASO");
        await site.GetAsync("/desk/release");
        return site;
    }

    private static Task Who(TestSite site, params (string, string)[] fields) => site.SendAsync([.. fields, ("act", "add")]);

    private static async Task UpToCheck(TestSite site)
    {
        await site.SendAsync(("givenName", "Wilson"), ("surname", "Quispe Condori"), ("birthDate", "1988-02-03"), ("language", "spa"), ("act", "on"));
        await site.SendAsync(("pathway", "NTA"));
        await site.SendAsync(("where", "address"), ("addressLine", "1875 Quarry Road"), ("city", "Aurora"), ("state", "CO"), ("postalCode", "80011"), ("act", "on"));
        await site.GetAsync(site.At.Replace("/missing", "/check", StringComparison.Ordinal));
    }

    private static async Task ReleaseOne(TestSite site)
    {
        await UpToCheck(site);
        await site.SendAsync();
    }

    private static List<Case> Released(TestSite site) =>
        [.. site.Test.Installation.Cases.List("c.kind = 'release' order by c.case_id", 50).Select(c => site.Test.Installation.Cases.Load(c.Id)!.State)];
}
