using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Throughline.Host.Texts;

/// <summary>A language that the person's texts are written in. One more is a line here, its texts in a file, and its dates in <see cref="PersonTime"/>.</summary>
/// <param name="Code">BCP 47, as in "es": it stands in the texts and in the page.</param>
/// <param name="Iso">ISO 639-3, as in a record: "spa".</param>
/// <param name="Name">As those who speak it write it.</param>
/// <param name="English">As an officer calls it.</param>
internal sealed record TextLanguage(string Code, string Iso, string Name, string English, bool RightToLeft = false)
{
    /// <summary>The first is given to whoever speaks another one.</summary>
    public static ImmutableArray<TextLanguage> All { get; } =
    [
        new("en", "eng", "English", "English"), new("es", "spa", "Español", "Spanish"), new("pt", "por", "Português", "Portuguese"),
        new("ht", "hat", "Kreyòl ayisyen", "Haitian Creole"), new("ro", "ron", "Română", "Romanian"),
    ];

    public static TextLanguage? Find(string? code) => All.FirstOrDefault(l => l.Code == code);

    /// <summary>Null: we have no texts in what this person speaks, and somebody must interpret.</summary>
    public static TextLanguage? Known(string? iso) => All.FirstOrDefault(l => l.Iso == iso);

    public static TextLanguage OfRecord(string? iso) => Known(iso) ?? All[0];

    /// <summary>The first language of a browser's wish, as in "es-MX,es;q=0.9".</summary>
    public static TextLanguage OfBrowser(string wish) => Find(wish.Split('-', ',', ';')[0].Trim().ToLowerInvariant()) ?? All[0];

    /// <summary>The language that one word on a telephone asks for: with or without accents, and "Kreyol" alone.</summary>
    public static TextLanguage? OfWord(string word) => All.FirstOrDefault(l => l.Code.Equals(word, StringComparison.OrdinalIgnoreCase)
        || Plain(l.Name) is var name && (Plain(word) == name || Plain(word) == name.Split(' ')[0]));

    /// <summary>Capital letters without accents.</summary>
    public static string Plain(string word) => string.Concat(
        word.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();
}
