using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>
/// What is now known of one zone over a stretch of time. It takes the place of whatever was known of that stretch: late fixes revise history
/// by handing in the stretch anew, and the same revision twice changes nothing.
/// </summary>
/// <param name="Intervals">Within the stretch, in order, without overlaps; a gap is "nothing known" and is shown as such.</param>
public sealed record VerdictRevision(long Case, Guid Assignment, Guid Zone, Instant From, Instant Until, IReadOnlyList<VerdictInterval> Intervals);

/// <summary>Where shards hand their verdicts. Each call is on disk when it returns.</summary>
public interface IVerdicts
{
    Task TakeAsync(IReadOnlyList<VerdictRevision> revisions, CancellationToken stop);
}
