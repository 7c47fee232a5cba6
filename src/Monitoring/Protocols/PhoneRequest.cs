using System.Text;

namespace Throughline.Monitoring.Protocols;

/// <summary>What a phone or a gateway posted over HTTP, as far as a protocol needs it.</summary>
/// <param name="Query">Behind the question mark, still encoded.</param>
/// <param name="ContentType">Of the body, or empty.</param>
/// <param name="Authorization">The header, or empty.</param>
/// <param name="Device">The device named by a header or a topic, where the body names none.</param>
public readonly record struct PhoneRequest(string Query, string ContentType, ReadOnlyMemory<byte> Body, string Authorization = "", string Device = "")
{
    /// <summary>More than this in a body is not read: a day of fixes of a phone fits.</summary>
    public const int LongestBody = 1 << 20;

    /// <summary>The name and the secret of "Basic ...", or nothing.</summary>
    internal (string Name, string? Secret) Credentials()
    {
        const string Scheme = "Basic ";
        if (!Authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ("", null);
        }

        var coded = Authorization[Scheme.Length..].Trim();
        Span<byte> plain = coded.Length <= 512 ? stackalloc byte[512] : default;
        if (!Convert.TryFromBase64String(coded, plain, out var length))
        {
            return ("", null);
        }

        var both = Encoding.UTF8.GetString(plain[..length]);
        var colon = both.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (both, null) : (both[..colon], both[(colon + 1)..]);
    }

    /// <summary>Name and value of each part of "a=1&amp;b=2", decoded.</summary>
    internal static IEnumerable<(string Name, string Value)> Parts(string encoded)
    {
        foreach (var part in encoded.TrimStart('/', '?').Split('&', 256))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                yield return (Decoded(part[..equals]), Decoded(part[(equals + 1)..]));
            }
        }

        static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
