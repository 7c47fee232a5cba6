using System.Globalization;
using NodaTime;

namespace Throughline.Casefile.People;

public static partial class NameKeys
{
    private static readonly char[] BetweenTokens = [' ', '\t', '\n', '\r', ',', ';', '\u00A0'];
    private static readonly char[] InDates = ['-', '/', '.'];

    /// <summary>
    /// One list for each typed word, best alternative first: a person matches when each list has one of the person's parts.
    /// Empty when nothing was typed that could be looked for.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> ForQuery(string text)
    {
        var query = new List<IReadOnlyList<string>>();
        var tokens = text.Split(BetweenTokens, StringSplitOptions.RemoveEmptyEntries).Take(WordsAtMost * 2).ToList();
        for (var i = 0; i < tokens.Count;)
        {
            var from = i;
            var isNumber = HasDigit(tokens[i]);
            while (i < tokens.Count && HasDigit(tokens[i]) == isNumber)
            {
                i++;
            }

            var run = tokens.GetRange(from, i - from);
            if (isNumber)
            {
                AddNumbers(query, run);
                continue;
            }

            if (i < tokens.Count && run[^1] is "A" or "a" or "A#" or "#")
            {
                // "A 214609035" is one number.
                run.RemoveAt(run.Count - 1);
            }

            AddWords(query, WordsOf(string.Join(' ', run)));
        }

        return query;
    }

    private static bool HasDigit(string token) => token.AsSpan().IndexOfAnyInRange('0', '9') >= 0;

    private static void AddWords(List<IReadOnlyList<string>> query, List<Word> words)
    {
        var alternatives = words.ConvertAll(w => Alternatives(w.Text));
        for (var i = 1; i < words.Count; i++)
        {
            var joined = Joined(words, i);
            for (var j = words[i - 1].IsParticle ? i : i - 1; j <= i; j++)
            {
                AddOnce(alternatives[j], "n:" + Folding.WithoutCedilla(joined));
                AddReadings(alternatives[j], joined);
            }
        }

        // A particle or an initial alone says too little to be asked for beside other words.
        var says = words.ConvertAll(w => !w.IsParticle && (w.Text.Length > 1 || w.Text[0] > 0x7F));
        query.AddRange(alternatives.Where((_, i) => says[i] || !says.Contains(true)));
    }

    private static List<string> Alternatives(string word)
    {
        var plain = Folding.WithoutCedilla(word);
        var found = new List<string>(6) { "n:" + plain };
        if (plain.Length >= ShortBeginning)
        {
            found.Add("p:" + plain[..(plain.Length >= LongBeginning ? LongBeginning : ShortBeginning)]);
        }

        AddReadings(found, word);
        return found;
    }

    /// <summary>The typed word's sound, and what else it may be: these readings cost a look-up here and no row in the index.</summary>
    private static void AddReadings(List<string> to, string word)
    {
        AddSounds(to, word);
        if (word.Length < 3 || SoundKey.Of(word) is not { Length: > 1 } sound)
        {
            return;
        }

        if (sound[0] == 'j' && sound.Length > 2)
        {
            AddOnce(to, "s:" + sound[1..]);
        }

        if (word[0] == 'h')
        {
            AddOnce(to, "s:j" + sound);
        }

        if (sound.Contains('C'))
        {
            AddOnce(to, "s:" + sound.Replace('C', 's'));
        }

        if (word.Contains("sh", StringComparison.Ordinal))
        {
            AddOnce(to, "s:" + SoundKey.Of(word.Replace("sh", "ch", StringComparison.Ordinal)));
        }
    }

    private static void AddNumbers(List<IReadOnlyList<string>> query, List<string> run)
    {
        var record = run.Count > 1 ? "r:" + Compact(string.Concat(run)) : null;
        for (var i = 0; i < run.Count; i++)
        {
            // "(210) 555 0101", "A214 609 035": short groups of digits are one number.
            var number = run[i];
            while (i + 1 < run.Count && !IsWhole(number.TrimStart('A', 'a')) && !IsWhole(run[i + 1]))
            {
                number += run[++i];
            }

            var found = Dates(number);
            AddReadingsOfDigits(found, Compact(number));
            if (record is not null)
            {
                AddOnce(found, record);
            }

            query.Add(found);
        }
    }

    private static bool IsWhole(string token) => Digits(token).Length >= NationalDigits || token.Any(char.IsLetter) || Dates(token).Count > 0;

    private static void AddReadingsOfDigits(List<string> found, string compact)
    {
        var number = compact.TrimStart('a');
        if (number.Length is 8 or 9 && number.All(char.IsAsciiDigit) && compact.Length - number.Length < 2)
        {
            AddOnce(found, "a:" + number.TrimStart('0'));
        }

        if (compact.Length is > 6 and < 16 && compact.All(char.IsAsciiDigit))
        {
            AddOnce(found, "t:" + (compact.Length == 11 && compact[0] == '1' ? compact[1..] : compact));
            AddOnce(found, "t:" + compact[^Math.Min(NationalDigits, compact.Length)..]);
        }

        AddOnce(found, "r:" + compact);
    }

    /// <summary>The birth dates that a token may mean, as typed first: day and month are swapped in one office out of two.</summary>
    private static List<string> Dates(string token)
    {
        var found = new List<string>(2);
        var cells = token.Length == 8 && token.All(char.IsAsciiDigit) ? [token[..4], token[4..6], token[6..]] : token.Split(InDates);
        if (cells.Length != 3 || !cells.All(c => c.Length is > 0 and < 5 && c.All(char.IsAsciiDigit)))
        {
            return found;
        }

        var n = Array.ConvertAll(cells, c => int.Parse(c, CultureInfo.InvariantCulture));
        if (cells[0].Length == 4)
        {
            AddDate(found, n[0], n[1], n[2]);
            AddDate(found, n[0], n[2], n[1]);
        }
        else if (cells[2].Length == 4)
        {
            AddDate(found, n[2], n[1], n[0]);
            AddDate(found, n[2], n[0], n[1]);
        }

        return found;
    }

    private static void AddDate(List<string> to, int year, int month, int day)
    {
        if (year is >= 1850 and < 2100 && month is > 0 and < 13 && day > 0 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month))
        {
            AddOnce(to, DatePart(new LocalDate(year, month, day)));
        }
    }
}
