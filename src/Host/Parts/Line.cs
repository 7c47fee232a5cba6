namespace Throughline.Host.Parts;

internal enum Mark { Began, Planned, Now, Ends }

/// <summary>A point of a line. <paramref name="At"/>: 0 is the line's start, 1 its end. The label stands first and bold, the note under it.</summary>
internal sealed record LinePoint(double At, Mark Mark, string Label, string? Note = null);

/// <summary>
/// The life of an order, or the days in which a person may act: solid has happened, dotted is to come, full disc is now, ring is planned, bar is the end.
/// </summary>
internal static class Line
{
    private const double LetterWidth = 6.6, LabelGap = 8;

    /// <param name="name">The outcome in one sentence, for those who hear the page.</param>
    /// <param name="narrowest">Pixels of the narrowest place it is shown in: labels are laid out so as not to meet at that width.</param>
    /// <param name="rightToLeft">The line runs in the reading direction.</param>
    public static Markup Draw(string name, IReadOnlyList<LinePoint> points, double narrowest = 260, bool rightToLeft = false,
        IReadOnlyList<(double From, double To)>? faults = null)
    {
        var now = points.FirstOrDefault(p => p.Mark == Mark.Now)?.At ?? (points.Any(p => p.Mark == Mark.Began) ? 1 : 0);
        double X(double at) => 100 * (rightToLeft ? 1 - at : at);
        var placed = Place(points, narrowest);
        var below = placed.Max(p => p.Row);
        var lines = points.Any(p => p.Note is not null) ? 2 : 1;
        var height = 28.0 + (below + 1) * 16 * lines + below * 4;

        Markup Segment(string kind, double from, double to) => from >= to ? Markup.None : Markup.Of(
            $"""<line class="{kind}" x1="{X(from)}%" x2="{X(to)}%" y1="12" y2="12"/>""");

        Markup Label(LinePoint p, int i)
        {
            var y = 38 + placed[i].Row * (16.0 * lines + 4);
            var anchor = placed[i].Anchor;
            // A label beside its point starts under the disc's edge, not under its middle.
            var dx = (anchor == "start" ? -6.0 : anchor == "end" ? 6 : 0) * (rightToLeft ? -1 : 1);
            return Markup.Of($"""<text class="{(p.Mark == Mark.Planned ? "" : "lead")}" x="{X(p.At)}%" dx="{dx}" y="{y}" text-anchor="{anchor}">{p.Label}</text>{(p.Note is null ? null : Markup.Of($"""<text x="{X(p.At)}%" dx="{dx}" y="{y + 16}" text-anchor="{anchor}">{p.Note}</text>"""))}""");
        }

        Markup Sign(LinePoint p) => p.Mark switch
        {
            Mark.Began => Markup.Of($"""<circle class="now" cx="{X(p.At)}%" cy="12" r="5"/>"""),
            Mark.Now => Markup.Of($"""<circle class="now" cx="{X(p.At)}%" cy="12" r="7.5"/>"""),
            Mark.Planned => Markup.Of($"""<circle class="ring" cx="{X(p.At)}%" cy="12" r="5.5"/>"""),
            _ => Markup.Of($"""<line class="end" x1="{X(p.At)}%" x2="{X(p.At)}%" y1="3" y2="21"/>"""),
        };

        var broken = Markup.Join((faults ?? []).Select(f => Markup.Of($"{Segment("gap", f.From, f.To)}{Segment("fault", f.From + 0.01, f.To - 0.01)}")));
        return Markup.Of($"""
            <svg class="tl-line" height="{height}" role="img" aria-label="{name}">{Segment("did", 0, now)}{Segment("todo", now, 1)}{broken}{Markup.Join(points.Select(Sign))}<g aria-hidden="true">{Markup.Join(points.Select(Label))}</g></svg>
            """);
    }

    /// <summary>The days in which a person may act. <paramref name="now"/> and <paramref name="slot"/>: 0 when it opens, 1 when it closes.</summary>
    public static Markup Window(string name, double now, string nowLabel, string endsLabel, double? slot = null, string? slotLabel = null, bool rightToLeft = false) =>
        Draw(name,
        [
            new(Math.Clamp(now, 0, 1), Mark.Now, nowLabel),
            .. slot is { } at ? new[] { new LinePoint(Math.Clamp(at, 0, 1), Mark.Planned, slotLabel ?? "") } : [],
            new(1, Mark.Ends, endsLabel),
        ], rightToLeft: rightToLeft);

    /// <summary>
    /// Lays the labels out so that they don't meet at the narrowest width: under the point, else to its left or right, else one row lower.
    /// What happened, now and the end go first; planned points give way.
    /// </summary>
    public static Placed[] Place(IReadOnlyList<LinePoint> points, double width)
    {
        var taken = new List<(double From, double To, int Row)>();
        var placed = new Placed[points.Count];
        foreach (var i in Enumerable.Range(0, points.Count).OrderBy(i => points[i].Mark == Mark.Planned).ThenBy(i => points[i].At))
        {
            var p = points[i];
            if (p.Label.Length == 0)
            {
                // A point without words takes no room: its neighbour's label speaks for both.
                placed[i] = new(0, "middle");
                continue;
            }

            var text = LetterWidth * Math.Max(p.Label.Length, p.Note?.Length ?? 0);
            var x = p.At * width;
            var ways = new[] { ("middle", x - text / 2), ("end", x - text), ("start", x) }
                .Where(w => w.Item2 >= -1 && w.Item2 + text <= width + 1)
                .DefaultIfEmpty(p.At < 0.5 ? ("start", x) : ("end", x - text))
                .ToList();
            var (row, anchor, from) = (
                from r in Enumerable.Range(0, points.Count)
                from w in ways
                where !taken.Any(t => t.Row == r && t.From < w.Item2 + text + LabelGap && w.Item2 < t.To + LabelGap)
                select (r, w.Item1, w.Item2)).First();
            taken.Add((from, from + text, row));
            placed[i] = new(row, anchor);
        }
        return placed;
    }

    internal readonly record struct Placed(int Row, string Anchor);
}
