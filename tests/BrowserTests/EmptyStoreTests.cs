using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Throughline.BrowserTests;

public sealed class EmptyStoreTests(Served served, Browser browser) : IClassFixture<Served>
{
    [Fact]
    public async Task An_empty_store_offers_the_demonstration_and_leads_to_sign_in_as()
    {
        var page = await browser.OpenAsync(served);

        await page.GotoAsync("/");
        var offer = page.GetByRole(AriaRole.Button, new() { Name = "Try the demonstration" });
        await Expect(offer).ToBeVisibleAsync();
        await Axe.NoSeriousOrCritical(page);

        await offer.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in as");
        await Axe.NoSeriousOrCritical(page);
    }
}
