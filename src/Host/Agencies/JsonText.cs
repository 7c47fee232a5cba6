using System.Text.Json;
using System.Text.Json.Serialization;
using Throughline.Host.Casework;
using Throughline.Host.Imports;

namespace Throughline.Host.Agencies;

/// <summary>A text that no field takes; the sentence says why.</summary>
internal sealed class UnreadableTextException(string sentence) : JsonException(sentence);

/// <summary>Texts that came as JSON are held to what a sender's file is held to: no control characters but line breaks, and not longer.</summary>
internal sealed class JsonText : JsonConverter<string>
{
    private const int FieldsAtMost = 200;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new UnreadableTextException("A text is asked for, and the body has something else.")
        : Said(ref reader) is not { } said ? throw new UnreadableTextException("A text has half a character.")
        : Fault(said) is { } fault ? throw new UnreadableTextException("A text " + fault.Words)
        : said;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>The fields of an object as a file would have them. A number stands as it was written; yes and no are Y and N.</summary>
    public static (Dictionary<string, string> Fields, FieldFault? Fault) Fields(Dictionary<string, JsonElement> body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in body)
        {
            if (fields.Count == FieldsAtMost || name.Length > FieldsAtMost || Fault(name) is not null)
            {
                return (fields, new FieldFault("", "not-readable", $"A record has at most {FieldsAtMost} fields, each with a plain name of at most {FieldsAtMost} characters."));
            }

            var (text, fault) = value.ValueKind switch
            {
                JsonValueKind.Null => ("", null),
                JsonValueKind.String => Said(value) is { } said ? (said, Fault(said)) : ("", ("not-readable", "has half a character.")),
                JsonValueKind.True => ("Y", null),
                JsonValueKind.False => ("N", null),
                JsonValueKind.Number => (value.GetRawText(), Fault(value.GetRawText())),
                _ => ("", ("not-a-text", "is asked for, and the body has a list or an object.")),
            };
            if (fault is var (code, words))
            {
                return (fields, new FieldFault(name, code, $"{name}: a text {words}"));
            }

            if (text.Length > 0)
            {
                fields[name] = text;
            }
        }

        return (fields, null);
    }

    private static string? Said(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // A half of a UTF-16 pair: valid JSON, and no text.
            return null;
        }
    }

    private static string? Said(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static (string Code, string Words)? Fault(string text) =>
        text.Length > CsvRows.ValueAtMost ? ("too-long", $"is longer than the {CsvRows.ValueAtMost} characters that are taken at most.")
        : text.Any(c => char.IsControl(c) && c is not ('\n' or '\r')) ? ("control-character", "has a control character.")
        : null;
}
