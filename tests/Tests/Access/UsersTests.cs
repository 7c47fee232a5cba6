using System.Net;
using System.Text.RegularExpressions;
using Throughline.Host.Access;
using Throughline.Host.Accounts;

namespace Throughline.Tests.Access;

public sealed partial class UsersTests
{
    [Fact]
    public async Task A_disabled_user_is_signed_out_at_once_and_stays_out()
    {
        await using var site = await AccountSite.RealAsync();
        var (dana, key) = await OfficerAsync(site, "dana");
        await using var _ = dana;
        await dana.GetAsync("/desk");
        Assert.Equal("/desk", dana.At);

        await OpenAsync(site, "dana");
        await site.SendAsync(site.At + "?handler=Disable", []);

        await dana.GetAsync("/desk");
        Assert.StartsWith("/sign-in", dana.At, StringComparison.Ordinal);
        await dana.EnterAsync("dana", key);
        Assert.Contains(SigningIn.Wrong, dana.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_is_moved_signs_in_anew_for_the_new_place()
    {
        await using var site = await AccountSite.RealAsync();
        var (dana, key) = await OfficerAsync(site, "dana");
        await using var _ = dana;

        await OpenAsync(site, "dana");
        await site.SendAsync(site.At + "?handler=Move", [("role", Roles.Supervisor), ("place", "MIA")]);

        await dana.GetAsync("/desk");
        Assert.StartsWith("/sign-in", dana.At, StringComparison.Ordinal);
        await dana.EnterAsync("dana", key);
        Assert.Contains("Supervisor, Miami", dana.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_ends_every_way_in_and_the_new_link_opens_the_account_again()
    {
        await using var site = await AccountSite.RealAsync();
        var (dana, key) = await OfficerAsync(site, "dana");
        await using var _ = dana;

        await OpenAsync(site, "dana");
        await site.SendAsync(site.At + "?handler=Reset", []);
        var link = Link().Match(site.Html).Value;
        await site.GetAsync(site.At);
        Assert.DoesNotMatch(Link(), site.Html);

        await dana.GetAsync("/desk");
        Assert.StartsWith("/sign-in", dana.At, StringComparison.Ordinal);
        await dana.EnterAsync("dana", key);
        Assert.Contains(SigningIn.Wrong, dana.Text, StringComparison.Ordinal);
        await dana.GetAsync(link);
        await dana.JoinAsync();
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_disabled_or_moved()
    {
        await using var site = await AccountSite.RealAsync();

        foreach (var (handler, fields) in new[] { ("Disable", Array.Empty<(string, string)>()), ("Move", [("role", Roles.Inspector), ("place", "")]) })
        {
            await OpenAsync(site, "ada");
            await site.SendAsync(site.At + "?handler=" + handler, fields);
            Assert.Contains(Inviting.LastAdministrator, site.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_administrator_does_not_reset_the_own_account()
    {
        await using var site = await AccountSite.RealAsync();

        await OpenAsync(site, "ada");
        await site.SendAsync(site.At + "?handler=Reset", []);

        Assert.Contains("You change your own way in under My account.", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/users");
        Assert.Equal("/desk/users", site.At);
    }

    [Fact]
    public async Task A_role_goes_with_a_place_of_its_kind()
    {
        await using var site = await AccountSite.RealAsync();

        foreach (var (role, place) in new[] { (Roles.IntakeOfficer, "DEN"), (Roles.CaseOfficer, "EPT-ELPASO"), (Roles.Supervisor, ""), ("machine", "") })
        {
            await site.GetAsync("/desk/users/invite");
            await site.SendAsync(("name", "N. Nobody"), ("userName", "nobody"), ("role", role), ("place", place));
            Assert.Contains("Nobody was invited", site.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_an_administrator_finds_the_users()
    {
        await using var site = await AccountSite.RealAsync();
        var (dana, _) = await OfficerAsync(site, "dana");
        await using var officer = dana;

        foreach (var path in new[] { "/desk/users", "/desk/users/invite" })
        {
            await officer.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, officer.Status);
        }
    }

    [Fact]
    public async Task A_case_that_is_moved_is_gone_for_the_office_that_had_it_from_the_next_request_on()
    {
        await using var site = await AccountSite.RealAsync();
        var (dana, _) = await OfficerAsync(site, "dana");
        await using var officer = dana;
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        var id = t.Case("R-1").Id;
        await officer.GetAsync($"/desk/cases/{id}/notices");
        Assert.Equal(HttpStatusCode.OK, officer.Status);

        await t.Receiving.ReturnAsync(TestInstallation.Denver, id, "DEN", "WRONG_OFFICE", null);

        await officer.GetAsync($"/desk/cases/{id}/notices");
        Assert.Equal(HttpStatusCode.NotFound, officer.Status);
    }

    private static async Task<(TestSite Browser, string Key)> OfficerAsync(TestSite site, string userName)
    {
        var browser = site.OtherBrowser();
        await browser.GetAsync(await site.InviteAsync(userName, Roles.CaseOfficer, "DEN"));
        return (browser, await browser.JoinAsync());
    }

    private static async Task OpenAsync(TestSite site, string userName)
    {
        await site.GetAsync("/desk/users");
        await site.GetAsync(Regex.Match(site.Html, $"<a href=\"(/desk/users/[^\"]+)\">[^<]*</a></th><td>{userName}</td>").Groups[1].Value);
    }

    [GeneratedRegex("/join\\?once=[0-9a-f]{48}")]
    private static partial Regex Link();
}
