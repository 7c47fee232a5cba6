using System.Diagnostics;
using System.Globalization;
using NetTopologySuite.Geometries;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;
using Throughline.Tests.Monitoring;

namespace Throughline.Bench;

/// <summary>Fixes judged a second on one core, all the rules on: the real traces of Austin's buses among generated zones of that town.</summary>
internal static class ZoneBench
{
    private const int Rounds = 7;
    /// <summary>One bus after another for one person: the same walk, at a person's pace.</summary>
    private static readonly IReadOnlyList<Fix> Walk =
        [.. Traces.All.Where(t => t[0].Latitude is > 30 and < 31).SelectMany(t => t)
            .Select((f, i) => f with { Time = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromSeconds(30 * i), Accuracy = 10 })];

    public static Task<Measured> FlatAsync()
    {
        var (few, many) = (Order(10), Order(10_000));
        var (fewSet, manySet) = (new ZoneSet(few.Zones), new ZoneSet(many.Zones));
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            reference.Add(Rate(few, fewSet));
            ours.Add(Rate(many, manySet));
        }

        return Task.FromResult(new Measured(Measured.Median(ours), Measured.Median(reference), "k/s")
        {
            Notes = [$"{Measured.Median(ours):0} thousand fixes a second and core, each judged in 10,000 zones; {Walk.Count} fixes of real traces"],
        });
    }

    public static Task<Measured> AgainstLoopAsync()
    {
        var order = Order(1000);
        var set = new ZoneSet(order.Zones);
        var plain = order.Zones.Select(z => Plain(z.Shape)).ToArray();
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(Rate(order, set));
            var watch = Stopwatch.StartNew();
            var (asked, inside) = (0, 0);
            for (; asked < 300; asked++)
            {
                var fix = Walk[asked * 37 % Walk.Count];
                var point = new Point(fix.Longitude, fix.Latitude);
                foreach (var zone in plain)
                {
                    inside += zone.Contains(point) ? 1 : 0;
                }
            }

            GC.KeepAlive(inside);
            reference.Add(asked / watch.Elapsed.TotalSeconds / 1000);
        }

        return Task.FromResult(new Measured(Measured.Median(ours), Measured.Median(reference), "k/s")
        {
            Notes = ["the loop only asks whether a point is inside; ours also keeps circles, runs, intervals and ways"],
        });
    }

    private static double Rate(DeviceOrder order, ZoneSet set)
    {
        var zones = new ZoneWatch(order, set);
        var findings = new Findings();
        var watch = Stopwatch.StartNew();
        foreach (var fix in Walk)
        {
            zones.Step(fix, fix.Time, findings);
            findings.Clear();
        }

        return Walk.Count / watch.Elapsed.TotalSeconds / 1000;
    }

    /// <summary>Three zones to stay in or to be seen in, the others to keep out of, of 20 to 200 m, over the whole of the town and its county.</summary>
    private static DeviceOrder Order(int count)
    {
        var chance = new Random(count);
        return new()
        {
            Assignment = new Guid(1, 0, 0, new byte[8]),
            Device = new DeviceId(1),
            Case = 1,
            From = Instant.FromUtc(2025, 1, 1, 0, 0),
            TimeZone = DateTimeZoneProviders.Tzdb["America/Chicago"],
            Interval = Duration.FromMinutes(1),
            RawDays = 30,
            Zones = [.. Enumerable.Range(0, count).Select(i => new ZoneRule
            {
                Id = new Guid(i + 1, 0, 0, new byte[8]),
                Kind = i switch { 0 or 1 => ZoneKind.Inclusion, 2 => ZoneKind.Attendance, _ => ZoneKind.Exclusion },
                Shape = Shape(chance),
            })],
        };
    }

    private static ZoneShape Shape(Random chance)
    {
        var (lat, lon) = (30.0 + (chance.NextDouble() * 0.6), -98.0 + (chance.NextDouble() * 0.6));
        var (size, corners) = ((20 + (chance.NextDouble() * 180)) / 111_195, 4 + chance.Next(12));
        var ring = Enumerable.Range(0, corners)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"[{lon + (size * Math.Cos(i * 2 * Math.PI / corners)):0.0000000},{lat + (size * Math.Sin(i * 2 * Math.PI / corners)):0.0000000}]")).ToList();
        return ZoneShape.Read($$"""{"type":"Polygon","coordinates":[[{{string.Join(',', ring)}},{{ring[0]}}]]}""").Shape!;
    }

    private static Polygon Plain(ZoneShape shape)
    {
        using var json = System.Text.Json.JsonDocument.Parse(shape.Json);
        return new(new LinearRing([.. json.RootElement.GetProperty("coordinates")[0].EnumerateArray().Select(p => new Coordinate(p[0].GetDouble(), p[1].GetDouble()))]));
    }
}
