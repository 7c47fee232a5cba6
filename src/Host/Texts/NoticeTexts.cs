using System.Collections.Frozen;
using System.Reflection;
using Throughline.Host.Programmes;

namespace Throughline.Host.Texts;

/// <summary>One text in both languages. Draft until somebody with a name has read both sides.</summary>
internal sealed record NoticeText(string Key, string English, string Spanish, bool IsReviewed)
{
    public string In(string language) => language == "es" ? Spanish : English;
}

/// <summary>The words of the printed notice and of the person's pages, by key. English and Spanish are all there is; another language is given English.</summary>
internal static class NoticeTexts
{
    private static readonly string[] Keys = ["en", "es", "status", "reviewedBy"];

    public static FrozenDictionary<string, NoticeText> All { get; } = Load("notice.yaml").Concat(Load("me.yaml")).ToFrozenDictionary(t => t.Key, StringComparer.Ordinal);

    public static bool Has(string key) => All.ContainsKey(key);

    /// <summary>"es" for Spanish, otherwise "en".</summary>
    public static string LanguageOf(string? iso) => iso == "spa" ? "es" : "en";

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

            yield return new NoticeText(key.Value, parts["en"], parts["es"], parts["status"] == "reviewed" && parts.ContainsKey("reviewedBy"));
        }
    }
}
