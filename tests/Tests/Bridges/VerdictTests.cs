using NodaTime;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Monitoring;

namespace Throughline.Tests.Bridges;

public sealed class VerdictTests : IAsyncLifetime
{
    private DeviceSite _s = null!;

    public async ValueTask InitializeAsync() => _s = await DeviceSite.StartAsync();

    public ValueTask DisposeAsync() => _s.DisposeAsync();

    [Fact]
    public async Task What_is_said_twice_is_kept_once_and_neighbours_that_say_the_same_are_one()
    {
        for (var i = 0; i < 2; i++)
        {
            await SayAsync(0, 10, (Verdict.In, 0, 10));
            await SayAsync(10, 20, (Verdict.In, 10, 20));
        }

        Assert.Equal([(Verdict.In, 0, 20)], Known());
    }

    [Fact]
    public async Task Late_fixes_revise_the_stretch_that_they_speak_of_and_nothing_else()
    {
        await SayAsync(0, 60, (Verdict.In, 0, 20), (Verdict.Unknown, 20, 60));
        await SayAsync(30, 50, (Verdict.In, 30, 40), (Verdict.Out, 40, 50));

        Assert.Equal([(Verdict.In, 0, 20), (Verdict.Unknown, 20, 30), (Verdict.In, 30, 40), (Verdict.Out, 40, 50), (Verdict.Unknown, 50, 60)], Known());
    }

    [Fact]
    public async Task A_gap_is_nothing_known_and_no_verdict()
    {
        await SayAsync(0, 60, (Verdict.In, 0, 20), (Verdict.In, 40, 60));
        Assert.Equal([(Verdict.In, 0, 20), (Verdict.In, 40, 60)], Known());
    }

    private static Instant At(int minute) => Instant.FromUtc(2026, 11, 10, 12, 0) + Duration.FromMinutes(minute);

    private Task SayAsync(int from, int until, params (Verdict Verdict, int From, int Until)[] intervals) => _s.Verdicts.TakeAsync(
        [new VerdictRevision(_s.Case.Number, DeviceSite.Assignment, DeviceSite.Home, At(from), At(until),
            [.. intervals.Select(i => new VerdictInterval(DeviceSite.Assignment, DeviceSite.Home, i.Verdict, i.Verdict == Verdict.Unknown ? UnknownCause.NoFix : UnknownCause.None, At(i.From), At(i.Until)))])],
        CancellationToken.None);

    private List<(Verdict, int, int)> Known() =>
        [.. VerdictTable.Of(_s.Test.Installation.Store, _s.Case, At(-100), At(1000)).Select(v => (v.Verdict, (int)(v.From - At(0)).TotalMinutes, (int)(v.Until - At(0)).TotalMinutes))];
}
