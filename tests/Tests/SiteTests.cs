using Throughline.Host;

namespace Throughline.Tests;

public sealed class SiteTests
{
    [Fact]
    public async Task The_pages_need_none_of_the_systems_few_file_watches()
    {
        await using var t = new TestInstallation();
        await using var app = Site.Build(t.Installation, [], "https://throughline.example");

        Assert.False(app.Environment.WebRootFileProvider.Watch("desk.css").ActiveChangeCallbacks);
    }
}
