using System.Threading.Tasks.Sources;

namespace Throughline.Monitoring.Gateway;

/// <summary>What one reader waits for: that all it handed in is on disk. Used again and again, by one reader at a time.</summary>
internal sealed class Ticket : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _open;

    public void Begin()
    {
        _core.Reset();
        _open = 1;
    }

    /// <summary>One batch more to wait for.</summary>
    public void Join() => Interlocked.Increment(ref _open);

    public void Done()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _core.SetResult(true);
        }
    }

    /// <summary>All is handed in. To be awaited once.</summary>
    public ValueTask WaitAsync()
    {
        var wait = new ValueTask(this, _core.Version);
        Done();
        return wait;
    }

    public void GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
