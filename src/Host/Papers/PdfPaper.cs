using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Throughline.Host.Papers;

/// <summary>How a text stands: bold or not, size and line height in points, colour.</summary>
internal readonly record struct Style(bool IsBold, float Size, float Line, SKColor Color)
{
    public static readonly SKColor Ink = SKColor.Parse("#1c1d1f"), Ink2 = SKColor.Parse("#3d4551"), Quiet = SKColor.Parse("#565c65"), Accent = SKColor.Parse("#0f6460"), RuleColor = SKColor.Parse("#c6cace");

    public static Style Plain(float size, float line = 1.35f) => new(false, size, size * line, Ink);

    public static Style Bold(float size, float line = 1.3f) => new(true, size, size * line, Ink);

    public Style In(SKColor color) => this with { Color = color };
}

/// <summary>
/// A PDF on Letter paper, 612 by 792 points, with real text: what is written can be searched, copied and read aloud in its language. Drawn from
/// top to bottom, because that is the order in which it is read aloud. Before a page is begun nothing is drawn and everything is measured.
/// </summary>
internal sealed class PdfPaper : IDisposable
{
    public const float Width = 612, Height = 792;

    private readonly Weight _regular, _bold;
    private readonly string _language;
    private readonly MemoryStream _bytes = new();
    private readonly SKManagedWStream _stream;
    private readonly SKDocument _document;
    private SKCanvas? _page;

    /// <param name="language">BCP 47, as a reading program needs it.</param>
    public PdfPaper((Weight Regular, Weight Bold) weights, string title, string language)
    {
        (_regular, _bold) = weights;
        _language = language;
        _stream = new SKManagedWStream(_bytes);
        _document = SKDocument.CreatePdf(_stream, new SKDocumentPdfMetadata { Title = title, Author = "Throughline", Creator = "Throughline", Producer = "Throughline", RasterDpi = SKDocument.DefaultRasterDpi, EncodingQuality = 101 });
    }

    public void BeginPage()
    {
        EndPage();
        _page = _document.BeginPage(Width, Height);
    }

    /// <summary>The whole file. Nothing can be drawn after it.</summary>
    public byte[] Close()
    {
        EndPage();
        _document.Close();
        _stream.Flush();
        return WithLanguage(_bytes.ToArray(), _language);
    }

    public bool CanPrint(string text) => _regular.Has(text);

    public float WidthOf(string text, Style style) => WeightOf(style).Width(text, style.Size);

    /// <summary>One line with its baseline at <paramref name="y"/>.</summary>
    public float Line(string text, float x, float y, Style style) => _page is null ? WidthOf(text, style) : WeightOf(style).Draw(_page, text, x, y, style.Size, style.Color);

    public void Right(string text, float x, float y, Style style) => Line(text, x - WidthOf(text, style), y, style);

    public void Centred(string text, float x, float y, Style style) => Line(text, x - WidthOf(text, style) / 2, y, style);

    /// <summary>Text in a column, from <paramref name="top"/> down; gives where it ends.</summary>
    public float Block(string text, float x, float top, float width, Style style, bool centred = false) => Block([(text, style)], x, top, width, centred);

    /// <summary>Text of several styles in a column. Lines are broken at blanks; a word that is wider than the column is cut.</summary>
    public float Block(IReadOnlyList<(string Text, Style Style)> spans, float x, float top, float width, bool centred = false)
    {
        foreach (var line in Lines(spans, width))
        {
            var (height, size) = (line.Max(w => w.Style.Line), line.Max(w => w.Style.Size));
            // Half of what the line height adds stands above the letters; 0.78 of a size is above the baseline with its middle.
            var baseline = top + (height - size) / 2 + size * 0.86f;
            var at = centred ? x + (width - WidthOf(line)) / 2 : x;
            foreach (var (text, style) in Joined(line))
            {
                at += Line(text, at, baseline, style);
            }

            top += height;
        }

        return top;
    }

    public float HeightOf(IReadOnlyList<(string Text, Style Style)> spans, float width) => Lines(spans, width).Sum(l => l.Max(w => w.Style.Line));

    public void Rule(float x1, float y1, float x2, float y2, SKColor color, float thick = 0.75f)
    {
        using var paint = new SKPaint { Color = color, StrokeWidth = thick, IsStroke = true, IsAntialias = true, StrokeCap = thick > 1.5f ? SKStrokeCap.Round : SKStrokeCap.Butt };
        _page?.DrawLine(x1, y1, x2, y2, paint);
    }

    public void Dots(float x1, float y, float x2, SKColor color)
    {
        using var effect = SKPathEffect.CreateDash([0.1f, 5.3f], 0);
        using var paint = new SKPaint { Color = color, StrokeWidth = 2.4f, IsStroke = true, IsAntialias = true, StrokeCap = SKStrokeCap.Round, PathEffect = effect };
        _page?.DrawLine(x1, y, x2, y, paint);
    }

    public void Disc(float x, float y, float radius, SKColor color, bool isRing = false)
    {
        using var white = new SKPaint { Color = SKColors.White, IsAntialias = true };
        using var paint = new SKPaint { Color = color, StrokeWidth = 1.8f, IsStroke = isRing, IsAntialias = true };
        if (isRing)
        {
            _page?.DrawCircle(x, y, radius, white);
        }

        _page?.DrawCircle(x, y, radius, paint);
    }

