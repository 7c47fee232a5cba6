using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Parts;
using Throughline.Monitoring.Zones;
using Throughline.Storage;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>The words of a band's rows, in the reader's language.</summary>
internal sealed record BandManner(string Today, string Yesterday, string Nothing, Func<Verdict, string> Verdict, string ZoneNotNamed);

/// <summary>Yesterday and today of one wearer, a row a zone and day, in the order's own time.</summary>
internal static class Bands
{
    public static IReadOnlyList<BandRow> Of(Store store, Wearer wearer, CaseId id, Instant now, BandManner manner)
    {
        var today = now.InZone(wearer.TimeZone).Date;
        var rows = new List<BandRow>();
        foreach (var (day, word) in new[] { (today, manner.Today), (today.PlusDays(-1), manner.Yesterday) })
        {
            var (from, until) = (day.AtStartOfDayInZone(wearer.TimeZone).ToInstant(), day.PlusDays(1).AtStartOfDayInZone(wearer.TimeZone).ToInstant());
            var known = VerdictTable.Of(store, id, from, until).ToLookup(v => v.Zone);
            rows.AddRange(wearer.Zones.Select(z => z.Id).Union(known.Select(k => k.Key)).Select(zone => new BandRow(
                $"{word}, {wearer.Zones.FirstOrDefault(z => z.Id == zone)?.Name ?? manner.ZoneNotNamed}", Sum(known[zone], manner), from, until, [.. known[zone]])));
        }

        return rows;
    }

    private static string Sum(IEnumerable<VerdictInterval> intervals, BandManner manner) =>
        string.Join(", ", DayBand.Sums(intervals).Select(s => $"{manner.Verdict(s.Verdict)} {Length(s.Length)}")) is { Length: > 0 } sum ? sum : manner.Nothing;

    private static string Length(Duration d) => d < Duration.FromHours(1) ? FormattableString.Invariant($"{Math.Max(1, (int)d.TotalMinutes)} min") : FormattableString.Invariant($"{(int)d.TotalHours} h {d.Minutes:00}");
}
