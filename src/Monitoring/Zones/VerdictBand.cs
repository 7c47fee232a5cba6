using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>One zone's verdicts in order, without overlaps: the day as a band. What is said later of a stretch replaces what was said before.</summary>
public static class VerdictBand
{
    public static List<VerdictInterval> Lay(IEnumerable<VerdictInterval> asSaid)
    {
        List<VerdictInterval> band = [];
        foreach (var interval in asSaid)
        {
            Lay(band, interval);
        }

        return band;
    }

    /// <summary>Lays one interval over a band of the same assignment and zone.</summary>
    public static void Lay(List<VerdictInterval> band, VerdictInterval over)
    {
        if (over.Until <= over.From)
        {
            return;
        }

        var first = band.FindIndex(b => b.Until >= over.From);
        first = first < 0 ? band.Count : first;
        var last = first;
        List<VerdictInterval> put = [];
        for (; last < band.Count && band[last].From <= over.Until; last++)
        {
            var old = band[last];
            if (Same(old, over))
            {
                over = over with { From = Instant.Min(old.From, over.From), Until = Instant.Max(old.Until, over.Until) };
            }
            else
            {
                Keep(old with { Until = Instant.Min(old.Until, over.From) });
                Keep(old with { From = Instant.Max(old.From, over.Until) });
            }
        }

        Keep(over);
        put.Sort((a, b) => a.From.CompareTo(b.From));
        band.RemoveRange(first, last - first);
        band.InsertRange(first, put);

        void Keep(VerdictInterval part)
        {
            if (part.Until > part.From)
            {
                put.Add(part);
            }
        }
    }

    /// <summary>The verdict at an instant; null: nothing is said of it.</summary>
    public static VerdictInterval? At(IReadOnlyList<VerdictInterval> band, Instant at) =>
        band.FirstOrDefault(b => b.From <= at && at < b.Until);

    private static bool Same(VerdictInterval a, VerdictInterval b) => a.Verdict == b.Verdict && a.Cause == b.Cause;
}
