using System.Text.Json;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// OwnTracks' JSON, as it comes over HTTP (and, with its topic, over MQTT). The secret is the password of basic authorization, its name the
/// device's where neither topic nor header says one. The answer to a location is an empty list.
/// </summary>
public static class OwnTracks
{
    public const int Port = 5144;

    public static ReadResult Read(PhoneRequest request, Reading reading)
    {
        reading.Clear();
        var (name, secret) = request.Credentials();
        reading.Secret = secret;
        if (request.Body.Length is 0 or > PhoneRequest.LongestBody)
        {
            return ReadResult.Unreadable;
        }

        var result = PhoneJson.Read(request.Body, reading, ReadMessage);
        var named = reading.DeviceText;
        if (!named.Contains('/', StringComparison.Ordinal) && (request.Device.Length > 0 ? request.Device : name) is { Length: > 0 } better)
        {
            // The two letters of the body are for a map: they name nobody.
            reading.Name(better);
        }

        return reading.Device.IsEmpty ? ReadResult.Unreadable : result;
    }

    private static ReadResult ReadMessage(JsonElement root, Reading reading)
    {
        reading.Name(PhoneJson.Text(root, "topic") ?? PhoneJson.Text(root, "tid") ?? "");
        return PhoneJson.Text(root, "_type") switch
        {
            "location" => Location(root, reading),
            "lwt" => ReadResult.Heartbeat,
            "transition" or "status" => ReadResult.Report,
            null => ReadResult.Unreadable,
            _ => ReadResult.Unknown,
        };
    }

    private static ReadResult Location(JsonElement root, Reading reading)
    {
        if (PhoneJson.Number(root, "tst") is not (> 0 and < 1e11 and var seconds) || PhoneJson.Since1970((long)seconds) is not { } time
            || PhoneJson.Number(root, "lat") is not { } latitude || PhoneJson.Number(root, "lon") is not { } longitude
            || Fix.At(time, latitude, longitude, true) is not { } fix)
        {
            return ReadResult.Unreadable;
        }

        reading.Add(fix with
        {
            Speed = (float?)PhoneJson.Number(root, "vel"),
            Course = (float?)PhoneJson.Number(root, "cog"),
            Altitude = (float?)PhoneJson.Number(root, "alt"),
            Accuracy = (float?)PhoneJson.Number(root, "acc"),
        });
        PhoneJson.Battery(PhoneJson.Number(root, "batt"), reading);
        PhoneJson.Charge(PhoneJson.Number(root, "bs") switch { 1 => false, 2 or 3 => true, _ => null }, reading);
        return ReadResult.Fixes;
    }
}
