using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Accounts;
using Throughline.Host.Pages;

namespace Throughline.Tests.Access;

/// <summary>What people do with accounts before a real store, in one browser or another.</summary>
internal static partial class AccountSite
{
    public const string Password = "purple kettle on seven hills";

    /// <summary>A store that was set up for real by its first administrator, "ada", who is signed in.</summary>
    public static async Task<TestSite> RealAsync()
    {
        var site = await TestSite.StartAsync(StoreMode.Undecided);
        await site.GetAsync("/setup?once=" + site.Services.GetRequiredService<SetupLink>().Make());
        await site.SendAsync(("name", "A. Administrator"), ("userName", "ada"));
        await site.JoinAsync();
        return site;
    }

    /// <summary>On the page behind a one-time link: a password and an authenticator. Gives the authenticator's secret.</summary>
    public static async Task<string> JoinAsync(this TestSite site)
    {
        var key = Secret().Match(site.Text).Value.Replace(" ", "", StringComparison.Ordinal);
        await site.SendAsync(("password", Password), ("again", Password), ("code", site.Code(key)));
        Assert.Contains("You are signed in", site.Text, StringComparison.Ordinal);
        return key;
    }

    public static string Code(this TestSite site, string key) => Totp.CodeAt(key, site.Test.Clock.GetCurrentInstant());

    /// <summary>The next half minute: a code that was used is not taken again.</summary>
    public static void Wait(this TestSite site) => site.Test.Clock.Advance(Duration.FromSeconds(30));

    /// <summary>The administrator of this browser invites somebody. Gives the path of the link.</summary>
    public static async Task<string> InviteAsync(this TestSite site, string userName, string role, string place)
    {
        await site.GetAsync("/desk/users/invite");
        await site.SendAsync(("name", "N. " + userName), ("userName", userName), ("role", role), ("place", place));
        return Link().Match(site.Html).Value;
    }

    public static async Task EnterAsync(this TestSite site, string userName, string key, string password = Password)
    {
        site.Wait();
        await site.GetAsync("/sign-in?then=/desk");
        await site.SendAsync("/sign-in?handler=Password", [("userName", userName), ("password", password), ("code", site.Code(key))]);
    }

    [GeneratedRegex("(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")]
    private static partial Regex Secret();

    [GeneratedRegex("/join\\?once=[0-9a-f]{48}")]
    private static partial Regex Link();
}
