namespace Throughline.Monitoring.Zones;

/// <summary>
/// The area of a zone, as GeoJSON says it (RFC 7946: longitude first, degrees): a Polygon or a MultiPolygon, with holes, or our own
/// <c>{"type":"Circle","coordinates":[lon,lat],"radius":metres}</c>.
/// </summary>
/// <param name="Json">In the canonical form: seven decimals, rings closed and turned as the RFC has it.</param>
public sealed record ZoneShape(string Json);
