using System.Globalization;
using System.Text;
using System.Text.Json;
using Throughline.Monitoring.Zones;

namespace Throughline.Host.Bridges;

/// <summary>
/// From what an officer gives to a shape in its one form: GeoJSON, a circle, a list of coordinates. The case file keeps the text; what it
/// means is said here.
/// </summary>
internal static class ZoneShapes
{
    private const int PointsAtMost = 2000;
    private const double RadiusAtLeast = 20, RadiusAtMost = 50_000, MetresPerDegree = 111_195;

    /// <summary>A circle in metres; the sentence says what is wrong with it.</summary>
    public static (ZoneShape? Shape, string? Fault) Circle(double latitude, double longitude, double radius) =>
        radius is >= RadiusAtLeast and <= RadiusAtMost && Math.Abs(latitude) <= 85 && Math.Abs(longitude) <= 180
            ? (new ZoneShape(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"Circle","coordinates":[{{Degrees(longitude)}},{{Degrees(latitude)}}],"radius":{{Math.Round(radius, 1)}}}""")), null)
            : (null, "Give a circle a centre in degrees and a radius from 20 to 50,000 metres: a smaller one is below what a device can tell.");

    /// <summary>A corner a line, latitude first as people write it; the last one need not repeat the first.</summary>
    public static (ZoneShape? Shape, string? Fault) Corners(string? text)
    {
        var corners = new List<(double Latitude, double Longitude)>();
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Casefile.Devices.ZoneTermsRules.Position(line) is not { } corner)
            {
                return (null, $"“{(line.Length > 40 ? line[..40] : line)}” is no corner. Write latitude, a comma and longitude in degrees, one corner a line: 39.7392, -104.9903.");
            }

            corners.Add(corner);
        }

        return Of([Ring(corners)]);
    }

    /// <summary>A Polygon, a MultiPolygon or our own Circle, as a map gives it.</summary>
    public static (ZoneShape? Shape, string? Fault) Read(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "");
            var root = document.RootElement;
            var coordinates = root.GetProperty("coordinates");
            return root.GetProperty("type").GetString() switch
            {
                "Circle" => Circle(coordinates[1].GetDouble(), coordinates[0].GetDouble(), root.GetProperty("radius").GetDouble()),
                "Polygon" => Of([.. Rings(coordinates)]),
                "MultiPolygon" => Many([.. coordinates.EnumerateArray().Select(p => Of([.. Rings(p)]))]),
                _ => (null, Unreadable),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            return (null, Unreadable);
        }
    }

    private const string Unreadable = "The shape can't be read. Give a circle, a list of corners, or GeoJSON of a Polygon or MultiPolygon.";

    /// <summary>Whether a place lies in it. Null: the shape is not shown to this reader, or can't be read.</summary>
    public static bool? Holds(string shape, (double Latitude, double Longitude) at)
    {
        if (shape.Length == 0)
        {
            return null;
        }

        using var document = JsonDocument.Parse(shape);
        var root = document.RootElement;
        var coordinates = root.GetProperty("coordinates");
        return root.GetProperty("type").GetString() switch
        {
            "Circle" => Metres(at, (coordinates[1].GetDouble(), coordinates[0].GetDouble())) <= root.GetProperty("radius").GetDouble(),
            "Polygon" => Holds(coordinates, at),
            _ => coordinates.EnumerateArray().Any(p => Holds(p, at)),
        };
    }

    /// <summary>In words a reader can follow: "a circle of 150 m around 39.7392, -104.9903".</summary>
    public static string Words(string shape)
    {
        if (shape.Length == 0)
        {
            return Casefile.Protections.Shield.Hidden;
        }

        using var document = JsonDocument.Parse(shape);
        var (root, coordinates) = (document.RootElement, document.RootElement.GetProperty("coordinates"));
        return root.GetProperty("type").GetString() switch
        {
            "Circle" => string.Create(CultureInfo.InvariantCulture, $"A circle of {root.GetProperty("radius").GetDouble():0} m around {coordinates[1].GetDouble():0.####}, {coordinates[0].GetDouble():0.####}"),
            "Polygon" => $"An area of {coordinates[0].GetArrayLength() - 1} corners{(coordinates.GetArrayLength() > 1 ? $" with {coordinates.GetArrayLength() - 1} left out" : "")}",
            _ => $"{coordinates.GetArrayLength()} areas",
        };
    }

    private static (ZoneShape? Shape, string? Fault) Many(List<(ZoneShape? Shape, string? Fault)> parts) =>
        parts.Find(p => p.Fault is not null).Fault is { } fault ? (null, fault)
        : parts.Count == 0 ? (null, Unreadable)
        : (new ZoneShape($$"""{"type":"MultiPolygon","coordinates":[{{string.Join(',', parts.Select(p => p.Shape!.Json[(p.Shape.Json.IndexOf('[', StringComparison.Ordinal))..^1]))}}]}"""), null);

    private static IEnumerable<List<(double Latitude, double Longitude)>> Rings(JsonElement polygon) =>
        polygon.EnumerateArray().Select(ring => Ring([.. ring.EnumerateArray().Select(p => (p[1].GetDouble(), p[0].GetDouble()))]));

    private static List<(double Latitude, double Longitude)> Ring(List<(double Latitude, double Longitude)> corners)
    {
        var ring = corners.ConvertAll(c => (Math.Round(c.Latitude, 7), Math.Round(c.Longitude, 7)));
        if (ring.Count > 1 && ring[0] == ring[^1])
        {
            ring.RemoveAt(ring.Count - 1);
        }

        return ring;
    }

    /// <summary>Rings closed and turned as RFC 7946 has it: the outer one against the clock, holes with it.</summary>
    private static (ZoneShape? Shape, string? Fault) Of(List<List<(double Latitude, double Longitude)>> rings)
    {
        if (rings.Count == 0 || rings.Exists(r => r.Distinct().Count() < 3) || rings.Sum(r => r.Count) > PointsAtMost)
        {
            return (null, "An area has at least three corners, and at most 2,000.");
        }

        if (rings.Exists(r => r.Exists(c => Math.Abs(c.Latitude) > 85 || Math.Abs(c.Longitude) > 180)))
        {
            return (null, "A corner lies outside the world: latitude comes first, then longitude.");
        }

        if (rings.Exists(Crosses))
        {
            return (null, "The border crosses itself. Give the corners in the order in which one would walk around the area.");
        }

        var json = new StringBuilder("""{"type":"Polygon","coordinates":[""");
        for (var i = 0; i < rings.Count; i++)
        {
            var ring = rings[i];
            if (Area(ring) > 0 != (i == 0))
            {
                ring.Reverse();
            }

            json.Append(i == 0 ? "[" : ",[").AppendJoin(',', ring.Append(ring[0]).Select(c => $"[{Degrees(c.Longitude)},{Degrees(c.Latitude)}]")).Append(']');
        }

        return (new ZoneShape(json.Append("]}").ToString()), null);
    }

    private static bool Crosses(List<(double Latitude, double Longitude)> ring)
    {
        for (var i = 0; i < ring.Count; i++)
        {
            for (var j = i + 2; j < ring.Count; j++)
            {
                if ((i > 0 || j < ring.Count - 1) && Cross(ring[i], ring[(i + 1) % ring.Count], ring[j], ring[(j + 1) % ring.Count]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Cross((double Y, double X) a, (double Y, double X) b, (double Y, double X) c, (double Y, double X) d)
    {
        static double Side((double Y, double X) p, (double Y, double X) q, (double Y, double X) r) => (q.X - p.X) * (r.Y - p.Y) - (q.Y - p.Y) * (r.X - p.X);
        return Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;
    }

    private static double Area(List<(double Latitude, double Longitude)> ring)
    {
        var sum = 0.0;
        for (var i = 0; i < ring.Count; i++)
        {
            var (one, other) = (ring[i], ring[(i + 1) % ring.Count]);
            sum += one.Longitude * other.Latitude - other.Longitude * one.Latitude;
        }

        return sum / 2;
    }

    /// <summary>In the outer ring and in none of the holes.</summary>
    private static bool Holds(JsonElement polygon, (double Latitude, double Longitude) at)
    {
        var isInside = false;
        foreach (var ring in polygon.EnumerateArray())
        {
            var points = ring.EnumerateArray().Select(p => (X: p[0].GetDouble(), Y: p[1].GetDouble())).ToArray();
            for (int i = 0, j = points.Length - 1; i < points.Length; j = i++)
            {
                if (points[i].Y > at.Latitude != points[j].Y > at.Latitude
                    && at.Longitude < (points[j].X - points[i].X) * (at.Latitude - points[i].Y) / (points[j].Y - points[i].Y) + points[i].X)
                {
                    isInside = !isInside;
                }
            }
        }

        return isInside;
    }

    /// <summary>On a flat map around the place: to well under a metre at the size of a zone.</summary>
    private static double Metres((double Latitude, double Longitude) one, (double Latitude, double Longitude) other)
    {
        var (y, x) = ((one.Latitude - other.Latitude) * MetresPerDegree, (one.Longitude - other.Longitude) * MetresPerDegree * Math.Cos(one.Latitude * Math.PI / 180));
        return Math.Sqrt(x * x + y * y);
    }

    private static string Degrees(double value) => Math.Round(value, 7).ToString("0.#######", CultureInfo.InvariantCulture);
}
