using NodaTime;
using Throughline.Monitoring.Zones;

namespace Throughline.Host.Parts;

/// <summary>One zone on one day. <paramref name="Sum"/> says the same in words.</summary>
internal sealed record BandRow(string Name, string Sum, Instant From, Instant Until, IReadOnlyList<VerdictInterval> Intervals);

/// <summary>The four ways in which a band is drawn, in the reader's language.</summary>
internal sealed record BandWords(string In, string Out, string Unknown, string NotAsked);

/// <summary>
/// The day as a band: IN tinted, OUT dark and taller, UNKNOWN hatched, what was not asked a thin line. The name stands above its bar, so that
/// it fits a phone; the sums stand in words beside each.
/// </summary>
internal static class DayBand
{
    private const double Head = 18, RowHeight = 42, Bar = 12;

    /// <param name="label">Says the outcome, for those who don't see it.</param>
    /// <param name="clock">The hours of the head: "00:00".</param>
    public static Markup Draw(string id, string label, IReadOnlyList<BandRow> rows, BandWords words, Instant now, Func<int, string> clock)
    {
        var height = Head + rows.Count * RowHeight + 4;
        return Markup.Of($"""
            <svg class="tl-band" height="{height}" role="img" aria-label="{label}"><g aria-hidden="true"><defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><path d="M1 0V6" stroke="#71767a" stroke-width="1.4"/></pattern></defs>{Markup.Join(new[] { 0, 6, 12, 18, 24 }.Select(h => Hour(h, height, clock)))}{Markup.Join(rows.Select((r, i) => Row(r, Head + i * RowHeight, id, now)))}</g></svg>
            <ul class="tl-legend">{Key("in", words.In, id)}{Key("out", words.Out, id)}{Key("unk", words.Unknown, id)}{Key("none", words.NotAsked, id)}</ul>
            """);
    }

    /// <summary>How long each verdict held, in the order IN, OUT, UNKNOWN; what was not asked is none of them.</summary>
    public static IReadOnlyList<(Verdict Verdict, Duration Length)> Sums(IEnumerable<VerdictInterval> intervals) =>
        [.. intervals.Where(i => i.Cause != UnknownCause.NotAsked).GroupBy(i => i.Verdict).OrderBy(g => g.Key == Verdict.Unknown ? 3 : (int)g.Key)
            .Select(g => (g.Key, g.Aggregate(Duration.Zero, (sum, i) => sum + (i.Until - i.From))))];

    private static Markup Hour(int hour, double height, Func<int, string> clock) => Markup.Of(
        $"""<line class="hour" x1="{hour / 24.0 * 100}%" x2="{hour / 24.0 * 100}%" y1="{Head}" y2="{height}"/><text x="{hour / 24.0 * 100}%" y="12" text-anchor="{(hour == 0 ? "start" : hour == 24 ? "end" : "middle")}">{clock(hour)}</text>""");

    private static Markup Row(BandRow row, double top, string id, Instant now)
    {
        double X(Instant at) => Math.Clamp((at - row.From) / (row.Until - row.From), 0, 1) * 100;
        var (y, isToday) = (top + 20, now > row.From && now < row.Until);
        return Markup.Of($"""
            <text class="lead" x="0" y="{top + 15}">{row.Name}</text><text class="sum" x="100%" y="{top + 15}" text-anchor="end">{row.Sum}</text><line class="road" x1="0" x2="{(isToday ? X(now) : 100)}%" y1="{y + Bar / 2}" y2="{y + Bar / 2}"/>{(isToday ? Markup.Of($"""<line class="todo" x1="{X(now)}%" x2="100%" y1="{y + Bar / 2}" y2="{y + Bar / 2}"/>""") : Markup.None)}{Markup.Join(row.Intervals.Where(i => i.Cause != UnknownCause.NotAsked).Select(i => Piece(i, X, y, id)))}{(isToday ? Markup.Of($"""<line class="now" x1="{X(now)}%" x2="{X(now)}%" y1="{y - 3}" y2="{y + Bar + 5}"/>""") : Markup.None)}
            """);
    }

    private static Markup Piece(VerdictInterval i, Func<Instant, double> x, double y, string id)
    {
        // A minute of OUT must be seen too.
        var (from, width) = (x(i.From), Math.Max(x(i.Until) - x(i.From), 0.3));
        return i.Verdict switch
        {
            Verdict.In => Markup.Of($"""<rect class="in" x="{from}%" y="{y}" width="{width}%" height="{Bar}"/>"""),
            Verdict.Out => Markup.Of($"""<rect class="out" x="{from}%" y="{y - 3}" width="{width}%" height="{Bar + 6}"/>"""),
            _ => Markup.Of($"""<rect class="unk" x="{from}%" y="{y}" width="{width}%" height="{Bar}" fill="url(#{id})"/>"""),
        };
    }

    private static Markup Key(string kind, string words, string id) => Markup.Of(
        $"""<li><svg width="28" height="16" aria-hidden="true">{(kind switch { "in" => Markup.Of($"""<rect class="in" y="2" width="28" height="12"/>"""), "out" => Markup.Of($"""<rect class="out" width="28" height="16"/>"""), "unk" => Markup.Of($"""<rect class="unk" y="2" width="28" height="12" fill="url(#{id})"/>"""), _ => Markup.Of($"""<line class="road" x1="0" x2="28" y1="8" y2="8"/>""") })}</svg>{words}</li>""");
}
