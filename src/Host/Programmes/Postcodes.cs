using System.IO.Compression;
using Throughline.Casefile.Addresses;
namespace Throughline.Host.Programmes;
internal sealed class Postcodes : IPostcodes
{
    private readonly Dictionary<string, string> _d = [];
    public static Postcodes Load(string file)
    {
        var p = new Postcodes();
        using var r = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        r.ReadLine();
        while (r.ReadLine() is { } l) { var c = l.Split(','); p._d[c[0]] = c[2]; }
        return p;
    }
    public string? StateOf(ReadOnlySpan<char> postalCode) => _d.GetValueOrDefault(postalCode.ToString());
}
