namespace Throughline.Monitoring.Zones;

/// <summary>
/// The area of a zone, as GeoJSON says it (RFC 7946: longitude first, degrees): a Polygon or a MultiPolygon, with holes, or our own
/// <c>{"type":"Circle","coordinates":[lon,lat],"radius":metres}</c>.
/// </summary>
/// <param name="Json">In the canonical form: seven decimals, rings closed and turned as the RFC has it.</param>
public sealed record ZoneShape(string Json)
{
    /// <summary>Corners of all rings together: a county drawn finely has some thousands.</summary>
    public const int MostCorners = 20_000;

    /// <summary>Metres. A circle wider than this is not what anybody means.</summary>
    public const double WidestCircle = 500_000;

    /// <summary>Reads and checks what somebody drew or sent. Never throws: one of the two is null.</summary>
    public static (ZoneShape? Shape, string? Refusal) Read(string json) => ShapeText.Read(json);

    /// <summary>A circle of so many metres around a place.</summary>
    public static (ZoneShape? Shape, string? Refusal) Circle(double latitude, double longitude, double radius) =>
        ShapeText.Circle(latitude, longitude, radius);
}
