using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Storage.Log;

namespace Throughline.Tests.Storage;

public sealed class RaceTests
{
    [Fact]
    public async Task Two_officers_on_one_case_one_wins_and_the_other_is_told()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        var seen = t.Case("R-1");

        var both = await Task.WhenAll(
            t.Receiving.AcceptAsync(TestInstallation.Denver, seen.Id, "DEN", seen.Version),
            t.Receiving.ReturnAsync(TestInstallation.Denver, seen.Id, "DEN", "NO_SLOT", null, seen.Version));

        Assert.Single(both, o => o.Refused is null);
        Assert.Equal("changed-meanwhile", Assert.Single(both, o => o.IsRefused).Refused!.Code);
        Assert.Equal(seen.Version + 1, t.Case("R-1").Version);
    }

    [Fact]
    public async Task An_act_that_fails_takes_nobody_elses_writes_with_it()
    {
        await using var t = new TestInstallation();
        var acts = Enumerable.Range(0, 40).Select(i => i % 10 == 3
            ? t.Installation.Recorder.RecordAsync(TestInstallation.Station, (_, _) => throw new InvalidOperationException("a bug"))
            : t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true)).ToList();

        foreach (var (act, i) in acts.Select((a, i) => (a, i)))
        {
            if (i % 10 == 3)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => act);
            }
            else
            {
                Assert.True((await act).Changed);
            }
        }

        Assert.Equal(36, t.Installation.Cases.Count("c.kind = 'release'"));
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task Two_processes_on_one_store_lose_nothing()
    {
        await using var t = new TestInstallation();
        await using var other = Installation.Open(t.DataFolder, t.KeysFolder, t.Clock);
        var elsewhere = new Releasing(other);
        var acts = Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? t.Releasing : elsewhere).RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true));

        Assert.All(await Task.WhenAll(acts), o => Assert.True(o.Changed));
        Assert.Equal(200, t.Installation.Cases.Count("c.kind = 'release'"));
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Checkpoints.Make(other.Store, t.Clock);
        Assert.Empty(Verification.Run(other.Store).Breaks);
    }
}
