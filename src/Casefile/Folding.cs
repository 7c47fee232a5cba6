using System.Text;

namespace Throughline.Casefile;

/// <summary>Lower case without accents, for comparing what two hands wrote. Only Latin letters lose their marks: in other scripts a mark is a letter.</summary>
internal static class Folding
{
    private const int Known = 0x1F00;
    private static readonly string?[] Latin = Table();

    /// <summary>The folded text. A <c>ç</c> stays (it sounds like s, a c does not); see <see cref="WithoutCedilla"/>.</summary>
    public static string Fold(string text)
    {
        var isPlain = true;
        foreach (var c in text)
        {
            isPlain &= c is < (char)0x80 and not (>= 'A' and <= 'Z');
        }

        return isPlain ? text : FoldSlowly(text);
    }

    public static string WithoutCedilla(string folded) => folded.Contains('ç') ? folded.Replace('ç', 'c') : folded;

    private static string FoldSlowly(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u0300', '\uFFFF') >= 0)
        {
            // Half a surrogate pair would make Normalize throw; a typed query may hold one.
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormKC);
        }

        var folded = new StringBuilder(text.Length + 4);
        foreach (var c in text)
        {
            if (c < 0x80)
            {
                folded.Append((char)(c is >= 'A' and <= 'Z' ? c | 0x20 : c));
            }
            else if (c < Known && Latin[c] is { } letters)
            {
                folded.Append(letters);
            }
            else if (c is not (>= '\u0300' and <= '\u036F'))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }

    private static string?[] Table()
    {
        var table = new string?[Known];
        for (var c = '\u00C0'; c < Known; c++)
        {
            if (char.IsLetter(c) && c is < '\u0250' or >= '\u1E00')
            {
                table[c] = char.ToLowerInvariant(c) switch
                {
                    'ç' => "ç",
                    'ø' => "o",
                    'ł' => "l",
                    'ß' or 'ẞ' => "ss",
                    'æ' => "ae",
                    'œ' => "oe",
                    'đ' or 'ð' => "d",
                    'þ' => "th",
                    'ħ' => "h",
                    'ı' => "i",
                    var other => other.ToString().Normalize(NormalizationForm.FormD)[..1],
                };
            }
        }

        return table;
    }
}
