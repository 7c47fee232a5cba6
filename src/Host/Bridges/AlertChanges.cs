using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>Lets open pages wait for the next change of any incident: at once for those of this process, within a second for another's.</summary>
internal sealed class AlertChanges(Installation installation)
{
    private static readonly TimeSpan OfOthers = TimeSpan.FromSeconds(1);

    private readonly AlertReading _reading = new(installation.Store);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Last => _reading.LastChange();

    public void Raise() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>The number of the newest change, once it is another than <paramref name="seen"/>; the same number where nothing changed for so long.</summary>
    public async Task<long> AfterAsync(long seen, TimeSpan atMost, CancellationToken stop)
    {
        var until = System.Diagnostics.Stopwatch.GetTimestamp() + (long)(atMost.TotalSeconds * System.Diagnostics.Stopwatch.Frequency);
        while (true)
        {
            // Before the store is asked: what is raised between the two is not lost.
            var next = Volatile.Read(ref _next).Task;
            var last = Last;
            if (last != seen || System.Diagnostics.Stopwatch.GetTimestamp() >= until)
            {
                return last;
            }

            await Task.WhenAny(next, Task.Delay(OfOthers, stop));
            stop.ThrowIfCancellationRequested();
        }
    }
}
