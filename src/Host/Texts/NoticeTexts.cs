using System.Collections.Frozen;
using System.Reflection;
using Throughline.Host.Programmes;

namespace Throughline.Host.Texts;

/// <summary>One text in every language. Draft until somebody with a name has read all sides.</summary>
internal sealed record NoticeText(string Key, FrozenDictionary<string, string> Words, bool IsReviewed)
{
    public string English => Words["en"];

    public string Spanish => Words["es"];

    public string In(string language) => Words.GetValueOrDefault(language) ?? English;
}

/// <summary>The words of the printed notice and of the person's pages, by key. Whoever speaks a language that is not here is given English.</summary>
internal static class NoticeTexts
{
    private static readonly string[] Keys = [.. TextLanguage.All.Select(l => l.Code), "status", "reviewedBy"];

    public static FrozenDictionary<string, NoticeText> All { get; } = Load("notice.yaml").Concat(Load("me.yaml")).Concat(Load("messages.yaml")).ToFrozenDictionary(t => t.Key, StringComparer.Ordinal);

    public static bool Has(string key) => All.ContainsKey(key);

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

    private static IEnumerable<NoticeText> Load(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Throughline.Texts." + file)!;
        using var reader = new StreamReader(stream);
        var faults = new List<ProgrammeFault>();
        var map = (YamlMap)(YamlTree.Read(reader.ReadToEnd(), file, faults) ?? throw new InvalidOperationException(faults[0].Sentence));
        foreach (var (key, value) in map.Entries)
        {
            var parts = ((YamlMap)value).Entries.ToDictionary(e => e.Key.Value, e => ((YamlText)e.Value).Value, StringComparer.Ordinal);
            if (parts.Keys.Except(Keys).FirstOrDefault() is { } unknown)
            {
                throw new InvalidOperationException($"{file}, {key.Value}: '{unknown}' is not known here.");
            }

            if (TextLanguage.All.FirstOrDefault(l => !parts.ContainsKey(l.Code)) is { } silent)
            {
                throw new InvalidOperationException($"{file}, {key.Value}: the text in {silent.Name} is missing.");
            }

            yield return new NoticeText(key.Value, TextLanguage.All.ToFrozenDictionary(l => l.Code, l => parts[l.Code], StringComparer.Ordinal), parts["status"] == "reviewed" && parts.ContainsKey("reviewedBy"));
        }
    }
}
