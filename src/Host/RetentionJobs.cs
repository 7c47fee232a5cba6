using Throughline.Host.Casework;

namespace Throughline.Host;

/// <summary>Asks every minute whether the night's retention is due. Apart from the clock's jobs: a long night must not delay a heartbeat.</summary>
internal sealed class RetentionJobs(Retaining retaining, ILogger<RetentionJobs> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Rhythm);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await TryAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // We are stopping.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await retaining.RunIfDueAsync(stopping);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // An edge loop: what is due stays due, and the next minute tries again.
            log.LogError(e, "Retention failed");
        }
    }
}
