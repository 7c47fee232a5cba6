using System.Collections.Immutable;

namespace Throughline.Host.Texts;

/// <summary>A language that the person's texts are written in. One more is a line here, its column in the texts, and its dates in <see cref="PersonTime"/>.</summary>
/// <param name="Code">BCP 47, as in "es": it stands in the texts and in the page.</param>
/// <param name="Iso">ISO 639-3, as in a record: "spa".</param>
/// <param name="Name">As those who speak it write it.</param>
internal sealed record TextLanguage(string Code, string Iso, string Name, bool RightToLeft = false)
{
    /// <summary>The first is given to whoever speaks another one.</summary>
    public static ImmutableArray<TextLanguage> All { get; } = [new("en", "eng", "English"), new("es", "spa", "Español")];

    public static TextLanguage? Find(string? code) => All.FirstOrDefault(l => l.Code == code);

    public static TextLanguage OfRecord(string? iso) => All.FirstOrDefault(l => l.Iso == iso) ?? All[0];

    /// <summary>The first language of a browser's wish, as in "es-MX,es;q=0.9".</summary>
    public static TextLanguage OfBrowser(string wish) => Find(wish.Split('-', ',', ';')[0].Trim().ToLowerInvariant()) ?? All[0];
}
