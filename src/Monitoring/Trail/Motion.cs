namespace Throughline.Monitoring.Trail;

/// <summary>
/// What speed and course the way between two points suggests. Only additions, products, quotients and roots, which every machine rounds alike:
/// a guess that differed by one on another processor would change what is read.
/// </summary>
internal static class Motion
{
    private const double MetresPerStep = 0.011119508;
    private const double RadiansPerStep = 1.7453292519943295e-9;

    /// <summary>Tenths of km/h.</summary>
    public static long Speed(long dLatitude, long dLongitude, long latitude, long milliseconds)
    {
        if (milliseconds <= 0)
        {
            return 0;
        }

        var (x, y) = (dLongitude * Cosine(latitude), (double)dLatitude);
        var speed = Math.Sqrt((x * x) + (y * y)) * MetresPerStep * 36_000 / milliseconds;
        return speed < ushort.MaxValue ? (long)(speed + 0.5) : ushort.MaxValue;
    }

    /// <summary>Degrees from north, 0 to 359; null where nothing moved.</summary>
    public static long? Course(long dLatitude, long dLongitude, long latitude)
    {
        var (x, y) = (dLongitude * Cosine(latitude), (double)dLatitude);
        var (east, north) = (Math.Abs(x), Math.Abs(y));
        if (east == 0 && north == 0)
        {
            return null;
        }

        var r = Math.Min(east, north) / Math.Max(east, north);
        var turn = ((r * 45) + (r * (1 - r) * (14.02 + (3.79 * r)))) * 1.0;
        var angle = east > north ? 90 - turn : turn;
        angle = y < 0 ? 180 - angle : angle;
        return (long)((x < 0 ? 360 - angle : angle) + 0.5) % 360;
    }

    private static double Cosine(long latitude)
    {
        var square = latitude * RadiansPerStep * latitude * RadiansPerStep;
        return 1 - (square * (0.5 - (square * ((1.0 / 24) - (square * ((1.0 / 720) - (square / 40320)))))));
    }
}
