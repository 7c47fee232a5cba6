using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Throughline.Host.Parts;

/// <summary>One answer a person may choose. With <paramref name="NotPossible"/> it stays visible, with that reason, and can't be chosen.</summary>
internal sealed record Choice(string Value, string Word, string? Hint = null, string? NotPossible = null, bool IsChosen = false);

/// <summary>Form fields with label, hint and the sentence of what is wrong, joined for those who hear the page. The id is also the posted name.</summary>
internal static class Field
{
    /// <summary>Above the form, and focused as the page opens; nothing when there is nothing to correct. Each line leads to its field.</summary>
    public static Markup Errors(string title, IReadOnlyCollection<(string Id, string Sentence)> errors) => errors.Count == 0 ? Markup.None : Markup.Of($"""
        <div class="tl-errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">{title}</h2><ul>{Markup.Join(errors.Select(e => Markup.Of($"<li><a href=\"#{e.Id}\">{e.Sentence}</a></li>")))}</ul></div>
        """);

    public static Markup Errors(string title, ModelStateDictionary state) =>
        Errors(title, [.. state.SelectMany(field => (field.Value?.Errors ?? []).Select(e => (field.Key, e.ErrorMessage)))]);

    /// <summary>The first sentence about a field, or null.</summary>
    public static string? Error(ModelStateDictionary state, string id) =>
        state.TryGetValue(id, out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    public static Markup Text(string id, string label, string? value, string? error = null, string? hint = null, string type = "text", string? autocomplete = null, bool required = false, string? entry = null, string? inputMode = null) =>
        Frame(id, label, error, hint, Markup.Of($"""<input class="usa-input{(entry is null ? "" : " " + entry)}" id="{id}" name="{id}" type="{type}" value="{value}"{Attribute("autocomplete", autocomplete)}{Attribute("inputmode", inputMode)}{Required(required)}{Described(id, error, hint)}>"""));

    public static Markup Area(string id, string label, string? value, string? error = null, string? hint = null, bool required = false) =>
        Frame(id, label, error, hint, Markup.Of($"""<textarea class="usa-textarea" id="{id}" name="{id}" rows="4"{Required(required)}{Described(id, error, hint)}>{value}</textarea>"""));

    public static Markup Select(string id, string label, IEnumerable<(string Value, string Word)> options, string? chosen, string? error = null, string? hint = null) =>
        Frame(id, label, error, hint, Markup.Of($"""<select class="usa-select" id="{id}" name="{id}"{Described(id, error, hint)}>{Markup.Join(options.Select(o => Markup.Of($"<option value=\"{o.Value}\"{Flag("selected", o.Value == chosen)}>{o.Word}</option>")))}</select>"""));

    /// <summary>One of several, nothing chosen beforehand. The first choice carries the id, so that an error's link lands on it.</summary>
    public static Markup Choices(string id, string legend, IEnumerable<Choice> choices, string? chosen, string? error = null, string? hint = null, bool many = false) => Markup.Of($"""
        <fieldset class="tl-choices{(error is null ? "" : " tl-field--error")}"{Described(id, error, hint)}><legend>{legend}</legend>{Above(id, error, hint)}{Markup.Join(choices.Select((c, i) => Markup.Of($"""
        <label class="tl-choice{(c.NotPossible is null ? "" : " is-shut")}"><input type="{(many ? "checkbox" : "radio")}" id="{(i == 0 ? id : $"{id}-{i}")}" name="{id}" value="{c.Value}"{Flag("checked", c.IsChosen || c.Value == chosen)}{Flag("disabled", c.NotPossible is not null)}><span><b>{c.Word}</b>{c.NotPossible ?? c.Hint}</span></label>
        """)))}</fieldset>
        """);

    private static Markup Frame(string id, string label, string? error, string? hint, Markup control) => Markup.Of(
        $"""<div class="tl-field{(error is null ? "" : " tl-field--error")}"><label for="{id}">{label}</label>{Above(id, error, hint)}{control}</div>""");

    private static Markup Above(string id, string? error, string? hint) => Markup.Of(
        $"""{(hint is null ? null : Markup.Of($"""<span class="tl-hint" id="{id}-hint">{hint}</span>"""))}{(error is null ? null : Markup.Of($"""<span class="tl-field__error" id="{id}-error">{Icon.Of("fault")}{error}</span>"""))}""");

    private static Markup Described(string id, string? error, string? hint)
    {
        var by = string.Join(' ', new[] { hint is null ? null : $"{id}-hint", error is null ? null : $"{id}-error" }.OfType<string>());
        return Markup.Of($"{Attribute("aria-describedby", by.Length == 0 ? null : by)}{Flag("aria-invalid", error is not null)}");
    }

    private static Markup Attribute(string name, string? value) => value is null ? Markup.None : Markup.Of($" {name}=\"{value}\"");

    private static Markup Flag(string name, bool on) => on ? Markup.Of($" {name}=\"{(name.StartsWith("aria", StringComparison.Ordinal) ? "true" : name)}\"") : Markup.None;

    private static Markup Required(bool required) => Flag("required", required);
}
