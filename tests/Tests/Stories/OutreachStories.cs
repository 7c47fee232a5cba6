using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Obligations;
using Throughline.Host;
using Throughline.Host.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Throughline.Tests.Stories;

/// <summary>Those who did not report are invited again; a lawyer is named, told, and ended.</summary>
public sealed class OutreachStories
{
    [Fact]
    public async Task A_group_is_looked_at_by_name_invited_with_a_place_each_and_pressed_again_nothing_is_sent_twice()
    {
        await using var site = await UnreportedAsync();
        var t = site.Test;
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk/outreach");
        Assert.Contains("2 people did not report", site.Text, StringComparison.Ordinal);
        Assert.Contains("Wilson Quispe Condori", site.Text, StringComparison.Ordinal);
        Assert.Contains("1 by text message, 1 by letter", site.Text, StringComparison.Ordinal);

        await site.SendAsync("", [("pathway", "")]);
        Assert.Contains("2 people were invited", site.Text, StringComparison.Ordinal);
        Assert.All(["R-1", "R-2"], r => Assert.True(t.Case(r).Slot!.At > t.Clock.GetCurrentInstant()));
        Assert.All(["R-1", "R-2"], r => Assert.Single(Lines<ContactMade>(t, r)));
        await SendAsync(site);
        Assert.Equal("sms", Assert.Single(t.Case("R-1").Messages, m => m.Kind == MessageRules.Outreach).Channel);
        Assert.Equal("letter", Assert.Single(t.Case("R-2").Messages, m => m.Kind == MessageRules.Outreach).Channel);
        Assert.DoesNotContain("Quispe", Lines<MessageSent>(t, "R-1").Last().Text, StringComparison.Ordinal);

        Assert.Equal(0, (await t.Outreaching.InviteAsync(TestInstallation.Denver, Everybody(t))).Invited);
        Assert.Single(Lines<ContactMade>(t, "R-1"));

        t.Clock.Reset(t.Case("R-1").Slot!.At);
        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-1").Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));
        Assert.Equal(ObligationState.MetLate, t.Case("R-1").Obligations[0].State);
    }

    [Fact]
    public async Task Whoever_chose_e_mail_is_counted_shown_and_invited_by_e_mail()
    {
        await using var site = await UnreportedAsync();
        var t = site.Test;
        await t.CaseActs.ReachAsync(TestInstallation.Denver, t.Case("R-2").Id, ReachRules.Email, "rosa@example.org");
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk/outreach");
        Assert.Contains("1 by text message, 0 by letter, 1 by e-mail.", site.Text, StringComparison.Ordinal);
        Assert.Contains("E-mail", site.Text, StringComparison.Ordinal);

        await site.SendAsync("", [("pathway", "")]);
        await SendAsync(site);

        Assert.Equal(ReachRules.Email, Assert.Single(Lines<ContactMade>(t, "R-2")).Channel);
        Assert.Equal(ReachRules.Email, Assert.Single(t.Case("R-2").Messages, m => m.Kind == MessageRules.Outreach).Channel);
    }

    [Theory]
    [InlineData("pathway=NTA", 0)]
    [InlineData("pathway=NTR", 2)]
    [InlineData("from=2026-11-11", 0)]
    [InlineData("to=2026-11-09", 0)]
    [InlineData("from=2026-11-10&to=2026-11-10", 2)]
    [InlineData("whereabouts=unknown", 0)]
    [InlineData("whereabouts=known", 2)]
    [InlineData("from=yesterday", 2)]
    public async Task A_group_is_chosen_by_pathway_release_and_whereabouts(string asked, int people)
    {
        await using var site = await UnreportedAsync();
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.GetAsync("/desk/outreach?" + asked);

        Assert.Contains($"{people} people did not report", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_of_history_are_in_the_group_and_those_of_another_office_are_not()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("releasedAt", "2021-08-01T10:00:00Z"), ("phone", "+12025550123")), sendsHandoff: true);
        var office = t.Case("R-1").Handoff.Office!;

