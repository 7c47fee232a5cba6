using System.Text;
using QRCoder;

namespace Throughline.Host.Parts;

/// <summary>A QR code as one path of whole squares, with the quiet margin of four modules that readers need.</summary>
internal static class QrCode
{
    /// <summary>Error correction M: a fold or a thumb may hide 15 % of it.</summary>
    public static Markup Draw(string text, string name)
    {
        var (path, size) = Path(text);
        return Markup.Of($"""<svg viewBox="0 0 {(double)size} {(double)size}" role="img" aria-label="{name}" shape-rendering="crispEdges"><path d="{path}" fill="#000"/></svg>""");
    }

    /// <summary>The squares as a path, and how many of them stand on one side, margin included.</summary>
    public static (string Path, int Size) Path(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length;)
            {
                var from = x;
                while (x < rows[y].Length && rows[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
                }
                else
                {
                    x++;
                }
            }
        }

        return (path.ToString(), rows.Count);
    }
}
