using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Throughline.BrowserTests;

/// <summary>A newcomer signs in as a station, releases a household, becomes the office, accepts it, and marks it as reported.</summary>
public sealed class FromReleaseToReportedTests(Served served, Browser browser) : IClassFixture<Served>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_household_is_released_accepted_and_has_reported(bool scripts)
    {
        var page = await browser.OpenAsync(served, scripts);
        var surname = scripts ? "Quispe Mamani" : "Tesfay";
        await ReleaseAsync(page, surname, scripts);
        var done = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = "Print the notice" }).ClickAsync();
        await LookAsync(page, "notice", scripts);
        await page.GotoAsync(done);
        await page.Locator("input[name=how]").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as served" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Mark as served" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the hand-off" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send the hand-off" })).ToHaveCountAsync(0);
        await page.GotoAsync("/desk/handoffs?show=sent");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = surname.Split(' ')[0] }).First).ToBeVisibleAsync();
        await LookAsync(page, "station-handoffs", scripts);

        await SignInAsync(page, "Denver");
        await LookAsync(page, "office-today", scripts);
        await page.GotoAsync("/desk/handoffs");
        await LookAsync(page, "office-handoffs", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).First.ClickAsync();
        await Expect(page.GetByText("Accepted. This office is responsible")).ToBeVisibleAsync();
        await page.GotoAsync("/desk/handoffs/balance?part=accepted");
        await LookAsync(page, "balance", scripts);

        await FindAsync(page, surname);
        await LookAsync(page, "walk-in", scripts);
        await page.GetByRole(AriaRole.Row, new() { Name = "Wilson" }).First.GetByRole(AriaRole.Link, new() { Name = "Mark as reported" }).ClickAsync();
        await page.CheckAsync("#Served");
        await LookAsync(page, "report", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.GetByText("as the responsible adult for Luz")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the report" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("has reported");
        await LookAsync(page, "receipt", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the case" }).ClickAsync();
        await Expect(page.GetByText("The duty is met").First).ToBeVisibleAsync();
        await LookAsync(page, "case", scripts);
        await page.GotoAsync("/desk/quality");
        await LookAsync(page, "quality", scripts);
        await page.GotoAsync("/statistics");
        await LookAsync(page, "statistics", scripts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_person_opens_the_notice_sees_what_is_due_in_Spanish_and_reports(bool scripts)
    {
        var page = await browser.OpenAsync(served, scripts);
        await ReleaseAsync(page, scripts ? "Huamán" : "Choque", false);
        var code = System.Text.RegularExpressions.Regex.Match(await page.InnerTextAsync("main"), "[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}").Value;
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync("/me");
        await LookAsync(page, "me-code", scripts);
        await page.GotoAsync("/me?code=" + code);
        Assert.EndsWith("/me", page.Url, StringComparison.Ordinal);
        await Expect(page.GetByText("Lo que toca ahora").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Wilson")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Hacer mi reporte ahora" }).ClickAsync();
        await page.FillAsync("#year", "1971");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continuar" }).ClickAsync();
        await Expect(page.GetByText("Ese año no coincide").First).ToBeVisibleAsync();
        await LookAsync(page, "me-year", scripts);
        await page.FillAsync("#year", "1990");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continuar" }).ClickAsync();
        await page.GotoAsync("/me");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Hola, Wilson");
        await LookAsync(page, "me-home", scripts);

        await page.GotoAsync("/me/day");
        await page.Locator("input[name=day]").Nth(1).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reservar este día" }).ClickAsync();
        await Expect(page.GetByText("No ha faltado a nada")).ToBeVisibleAsync();
        await LookAsync(page, "me-day", scripts);

        await page.GotoAsync("/me/moved");
        await LookAsync(page, "me-move", scripts);
        await page.FillAsync("#addressLine", "12 Cedar Lane Apt 4");
        await page.FillAsync("#city", "Denver");
        await page.FillAsync("#state", "CO");
        await page.FillAsync("#postalCode", "80219");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar" }).ClickAsync();
        await Expect(page.GetByText("EOIR-33")).ToBeVisibleAsync();
        await LookAsync(page, "me-moved", scripts);

        await page.GotoAsync("/me/check-in");
        await page.Locator("input[name=Address]").First.CheckAsync();
        await page.FillAsync("#Said", "Tengo una cita médica.");
        await LookAsync(page, "me-check-in", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continuar" }).ClickAsync();
        await Expect(page.GetByText("También se presenta por Luz")).ToBeVisibleAsync();
        await LookAsync(page, "me-check-answers", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar mi reporte" }).ClickAsync();
        await Expect(page.GetByText("Recibimos su reporte")).ToBeVisibleAsync();
        await LookAsync(page, "me-receipt", scripts);
        await page.GotoAsync("/me/file?lang=en");
        await Expect(page.GetByText("You reported").First).ToBeVisibleAsync();
        await LookAsync(page, "me-file", scripts);
    }

    /// <summary>A father and his small daughter leave El Paso for Aurora.</summary>
    private static async Task ReleaseAsync(IPage page, string surname, bool scripts)
    {
        await page.GotoAsync("/");
        if (await page.GetByRole(AriaRole.Button, new() { Name = "Try the demonstration" }).CountAsync() > 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Try the demonstration" }).ClickAsync();
        }

        await SignInAsync(page, "El Paso");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Today");
        await LookAsync(page, "station-today", scripts);

        await page.GotoAsync("/desk/release");
        await PersonAsync(page, "Wilson", surname, "1990-02-03");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and add another member" }).ClickAsync();
        await PersonAsync(page, "Luz", surname, "2018-05-06");
        await LookAsync(page, "release-who", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.Locator("input[name=pathway]").First.CheckAsync();
        await LookAsync(page, "release-pathway", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.Locator("input[name=where]").First.CheckAsync();
        await page.FillAsync("#addressLine", "1875 Quarry Road");
        await page.FillAsync("#city", "Aurora");
        await page.FillAsync("#state", "CO");
        await page.FillAsync("#postalCode", "80011");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show grade, office and place" }).ClickAsync();
        await LookAsync(page, "release-destination", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await LookAsync(page, "release-missing", scripts);
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue" }).ClickAsync();
        await LookAsync(page, "release-check", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the release" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Released: Wilson");
        await LookAsync(page, "release-done", scripts);
    }

    private static async Task SignInAsync(IPage page, string place)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = place }).First.ClickAsync();
    }

    private static async Task PersonAsync(IPage page, string given, string surname, string born)
    {
        await page.FillAsync("#givenName", given);
        await page.FillAsync("#surname", surname);
        await page.FillAsync("#birthDate", born);
        await page.SelectOptionAsync("#language", "spa");
    }

    /// <summary>The index follows the log within two seconds.</summary>
    private static async Task FindAsync(IPage page, string name)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            await page.GotoAsync("/desk/walk-in?q=" + Uri.EscapeDataString(name));
            if (await page.GetByRole(AriaRole.Link, new() { Name = "Mark as reported" }).CountAsync() > 0)
            {
                return;
            }

            await Task.Delay(250);
        }
    }

    private static async Task LookAsync(IPage page, string name, bool scripts)
    {
        if (scripts)
        {
            await Axe.NoSeriousOrCritical(page);
            await Pictures.TakeAsync(page, name);
        }
    }
}
