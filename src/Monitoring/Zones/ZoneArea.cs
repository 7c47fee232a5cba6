using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Throughline.Monitoring.Zones;

/// <summary>Degrees; never across the date line.</summary>
internal readonly record struct Box(double West, double South, double East, double North)
{
    public bool Meets(in Box other) => West <= other.East && other.West <= East && South <= other.North && other.South <= North;

    public bool Holds(in Box other) => West <= other.West && other.East <= East && South <= other.South && other.North <= North;

    public Box With(in Box other) => new(Math.Min(West, other.West), Math.Min(South, other.South), Math.Max(East, other.East), Math.Max(North, other.North));

    /// <summary>Wider by so many metres on each side; near a pole as wide as the world.</summary>
    public Box Wider(double metres)
    {
        var up = metres / Earth.MetresPerDegree;
        var (south, north) = (South - up, North + up);
        var widest = Math.Max(Math.Abs(south), Math.Abs(north));
        if (widest >= 89)
        {
            return new(-180, south, 180, north);
        }

        var aside = up / Math.Cos(widest * Earth.Radian);
        return new(West - aside, south, East + aside, north);
    }
}

/// <summary>The sphere on which we measure: its error, a third of a percent, is far below that of a fix over the distances that matter.</summary>
internal static class Earth
{
    public const double Radius = 6_371_008.8;
    public const double Radian = Math.PI / 180;
    public const double MetresPerDegree = Radius * Radian;

    public static double Distance(double lat1, double lon1, double lat2, double lon2)
    {
        var (u, v) = (Math.Sin((lat2 - lat1) * Radian / 2), Math.Sin((lon2 - lon1) * Radian / 2));
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt((u * u) + (Math.Cos(lat1 * Radian) * Math.Cos(lat2 * Radian) * v * v))));
    }
}

/// <summary>
/// A zone's shape made ready for questions. Inside and outside are decided in degrees, as GeoJSON has straight lines; distances in metres on a
/// plane that touches the earth at the fix, so that they are right where it matters, near the fix, however large the zone is.
/// </summary>
internal sealed class ZoneArea
{
    /// <summary>Corners up to which looking at each edge is cheaper than finding the few that matter.</summary>
    private const int FewEdges = 24;
    private readonly (double X1, double Y1, double X2, double Y2)[] _edges = [];
    private readonly int[][] _bands = [];
    private readonly (double Latitude, double Longitude, double Radius)? _circle;

    public ZoneArea(ZoneShape shape)
    {
        using var document = JsonDocument.Parse(shape.Json);
        var root = document.RootElement;
        if (root.GetProperty("type").ValueEquals("Circle"))
        {
            var centre = root.GetProperty("coordinates");
            var (lon, lat, radius) = (centre[0].GetDouble(), centre[1].GetDouble(), root.GetProperty("radius").GetDouble());
            _circle = (lat, lon, radius);
            Bounds = new Box(lon, lat, lon, lat).Wider(radius * 1.001);
            // Distances know no date line; a box does.
            Bounds = Bounds is { West: < -180 } or { East: > 180 } ? Bounds with { West = -180, East = 180 } : Bounds;
            return;
        }

        _edges = [.. ShapeText.Polygons(root).SelectMany(p => p).SelectMany(Edges)];
        Bounds = new(_edges.Min(e => e.X1), _edges.Min(e => e.Y1), _edges.Max(e => e.X1), _edges.Max(e => e.Y1));
        if (_edges.Length > FewEdges)
        {
            var bands = new List<int>[_edges.Length / 4];
            for (var i = 0; i < _edges.Length; i++)
            {
                var (from, to) = (Band(Math.Min(_edges[i].Y1, _edges[i].Y2), bands.Length), Band(Math.Max(_edges[i].Y1, _edges[i].Y2), bands.Length));
                for (var b = from; b <= to; b++)
                {
                    (bands[b] ??= []).Add(i);
                }
            }

            _bands = [.. bands.Select(b => b?.ToArray() ?? [])];
        }
    }

    public Box Bounds { get; }