        Assert.True(t.Case("R-1").Release!.IsHistory);
        Assert.Equal(1, (await t.Outreaching.InviteAsync(TestInstallation.Denver with { Place = office }, Everybody(t) with { Office = office })).Invited);
        Assert.Equal(0, t.Outreaching.Preview(Everybody(t) with { Office = "LOS" }).Count);
        Assert.NotNull(t.Case("R-1").Slot);
    }

    [Fact]
    public async Task A_lawyer_is_told_of_stricter_terms_and_of_a_closing_and_nothing_after_the_person_has_ended_it()
    {
        await using var site = await UnreportedAsync();
        var t = site.Test;
        await site.GetAsync("/me?code=" + t.Case("R-1").Notices.Values.First(n => n.Code is not null).Code);
        await site.GetAsync("/me/year");
        await site.SendAsync(("year", "1994"));
        await site.GetAsync("/me/helper");
        await site.SendAsync(("Kind", "lawyer"), ("Name", "Elena Castañeda"), ("Channel", "e-mail"), ("Contact", "elena"));
        Assert.Contains("Elija cómo nos comunicamos", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Contact", "elena@legalaid.example"), ("Sees", "due"));
        Assert.Contains("Elena Castañeda", site.Text, StringComparison.Ordinal);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.OpenAsync($"/desk/cases/{t.Case("R-1").Id}", "terms");
        Assert.Contains("elena@legalaid.example", site.Text, StringComparison.Ordinal);

        await t.CaseActs.ContactAsync(TestInstallation.Denver, t.Case("R-1").Id, "call", "no-answer", null, t.Clock.GetCurrentInstant());
        await t.Terms.ProposeStepUpAsync(TestInstallation.Denver, t.Case("R-1").Id, "app", null, [t.Installation.Cases.Load(t.Case("R-1").Id)!.State.Version], "Nobody could reach him.", "A call.");
        await t.Terms.SignAsync(new Actor("supervisor", "R. Sanchez", "DEN"), t.Case("R-1").Id, t.Case("R-1").Supervision.Proposals[0].Number);
        await SendAsync(site);
        var told = Assert.Single(Lines<MessageSent>(t, "R-1"), m => m.Kind == MessageRules.Party);
        Assert.Equal("e-mail", told.Channel);
        Assert.DoesNotContain("Quispe", told.Text, StringComparison.Ordinal);
        Assert.Contains(Directory.GetFiles(Path.Combine(t.DataFolder, "messages")), f => File.ReadAllText(f).StartsWith("To: elena@legalaid.example", StringComparison.Ordinal));

        t.Clock.AdvanceHours(1);
        await t.CaseActs.CloseAsync(TestInstallation.Denver, t.Case("R-1").Id, "RELIEF_GRANTED", "Order of the court.");
        await t.Terms.EndPartyAsync(new Actor(Roles.Person, t.Case("R-1").Id.ToString()), t.Case("R-1").Id, t.Case("R-1").Supervision.Parties[0].Line);
        await SendAsync(site);
        Assert.Single(Lines<MessageSent>(t, "R-1"), m => m.Kind == MessageRules.Party);
    }

    [Fact]
    public async Task Staff_name_a_helper_on_the_persons_word_who_hears_of_the_closing()
    {
        await using var site = await UnreportedAsync();
        var t = site.Test;
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{t.Case("R-1").Id}/party");
        await site.SendAsync(("Kind", "helper"), ("Name", "Ana Mamani"), ("Channel", "letter"), ("Contact", "12 Elm Street, Denver, CO 80205"));
        await site.SendAsync(("checkedAnswers", "true"));
        Assert.Equal("Ana Mamani", Assert.Single(t.Case("R-1").Supervision.Parties).Name);

        await t.CaseActs.CloseAsync(TestInstallation.Denver, t.Case("R-1").Id, "RELIEF_GRANTED", "Order of the court.");
        await SendAsync(site);

        Assert.Equal("letter", Assert.Single(Lines<MessageSent>(t, "R-1"), m => m.Kind == MessageRules.Party).Channel);
        await site.GetAsync($"/desk/cases/{t.Case("R-1").Id}/end-party");
        await site.SendAsync(("Which", $"{t.Case("R-1").Supervision.Parties[0].Line}"));
        await site.SendAsync(("checkedAnswers", "true"));
        Assert.True(t.Case("R-1").Supervision.Parties[0].HasEnded);
    }

    private static IEnumerable<TEvent> Lines<TEvent>(TestInstallation t, string record) => t.Installation.Cases.Load(t.Case(record).Id)!.Events.Select(e => e.Event).OfType<TEvent>();

    private static Throughline.Storage.Reading.Group Everybody(TestInstallation t) => new(
        "DEN", t.Installation.Programme.Pathways.Values.ToDictionary(p => p.Code, p => p.WindowDays!.Value), null, null, null, t.Installation.Programme.Offices["DEN"].Zone);

    /// <summary>At an hour at which messages are sent.</summary>
    private static async Task SendAsync(TestSite site)
    {
        var zone = site.Test.Installation.Programme.Offices["DEN"].Zone;
        var now = site.Test.Clock.GetCurrentInstant();
        var noon = (now.InZone(zone).Date + LocalTime.Noon).InZoneLeniently(zone).ToInstant();
        site.Test.Clock.Reset(noon > now ? noon : noon + Duration.FromDays(1));
        await site.Services.GetRequiredService<Outbox>().SendWaitingAsync();
    }

    /// <summary>Two people on a notice to report whose window has ended: one with a telephone, one with an address only. A third has reported.</summary>
    private static async Task<TestSite> UnreportedAsync()
    {
        var site = await TestSite.StartAsync();
        var t = site.Test;
        foreach (var (record, phone) in new[] { ("R-1", "+12025550123"), ("R-2", ""), ("R-3", "") })
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", record), ("phone", phone)), sendsHandoff: true);
            await t.Releasing.ServeNoticeAsync(TestInstallation.Station, t.Case(record).Id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
            await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case(record).Id, "DEN");
        }

        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-3").Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));
        t.Clock.Reset(t.Case("R-1").Obligations[0].Closes);
        await t.Sweeping.SweepAsync();
        return site;
    }
}
