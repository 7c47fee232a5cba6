using System.Globalization;
using System.Text.Json;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Protections;
using Throughline.Monitoring.Zones;

namespace Throughline.Host.Bridges;

/// <summary>
/// From what an officer gives to a shape in its one form, within what makes sense for a person's zone. The case file keeps the text; what it
/// means is said in <see cref="ZoneShape"/>.
/// </summary>
internal static class ZoneShapes
{
    private const int CornersAtMost = 2000;
    private const double RadiusAtLeast = 20, RadiusAtMost = 50_000, NorthAtMost = 85;

    /// <summary>A circle in metres; the sentence says what is wrong with it.</summary>
    public static (ZoneShape? Shape, string? Fault) Circle(double latitude, double longitude, double radius) =>
        radius is >= RadiusAtLeast and <= RadiusAtMost && Math.Abs(latitude) <= NorthAtMost && Math.Abs(longitude) <= 180
            ? ZoneShape.Circle(latitude, longitude, radius)
            : (null, "Give a circle a centre in degrees and a radius from 20 to 50,000 metres: a smaller one is below what a device can tell.");

    /// <summary>A corner a line, latitude first as people write it; the last one need not repeat the first.</summary>
    public static (ZoneShape? Shape, string? Fault) Corners(string? text)
    {
        var corners = new List<string>();
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ZoneTermsRules.Position(line) is not var (latitude, longitude))
            {
                return (null, $"“{(line.Length > 40 ? line[..40] : line)}” is no corner. Write latitude, a comma and longitude in degrees, one corner a line: 39.7392, -104.9903.");
            }

            corners.Add(string.Create(CultureInfo.InvariantCulture, $"[{longitude:0.#######},{latitude:0.#######}]"));
        }

        var ring = corners.Count > 0 && corners[0] == corners[^1] ? corners : [.. corners, .. corners.Take(1)];
        return Read($$"""{"type":"Polygon","coordinates":[[{{string.Join(',', ring)}}]]}""");
    }

    /// <summary>A Polygon, a MultiPolygon or our own Circle, as a map gives it.</summary>
    public static (ZoneShape? Shape, string? Fault) Read(string? json)
    {
        var (shape, fault) = ZoneShape.Read(json ?? "");
        if (shape is null)
        {
            return (null, fault);
        }

        using var document = JsonDocument.Parse(shape.Json);
        var (root, coordinates) = (document.RootElement, document.RootElement.GetProperty("coordinates"));
        if (root.TryGetProperty("radius", out var radius))
        {
            return Circle(coordinates[1].GetDouble(), coordinates[0].GetDouble(), radius.GetDouble());
        }

        var corners = Places(coordinates).Select(p => p[1].GetDouble()).ToList();
        return corners.Count > CornersAtMost ? (null, "An area has at least three corners, and at most 2,000.")
            : corners.Exists(latitude => Math.Abs(latitude) > NorthAtMost) ? (null, "A corner lies outside the world: latitude comes first, then longitude.")
            : (shape, null);
    }

    /// <summary>Whether a place lies in it. Null: the shape is not shown to this reader.</summary>
    public static bool? Holds(string shape, (double Latitude, double Longitude) at) =>
        shape.Length == 0 ? null : new ZoneArea(new ZoneShape(shape)).Depth(at.Latitude, at.Longitude, 1) >= 0;

    /// <summary>In words a reader can follow: "a circle of 150 m around 39.7392, -104.9903".</summary>
    public static string Words(string shape)
    {
        if (shape.Length == 0)
        {
            return Shield.Hidden;
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

    private static IEnumerable<JsonElement> Places(JsonElement coordinates) =>
        coordinates[0].ValueKind is JsonValueKind.Number ? [coordinates] : coordinates.EnumerateArray().SelectMany(Places);
}
