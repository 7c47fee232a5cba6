using System.Globalization;
using System.IO.Compression;
using Throughline.Casefile.Addresses;

namespace Throughline.Host.Programmes;

/// <summary>The state of each U.S. postcode: an array by its five digits, from <c>programme/postcodes.csv.gz</c>.</summary>
internal sealed class Postcodes : IPostcodes
{
    private readonly Lazy<string?[]> _states;

    private Postcodes(string file) => _states = new Lazy<string?[]>(() => Read(file));

    /// <summary>Read when first asked: a start that asks nothing does not wait for it.</summary>
    public static Postcodes Load(string file) => new(file);

    public string? StateOf(ReadOnlySpan<char> postalCode)
    {
        var code = postalCode.Trim();
        var isPlain = code.Length == 5 || code.Length is 9 or 10 && code[5..].TrimStart('-') is { Length: 4 };
        return isPlain && int.TryParse(code[..5], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? _states.Value[number] : null;
    }

    private static string?[] Read(string file)
    {
        var states = new string?[100_000];
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
        {
            // code,city,state,...: the place's name may be quoted, so the state is found from the right.
            var cells = line.Split(',');
            states[int.Parse(cells[0], CultureInfo.InvariantCulture)] = string.Intern(cells[^3]);
        }

        return states;
    }
}
