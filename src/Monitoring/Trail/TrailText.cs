using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using NodaTime;
using NodaTime.Text;

namespace Throughline.Monitoring.Trail;

/// <summary>A trail as a file for other programs: GPX 1.1, GeoJSON, CSV and OGC Moving Features JSON. What the device did not say is left out.</summary>
public static class TrailText
{
    private const string GpxSpace = "http://www.topografix.com/GPX/1/1";

    /// <summary>Speed and course stand in our own extension: GPX 1.1 has no word for them.</summary>
    private const string OwnSpace = "https://throughline.example/gpx/1";

    public static byte[] Gpx(string name, IEnumerable<TrailFix> fixes)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("gpx", GpxSpace);
            xml.WriteAttributeString("version", "1.1");
            xml.WriteAttributeString("creator", "Throughline");
            xml.WriteAttributeString("xmlns", "own", null, OwnSpace);
            xml.WriteStartElement("trk");
            xml.WriteElementString("name", name);
            xml.WriteStartElement("trkseg");
            foreach (var fix in fixes)
            {
                xml.WriteStartElement("trkpt");
                xml.WriteAttributeString("lat", Degrees(fix.LatitudeDegrees));
                xml.WriteAttributeString("lon", Degrees(fix.LongitudeDegrees));
                xml.WriteElementString("time", Text(fix.At));
                Element("fix", fix.Marks.HasFlag(TrailMarks.NotValid) ? "none" : null);
                Element("sat", Text(fix.Satellites));
                if (fix is not { Speed: null, Course: null, Accuracy: null, Battery: null })
                {
                    xml.WriteStartElement("extensions");
                    Element("speed", Text(fix.Speed / 10.0), OwnSpace);
                    Element("course", Text(fix.Course), OwnSpace);
                    Element("accuracy", Text(fix.Accuracy), OwnSpace);
                    Element("battery", Text(fix.Battery), OwnSpace);
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            void Element(string element, string? text, string? space = null)
            {
                if (text is not null)
                {
                    xml.WriteElementString(element, space ?? GpxSpace, text);
                }
            }
        }

        return bytes.ToArray();
    }

    public static byte[] GeoJson(IEnumerable<TrailFix> fixes) => Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        foreach (var fix in fixes)
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteStartObject("geometry");
            json.WriteString("type", "Point");
            json.WritePropertyName("coordinates");
            Place(json, fix);
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("time", Text(fix.At));
            Number(json, "speed", fix.Speed / 10.0);
            Number(json, "course", fix.Course);
            Number(json, "accuracy", fix.Accuracy);
            Number(json, "battery", fix.Battery);
            Number(json, "satellites", fix.Satellites);
            foreach (var mark in Marks(fix.Marks))
            {
                json.WriteBoolean(mark, true);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Csv(IEnumerable<TrailFix> fixes)
    {
        var text = new StringBuilder("time,latitude,longitude,speed_kmh,course,accuracy_m,battery_percent,satellites,marks\r\n");
        foreach (var f in fixes)
        {
            text.AppendJoin(',', Text(f.At), Degrees(f.LatitudeDegrees), Degrees(f.LongitudeDegrees), Text(f.Speed / 10.0), Text(f.Course), Text(f.Accuracy), Text(f.Battery), Text(f.Satellites), string.Join(' ', Marks(f.Marks))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>
    /// OGC 19-045r3. Discrete: nothing is said of the way between two fixes. The standard wants each time once and in order, so that of fixes
    /// of one instant the first stands.
    /// </summary>
    public static byte[] MovingFeatures(string name, IEnumerable<TrailFix> fixes)
    {
        var ordered = fixes.OrderBy(f => f.At).DistinctBy(f => f.At).ToList();
        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteStartObject("temporalGeometry");
            json.WriteString("type", "MovingPoint");
            Times(json, ordered);
            json.WriteStartArray("coordinates");
            ordered.ForEach(f => Place(json, f));
            json.WriteEndArray();
            json.WriteString("interpolation", "Discrete");
            json.WriteEndObject();
            json.WriteStartArray("temporalProperties");
            Property(json, ordered, "speed", "KMH", f => f.Speed / 10.0);
            Property(json, ordered, "course", "DD", f => f.Course);
            Property(json, ordered, "accuracy", "MTR", f => f.Accuracy);
            Property(json, ordered, "battery", "P1", f => f.Battery);
            Property(json, ordered, "satellites", "C62", f => f.Satellites);
            json.WriteEndArray();
            json.WriteStartObject("properties");
            json.WriteString("name", name);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static void Property(Utf8JsonWriter json, List<TrailFix> fixes, string name, string unit, Func<TrailFix, double?> value)
    {
        var said = fixes.Where(f => value(f) is not null).ToList();
        if (said.Count == 0)
        {
            return;
        }

        json.WriteStartObject();
        Times(json, said);
        json.WriteStartObject(name);
        json.WriteString("type", "Measure");
        json.WriteString("form", unit);
        json.WriteStartArray("values");
        said.ForEach(f => json.WriteNumberValue(value(f)!.Value));
        json.WriteEndArray();
        json.WriteString("interpolation", "Discrete");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Times(Utf8JsonWriter json, List<TrailFix> fixes)
    {
        json.WriteStartArray("datetimes");
        fixes.ForEach(f => json.WriteStringValue(Text(f.At)));
        json.WriteEndArray();
    }

    private static void Place(Utf8JsonWriter json, TrailFix fix)
    {
        json.WriteStartArray();
        json.WriteNumberValue(fix.LongitudeDegrees);
        json.WriteNumberValue(fix.LatitudeDegrees);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return bytes.ToArray();
    }

    private static IEnumerable<string> Marks(TrailMarks marks) =>
        new[] { (TrailMarks.NotValid, "notValid"), (TrailMarks.Stored, "stored"), (TrailMarks.Late, "late") }.Where(m => marks.HasFlag(m.Item1)).Select(m => m.Item2);

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);

    private static string? Text(double? number) => number?.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Degrees(double degrees) => degrees.ToString("0.0000000", CultureInfo.InvariantCulture);
}
