using System.Net;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Keeping;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Tests.Pages;

public sealed class KeepingPagesTests
{
    [Fact]
    public async Task An_officer_places_a_hold_with_reasons_and_an_authority_and_lifts_it_again()
    {
        await using var site = await AcceptedAsync();
        var page = await OpenedAsync(site);
        Assert.DoesNotContain("/lift", site.Html, StringComparison.Ordinal);

        await site.GetAsync(page + "/hold");
        await site.SendAsync(("Why", " "), ("Authority", "The court's order of May 3"));
        Assert.Contains("Write why. The person reads it in the file.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Why", "It is before the court."), ("Authority", ""));
        Assert.Contains("Write on whose authority", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Why", "It is before the court."), ("Authority", "The court's order of May 3"));
        Assert.Empty(site.Test.Case("R-1").Holds);
        Assert.Contains("Check answers", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Contains("The hold stands, and the person sees it.", site.Text, StringComparison.Ordinal);
        Assert.Contains("A hold keeps this file", site.Text, StringComparison.Ordinal);
        var hold = Assert.Single(site.Test.Case("R-1").Holds);
        Assert.Equal(("It is before the court.", "The court's order of May 3", Roles.CaseOfficer), (hold.Reason, hold.Authority, hold.Author.Role));

        await site.GetAsync(page + "/lift");
        await site.SendAsync(("Why", "The court has closed it."), ("Authority", "The court's order of June 1"));
        Assert.Contains("No hold stands under this number", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Hold", $"{hold.Number}"), ("Why", "The court has closed it."), ("Authority", "The court's order of June 1"));
        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Contains("The hold is lifted.", site.Text, StringComparison.Ordinal);
        Assert.Empty(site.Test.Case("R-1").Holds);
        await site.GetAsync(page + "/lift");
        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    [Theory]
    [InlineData("en", "Your file is kept as it is, because somebody must be able to find it")]
    [InlineData("es", "Su expediente se conserva como está, porque alguien debe poder consultarlo")]
    public async Task The_person_sees_the_hold_with_its_reasons(string language, string words)
    {
        await using var site = await AcceptedAsync();
        await site.Test.CaseActs.HoldAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, "It is before the court.", "The court's order of May 3");
        var person = site.OtherBrowser();
        await person.GetAsync("/me?code=" + Code(site));
        await person.GetAsync("/me/file");
        await person.SendAsync(("year", "1994"));
        await person.GetAsync("/me/file?lang=" + language);

        Assert.Contains(words, person.Text, StringComparison.Ordinal);
        Assert.Contains("It is before the court.", person.Text, StringComparison.Ordinal);
        Assert.Contains("The court's order of May 3", person.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_case_says_when_it_was_erased_and_on_whose_authority_and_offers_no_act()
    {
        await using var site = await AcceptedAsync();
        var code = Code(site);
        var person = site.OtherBrowser();
        await person.GetAsync("/me?code=" + code);
        Assert.Contains("Report to the office", person.Text + (person.Text.Contains("Presentarse", StringComparison.Ordinal) ? "Report to the office" : ""), StringComparison.Ordinal);
        var page = await OpenedAsync(site);
        await new Erasing(site.Test.Installation).EraseAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, new ErasureOrder("The person asked.", "Decision 12 of the privacy officer", "R. Sanchez"));

        await site.GetAsync(page);

        Assert.Contains("This file was erased", site.Text, StringComparison.Ordinal);
        Assert.Contains("on the authority of: Decision 12 of the privacy officer", site.Text, StringComparison.Ordinal);
        Assert.Contains("By D. Whitfield and R. Sanchez.", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quispe", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quarry", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/close", site.Html, StringComparison.Ordinal);
        foreach (var act in new[] { "/close", "/hold", "/contact", "/address", "/notices", "/report" })
        {
            await site.GetAsync(page + act);
            Assert.True(site.Status == HttpStatusCode.NotFound || !site.Text.Contains("Quispe", StringComparison.Ordinal), act);
        }

        // The code opens nothing, and a session that was open neither.
        await person.GetAsync("/me");
        Assert.DoesNotContain("Wilson", person.Text, StringComparison.Ordinal);
        await person.GetAsync("/me/file");
        Assert.DoesNotContain("Quispe", person.Text, StringComparison.Ordinal);
        var another = site.OtherBrowser();
        await another.GetAsync("/me?code=" + code);
        Assert.Matches("No notice has this code|Ningún aviso tiene este código", another.Text);
        await site.GetAsync("/desk/find?q=quispe");
        Assert.DoesNotContain("Wilson", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk");
        Assert.Equal(HttpStatusCode.OK, site.Status);
    }

    [Fact]
    public async Task An_erased_release_that_was_never_sent_is_nobodys_work()
    {
        await using var site = await TestSite.StartAsync();
        var t = site.Test;
        foreach (var record in new[] { "R-1", "R-2" })
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", record), ("familyUnitId", "F-1")), sendsHandoff: false);
        }

        await site.SignInAsync(Roles.IntakeOfficer, "EPT-ELPASO");
        await site.GetAsync("/desk");
        Assert.Contains("2 people", site.Text, StringComparison.Ordinal);
        var ids = new[] { t.Case("R-1").Id, t.Case("R-2").Id };
        foreach (var id in ids)
        {
            Assert.Null((await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, id, new ErasureOrder("The person asked.", "Decision 12", "R. Sanchez"))).Refused);
        }

        foreach (var page in new[] { "/desk", "/desk/handoffs?tab=draft", "/desk/handoffs?state=draft" })
        {
            await site.GetAsync(page);
            Assert.Equal(HttpStatusCode.OK, site.Status);
            Assert.DoesNotContain("(erased)", site.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("2 people", site.Text, StringComparison.Ordinal);
        }

        foreach (var path in new[] { $"/desk/cases/{ids[0]}/notice", $"/desk/cases/{ids[0]}/complete", $"/desk/release/done/{ids[0]}", $"/desk/handoffs/{ids[0]}/send", $"/desk/handoffs/{ids[0]}/withdraw" })
        {
            await site.GetAsync(path);
            Assert.True(site.Status == HttpStatusCode.NotFound, $"{path}: {site.Status}");
        }
    }

    [Fact]
    public async Task The_receipts_are_read_by_the_administrator_and_the_inspector_and_name_nobody()
    {
        await using var site = await AcceptedAsync();
        await site.Test.CaseActs.CloseAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, "DEPARTED_OWN", "Left by bus.");
        site.Test.Clock.AdvanceDays(7 * 366);
        await new Retaining(site.Test.Installation, new Erasing(site.Test.Installation)).RunIfDueAsync();
        foreach (var (role, place) in new[] { (Roles.Administrator, ""), (Roles.Inspector, "") })
        {
            await site.SignInAsync(role, place);
            await site.GetAsync("/desk/retention");

            Assert.Contains("7 years from the closing of the case: Demonstration value", site.Text, StringComparison.Ordinal);
            Assert.Contains("The case file with its notices, check-ins, contacts and decisions", site.Text, StringComparison.Ordinal);
            Assert.Contains("Last carried out", site.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Quispe", site.Text, StringComparison.Ordinal);
        }

        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk/retention");
        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    private static string Code(TestSite site) => site.Test.Case("R-1").Notices.Values.First(n => n.Code is not null).Code!;

    private static async Task<string> OpenedAsync(TestSite site)
    {
        var page = $"/desk/cases/{site.Test.Case("R-1").Id}";
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync(page);
        await site.SendAsync(("Purpose", "mend the record"));
        return page;
    }

    private static async Task<TestSite> AcceptedAsync()
    {
        var site = await TestSite.StartAsync();
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("phone", "+12025550123")), sendsHandoff: true);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, t.Case("R-1").Id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN");
        return site;
    }
}
