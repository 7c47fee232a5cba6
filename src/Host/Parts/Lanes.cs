namespace Throughline.Host.Parts;

/// <summary>
/// Something on a lane, in shares of the picture from 0 to 1. A point where both ends are equal. <paramref name="Kind"/>: "did", "todo",
/// "ours" (a fault of ours, the only red there is), "no" (it did not happen), or a verdict: "in", "out", "unk".
/// </summary>
internal sealed record LanePiece(double From, double To, string Kind, string Words);

/// <summary>One lane. Without pieces it says why it is empty.</summary>
internal sealed record LaneRow(string Name, IReadOnlyList<LanePiece> Pieces, string Empty);

/// <summary>What happened beside what was due: lanes over the same days, the window shaded. All of it also stands in the table below.</summary>
internal static class Lanes
{
    private const double Left = 19, Right = 99, LaneHeight = 34, Head = 26;
    private const string Hatch = "lane-unknown";

    public static Markup Draw(string label, IEnumerable<(double At, string Words)> days, double windowFrom, double windowTo, params IReadOnlyList<LaneRow> rows)
    {
        var height = Head + rows.Count * LaneHeight + 6;
        return Markup.Of($"""
            <div class="tl-scroll" role="region" tabindex="0" aria-label="{label}"><svg class="tl-pic tl-lanes" height="{height}" role="img" aria-label="{label}"><g aria-hidden="true"><defs><pattern id="{Hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><path d="M1 0V6" stroke="#71767a" stroke-width="1.4"/></pattern></defs><rect class="window" x="{X(windowFrom)}%" y="{Head}" width="{X(windowTo) - X(windowFrom)}%" height="{rows.Count * LaneHeight}"/>{Markup.Join(days.Select(d => Markup.Of($"""<text x="{X(d.At)}%" y="16" text-anchor="{(d.At > 0.9 ? "end" : d.At < 0.05 ? "start" : "middle")}">{d.Words}</text>""")))}{Markup.Join(rows.Select(Row))}</g></svg></div>
            """);
    }

    private static double X(double share) => Left + (Right - Left) * Math.Clamp(share, 0, 1);

    private static Markup Row(LaneRow row, int i)
    {
        var y = Head + i * LaneHeight + LaneHeight / 2;
        var rest = row.Pieces.Count > 0 ? Markup.Join(row.Pieces.Select(p => Piece(p, y))) : Markup.Of($"""<text x="{X(0.01)}%" y="{y - 5}">{row.Empty}</text>""");
        return Markup.Of($"""<text class="lead" x="0" y="{y + 4}">{row.Name}</text><line class="cut" x1="0" x2="100%" y1="{y + LaneHeight / 2}" y2="{y + LaneHeight / 2}"/><line class="road" x1="{X(0)}%" x2="{X(1)}%" y1="{y}" y2="{y}"/>{rest}""");
    }

    private static Markup Piece(LanePiece p, double y)
    {
        if (p.Kind is "in" or "out" or "unk")
        {
            var (grow, width) = (p.Kind == "out" ? 3 : 0, Math.Max(X(p.To) - X(p.From), 0.3));
            return Markup.Of($"""<rect class="{p.Kind}" x="{X(p.From)}%" y="{y - 7 - grow}" width="{width}%" height="{14.0 + 2 * grow}"{(p.Kind == "unk" ? Markup.Of($" fill=\"url(#{Hatch})\"") : Markup.None)}/>{(p.Words.Length == 0 ? Markup.None : Markup.Of($"""<text x="{X(p.From)}%" dx="4" y="{y - 10}">{p.Words}</text>"""))}""");
        }

        var isPoint = p.To - p.From < 0.004;
        var anchor = p.From > 0.6 ? "end" : "start";
        var words = Markup.Of($"""<text class="{(p.Kind == "ours" ? "fault" : "")}" x="{X(anchor == "end" ? Math.Max(p.From, p.To) : p.From)}%" dx="{(isPoint ? anchor == "end" ? -10 : 10 : 0)}" y="{(isPoint ? y + 4 : y - 6)}" text-anchor="{anchor}">{p.Words}</text>""");
        var mark = (isPoint, p.Kind) switch
        {
            (false, "ours") => Markup.Of($"""<line class="missing" x1="{X(p.From)}%" x2="{X(p.To)}%" y1="{y}" y2="{y}"/>"""),
            (false, "todo") => Markup.Of($"""<line class="todo" x1="{X(p.From)}%" x2="{X(p.To)}%" y1="{y}" y2="{y}"/>"""),
            (false, _) => Markup.Of($"""<line class="did" x1="{X(p.From)}%" x2="{X(p.To)}%" y1="{y}" y2="{y}"/>"""),
            (true, "ours") => Markup.Of($"""<line class="missing" x1="{X(p.From)}%" x2="{X(p.From)}%" y1="{y - 6}" y2="{y + 6}"/>"""),
            (true, "no") => Markup.Of($"""<circle class="ring" cx="{X(p.From)}%" cy="{y}" r="5"/>"""),
            _ => Markup.Of($"""<circle class="dot" cx="{X(p.From)}%" cy="{y}" r="5"/>"""),
        };
        return Markup.Of($"{mark}{words}");
    }
}