    public void Box(float x, float y, float width, float height, float thick = 1.1f)
    {
        using var paint = new SKPaint { Color = Style.Ink, StrokeWidth = thick, IsStroke = true, IsAntialias = true };
        _page?.DrawRoundRect(x, y, width, height, thick > 1 ? 3 : 0, thick > 1 ? 3 : 0, paint);
    }

    /// <summary>A path as in an SVG, moved and scaled.</summary>
    public void Shape(string path, float x, float y, float scale, SKColor color, float? stroke = null)
    {
        using var read = SKPath.ParseSvgPathData(path);
        using var paint = new SKPaint { Color = color, IsAntialias = stroke is not null, IsStroke = stroke is not null, StrokeWidth = stroke ?? 0, StrokeCap = SKStrokeCap.Round };
        _page?.Save();
        _page?.Translate(x, y);
        _page?.Scale(scale);
        _page?.DrawPath(read, paint);
        _page?.Restore();
    }

    /// <summary>An area that opens an address when the paper is read on a screen.</summary>
    public void Link(float x, float y, float width, float height, string address)
    {
        using var drawn = _page?.DrawUrlAnnotation(new SKRect(x, y, x + width, y + height), address);
    }

    public void Dispose()
    {
        _document.Dispose();
        _stream.Dispose();
        _bytes.Dispose();
    }

    private void EndPage()
    {
        if (_page is not null)
        {
            _document.EndPage();
            _page = null;
        }
    }

    private Weight WeightOf(Style style) => style.IsBold ? _bold : _regular;

    private float WidthOf(List<(string Text, Style Style)> line) => Joined(line).Sum(w => WidthOf(w.Text, w.Style));

    private IEnumerable<List<(string Text, Style Style)>> Lines(IReadOnlyList<(string Text, Style Style)> spans, float width)
    {
        var (line, used) = (new List<(string Text, Style Style)>(), 0f);
        foreach (var (word, style) in spans.SelectMany(s => s.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Cut(w, s.Style, width)).Select(w => (w, s.Style))))
        {
            var needs = WidthOf(word, style);
            var blank = line.Count == 0 ? 0 : WidthOf(" ", style);
            if (line.Count > 0 && used + blank + needs > width)
            {
                yield return line;
                (line, used, blank) = ([], 0, 0);
            }

            line.Add((word, style));
            used += blank + needs;
        }

        if (line.Count > 0)
        {
            yield return line;
        }
    }

    private IEnumerable<string> Cut(string word, Style style, float width)
    {
        while (word.Length > 1 && WidthOf(word, style) > width)
        {
            var fits = word.Length - 1;
            while (fits > 1 && (WidthOf(word[..fits], style) > width || char.IsHighSurrogate(word[fits - 1])))
            {
                fits--;
            }

            yield return word[..fits];
            word = word[fits..];
        }

        yield return word;
    }

    /// <summary>Words of one style that follow each other become one piece with its blanks, so that it is one text to whoever copies it.</summary>
    private static IEnumerable<(string Text, Style Style)> Joined(List<(string Text, Style Style)> line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < line.Count; i++)
        {
            text.Append(line[i].Text);
            if (i + 1 < line.Count)
            {
                text.Append(' ');
            }

            if (i + 1 == line.Count || line[i + 1].Style != line[i].Style)
            {
                yield return (text.ToString(), line[i].Style);
                text.Clear();
            }
        }
    }

    /// <summary>
    /// Skia names no language in the file. It is added as the format foresees: a newer version of the catalogue behind the end, and a
    /// table that points to it (ISO 32000-1, 7.5.6 and 14.9.2).
    /// </summary>
    private static byte[] WithLanguage(byte[] file, string language)
    {
        var text = Encoding.Latin1.GetString(file);
        var trailer = text[text.LastIndexOf("trailer", StringComparison.Ordinal)..];
        var root = Number(trailer, "/Root ");
        var began = text.IndexOf($"\n{root} 0 obj", StringComparison.Ordinal) + 1;
        var catalogue = text[began..text.IndexOf("endobj", began, StringComparison.Ordinal)];
        var with = catalogue[..catalogue.LastIndexOf(">>", StringComparison.Ordinal)] + $"\n/Lang ({language})\n/ViewerPreferences <</DisplayDocTitle true>>>>\nendobj\n";
        var before = Number(text[text.LastIndexOf("startxref", StringComparison.Ordinal)..], "startxref\n");
        var dictionary = trailer[trailer.IndexOf("<<", StringComparison.Ordinal)..(trailer.LastIndexOf(">>", StringComparison.Ordinal))];
        var at = file.Length + 1;
        var added = string.Create(CultureInfo.InvariantCulture, $"\n{with}xref\n{root} 1\n{at:0000000000} 00000 n \ntrailer\n{dictionary}\n/Prev {before}>>\nstartxref\n{at + with.Length}\n%%EOF\n");
        return [.. file, .. Encoding.Latin1.GetBytes(added)];
    }

    private static int Number(string text, string after)
    {
        var from = text.IndexOf(after, StringComparison.Ordinal) + after.Length;
        var to = from;
        while (char.IsAsciiDigit(text[to]))
        {
            to++;
        }

        return int.Parse(text.AsSpan(from, to - from), CultureInfo.InvariantCulture);
    }
}
