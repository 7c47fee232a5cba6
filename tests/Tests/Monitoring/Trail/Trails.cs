using NodaTime;
using Throughline.Monitoring.Trail;

namespace Throughline.Tests.Monitoring.Trail;

/// <summary>
/// The real traces as a device would have told them. The traces hold time and place only; the other columns are made the way receivers make them:
/// whole km/h and degrees from the movement, each off by a little, an accuracy and a number of satellites that wander, a battery that drains.
/// </summary>
internal static class Trails
{
    public static IReadOnlyList<TrailFix[]> All { get; } = [.. Traces.All.Select(Told)];

    private static TrailFix[] Told(IReadOnlyList<Throughline.Monitoring.Protocols.Fix> trace, int index)
    {
        var chance = new Random(index);
        var fixes = new TrailFix[trace.Count];
        var (accuracy, satellites, battery) = (8, 9, 100.0);
        for (var i = 0; i < fixes.Length; i++)
        {
            var (speed, course) = (0.0, 0.0);
            if (i > 0)
            {
                var (x, y) = ((trace[i].Longitude - trace[i - 1].Longitude) * Math.Cos(trace[i].Latitude * Math.PI / 180), trace[i].Latitude - trace[i - 1].Latitude);
                var seconds = (trace[i].Time - trace[i - 1].Time).TotalSeconds;
                speed = seconds > 0 ? Math.Sqrt((x * x) + (y * y)) * 111_195 * 3.6 / seconds : 0;
                course = Math.Atan2(x, y) * 180 / Math.PI;
                battery = Math.Max(0, battery - (Math.Clamp(seconds, 0, 600) / 864));
            }

            accuracy = Math.Clamp(accuracy + (chance.Next(4) == 0 ? chance.Next(-2, 3) : 0), 3, 40);
            satellites = Math.Clamp(satellites + (chance.Next(6) == 0 ? chance.Next(-1, 2) : 0), 4, 14);
            var whole = Math.Clamp((int)Math.Round(speed + (speed > 2 ? chance.Next(-1, 2) : 0)), 0, 400);
            fixes[i] = new(
                trace[i].Time,
                (int)Math.Round(trace[i].Latitude * 1e7),
                (int)Math.Round(trace[i].Longitude * 1e7),
                (ushort)(whole * 10),
                (ushort)(whole == 0 ? i > 0 ? fixes[i - 1].Course!.Value : 0 : ((int)Math.Round(course + chance.Next(-2, 3)) + 720) % 360),
                (ushort)accuracy,
                (byte)battery,
                (byte)satellites,
                TrailMarks.None);
        }

        return fixes;
    }
}
