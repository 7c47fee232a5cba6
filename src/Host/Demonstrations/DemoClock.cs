using NodaTime;

namespace Throughline.Host.Demonstrations;

/// <summary>
/// The demonstration's clock: it runs like any other, and can be moved forward to the next thing that is due. It may begin in the past, so
/// that the households of a demonstration have a past that was lived, not dated back.
/// </summary>
internal sealed class DemoClock(IClock real, Duration behind = default) : IClock
{
    private long _aheadTicks = -(long)behind.TotalTicks;

    public Instant GetCurrentInstant() => real.GetCurrentInstant() + Duration.FromTicks(Interlocked.Read(ref _aheadTicks));

    /// <summary>Forward only: what was recorded stays recorded.</summary>
    public void MoveTo(Instant at)
    {
        var further = at - GetCurrentInstant();
        if (further > Duration.Zero)
        {
            Interlocked.Add(ref _aheadTicks, (long)further.TotalTicks);
        }
    }

    /// <summary>Ends the past: from here on it tells the real time.</summary>
    public void MoveToReal() => MoveTo(real.GetCurrentInstant());
}
