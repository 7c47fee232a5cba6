using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using NodaTime;
using NodaTime.Text;
using Throughline.Host.Programmes;

namespace Throughline.Host.Texts;

/// <summary>Who has read a text against the English, and when.</summary>
internal sealed record Review(string By, LocalDate On);

/// <summary>One text in every language. A language without a review is a draft.</summary>
internal sealed record NoticeText(string Key, FrozenDictionary<string, string> Words, FrozenDictionary<string, Review> Reviews)
{
    public string English => Words["en"];

    public string Spanish => Words["es"];

    public string In(string language) => Words.GetValueOrDefault(language) ?? English;
}

/// <summary>
/// The words of the printed notice, the messages and the person's pages, by key: English and Spanish side by side in three files, each other
/// language in one of its own. Whoever speaks a language that is not here is given English.
/// </summary>
internal static class NoticeTexts
{
    private const string Draft = "draft", Reviewed = "reviewed";
    private static readonly string[] SideBySide = ["en", "es"];
    private static readonly string[] Columns = [.. SideBySide, "status", "reviewedBy", "reviewedOn"];
    private static readonly string[] Files = ["notice.yaml", "me.yaml", "messages.yaml"];

    /// <summary>The keys of the paper itself, by which it says whether it was reviewed.</summary>
    private static readonly FrozenSet<string> OfTheNotice;

    static NoticeTexts()
    {
        var faults = new List<string>();
        var texts = new Dictionary<string, (Dictionary<string, string> Words, Dictionary<string, Review> Reviews)>(StringComparer.Ordinal);
        var notice = new List<string>();
        foreach (var file in Files)
        {
            foreach (var (key, parts) in Lines(file))
            {
                if (parts.Keys.Except(Columns).FirstOrDefault() is { } unknown)
                {
                    throw new InvalidOperationException($"{file}, {key}: '{unknown}' is not known here.");
                }

                if (SideBySide.FirstOrDefault(l => !parts.ContainsKey(l)) is { } silent)
                {
                    throw new InvalidOperationException($"{file}, {key}: the text in {TextLanguage.Find(silent)!.English} is missing.");
                }

                var read = parts["status"] == Reviewed ? ReviewOf(file, key, parts, "reviewedBy", "reviewedOn", faults) : null;
                texts[key] = (SideBySide.ToDictionary(l => l, l => parts[l], StringComparer.Ordinal), read is null ? [] : SideBySide.ToDictionary(l => l, _ => read, StringComparer.Ordinal));
                if (file == Files[0])
                {
                    notice.Add(key);
                }
            }
        }

        foreach (var language in TextLanguage.All.Where(l => !SideBySide.Contains(l.Code)))
        {
            AddLanguage(language, texts, faults);
        }

        All = texts.ToFrozenDictionary(t => t.Key, t => new NoticeText(t.Key, t.Value.Words.ToFrozenDictionary(StringComparer.Ordinal), t.Value.Reviews.ToFrozenDictionary(StringComparer.Ordinal)), StringComparer.Ordinal);
        OfTheNotice = notice.ToFrozenSet(StringComparer.Ordinal);
        Faults = [.. faults];
    }

    public static FrozenDictionary<string, NoticeText> All { get; }

    /// <summary>What is missing or left over, each with its file, language and key. A test wants it empty; a person gets English meanwhile.</summary>
    public static ImmutableArray<string> Faults { get; }

    public static bool Has(string key) => All.ContainsKey(key);

    /// <summary>Somebody with a name has read every text of the notice in this language.</summary>
    public static bool IsReviewed(string language) => OfTheNotice.All(key => All[key].Reviews.ContainsKey(language));

    /// <exception cref="KeyNotFoundException">No such text: a mistake of ours that a test finds first.</exception>
    public static string Say(string language, string key, params ReadOnlySpan<(string Name, string Value)> filled)
    {
        var text = All[key].In(language);
        foreach (var (name, value) in filled)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        // "a. m." at the end of a sentence already has its point.
        return text.Replace("m..", "m.", StringComparison.Ordinal);
    }

    private static void AddLanguage(TextLanguage language, Dictionary<string, (Dictionary<string, string> Words, Dictionary<string, Review> Reviews)> texts, List<string> faults)
    {
        var file = language.Code + ".yaml";
        foreach (var (key, parts) in Lines(file))
        {
            if (!texts.TryGetValue(key, out var text))
            {
                faults.Add($"{file}, {key}: no text in English has this key any more.");
            }
            else if (parts.GetValueOrDefault(Reviewed) is { } read)
            {
                text.Words[language.Code] = read;
                if (ReviewOf(file, key, parts, "by", "on", faults) is { } review)
                {
                    text.Reviews[language.Code] = review;
                }
            }
            else if (parts.GetValueOrDefault(Draft) is { } draft)
            {
                text.Words[language.Code] = draft;
            }
        }

        faults.AddRange(texts.Where(t => !t.Value.Words.ContainsKey(language.Code)).Select(t => $"{file}, {t.Key}: the text in {language.English} is missing."));
    }

    /// <summary>Null, and a fault, where the name or the date is missing: then it is a draft.</summary>
    private static Review? ReviewOf(string file, string key, Dictionary<string, string> parts, string by, string on, List<string> faults)
    {
        if (parts.GetValueOrDefault(by) is { Length: > 0 } name && LocalDatePattern.Iso.Parse(parts.GetValueOrDefault(on) ?? "") is { Success: true, Value: var day })
        {
            return new Review(name, day);
        }

        faults.Add($"{file}, {key}: reviewed by whom and when? '{by}' and '{on}' (a day as 2026-11-24) must say so.");
        return null;
    }

    private static IEnumerable<(string Key, Dictionary<string, string> Parts)> Lines(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Throughline.Texts." + file)!;
        using var reader = new StreamReader(stream);
        var faults = new List<ProgrammeFault>();
        var map = (YamlMap)(YamlTree.Read(reader.ReadToEnd(), file, faults) ?? throw new InvalidOperationException(faults[0].Sentence));
        return [.. map.Entries.Select(e => (e.Key.Value, ((YamlMap)e.Value).Entries.ToDictionary(p => p.Key.Value, p => ((YamlText)p.Value).Value, StringComparer.Ordinal)))];
    }
}
