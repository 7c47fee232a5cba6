using Throughline.Host.Parts;

namespace Throughline.Host.Papers;

/// <summary>Draws the notice on one Letter page. What a crowded household or a long language needs is set smaller until it fits.</summary>
internal static class NoticePdf
{
    private const float Left = 43.2f, Right = PdfPaper.Width - 43.2f, ScanWidth = 140.4f, Gap = 25.2f, SignTop = 668, End = 774;
    private static readonly float[] Sizes = [1, 0.95f, 0.9f, 0.85f, 0.8f, 0.75f, 0.7f, 0.65f, 0.6f];

    public static byte[] Draw(NoticePaper notice, PaperFonts fonts)
    {
        using var paper = new PdfPaper(fonts.Weights, $"{notice.Title} · Throughline", notice.Language);
        var size = Sizes.FirstOrDefault(s => Body(paper, notice, s) <= SignTop - 8, Sizes[^1]);
        paper.BeginPage();
        Body(paper, notice, size);
        Sign(paper, notice);
        return paper.Close();
    }

    private static float Body(PdfPaper paper, NoticePaper notice, float size)
    {
        Letterhead.Draw(paper, Left, Right, notice.Running);
        var y = 84f;
        paper.Line(notice.Title, Left, y + 20, Style.Bold(22));
        if (!notice.IsEnglish)
        {
            paper.Line(notice.EnglishTitle, Left + paper.WidthOf(notice.Title, Style.Bold(22)) + 10, y + 20, Style.Plain(12.5f).In(Style.Ink2));
        }

        y = Math.Max(Say(paper, notice, y + 34, size), Scan(paper, notice, y + 36));
        if (notice.Life is { } life)
        {
            y = Life(paper, life.Points, y + 16);
        }

        y = Sections(paper, notice, y + 8 * size, size);
        return notice.IsEnglish ? y : Reference(paper, notice, y + 7 * size, size);
    }

    private static float Say(PdfPaper paper, NoticePaper notice, float y, float size)
    {
        var width = Right - Left - ScanWidth - 21.6f;
        string[] who = notice.OthersLine is { } others ? [notice.LeadLine, others] : [notice.LeadLine];
        foreach (var (key, lead, lines) in new (string, string, string[])[]
        {
            ("when", notice.When, [notice.WhenNote]), ("where", notice.OfficeName, [notice.OfficeLine, notice.OfficeHours]), ("who", notice.LeadName, who),
        })
        {
            paper.Rule(Left, y, Left + width, y, Style.RuleColor);
            y = paper.Block(notice.Both(key), Left, y + 4, width, Style.Bold(9 * size).In(Style.Accent));
            y = paper.Block(lead, Left, y, width, Style.Bold(14.5f * size));
            foreach (var line in lines.Where(l => l.Length > 0))
            {
                y = paper.Block(line, Left, y, width, Style.Plain(10.5f * size));
            }

            y += 4;
        }

        paper.Rule(Left, y, Left + width, y, Style.RuleColor);
        return y;
    }

    private static float Scan(PdfPaper paper, NoticePaper notice, float y)
    {
        const float side = 115;
        var x = Right - ScanWidth;
        var (path, modules) = QrCode.Path(notice.Link);
        paper.Shape(path, x + (ScanWidth - side) / 2, y, side / modules, SkiaSharp.SKColors.Black);
        paper.Link(x + (ScanWidth - side) / 2, y, side, side, notice.Link);
        y = paper.Block(notice.Code, x, y + side + 4, ScanWidth, Style.Bold(13.5f), centred: true);
        return paper.Block(notice.Scan, x, y + 2, ScanWidth, Style.Plain(9.25f), centred: true);
    }

    /// <summary>The same line as on the page: solid has happened, dotted is to come.</summary>
    private static float Life(PdfPaper paper, IReadOnlyList<LinePoint> points, float y)
    {
        // The page counts in pixels, paper in points.
        const float point = 0.75f, row = 12.5f;
        var (from, to) = (Left + 6, Right - 6);
        float X(double at) => from + (to - from) * (float)at;
        paper.Rule(X(0), y, X(points.First(p => p.Mark == Mark.Now).At), y, Style.Accent, 2.25f);
        paper.Dots(X(points.First(p => p.Mark == Mark.Now).At), y, X(1), Style.Accent);
        var placed = Line.Place(points, (to - from) / point);
        for (var i = 0; i < points.Count; i++)
        {
            var x = X(points[i].At);
            switch (points[i].Mark)
            {
                case Mark.Planned: paper.Disc(x, y, 4.1f, Style.Accent, isRing: true); break;
                case Mark.Ends: paper.Rule(x, y - 6.5f, x, y + 6.5f, Style.Accent, 2.25f); break;
                default: paper.Disc(x, y, points[i].Mark == Mark.Now ? 5.6f : 3.8f, Style.Accent); break;
            }
        }

        for (var i = 0; i < points.Count; i++)
        {
            var (label, note, style) = (points[i].Label, points[i].Note ?? "", points[i].Mark == Mark.Planned ? Style.Plain(9.5f) : Style.Bold(9.5f));
            var top = y + 19 + placed[i].Row * (2 * row + 3);
            foreach (var (text, at, how) in new[] { (label, top, style), (note, top + row, Style.Plain(9.5f).In(Style.Ink2)) })
            {
                switch (placed[i].Anchor)
                {
                    case "start": paper.Line(text, X(points[i].At) - 4, at, how); break;
                    case "end": paper.Right(text, X(points[i].At) + 4, at, how); break;
                    default: paper.Centred(text, X(points[i].At), at, how); break;
                }
            }
        }

        return y + 24 + (placed.Max(p => p.Row) + 1) * 2 * row;
    }

