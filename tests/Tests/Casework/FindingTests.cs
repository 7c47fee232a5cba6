using Throughline.Host.Casework;

namespace Throughline.Tests.Casework;

public sealed class FindingTests
{
    [Fact]
    public async Task The_one_who_is_meant_is_found_among_many_whose_names_begin_alike_and_nobody_else_is_listed()
    {
        await using var t = new TestInstallation();
        var many = Enumerable.Range(0, 500).Select(i => t.Submission(("recordId", $"R-{i}"), ("givenName", "María"), ("surname", "Marcos"), ("releasedAt", "2021-08-14T11:35:00-06:00")))
            .Append(t.Submission(("recordId", "R-last"), ("givenName", "Ana"), ("surname", "Martínez"), ("releasedAt", "2021-08-14T11:35:00-06:00"))).ToList();
        await t.Installation.Recorder.RecordAllAsync(TestInstallation.Station, [.. many.Select(s => new Func<Throughline.Storage.Scene, NodaTime.Instant, Throughline.Casefile.Decision>((scene, now) => t.Releasing.Record(scene, now, s, true)))]);
        t.Installation.Search.CatchUp(CancellationToken.None);

        var (found, areMore) = new Finding(t.Installation).Find("mart");

        Assert.Equal("Ana Martínez", Assert.Single(found).Card.FullName);
        Assert.False(areMore);
        Assert.Empty(new Finding(t.Installation).Find("Hernando").Found);
    }
}
