using System.Globalization;
using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace Throughline.Monitoring.Zones;

/// <summary>Between GeoJSON and what can be worked with. What is wrong with a shape is said in a sentence for whoever draws it.</summary>
internal static class ShapeText
{
    private const double Step = 1e7;

    public static (ZoneShape? Shape, string? Refusal) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            var shape = document.RootElement;
            return shape.ValueKind is not JsonValueKind.Object ? No("A zone is a GeoJSON object with a type.")
                : shape.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String ? Read(type.GetString()!, shape)
                : No("The zone has no type. It is Polygon, MultiPolygon or Circle.");
        }
        catch (JsonException)
        {
            return No("This is not JSON.");
        }
    }

    public static (ZoneShape? Shape, string? Refusal) Circle(double latitude, double longitude, double radius)
    {
        if (Place(longitude, latitude) is { } wrong)
        {
            return No(wrong);
        }

        return !(radius > 0) ? No("The radius must be more than 0 metres.")
            : radius > ZoneShape.WidestCircle ? No($"The radius must be at most {ZoneShape.WidestCircle / 1000:0} kilometres.")
            : (new($$"""{"type":"Circle","coordinates":[{{Text(longitude)}},{{Text(latitude)}}],"radius":{{radius.ToString("0.##", CultureInfo.InvariantCulture)}}}"""), null);
    }

    /// <summary>The rings of a canonical shape, one polygon after the other; each ring is closed.</summary>
    public static List<List<Coordinate[]>> Polygons(JsonElement shape)
    {
        var coordinates = shape.GetProperty("coordinates");
        return shape.GetProperty("type").ValueEquals("Polygon") ? [Rings(coordinates)] : [.. coordinates.EnumerateArray().Select(Rings)];
    }

    private static List<Coordinate[]> Rings(JsonElement polygon) =>
        [.. polygon.EnumerateArray().Select(ring => ring.EnumerateArray().Select(p => new Coordinate(Rounded(p[0].GetDouble()), Rounded(p[1].GetDouble()))).ToArray())];

    private static (ZoneShape? Shape, string? Refusal) Read(string type, JsonElement shape)
    {
        if (!shape.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind is not JsonValueKind.Array)
        {
            return No("The zone has no coordinates.");
        }

        switch (type)
        {
            case "Circle":
                return Position(coordinates) && shape.TryGetProperty("radius", out var radius) && radius.ValueKind is JsonValueKind.Number
                    ? Circle(coordinates[1].GetDouble(), coordinates[0].GetDouble(), radius.GetDouble())
                    : No("A circle has one place, longitude first, and a radius in metres.");
            case "Polygon":
            case "MultiPolygon":
                var refusal = type == "Polygon" ? PolygonRefusal(coordinates)
                    : coordinates.GetArrayLength() == 0 ? "The zone has no polygon."
                    : coordinates.EnumerateArray().Select(PolygonRefusal).FirstOrDefault(r => r is not null);
                return refusal is not null ? No(refusal) : Whole(type, Polygons(shape));
            default:
                return No($"A zone is a Polygon, a MultiPolygon or a Circle, not '{(type.Length > 40 ? type[..40] : type)}'.");
        }
    }

    private static string? PolygonRefusal(JsonElement polygon)
    {
        if (polygon.ValueKind is not JsonValueKind.Array || polygon.GetArrayLength() == 0)
        {
            return "A polygon has at least one ring.";
        }

        foreach (var ring in polygon.EnumerateArray())
        {
            if (ring.ValueKind is not JsonValueKind.Array || ring.EnumerateArray().Any(p => !Position(p)))
            {
                return "A ring is a list of places, each a longitude and a latitude.";
            }

            if (ring.EnumerateArray().Select(p => Place(p[0].GetDouble(), p[1].GetDouble())).FirstOrDefault(r => r is not null) is { } place)
            {
                return place;
            }

            if (ring.GetArrayLength() < 4)
            {
                return "A ring has at least three corners and ends where it began.";
            }

            var (first, last) = (ring[0], ring[ring.GetArrayLength() - 1]);
            if (Rounded(first[0].GetDouble()) != Rounded(last[0].GetDouble()) || Rounded(first[1].GetDouble()) != Rounded(last[1].GetDouble()))
            {
                return "The ring is not closed: its last place must be its first.";
            }
        }

        return null;
    }

    private static (ZoneShape? Shape, string? Refusal) Whole(string type, List<List<Coordinate[]>> polygons)
    {
        if (polygons.Sum(p => p.Sum(r => r.Length - 1)) > ZoneShape.MostCorners)
        {
            return No($"The zone has more than {ZoneShape.MostCorners} corners. Draw it more coarsely.");
        }

        Polygon[] drawn = [.. polygons.Select(p => new Polygon(new LinearRing(p[0]), [.. p.Skip(1).Select(r => new LinearRing(r))]))];
        if (new IsValidOp(type == "Polygon" ? drawn[0] : new MultiPolygon(drawn)).ValidationError is { } error)
        {
            var where = error.Coordinate is { } at ? $" near {Text(at.Y)}, {Text(at.X)}" : "";
            return No(error.ErrorType switch
            {
                TopologyValidationErrors.SelfIntersection or TopologyValidationErrors.RingSelfIntersection => $"The border crosses or touches itself{where}.",
                TopologyValidationErrors.HoleOutsideShell => $"A hole lies outside of the zone{where}.",
                TopologyValidationErrors.NestedHoles => $"A hole lies within another{where}.",
                TopologyValidationErrors.NestedShells => $"One part of the zone lies within another{where}.",
                TopologyValidationErrors.TooFewPoints => "A ring has at least three corners that differ.",
                _ => $"The border can't be understood{where}.",
            });
        }

        var text = new StringBuilder().Append("{\"type\":\"").Append(type).Append("\",\"coordinates\":");
        _ = type == "Polygon" ? Write(text, drawn[0]) : List(text, drawn, Write);
        return (new(text.Append('}').ToString()), null);
    }

    private static StringBuilder Write(StringBuilder text, Polygon polygon) =>
        List(text, [polygon.Shell, .. polygon.Holes], (t, ring) =>
        {
            // Counter-clockwise outside, clockwise the holes.
            var corners = ring.IsCCW == (ring == polygon.Shell) ? ring.Coordinates : [.. ring.Coordinates.Reverse()];
            return List(t, corners, (u, c) => u.Append('[').Append(Text(c.X)).Append(',').Append(Text(c.Y)).Append(']'));
        });

    private static StringBuilder List<T>(StringBuilder text, IReadOnlyList<T> items, Func<StringBuilder, T, StringBuilder> write)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            write(i > 0 ? text.Append(',') : text, items[i]);
        }

        return text.Append(']');
    }

    private static bool Position(JsonElement p) =>
        p.ValueKind is JsonValueKind.Array && p.GetArrayLength() is 2 or 3 && p.EnumerateArray().All(n => n.ValueKind is JsonValueKind.Number);

    private static string? Place(double longitude, double latitude) =>
        !(Math.Abs(latitude) <= 90) ? "A latitude lies between -90 and 90. GeoJSON has the longitude first."
        : !(Math.Abs(longitude) <= 180) ? "A longitude lies between -180 and 180; a zone across the date line is drawn as two polygons."
        : null;

    private static double Rounded(double degrees) => Math.Round(degrees * Step) / Step;

    private static string Text(double degrees) => (Rounded(degrees) + 0.0).ToString("0.#######", CultureInfo.InvariantCulture);

    private static (ZoneShape?, string?) No(string refusal) => (null, refusal);
}
