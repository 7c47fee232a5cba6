using System.Collections.Frozen;
using System.Globalization;
using NodaTime;

namespace Throughline.Casefile.People;

/// <summary>
/// What a person can be found by, as small texts ("parts") that the store keeps only as keyed hashes: <c>n:</c> a word of the name,
/// <c>s:</c> its sound, <c>p:</c> its beginning, <c>d:</c> the birth date, <c>a:</c> the A-number, <c>t:</c> the phone, <c>r:</c> the record.
/// Words have no order and no place, so surnames may be swapped with each other and with given names.
/// Beginnings are kept at three and five letters only: a part costs an index row a person, and whoever types four letters gets those of
/// three, from which <see cref="Nearness"/> takes out what does not begin so.
/// </summary>
public static partial class NameKeys
{
    // A name of four thousand characters must not fill the index.
    private const int WordsAtMost = 12;
    private const int ShortBeginning = 3, LongBeginning = 5;
    private const int NationalDigits = 8;

    private static readonly FrozenSet<string> Particles =
        new[] { "de", "del", "la", "las", "los", "do", "dos", "da", "das", "di", "du", "des", "le", "van", "von", "y", "e" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly record struct Word(string Text, bool IsParticle, bool IsHyphened);

    /// <summary>The parts to index, each once.</summary>
    public static IReadOnlyList<string> ForPerson(string givenName, string surname, LocalDate? birthDate, string? aNumber, string? phone, string? recordId)
    {
        var parts = new List<string>(20);
        AddName(parts, givenName);
        AddName(parts, surname);
        if (birthDate is { } date)
        {
            parts.Add(DatePart(date));
        }

        if (Compact(aNumber) is { Length: > 1 } number)
        {
            AddOnce(parts, "a:" + number.TrimStart('a').TrimStart('0'));
        }

        if (Digits(phone) is { Length: > 6 } digits)
        {
            AddOnce(parts, "t:" + (digits.Length == 11 && digits[0] == '1' ? digits[1..] : digits.Length > NationalDigits ? digits[^NationalDigits..] : digits));
        }

        if (Compact(recordId) is { Length: > 0 } record)
        {
            AddOnce(parts, "r:" + record);
        }

        return parts;
    }

    /// <summary>
    /// The order of a list of people found: 0 is written as typed, 100 does not match; names only, what is typed of dates and numbers
    /// is left out. As typed comes before a beginning, that before a sound; then whose name has fewer other words.
    /// </summary>
    public static int Closeness(string query, string givenName, string surname)
    {
        var names = ForQuery(query).Where(w => w[0][0] == 'n').ToList();
        return names.Count == 0 ? 0 : 100 - Nearness(names, ForPerson(givenName, surname, null, null, null, null));
    }

    /// <summary>
    /// How near a person's parts are to a query (<see cref="ForQuery"/>): 0 when a word has no match, at most 100, higher first.
    /// As typed before another reading of the same digits, before a beginning, before a sound; then whose name has fewer other words.
    /// </summary>
    public static int Nearness(IReadOnlyList<IReadOnlyList<string>> query, IReadOnlyCollection<string> person)
    {
        var (sum, exact) = (0, 0);
        foreach (var word in query)
        {
            var best = 0;
            for (var i = 0; i < word.Count; i++)
            {
                best = Math.Max(best, Points(word, i, person));
            }

            if (best == 0)
            {
                return 0;
            }

            sum += best;
            exact += best == 100 && word[0][0] == 'n' ? 1 : 0;
        }

        return query.Count == 0 ? 0 : Math.Max(1, sum / query.Count - Math.Clamp(person.Count(p => p[0] == 'n') - exact, 0, 9));
    }

    private static int Points(IReadOnlyList<string> word, int i, IReadOnlyCollection<string> person) => word[i][0] switch
    {
        'p' => person.Any(p => p[0] == 'n' && p.StartsWith(word[0], StringComparison.Ordinal)) ? 70 : 0,
        _ when !person.Contains(word[i]) => 0,
        's' => 40,
        _ => i == 0 ? 100 : 85,
    };

    /// <summary>Folded words of a text. Apostrophes join (O'Brien), every other sign parts; digits are no part of a name.</summary>
    private static List<Word> WordsOf(string text)
    {
        var folded = Folding.Fold(text).AsSpan();
        var words = new List<Word>(4);
        Span<char> word = stackalloc char[64];
        var (length, hyphened) = (0, false);
        for (var i = 0; i <= folded.Length && words.Count < WordsAtMost; i++)
        {
            var c = i < folded.Length ? folded[i] : ' ';
            if (IsPartOfWord(c))
            {
                if (length < word.Length)
                {
                    word[length++] = c;
                }

                continue;
            }

            if (c is '\'' or '’' or '‘' or 'ʼ' or '`' or '´' || length == 0)
            {
                continue;
            }

            var found = new string(word[..length]);
            words.Add(new Word(found, Particles.Contains(found), hyphened));
            (length, hyphened) = (0, c is '-' or '‐' or '‑' or '–');
        }

        return words;
    }

    private static bool IsPartOfWord(char c) => c < 0x80
        ? c is >= 'a' and <= 'z'
        : c is not ('ʼ' or '´') && (char.IsLetter(c) || char.IsSurrogate(c)
            || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private static void AddName(List<string> parts, string name)
    {
        var words = WordsOf(name);
        var hasOthers = words.Exists(w => !w.IsParticle);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.IsParticle && hasOthers)
            {
                continue;
            }

            var plain = Folding.WithoutCedilla(word.Text);
            AddOnce(parts, "n:" + plain);
            if (plain.Length > ShortBeginning)
            {
                AddOnce(parts, string.Concat("p:", plain.AsSpan(0, ShortBeginning)));
            }

            if (plain.Length > LongBeginning)
            {
                AddOnce(parts, string.Concat("p:", plain.AsSpan(0, LongBeginning)));
            }

            AddSounds(parts, word.Text);

            // De la Cruz is also written Delacruz, and Jean-Baptiste Janbatis. Long pairs are not run together by anybody.
            if (i > 0 && (words[i - 1].IsParticle || word.IsHyphened || words[i - 1].Text.Length <= 4))
            {
                AddSounds(parts, Joined(words, i));
            }
        }
    }

    /// <summary>The word with what stands before it run together: all particles, or one word.</summary>
    private static string Joined(List<Word> words, int i)
    {
        var from = i - 1;
        while (from > 0 && words[from].IsParticle && words[from - 1].IsParticle)
        {
            from--;
        }

        return string.Concat(words.Skip(from).Take(i - from + 1).Select(w => w.Text));
    }

    private static void AddSounds(List<string> parts, string word)
    {
        if (word.Length < 3 || SoundKey.Of(word) is not { Length: > 0 } sound)
        {
            return;
        }

        AddOnce(parts, "s:" + sound);
        if (word.Contains("ll", StringComparison.Ordinal))
        {
            AddOnce(parts, "s:" + SoundKey.Of(word, llIsOne: true));
        }
    }

    private static void AddOnce(List<string> parts, string part)
    {
        if (!parts.Contains(part))
        {
            parts.Add(part);
        }
    }

    private static string DatePart(LocalDate date) => string.Create(CultureInfo.InvariantCulture, $"d:{date.Year:0000}-{date.Month:00}-{date.Day:00}");

    private static string Digits(string? text) => text is null ? "" : string.Concat(text.Where(char.IsAsciiDigit));

    private static string Compact(string? text) => text is null ? "" : string.Concat(text.Where(char.IsLetterOrDigit).Take(64)).ToLowerInvariant();
}
