using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Accounts;
using Throughline.Host.Pages;

namespace Throughline.Tests.Access;

public sealed partial class AccountTests
{
    [Fact]
    public async Task The_link_of_the_terminal_makes_the_first_administrator_once()
    {
        await using var site = await TestSite.StartAsync(StoreMode.Undecided);
        var link = "/setup?once=" + site.Services.GetRequiredService<SetupLink>().Make();

        await site.GetAsync(link + "0");
        Assert.Contains("This link does not work", site.Text, StringComparison.Ordinal);
        Assert.Equal(StoreMode.Undecided, site.Test.Installation.Mode());

        await site.GetAsync(link);
        await site.SendAsync(("name", "A. Administrator"), ("userName", "ada"));
        Assert.Equal(StoreMode.Real, site.Test.Installation.Mode());
        await site.JoinAsync();
        await site.GetAsync("/desk");
        Assert.Equal("/desk/users", site.At);
        Assert.Contains("A. Administrator", site.Text, StringComparison.Ordinal);

        await site.GetAsync(link);
        Assert.Contains("This link does not work", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_store_asks_for_an_account_and_nobody_signs_in_as_somebody()
    {
        await using var site = await AccountSite.RealAsync();
        await using var other = site.OtherBrowser();

        await other.GetAsync("/desk/handoffs?show=sent");

        Assert.StartsWith("/sign-in?then=%2Fdesk%2Fhandoffs", other.At, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"who\"", other.Html, StringComparison.Ordinal);
        var (_, fields) = other.Form("/sign-in?handler=Password", ["userName"]);
        await other.PostAsync(("/sign-in", [.. fields, KeyValuePair.Create("who", "inspector@")]));
        await other.GetAsync("/desk");
        Assert.StartsWith("/sign-in", other.At, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invited_officer_chooses_a_way_in_and_works_for_the_place_of_the_invitation()
    {
        await using var site = await AccountSite.RealAsync();
        var link = await site.InviteAsync("dana", Roles.CaseOfficer, "DEN");
        await using var dana = site.OtherBrowser();

        await dana.GetAsync(link);
        var key = await dana.JoinAsync();
        await dana.GetAsync("/desk");
        Assert.Contains("Case officer, Denver", dana.Text, StringComparison.Ordinal);

        await dana.GetAsync(link);
        Assert.Contains("This link does not work", dana.Text, StringComparison.Ordinal);
        await dana.GetAsync("/sign-out");
        await dana.SendAsync("/sign-out", []);
        await dana.GetAsync("/desk");
        Assert.StartsWith("/sign-in", dana.At, StringComparison.Ordinal);
        await dana.EnterAsync("dana", key);
        Assert.Equal("/desk", dana.At);
    }

    [Fact]
    public async Task A_link_holds_for_three_days()
    {
        await using var site = await AccountSite.RealAsync();
        var link = await site.InviteAsync("dana", Roles.CaseOfficer, "DEN");

        site.Test.Clock.Advance(Inviting.LinkHolds - Duration.FromSeconds(1));
        await site.GetAsync(link);
        Assert.Contains("Choose how you sign in", site.Text, StringComparison.Ordinal);
        site.Test.Clock.Advance(Duration.FromSeconds(1));
        await site.GetAsync(link);
        Assert.Contains("This link does not work", site.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password1234567")]
    [InlineData("dragondragon!!")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("my throughline way in")]
    [InlineData("dana is my own name")]
    public async Task A_password_that_is_guessed_first_is_refused_and_the_link_still_holds(string password)
    {
        await using var site = await AccountSite.RealAsync();
        await site.GetAsync(await site.InviteAsync("dana", Roles.CaseOfficer, "DEN"));

        await site.SendAsync(("password", password), ("again", password), ("code", "000000"));

        Assert.Contains("Nothing was kept yet", site.Text, StringComparison.Ordinal);
        await site.JoinAsync();
    }

    [Fact]
    public async Task One_sentence_answers_every_wrong_sign_in()
    {
        await using var site = await AccountSite.RealAsync();
        var key = await JoinedAsync(site, "dana");
        await using var other = site.OtherBrowser();
        var answers = new List<string>();

        foreach (var (name, password, code) in new[] { ("nobody", AccountSite.Password, site.Code(key)), ("dana", "wrong", site.Code(key)), ("dana", AccountSite.Password, "000000") })
        {
            await other.GetAsync("/sign-in");
            await other.SendAsync("/sign-in?handler=Password", [("userName", name), ("password", password), ("code", code)]);
            Assert.Contains(SigningIn.Wrong, other.Text, StringComparison.Ordinal);
            answers.Add(Changing().Replace(other.Html, ""));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_code_of_the_authenticator_works_once()
    {
        await using var site = await AccountSite.RealAsync();
        var key = await JoinedAsync(site, "dana");
        await using var first = site.OtherBrowser();
        await using var second = site.OtherBrowser();
        await first.EnterAsync("dana", key);
        Assert.Equal("/desk", first.At);

        await second.GetAsync("/sign-in");
        await second.SendAsync("/sign-in?handler=Password", [("userName", "dana"), ("password", AccountSite.Password), ("code", site.Code(key))]);

        Assert.Contains(SigningIn.Wrong, second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_stands_in_for_the_authenticator_once()
    {
        await using var site = await AccountSite.RealAsync();
        await site.GetAsync(await site.InviteAsync("dana", Roles.CaseOfficer, "DEN"));
        await site.JoinAsync();
        var code = RecoveryCode().Match(site.Html).Groups[1].Value;

        foreach (var works in new[] { true, false })
        {
            await using var other = site.OtherBrowser();
            await other.GetAsync("/sign-in?then=/desk");
            await other.SendAsync("/sign-in?handler=Password", [("userName", "dana"), ("password", AccountSite.Password), ("code", code)]);
            Assert.Equal(works, other.At == "/desk");
        }
    }

    [Fact]
    public async Task Five_wrong_tries_let_an_account_rest_for_a_quarter_of_an_hour()
    {
        await using var site = await AccountSite.RealAsync();
        var key = await JoinedAsync(site, "dana");
        await using var other = site.OtherBrowser();
        for (var i = 0; i < StaffAccounts.TriesBeforeRest; i++)
        {
            await other.EnterAsync("dana", key, "wrong");
        }

        await other.EnterAsync("dana", key);
        Assert.Contains(SigningIn.Wrong, other.Text, StringComparison.Ordinal);
        site.Test.Clock.Advance(StaffAccounts.Rest);
        await other.EnterAsync("dana", key);
        Assert.Equal("/desk", other.At);
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_without_a_request_and_twelve_hours_after_it_began()
    {
        await using var site = await AccountSite.RealAsync();
        for (var hour = 0; hour < 12; hour++)
        {
            await site.GetAsync("/desk/users");
            Assert.Equal("/desk/users", site.At);
            site.Test.Clock.Advance(Duration.FromMinutes(59));
        }

        site.Test.Clock.Advance(Duration.FromMinutes(13));
        await site.GetAsync("/desk/users");
        Assert.StartsWith("/sign-in", site.At, StringComparison.Ordinal);

        await using var idle = await AccountSite.RealAsync();
        idle.Test.Clock.Advance(Duration.FromMinutes(61));
        await idle.GetAsync("/desk/users");
        Assert.StartsWith("/sign-in", idle.At, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_of_a_sign_in_opens_nothing()
    {
        await using var site = await AccountSite.RealAsync();
        var key = await JoinedAsync(site, "dana");
        using var db = site.Test.Installation.Store.OpenReader();
        var kept = Dapper.SqlMapper.Query<string>(db, "select coalesce(password_hash, '') from accounts union all select coalesce(value, '') from account_tokens");

        Assert.All(kept, value => Assert.DoesNotContain(AccountSite.Password, value, StringComparison.Ordinal));
        Assert.All(kept, value => Assert.DoesNotContain(key, value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changing_the_way_in_takes_a_sign_in_of_the_last_minutes()
    {
        await using var site = await AccountSite.RealAsync();
        await site.GetAsync("/account");
        var form = site.Form("/account?handler=Password", ["password"]);
        site.Test.Clock.Advance(Sessions.Fresh + Duration.FromSeconds(1));

        await site.PostAsync(form);
        Assert.StartsWith("/sign-in", site.At, StringComparison.Ordinal);
        await site.GetAsync("/account");
        Assert.DoesNotContain("name=\"password\"", site.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, site.Status);
    }

    [Fact]
    public async Task A_changed_password_signs_out_every_other_browser()
    {
        await using var site = await AccountSite.RealAsync();
        await using var dana = site.OtherBrowser();
        await dana.GetAsync(await site.InviteAsync("dana", Roles.CaseOfficer, "DEN"));
        var key = await dana.JoinAsync();
        await using var elsewhere = site.OtherBrowser();
        await elsewhere.EnterAsync("dana", key);

        site.Wait();
        await dana.GetAsync("/account");
        var newKey = AuthenticatorSecret().Match(dana.Text).Value.Replace(" ", "", StringComparison.Ordinal);
        await dana.SendAsync("/account?handler=Password", [("current", "wrong"), ("password", "another long one, 42 times"), ("again", "another long one, 42 times"), ("code", site.Code(newKey))]);
        Assert.Contains("not the password that you sign in with now", dana.Text, StringComparison.Ordinal);
        await dana.SendAsync("/account?handler=Password", [("current", AccountSite.Password), ("password", "another long one, 42 times"), ("again", "another long one, 42 times"), ("code", site.Code(newKey))]);

        Assert.Contains("Recovery codes", dana.Text, StringComparison.Ordinal);
        await elsewhere.GetAsync("/desk");
        Assert.StartsWith("/sign-in", elsewhere.At, StringComparison.Ordinal);
        await dana.GetAsync("/desk");
        Assert.Equal("/desk", dana.At);
    }

    [Fact]
    public async Task Every_sign_in_leaves_a_line_without_what_was_typed()
    {
        await using var site = await AccountSite.RealAsync();
        var key = await JoinedAsync(site, "dana");
        await using var other = site.OtherBrowser();
        site.SecurityLines.Clear();

        await other.EnterAsync("dana", key, "a wrong one");
        await other.EnterAsync("nobody", key);
        await other.EnterAsync("dana", key);

        Assert.Equal([1002, 1002, 1001], site.SecurityLines.Select(l => l.Event));
        Assert.All(site.SecurityLines, l => Assert.DoesNotMatch("dana|nobody|a wrong one|" + key, l.Text));
    }

    private static async Task<string> JoinedAsync(TestSite site, string userName)
    {
        await using var other = site.OtherBrowser();
        await other.GetAsync(await site.InviteAsync(userName, Roles.CaseOfficer, "DEN"));
        return await other.JoinAsync();
    }

    [GeneratedRegex("value=\"[^\"]{60,}\"|data-options=\"[^\"]*\"|<input[^>]*id=\"userName\"[^>]*>")]
    private static partial Regex Changing();

    [GeneratedRegex("<li class=\"tl-code\">([A-Z2-7-]{29})</li>")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")]
    private static partial Regex AuthenticatorSecret();
}
