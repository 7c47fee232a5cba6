using NodaTime;

namespace Throughline.Host.Demonstrations;

/// <summary>The demonstration's clock: it runs like any other, and can be moved forward to the next thing that is due.</summary>
internal sealed class DemoClock(IClock real) : IClock
{
    private long _aheadTicks;

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
}
