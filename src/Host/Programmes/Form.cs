using System.Collections.Immutable;

namespace Throughline.Host.Programmes;

internal delegate T ValueOf<T>(string text, out string? fault);

/// <summary>
/// One mapping of the file, read key by key. Each reading names its fault and goes on with a stand-in, so that one start lists every fault;
/// <see cref="Close"/> then names the keys that nobody asked for.
/// </summary>
internal sealed class Form(YamlTree? tree, string what, string file, List<ProgrammeFault> faults)
{
    private readonly List<string> _asked = [];

    private IReadOnlyList<(YamlText Key, YamlTree Value)> Entries { get; } = EntriesOf(tree, what, file, faults);

    public bool Exists => tree is YamlMap;

    public int FaultCount => faults.Count;

    public void Fault(string key, string sentence) => Fault(Find(key) ?? tree, sentence);

    public string Text(string key) => Read(key, (string text, out string? fault) =>
    {
        fault = text.Length > 0 ? null : $"'{key}' is empty. Write a value behind the colon.";
        return text;
    }, "");

    public string Text(string key, Func<string, string?> faultOf) => Read(key, (string text, out string? fault) =>
    {
        fault = faultOf(text);
        return text;
    }, "");

    public T Read<T>(string key, ValueOf<T> valueOf, T standIn) => Required(key) is { } node ? Value(node, key, valueOf, standIn) : standIn;

    public int Number(string key, int from, int to) => Read(key, (string text, out string? fault) => Values.Number(text, from, to, out fault), from);

    /// <summary>Null only where the key is not there: a number at fault counts as given, so that nobody is told to add what stands there.</summary>
    public int? NumberIfAny(string key, int from, int to) => Ask(key) is { } node
        ? Value(node, key, (string text, out string? fault) => Values.Number(text, from, to, out fault), from) : null;

    /// <summary>The value, or null where the key is not there or is at fault: a stand-in would only bring faults of its own.</summary>
    public T? ReadIfAny<T>(string key, ValueOf<T> valueOf) where T : struct => Ask(key) is { } node
        ? Value<T?>(node, key, (string text, out string? fault) => valueOf(text, out fault), null) : null;

    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices) => Read(key, (string text, out string? fault) =>
    {
        fault = choices.ContainsKey(text) ? null : $"'{text}' is not known as '{key}'. Write one of: {string.Join(", ", choices.Keys.Order(StringComparer.Ordinal))}.";
        return choices.GetValueOrDefault(text)!;
    }, default!);

    public Form Part(string key) => new(Required(key), $"'{key}'", file, faults);

    /// <summary>Null where the key is not there.</summary>
    public Form? PartIfAny(string key) => Ask(key) is { } node ? new(node, $"'{key}'", file, faults) : null;

    public Form Below(YamlTree node, string name) => new(node, name, file, faults);

    /// <summary>Each entry of a mapping whose keys are the administrator's own (codes, dates). The key's fault is named; the entry is read all the same.</summary>
    public IEnumerable<(YamlText Key, YamlTree Value)> Open(string key, Func<string, string?> faultOfKey, bool optional = false)
    {
        var node = optional ? Ask(key) : Required(key);
        return node is null ? [] : Open(node, $"'{key}'", faultOfKey);
    }

    public IEnumerable<(YamlText Key, YamlTree Value)> Open(YamlTree node, string name, Func<string, string?> faultOfKey)
    {
        foreach (var (entry, value) in EntriesOf(node, name, file, faults))
        {
            if (faultOfKey(entry.Value) is { } sentence)
            {
                Fault(entry, sentence);
            }

            yield return (entry, value);
        }
    }

    /// <summary>Codes and their words, such as <c>MORE_INFO: We need more information.</c></summary>
    public ImmutableArray<T> Words<T>(string key, Func<string, string?> faultOfKey, Func<string, string, T> make) =>
        [.. Open(key, faultOfKey).Select(e => make(e.Key.Value, TextOf(e.Value, e.Key.Value)))];

    public string TextOf(YamlTree node, string key) => Value(node, key, (string text, out string? fault) =>
    {
        fault = text.Length > 0 ? null : $"'{key}' is empty. Write a value behind the colon.";
        return text;
    }, "");

    public int NumberOf(YamlTree node, string key, int from, int to) => Value(node, key, (string text, out string? fault) => Values.Number(text, from, to, out fault), from);

    public IReadOnlyList<YamlTree> Items(string key)
    {
        if (Required(key) is not { } node)
        {
            return [];
        }

        if (node is YamlList { Items.Count: > 0 } list)
        {
            return list.Items;
        }

        Fault(node, $"'{key}' is no list. Write each item on its own line behind a hyphen.");
        return [];
    }

    public void Fault(YamlTree? node, string sentence) => faults.Add(new(file, node?.Line ?? 1, node?.Column ?? 1, sentence));

    public void Close()
    {
        foreach (var (key, _) in Entries.Where(e => !_asked.Contains(e.Key.Value)))
        {
            Fault(key, $"'{key.Value}' is no key of {what}. Write one of: {string.Join(", ", _asked)}.");
        }
    }

    private YamlTree? Find(string key) => Entries.FirstOrDefault(e => e.Key.Value == key).Value;

    private YamlTree? Ask(string key)
    {
        _asked.Add(key);
        return Find(key);
    }

    private YamlTree? Required(string key)
    {
        var node = Ask(key);
        if (node is null && Exists)
        {
            Fault(tree, $"'{key}' is missing from {what}. Add a line '{key}: ...'.");
        }

        return node;
    }

    private T Value<T>(YamlTree node, string key, ValueOf<T> valueOf, T standIn)
    {
        if (node is not YamlText text)
        {
            Fault(node, $"'{key}' is one value, not a list or a group of keys. Write it behind the colon.");
            return standIn;
        }

        var value = valueOf(text.Value, out var fault);
        if (fault is not null)
        {
            Fault(node, fault);
            return standIn;
        }

        return value;
    }

    private static List<(YamlText Key, YamlTree Value)> EntriesOf(YamlTree? tree, string what, string file, List<ProgrammeFault> faults)
    {
        if (tree is not YamlMap map)
        {
            if (tree is not null)
            {
                faults.Add(new(file, tree.Line, tree.Column, $"{what} is no group of keys. Write 'key: value' lines below it, indented by two spaces."));
            }

            return [];
        }

        var entries = new List<(YamlText Key, YamlTree Value)>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (lines.TryAdd(entry.Key.Value, entry.Key.Line))
            {
                entries.Add(entry);
            }
            else
            {
                faults.Add(new(file, entry.Key.Line, entry.Key.Column,
                    $"'{entry.Key.Value}' is written twice; the first is on line {lines[entry.Key.Value]}. Keep one."));
            }
        }

        return entries;
    }
}
