using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// OsmAnd and Traccar Client over HTTP: a query, a form, or the new client's JSON. The secret is the parameter <c>secret</c> or the password of
/// basic authorization. Answer 200 once it is on disk, 400 for what is unreadable, 401 for a wrong secret.
/// </summary>
public static class OsmAnd
{
    public const int Port = 5055;

    public static ReadResult Read(PhoneRequest request, Instant received, Reading reading)
    {
        reading.Clear();
        reading.Secret = request.Credentials().Secret;
        var said = new Said();
        Take(request.Query, said, reading);
        if (request.Body.Length > PhoneRequest.LongestBody)
        {
            return ReadResult.Unreadable;
        }

        if (request.Body.IsEmpty)
        {
            return Done(said, received, reading);
        }

        if (request.ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) || request.Body.Span[0] == '{')
        {
            return PhoneJson.Read(request.Body, reading, ReadClient);
        }

        Take(Encoding.UTF8.GetString(request.Body.Span), said, reading);
        return Done(said, received, reading);
    }

    private static void Take(string encoded, Said said, Reading reading)
    {
        foreach (var (name, value) in PhoneRequest.Parts(encoded))
        {
            switch (name)
            {
                case "id" or "deviceid":
                    reading.Name(value);
                    break;
                case "secret":
                    reading.Secret = value;
                    break;
                case "location" when value.Split(',') is [var latitude, var longitude, ..]:
                    (said.Latitude, said.Longitude) = (Number(latitude), Number(longitude));
                    break;
                case "timestamp":
                    (said.Time, said.HasTime) = (Time(value), true);
                    break;
                case "cell":
                    Cell(value, reading);
                    break;
                default:
                    said.Values[name] = value;
                    break;
            }
        }
    }

    private static ReadResult Done(Said said, Instant received, Reading reading)
    {
        if (reading.Device.IsEmpty || (said.HasTime && said.Time is null))
        {
            return ReadResult.Unreadable;
        }

        var time = said.Time ?? received;
        reading.DeviceTime = time;
        if ((said.Latitude ?? said.Number("lat")) is { } latitude && (said.Longitude ?? said.Number("lon")) is { } longitude)
        {
            if (Fix.At(time, latitude, longitude, said.Values.GetValueOrDefault("valid") is not ("false" or "0")) is not { } fix)
            {
                return ReadResult.Unreadable;
            }

            reading.Add(fix with
            {
                Speed = (float?)(said.Number("speed") * 1.852),
                Course = (float?)(said.Number("bearing") ?? said.Number("heading")),
                Altitude = (float?)said.Number("altitude"),
                Accuracy = (float?)said.Number("accuracy"),
                Hdop = (float?)said.Number("hdop"),
            });
        }

        PhoneJson.Battery(said.Number("batt"), reading);
        PhoneJson.Charge(said.Values.GetValueOrDefault("charge") switch { "true" or "1" => true, "false" or "0" => false, _ => null }, reading);
        PhoneJson.Alarm(said.Values.GetValueOrDefault("alarm"), reading);
        return reading.FixesOrReport();
    }

    /// <summary>{device_id, location:{timestamp, coords:{latitude, longitude, accuracy, speed, heading, altitude}, is_moving, battery:{level, is_charging}, alarm}}.</summary>
    private static ReadResult ReadClient(JsonElement root, Reading reading)
    {
        if (PhoneJson.Text(root, "device_id") is not { Length: > 0 } device || PhoneJson.Part(root, "location") is not { } location
            || Time(PhoneJson.Text(location, "timestamp") ?? "") is not { } time || PhoneJson.Part(location, "coords") is not { } coords
            || PhoneJson.Number(coords, "latitude") is not { } latitude || PhoneJson.Number(coords, "longitude") is not { } longitude
            || Fix.At(time, latitude, longitude, true) is not { } fix)
        {
            return ReadResult.Unreadable;
        }

        reading.Name(device);
        reading.Add(fix with
        {
            // Metres a second; -1 is "not known".
            Speed = PhoneJson.Number(coords, "speed") is >= 0 and var speed ? (float)(speed * 3.6) : null,
            Course = PhoneJson.Number(coords, "heading") is >= 0 and var heading ? (float)heading : null,
            Altitude = (float?)PhoneJson.Number(coords, "altitude"),
            Accuracy = (float?)PhoneJson.Number(coords, "accuracy"),
        });
        if (PhoneJson.Truth(location, "is_moving") is { } moving)
        {
            reading.State(moving ? Moving : Still, 0);
        }

        if (PhoneJson.Part(location, "battery") is { } battery)
        {
            PhoneJson.Battery(PhoneJson.Number(battery, "level") * 100, reading);
            PhoneJson.Charge(PhoneJson.Truth(battery, "is_charging"), reading);
        }

        PhoneJson.Alarm(PhoneJson.Text(location, "alarm"), reading);
        return ReadResult.Fixes;
    }

    private static void Cell(string value, Reading reading)
    {
        if (value.Split(',') is [var mcc, var mnc, var area, var id, ..] && Whole(mcc) is { } country && Whole(mnc) is { } network
            && Whole(area) is { } lac && Whole(id) is { } cid && reading.Cells.Length < 16)
        {
            reading.Add(new Cell((int)country, (int)network, lac, cid));
        }
    }

    /// <summary>Seconds or milliseconds since 1970, or ISO 8601.</summary>
    private static Instant? Time(string text)
    {
        if (Whole(text) is { } number)
        {
            return PhoneJson.Since1970(number);
        }

        return OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } parsed ? parsed.Value.ToInstant()
            : LocalDateTimePattern.ExtendedIso.Parse(text.Replace(' ', 'T')) is { Success: true } local ? local.Value.InUtc().ToInstant()
            : null;
    }

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private sealed class Said
    {
        public double? Latitude { get; set; }

        public double? Longitude { get; set; }

        public Instant? Time { get; set; }

        public bool HasTime { get; set; }

        public Dictionary<string, string> Values { get; } = [];

        public double? Number(string name) => OsmAnd.Number(Values.GetValueOrDefault(name));
    }
}
