using System.Text.Json;
using NodaTime;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>What the JSON of phones has in common: anything may be missing or of another type, and nothing of that is an exception.</summary>
internal static class PhoneJson
{
    private const long Milliseconds = 100_000_000_000;
    private const long Latest = 4_102_444_800;

    /// <summary>Parses, and turns what is no JSON into <see cref="ReadResult.Unreadable"/>.</summary>
    public static ReadResult Read(ReadOnlyMemory<byte> body, Reading reading, Func<JsonElement, Reading, ReadResult> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind is JsonValueKind.Object ? read(document.RootElement, reading) : ReadResult.Unreadable;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: half of a surrogate pair, which the parser lets pass and the text does not.
            reading.Forget();
            return ReadResult.Unreadable;
        }
    }

    public static Instant? Since1970(long number) =>
        number > Milliseconds ? number / 1000 < Latest ? Instant.FromUnixTimeMilliseconds(number) : null
        : number is > 0 and < Latest ? Instant.FromUnixTimeSeconds(number)
        : null;

    public static JsonElement? Part(JsonElement element, string name) =>
        element.TryGetProperty(name, out var part) && part.ValueKind is JsonValueKind.Object ? part : null;

    /// <summary>A text, or a number as it was written.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var part)
            ? part.ValueKind switch { JsonValueKind.String => part.GetString(), JsonValueKind.Number => part.GetRawText(), _ => null }
            : null;

    public static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var part) && part.ValueKind is JsonValueKind.Number && part.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    public static bool? Truth(JsonElement element, string name) =>
        element.TryGetProperty(name, out var part) ? part.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null } : null;

    public static void Battery(double? percent, Reading reading)
    {
        if (percent is >= 0 and <= 100)
        {
            reading.State(BatteryLevel, 0, Math.Round(percent.Value));
        }
    }

    public static void Charge(bool? charging, Reading reading)
    {
        if (charging is { } on)
        {
            reading.State(on ? Charging : NotCharging, 0);
        }
    }

    public static void Alarm(string? alarm, Reading reading)
    {
        if (!string.IsNullOrEmpty(alarm))
        {
            reading.Alarm(alarm switch { "sos" => Sos, "lowBattery" => BatteryLow, "fallDown" => Fall, "tampering" => Tamper, "removing" => StrapOpen, _ => Other }, 0);
        }
    }
}
