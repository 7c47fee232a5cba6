using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Throughline.BrowserTests;

/// <summary>What a machine can find of what shuts people out.</summary>
internal static class Axe
{
    /// <summary>Fails with each rule that is broken seriously or critically, and the elements that break it.</summary>
    public static async Task NoSeriousOrCritical(IPage page)
    {
        var result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        var found = result.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Impact}: {v.Id}, {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").ToList();
        Assert.True(found.Count == 0, $"{page.Url}\n{string.Join('\n', found)}");
    }
}
