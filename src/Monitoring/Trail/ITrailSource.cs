using NodaTime;

namespace Throughline.Monitoring.Trail;

/// <summary>Where kept fixes are read from: sealed chunks and what is not sealed yet, as far as the order's days let them live.</summary>
public interface ITrailSource
{
    /// <summary>The fixes of all devices of a case within a stretch, the end not in it, in the order of their time.</summary>
    Task<IReadOnlyList<TrailFix>> ReadAsync(long @case, Instant from, Instant until, CancellationToken stop);
}
