namespace Throughline.Casefile.People;

/// <summary>
/// One text for all spellings that a clerk may hear as one name, from what Spanish, Portuguese, Haitian Creole, French and Romanian do:
/// b = v, s = z = c before e and i, h is silent, ll = y, j = g before e and i = x at the start, qu = k, ph = f, sh = ș = s, gn = ñ = n,
/// doubled letters are one. Vowels stay, in three classes (a; e i y; o u w): without them Gómez and Gamas would be one name.
/// </summary>
internal static class SoundKey
{
    private const int LongestWord = 64;

    /// <summary>The key of a folded word; empty when the word is not written in Latin letters.</summary>
    /// <param name="word">Lower case, without accents but with its cedilla.</param>
    /// <param name="llIsOne">Reads ll as l (Williams, Ellen) and not as y (Castillo).</param>
    public static string Of(ReadOnlySpan<char> word, bool llIsOne = false)
    {
        word = word[..Math.Min(word.Length, LongestWord)];
        Span<char> key = stackalloc char[LongestWord * 2];
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var next = At(word, i + 1);
            switch (word[i])
            {
                case 'a':
                    Add(key, ref length, 'a');
                    break;
                case 'e' or 'i' or 'y':
                    Add(key, ref length, 'i');
                    break;
                case 'o' when next is 'i' or 'y':
                    // François, Franswa; Benoit, Benwa: what ends the word behind it is not heard.
                    Add(key, ref length, 'u');
                    Add(key, ref length, 'a');
                    i += i + 3 == word.Length && (word[^1] is 's' or 't' or 'x') ? 2 : 1;
                    break;
                case 'o' or 'u' or 'w':
                    Add(key, ref length, 'u');
                    break;
                case 'h':
                    break;
                case 'b' or 'v':
                    Add(key, ref length, 'b');
                    break;
                case 'p' when next == 'h':
                    Add(key, ref length, 'f');
                    i++;
                    break;
                case 'p' when next == 't':
                case 't' when next == 'c' && At(word, i + 2) == 'h':
                case 'c' when next == 'k':
                case 'g' when next == 'n':
                    break;
                case 'c' when next == 'h':
                    Add(key, ref length, 'C');
                    i++;
                    break;
                case 'ç' or 's' or 'z':
                case 'c' when IsFront(next):
                    Add(key, ref length, 's');
                    break;
                case 'c' or 'k' or 'q':
                    Add(key, ref length, 'k');
                    i += word[i] == 'q' && next == 'u' && IsFront(At(word, i + 2)) ? 1 : 0;
                    break;
                case 'x':
                    Add(key, ref length, i == 0 ? 'j' : 's');
                    break;
                case 'g' when next == 'u' && IsFront(At(word, i + 2)):
                    Add(key, ref length, 'g');
                    i++;
                    break;
                case 'j':
                case 'g' when IsFront(next):
                    Add(key, ref length, 'j');
                    // Jean, Georges: the e only softens.
                    i += next == 'e' && At(word, i + 2) is 'a' or 'o' or 'u' ? 1 : 0;
                    break;
                case 'l' when next == 'l' && !llIsOne:
                    Add(key, ref length, 'i');
                    i++;
                    break;
                case 'm' when next is 'b' or 'p' or 'f' or 'v':
                    Add(key, ref length, 'n');
                    break;
                case var c and >= 'a' and <= 'z':
                    Add(key, ref length, c);
                    break;
                default:
                    return "";
            }
        }

        return new string(key[..WithoutSilentEnd(word, key[..length])]);
    }

    /// <summary>Baptiste, Batis: a last e behind a consonant is not heard, nor a t behind an s.</summary>
    private static int WithoutSilentEnd(ReadOnlySpan<char> word, ReadOnlySpan<char> key)
    {
        var length = key.Length;
        if (length > 2 && word[^1] == 'e' && key[^1] == 'i' && !IsVowel(word[^2]))
        {
            length--;
        }

        return length > 3 && key[length - 1] == 't' && key[length - 2] == 's' ? length - 1 : length;
    }

    private static void Add(Span<char> key, ref int length, char c)
    {
        if (length == 0 || key[length - 1] != c)
        {
            key[length++] = c;
        }
    }

    private static char At(ReadOnlySpan<char> word, int i) => i < word.Length ? word[i] : ' ';

    private static bool IsFront(char c) => c is 'e' or 'i' or 'y';

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'w';
}
