using Microsoft.Playwright;

namespace Throughline.BrowserTests;

/// <summary>Keeps pictures of pages for people who judge them: only when THROUGHLINE_PICTURES names a folder.</summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("THROUGHLINE_PICTURES");

    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is null)
        {
            return;
        }

        foreach (var (suffix, width) in new[] { ("desk", 1280), ("phone", 375) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}-{suffix}.png"), FullPage = true });
        }

        await page.SetViewportSizeAsync(1280, 900);
    }
}