    /// <summary>Metres from the border, more than nought inside. What is farther than <paramref name="atMost"/> is said to be just that far.</summary>
    public double Depth(double latitude, double longitude, double atMost)
    {
        if (_circle is { } circle)
        {
            return Math.Clamp(circle.Radius - Earth.Distance(latitude, longitude, circle.Latitude, circle.Longitude), -atMost, atMost);
        }

        var up = Earth.MetresPerDegree;
        var aside = up * Math.Cos(latitude * Earth.Radian);
        var nearest = atMost * atMost;
        var inside = false;
        if (_bands.Length == 0)
        {
            foreach (var edge in _edges)
            {
                nearest = Math.Min(nearest, Squared(edge, longitude, latitude, aside, up));
                inside ^= Above(edge, longitude, latitude);
            }
        }
        else
        {
            var reach = atMost / up;
            var (at, from, to) = (Band(latitude, _bands.Length), Band(latitude - reach, _bands.Length), Band(latitude + reach, _bands.Length));
            for (var b = from; b <= to; b++)
            {
                foreach (var i in _bands[b])
                {
                    nearest = Math.Min(nearest, Squared(_edges[i], longitude, latitude, aside, up));
                    inside ^= b == at && Above(_edges[i], longitude, latitude);
                }
            }
        }

        return inside ? Math.Sqrt(nearest) : -Math.Sqrt(nearest);
    }

    /// <summary>The middle of some stretch of the straight line between two places lies deeper inside than so many metres.</summary>
    public bool Crossed(double lat1, double lon1, double lat2, double lon2, double deeperThan)
    {
        var cuts = new List<double> { 0, 1 };
        if (_circle is { } circle)
        {
            var (up, aside) = (Earth.MetresPerDegree, Earth.MetresPerDegree * Math.Cos(circle.Latitude * Earth.Radian));
            var (x, y) = ((circle.Longitude - lon1) * aside, (circle.Latitude - lat1) * up);
            var (dx, dy) = ((lon2 - lon1) * aside, (lat2 - lat1) * up);
            var along = Math.Clamp(((x * dx) + (y * dy)) / Math.Max((dx * dx) + (dy * dy), 1e-9), 0, 1);
            return Deep(along);
        }

        foreach (var (x1, y1, x2, y2) in _edges)
        {
            var across = ((lon2 - lon1) * (y2 - y1)) - ((lat2 - lat1) * (x2 - x1));
            if (across == 0)
            {
                continue;
            }

            var along = (((x1 - lon1) * (y2 - y1)) - ((y1 - lat1) * (x2 - x1))) / across;
            var edge = (((x1 - lon1) * (lat2 - lat1)) - ((y1 - lat1) * (lon2 - lon1))) / across;
            if (along is > 0 and < 1 && edge is >= 0 and <= 1)
            {
                cuts.Add(along);
            }
        }

        cuts.Sort();
        return Enumerable.Range(1, cuts.Count - 1).Any(i => cuts[i] > cuts[i - 1] && Deep((cuts[i] + cuts[i - 1]) / 2));

        bool Deep(double along) => Depth(lat1 + ((lat2 - lat1) * along), lon1 + ((lon2 - lon1) * along), 1e6) > deeperThan;
    }

    private static IEnumerable<(double, double, double, double)> Edges(Coordinate[] ring) =>
        ring.Skip(1).Select((to, i) => (ring[i].X, ring[i].Y, to.X, to.Y));

    private int Band(double latitude, int bands) =>
        (int)Math.Clamp((latitude - Bounds.South) / (Bounds.North - Bounds.South) * bands, 0, bands - 1);

    private static bool Above((double X1, double Y1, double X2, double Y2) e, double x, double y) =>
        (e.Y1 > y) != (e.Y2 > y) && x < ((e.X2 - e.X1) * (y - e.Y1) / (e.Y2 - e.Y1)) + e.X1;

    private static double Squared((double X1, double Y1, double X2, double Y2) e, double x, double y, double aside, double up)
    {
        var (ax, ay) = ((e.X1 - x) * aside, (e.Y1 - y) * up);
        var (dx, dy) = ((e.X2 - e.X1) * aside, (e.Y2 - e.Y1) * up);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp(-((ax * dx) + (ay * dy)) / length, 0, 1);
        var (px, py) = (ax + (along * dx), ay + (along * dy));
        return (px * px) + (py * py);
    }
}
