using Dapper;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Storage;
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
        await using var other = t.OpenAnother();
        var elsewhere = new Releasing(other);
        var acts = Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? t.Releasing : elsewhere).RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true));

        Assert.All(await Task.WhenAll(acts), o => Assert.True(o.Changed));
        Assert.Equal(200, t.Installation.Cases.Count("c.kind = 'release'"));
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Checkpoints.Make(other.Store, t.Clock);
        Assert.Empty(Verification.Run(other.Store).Breaks);
    }

    [Fact]
    public async Task Two_processes_on_one_case_one_wins_and_the_other_is_told()
    {
        await using var t = new TestInstallation();
        await using var other = t.OpenAnother();
        for (var i = 0; i < 20; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
            var seen = t.Case($"R-{i}");

            var both = await Task.WhenAll(
                t.Receiving.AcceptAsync(TestInstallation.Denver, seen.Id, "DEN", seen.Version),
                new Receiving(other).ReturnAsync(TestInstallation.Denver, seen.Id, "DEN", "NO_SLOT", null, seen.Version));

            Assert.Single(both, o => o.Refused is null);
            Assert.Equal("changed-meanwhile", Assert.Single(both, o => o.IsRefused).Refused!.Code);
        }
    }

    [Fact]
    public async Task Two_processes_that_book_at_once_never_take_the_same_place()
    {
        await using var t = new TestInstallation();
        await using var other = t.OpenAnother();
        var elsewhere = new Releasing(other);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            (i % 2 == 0 ? t.Releasing : elsewhere).RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true)));

        // Each booking takes a place of the emptiest day, so two that saw the same calendar would show as a day that is ahead.
        using var db = t.Installation.Store.OpenReader();
        var days = db.Query<long>("select count(*) from bookings where office = 'DEN' group by day").ToList();
        Assert.Equal(60, days.Sum());
        Assert.InRange(days.Max() - days.Min(), 0, 1);
    }

    [Fact]
    public async Task Two_processes_that_follow_the_log_do_each_thing_once()
    {
        await using var t = new TestInstallation();
        await using var other = t.OpenAnother();
        for (var i = 0; i < 30; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
        }

        var taken = await Task.WhenAll(new[] { t.Installation, other }.SelectMany(one => Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            one.Search.CatchUp(CancellationToken.None);
            Checkpoints.Make(one.Store, one.Clock);
            return OutboxRows.Take(one.Store, one.Clock.GetCurrentInstant(), 200);
        }))));

        Assert.Equal(30, taken.Sum(rows => rows.Count));
        using var db = t.Installation.Store.OpenReader();
        Assert.Equal(1, db.ExecuteScalar<long>("select max(attempts) from outbox"));
        Assert.Equal(30, t.Installation.Search.Find("Quispe", 100, 100).Found.Count);
        Assert.Equal(0, Verification.Run(other.Store).Unsealed);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task A_store_that_ends_our_connections_finds_the_door_open_again()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);

        t.Store.CutConnections();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-2")), sendsHandoff: true);

        await using var again = t.OpenAnother();
        Assert.Equal(2, again.Cases.ByRecord("R-2")!.State.Id.Number);
        Assert.Empty(Verification.Run(again.Store).Breaks);
    }
}
