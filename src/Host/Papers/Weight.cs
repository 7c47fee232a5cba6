using System.Reflection;
using System.Runtime.InteropServices;
using HarfBuzzSharp;
using SkiaSharp;

namespace Throughline.Host.Papers;

/// <summary>One weight of the paper's font: words become glyphs with their places (HarfBuzz), and those are drawn (Skia).</summary>
internal sealed class Weight : IDisposable
{
    // "fi" stays two letters, so that what is copied from the paper is what was written.
    private static readonly Feature[] NoLigatures = [Feature.Parse("-liga"), Feature.Parse("-clig")];

    private readonly SKTypeface _typeface;
    private readonly Blob _bytes;
    private readonly HarfBuzzSharp.Face _font;
    private readonly Font _shaper;
    private readonly float _unitsPerEm;
    private readonly Lock _oneAtATime = new();

    private Weight(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        _typeface = SKTypeface.FromData(data);

        // Memory of our own: what Blob.FromStream is given may be moved by the collector while the library still reads it.
        var kept = Marshal.AllocHGlobal(bytes.Length);
        Marshal.Copy(bytes, 0, kept, bytes.Length);
        _bytes = new Blob(kept, bytes.Length, MemoryMode.ReadOnly, () => Marshal.FreeHGlobal(kept));
        _font = new HarfBuzzSharp.Face(_bytes, 0);
        _shaper = new Font(_font);
        _unitsPerEm = _font.UnitsPerEm;
        _shaper.SetScale(_font.UnitsPerEm, _font.UnitsPerEm);
        _shaper.SetFunctionsOpenType();
    }

    /// <param name="weight">As its file is named: "400Regular".</param>
    public static Weight Load(string weight)
    {
        using var font = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Throughline.Fonts.NotoSans_{weight}.ttf")
            ?? throw new InvalidOperationException("The fonts of the paper were not built into the program: run npm ci and node build.mjs in src/Host/Assets, and build again.");
        using var bytes = new MemoryStream();
        font.CopyTo(bytes);
        return new Weight(bytes.ToArray());
    }

    /// <summary>Whether every letter can be printed: a name in a script that we have no font for must be said in another way.</summary>
    public bool Has(string text)
    {
        using var font = new SKFont(_typeface);
        return font.ContainsGlyphs(text);
    }

    public float Width(string text, float size) => Shape(text, size).Width;

    /// <summary>Draws with the baseline at <paramref name="y"/>; gives the width.</summary>
    public float Draw(SKCanvas canvas, string text, float x, float y, float size, SKColor color)
    {
        var (glyphs, points, width) = Shape(text, size);
        if (glyphs.Length > 0)
        {
            using var font = new SKFont(_typeface, size) { Subpixel = true, LinearMetrics = true };
            using var builder = new SKTextBlobBuilder();
            builder.AddPositionedRun(glyphs, font, points);
            using var blob = builder.Build();
            using var paint = new SKPaint { Color = color, IsAntialias = true };
            canvas.DrawText(blob, x, y, paint);
        }

        return width;
    }

    public void Dispose()
    {
        _shaper.Dispose();
        _font.Dispose();
        _bytes.Dispose();
        _typeface.Dispose();
    }

    private (ushort[] Glyphs, SKPoint[] Points, float Width) Shape(string text, float size)
    {
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        lock (_oneAtATime)
        {
            _shaper.Shape(buffer, NoLigatures);
        }

        var (infos, places, scale) = (buffer.GlyphInfos, buffer.GlyphPositions, size / _unitsPerEm);
        var (glyphs, points, x) = (new ushort[infos.Length], new SKPoint[infos.Length], 0f);
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            points[i] = new SKPoint(x + places[i].XOffset * scale, -places[i].YOffset * scale);
            x += places[i].XAdvance * scale;
        }

        return (glyphs, points, x);
    }
}

/// <summary>The fonts that paper is written in, read when the first paper is asked for.</summary>
internal sealed class PaperFonts : IDisposable
{
    private readonly Lazy<(Weight Regular, Weight Bold)> _weights = new(() => (Weight.Load("400Regular"), Weight.Load("700Bold")));

    public (Weight Regular, Weight Bold) Weights => _weights.Value;

    public void Dispose()
    {
        if (_weights.IsValueCreated)
        {
            _weights.Value.Regular.Dispose();
            _weights.Value.Bold.Dispose();
        }
    }
}
