using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Throughline.BrowserTests;

/// <summary>The first administrator makes a passkey behind the link of the terminal, signs out, and signs in with it.</summary>
public sealed class PasskeyTests(Served served, Browser browser) : IClassFixture<Served>
{
    [Fact]
    public async Task A_passkey_is_made_behind_the_link_of_the_terminal_and_opens_the_desk()
    {
        var page = await browser.OpenAsync(served);
        await WithAuthenticatorAsync(page);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up for real" }).ClickAsync();
        await Expect(page.GetByText("The link was printed")).ToBeVisibleAsync();
        await page.GotoAsync(Regex.Match(served.Said, "/setup\\?once=[0-9a-f]+").Value);
        await LookAsync(page, "setup");
        await page.FillAsync("#name", "A. Administrator");
        await page.FillAsync("#userName", "ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose how you sign in" }).ClickAsync();
        await LookAsync(page, "join");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Users");
        await LookAsync(page, "users");

        await page.GotoAsync("/account");
        await Expect(page.GetByText("This device")).ToBeVisibleAsync();
        await LookAsync(page, "account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GotoAsync("/desk/users");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await LookAsync(page, "sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Users");

        await page.GotoAsync("/desk/users/invite");
        await LookAsync(page, "invite");
    }

    /// <summary>Chromium's own stand-in for a device that asks its owner: it keeps a discoverable passkey and says yes.</summary>
    private static async Task WithAuthenticatorAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await Axe.NoSeriousOrCritical(page);
        await Pictures.TakeAsync(page, "accounts-" + name);
    }
}
