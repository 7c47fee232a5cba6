using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Throughline.BrowserTests.Browser))]

namespace Throughline.BrowserTests;

/// <summary>The system's Chromium, started once for all tests. Every page has a context, so a cookie jar, of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium(),
            // Tests run as root in containers, so no sandbox; and nothing here may call out.
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A page of a browser that has never been here; relative addresses are under <paramref name="served"/>.</summary>
    /// <param name="scripts">False: a browser without JavaScript.</param>
    public async Task<IPage> OpenAsync(Served served, bool scripts = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = served.Address, JavaScriptEnabled = scripts });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("Chromium is missing. Install it (on Debian: apt-get install chromium).");
}