    private static float Sections(PdfPaper paper, NoticePaper notice, float y, float size)
    {
        var width = (Right - Left - Gap) / 2;
        foreach (var pair in notice.Sections.Chunk(2))
        {
            y = pair.Select((key, i) =>
            {
                var x = Left + i * (width + Gap);
                return paper.Block(notice.Say(notice.TextOf(key)), x, paper.Block(notice.Say(key), x, y, width, Style.Bold(11.5f * size)), width, Style.Plain(10 * size));
            }).ToList().Max() + 6 * size;
        }

        return y;
    }

    private static float Reference(PdfPaper paper, NoticePaper notice, float y, float size)
    {
        const int columns = 3;
        const float gap = 18;
        var width = (Right - Left - gap * (columns - 1)) / columns;
        paper.Rule(Left, y, Right, y, Style.RuleColor);
        y = paper.Block(notice.ReferenceHead, Left, y + 5, Right - Left, Style.Bold(9 * size)) + 2;
        foreach (var row in notice.Sections.Chunk(columns))
        {
            y = row.Select((key, i) => paper.Block(
                [(NoticePaper.English(key) + ".", Style.Bold(8 * size)), (NoticePaper.English(notice.TextOf(key)), Style.Plain(8 * size).In(Style.Ink2))],
                Left + i * (width + gap), y, width)).ToList().Max() + 4 * size;
        }

        return y;
    }

    private static void Sign(PdfPaper paper, NoticePaper notice)
    {
        const float height = 88, pad = 7;
        var third = (Right - Left) / 3;
        paper.Box(Left, SignTop, Right - Left, height);
        paper.Rule(Left + third, SignTop, Left + third, SignTop + 46, Style.RuleColor);
        paper.Rule(Left + 2 * third, SignTop, Left + 2 * third, SignTop + height, Style.RuleColor);
        paper.Rule(Left, SignTop + 46, Right, SignTop + 46, Style.RuleColor);

        Cell(0, "served", notice.Served, []);
        Cell(1, "told", notice.Told, notice.Spoken is null ? [notice.Say("yes"), notice.Say("no")] : [notice.Say("told.interpreter"), notice.Say("told.recording")]);
        Cell(2, "known", notice.Known ?? notice.Say("known.text"), notice.Known is null ? [notice.Say("yes"), notice.Say("no")] : []);

        Line(Left, 2 * third, notice.Say("signature"));
        Line(Left + 2 * third, third, notice.Say("officer"));

        paper.Line(notice.Standing, Left, End, Style.Plain(8.25f).In(Style.Quiet));
        paper.Right(notice.Say("nothingTaken"), Right, End, Style.Plain(8.25f).In(Style.Quiet));

        void Cell(int column, string key, string text, string[] boxes)
        {
            var (x, width) = (Left + column * third + pad, third - 2 * pad);
            // A language in a script that the paper's font does not have is named by its code.
            var y = paper.Block(paper.CanPrint(text) ? text : notice.Told.Replace(notice.Spoken ?? " ", notice.SpokenCode, StringComparison.Ordinal), x, paper.Block(notice.Both(key), x, SignTop + 4, width, Style.Bold(9.25f, 1.25f)), width, Style.Plain(9.25f, 1.25f));
            foreach (var words in boxes)
            {
                var style = Style.Plain(boxes.Length > 0 && paper.WidthOf(string.Concat(boxes), Style.Plain(9.25f)) > width - 40 ? 7.5f : 9.25f);
                paper.Box(x, y + 2, 7.5f, 7.5f, 0.75f);
                x += 11 + paper.Line(words, x + 11, y + 9, style) + 10;
            }
        }

        void Line(float x, float width, string words)
        {
            paper.Rule(x + pad, SignTop + 71, x + width - pad, SignTop + 71, Style.Ink);
            paper.Line(words, x + pad, SignTop + 82, Style.Plain(9.25f));
        }
    }
}
