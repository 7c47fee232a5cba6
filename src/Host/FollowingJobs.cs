using NodaTime;
using Throughline.Storage.Log;

namespace Throughline.Host;

/// <summary>What follows the log: the search index, the outbox and the checkpoint. Each can stop anywhere and go on from where the store says.</summary>
internal sealed class FollowingJobs(Installation installation, Outbox outbox, IHostApplicationLifetime site, ILogger<FollowingJobs> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    private bool _saidNoNote;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await site.OpenAsync(stopping);

        // Apart: a search index that is filled anew takes its time, and messages and seals do not wait for it.
        await Task.WhenAll(
            RepeatAsync(() => installation.Search.FollowAsync(stopping), stopping),
            RepeatAsync(
                async () =>
                {
                    await outbox.SendWaitingAsync(stopping);
                    Seal();
                },
                stopping));

        // Also when the stop came in the middle of a job: what is recorded is sealed before we go.
        await TryAsync(() =>
        {
            Seal();
            return Task.CompletedTask;
        });
    }

    /// <summary>A keys folder that can't be written stops no checkpoint; only a store rolled back to an older copy would not be noticed.</summary>
    private void Seal()
    {
        if (!Checkpoints.Make(installation.Store, installation.Clock) && !_saidNoNote)
        {
            _saidNoNote = true;
            log.LogWarning("The last checkpoint can't be noted in {Folder}: it can't be written. `verify` would not notice a store that was rolled back.", installation.KeysFolder);
        }
    }

    private async Task RepeatAsync(Func<Task> jobs, CancellationToken stopping)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Rhythm);
        do
        {
            await TryAsync(jobs);
        }
        while (await WaitAsync(timer, stopping));
    }

    private async Task TryAsync(Func<Task> jobs)
    {
        try
        {
            await jobs();
        }
        catch (OperationCanceledException)
        {
            // We are stopping.
        }
        catch (Exception e)
        {
            // An edge loop: it says what failed and tries again a second later; nothing is lost meanwhile.
            log.LogError(e, "A job behind the log failed");
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
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
