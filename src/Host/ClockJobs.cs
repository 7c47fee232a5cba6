using NodaTime;
using Throughline.Host.Casework;

namespace Throughline.Host;

/// <summary>
/// What the passing of time asks for: the heartbeat, then the sweep. The heartbeat comes first at the start, so that a gap is in the ledger
/// before any window that ended in it is looked at. Safe in several processes: what one has done, the other finds done.
/// </summary>
internal sealed class ClockJobs(Installation installation, Faulting faulting, Sweeping sweeping, Bridges.Alerting alerting, Bridges.FeedWatch watch, IHostApplicationLifetime site, ILogger<ClockJobs> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await site.OpenAsync(stopping);
        using var timer = new PeriodicTimer(Rhythm);
        var lastBeat = Instant.MinValue;
        do
        {
            try
            {
                if (installation.Clock.GetCurrentInstant() is var now && (now - lastBeat >= Faulting.Beat || now < lastBeat))
                {
                    await faulting.BeatAsync();
                    lastBeat = now;
                }

                await sweeping.SweepAsync(stopping);
                await watch.LookAsync();
                await alerting.SweepAsync(stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // An edge loop: without a beat a gap grows, and a gap is a fault of ours that gives people time. A miss can't come of it.
                log.LogError(e, "The sweep failed");
            }
        }
        while (await NextAsync(timer, stopping));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

internal static class SiteOpening
{
    /// <summary>Waits until the site answers, or stops before it did: the jobs are nobody's first page and must not delay it.</summary>
    public static async Task OpenAsync(this IHostApplicationLifetime site, CancellationToken stopping)
    {
        using var open = CancellationTokenSource.CreateLinkedTokenSource(site.ApplicationStarted, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, open.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
