using System.Globalization;

namespace Throughline.Host.Parts;

/// <summary>Counts of people of one cohort. reportedInWindow + notReported + windowOpen = released; late is part of notReported, served of reportedInWindow, filed of served.</summary>
internal sealed record Cohort(int Released, int ReportedInWindow, int NotReported, int WindowOpen, int Served, int Filed, int Late)
{
    public int Unserved => ReportedInWindow - Served;
}

/// <summary>A cohort cut into parts that add up, widths to scale. The numbers must also stand in a table on the page.</summary>
internal static class CohortFunnel
{
    // The narrowest width the picture is shown at (a narrower page scrolls it): what fits here fits everywhere.
    private const double Width = 800, BoxHeight = 60, LetterWidth = 6.4, DigitWidth = 12;

    private sealed record Part(double X, double Share, int Count, string Words, string Kind, double Limit);

    /// <param name="terms">Who is in it: "on a notice to report, Mar 21 to Aug 31, 2021".</param>
    /// <param name="window">"60 days".</param>
    /// <param name="asOf">Stands inside the picture, because pictures get cut out.</param>
    public static Markup Draw(Cohort cohort, string terms, string window, string asOf)
    {
        var c = cohort;
        if (c.Released == 0)
            return Block.Empty($"Nobody was released {terms}.");

        double Share(int count) => 100.0 * count / c.Released;
        string Of(string words, int count) => $"{words} · {Percent(count, c.Released)}";
        var (second, third) = (Share(c.ReportedInWindow), Share(c.ReportedInWindow) + Share(c.NotReported));
        Part[][] rows =
        [
            [new(0, 100, c.Released, $"released {terms}", "full", 100)],
            [
                new(0, second, c.ReportedInWindow, Of($"reported within {window}", c.ReportedInWindow), "full", second),
                new(second, Share(c.NotReported), c.NotReported, Of("window closed without a report", c.NotReported), "part", third),
                new(third, Share(c.WindowOpen), c.WindowOpen, Of("window still open", c.WindowOpen), "wait", 100),
            ],
            [
                new(0, Share(c.Served), c.Served, "notice to appear", "full", Share(c.Served)),
                new(Share(c.Served), Share(c.Unserved), c.Unserved, "not served yet: the office’s step", "ours", second),
                new(second, Share(c.Late), c.Late, "of them reported late, by the as-of date", "mid", 100),
            ],
            [new(0, Share(c.Filed), c.Filed, "filed with the court as well", "full", 100)],
        ];

        var (y, foot) = (0.0, 0.0);
        var drawn = new List<Markup>();
        foreach (var (row, depth) in rows.Select((r, i) => (r.Where(p => p.Count > 0).ToList(), i)).Where(r => r.Item1.Count > 0))
        {
            // Under the labels of the row above, which stand on their own white.
            if (depth > 0)
                drawn.Insert(0, Markup.Join(row.Select(p => Markup.Of($"""<rect class="fall" x="{p.X + 0.15}%" y="{foot}" width="{Thin(p.Share)}%" height="{y - foot}"/>"""))));
            var height = depth == 3 ? 40 : BoxHeight;
            var lane = new Lane(Width);
            drawn.Add(Markup.Join(row.Select(p => Box(p, y, height, lane))));
            drawn.Add(lane.Draw(y + height + 18));
            foot = y + height;
            y += height + (lane.Rows == 0 ? 0 : lane.Rows * 18 + 8) + 36;
        }
        return Markup.Of($"""
            <div class="tl-scroll" role="region" tabindex="0" aria-label="People released {terms}"><svg class="tl-pic tl-funnel" height="{y - 8}" role="img" aria-label="{Sentence(c, terms, window, asOf)}"><defs><pattern id="tl-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" x2="0" y1="0" y2="8"/></pattern></defs><g aria-hidden="true">{Markup.Join(drawn)}<text x="100%" y="{y - 14}" text-anchor="end">as of {asOf}</text></g></svg></div>
            """);
    }

    /// <summary>The three rates that were published without their denominators, each with its own.</summary>
    public static Markup Rates(Cohort cohort)
    {
        var c = cohort;
        var ended = c.ReportedInWindow + c.NotReported;
        return Markup.Of($"""
            <div class="tl-rates"><div><b>{Percent(c.ReportedInWindow, c.Released)}</b>of all {c.Released} released had reported in their window</div><div><b>{Percent(c.ReportedInWindow, ended)}</b>of the {ended} who had reported or whose window had closed</div><div><b>{Percent(c.Served, c.ReportedInWindow)}</b>of the {c.ReportedInWindow} who reported had been given the next paper</div></div>
            """);
    }

    /// <summary>"47.9 %"; "none" where nobody is in the denominator. A part is never shown as all or nothing of the whole.</summary>
    public static string Percent(int part, int whole)
    {
        if (whole == 0)
            return "none";
        var value = 100.0 * part / whole;
        return part > 0 && value < 0.1 ? "under 0.1 %"
            : part < whole && value > 99.9 ? "over 99.9 %"
            : value.ToString("0.0", CultureInfo.InvariantCulture) + " %";
    }

    private static string Sentence(Cohort c, string terms, string window, string asOf) => string.Create(CultureInfo.InvariantCulture,
        $"Of {c.Released:N0} people released {terms}, {c.ReportedInWindow:N0} ({Percent(c.ReportedInWindow, c.Released)}) reported within {window}, {c.NotReported:N0} ({Percent(c.NotReported, c.Released)}) did not and {c.WindowOpen:N0} were still inside the window. Of those who reported, {c.Served:N0} were served the notice to appear, {c.Unserved:N0} were not; {c.Filed:N0} notices were filed. {c.Late:N0} reported late. As of {asOf}.");

    // To scale, less the gap; the smallest part keeps a sliver of 2 px, because one person is someone.
    private static double Thin(double share) => Math.Max(share - 0.3, 0.25);

    /// <summary>The part with its words inside, else to its right, else in the lane below.</summary>
    private static Markup Box(Part p, double y, double height, Lane lane)
    {
        var number = p.Count.ToString("N0", CultureInfo.InvariantCulture);
        var room = p.Share / 100 * Width;
        var inside = Math.Max(number.Length * DigitWidth, p.Words.Length * LetterWidth) + 20 <= room && height >= BoxHeight;
        var beside = !inside && (p.Limit - p.X - p.Share) / 100 * Width >= number.Length * DigitWidth + p.Words.Length * LetterWidth + 30;
        var numberInside = !inside && !beside && number.Length * DigitWidth + 12 <= room;
        var tone = p.Kind == "full" ? " on" : "";
        var words = p.Kind == "ours" ? "fault" : "";

        var text = Markup.None;
        if (inside)
            text = Markup.Of($"""<text class="big{tone}" x="{p.X}%" dx="14" y="{y + 27}">{number}</text><text class="{words}{tone}" x="{p.X}%" dx="14" y="{y + 46}">{p.Words}</text>""");
        else if (beside)
            text = Markup.Of($"""<text class="big" x="{p.X + p.Share}%" dx="12" y="{y + height / 2 + 7}">{number}</text><text class="{words}" x="{p.X + p.Share}%" dx="{number.Length * DigitWidth + 20}" y="{y + height / 2 + 6}">{p.Words}</text>""");
        else if (numberInside)
        {
            text = Markup.Of($"""<text class="big{tone}" x="{p.X + p.Share / 2}%" y="{y + height / 2 + 7}" text-anchor="middle">{number}</text>""");
            lane.Add(p.X + 0.2, p.Words, words);
        }
        else
            lane.Add(p.X + 0.2, $"{number} {p.Words}", words);

        // Hatched where it is ours to do, in grey and in print as well; the words keep a plain ground.
        var hatch = p.Kind != "ours" ? Markup.None : Markup.Of($"""<svg x="{p.X + 0.15}%" y="{y}" width="{Thin(p.Share)}%" height="{height}"><rect width="100%" height="100%" fill="url(#tl-hatch)"/><rect fill="#fff3f2" x="6" y="6" width="{(inside ? p.Words.Length * LetterWidth + 14 : numberInside ? Math.Max(room - 20, 0) : 0)}" height="{height - 12}"/></svg>""");
        return Markup.Of($"""<rect class="{p.Kind}" x="{p.X + 0.15}%" y="{y}" width="{Thin(p.Share)}%" height="{height}" rx="{(room > 12 ? 3.0 : 0)}"/>{hatch}{text}""");
    }
}
