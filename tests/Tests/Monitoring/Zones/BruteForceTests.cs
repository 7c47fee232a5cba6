using System.Globalization;
using NetTopologySuite.Geometries;
using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;

namespace Throughline.Tests.Monitoring.Zones;

/// <summary>The same answers as plain loops over another library's geometries, on real tracks and generated zones.</summary>
public sealed class BruteForceTests
{
    [Fact]
    public void Verdicts_and_breaches_on_the_real_traces_equal_those_of_a_brute_force_reference()
    {
        var (fixes, zonesJudged, breaches, passed) = (0, 0, 0, 0);
        foreach (var (trace, index) in Traces.All.Select((t, i) => (t, i)))
        {
            var chance = new Random(index);
            var track = trace.OrderBy(f => f.Time).DistinctBy(f => f.Time).Select(f => f with { Accuracy = 5 + (float)(chance.NextDouble() * 25) }).ToList();
            var zones = Enumerable.Range(0, 30).Select(i => Zone(i, track[chance.Next(track.Count)], chance)).ToList();
            var interval = Duration.FromSeconds(90);
            var w = new Watched(order: o => o with { Zones = [.. zones.Select(z => z.Rule)], From = track[0].Time, Interval = interval });
            track.ForEach(f => w.Watch.Step(f, f.Time, w.Findings));

            foreach (var zone in zones)
            {
                var verdicts = track.Select(f => zone.Verdict(f)).ToList();
                var band = VerdictBand.Lay(w.Findings.Intervals.Concat(w.Watch.Open(track[^1].Time + Duration.FromSeconds(1))).Where(i => i.Zone == zone.Rule.Id));
                for (var i = 0; i < track.Count; i++)
                {
                    Assert.Equal((verdicts[i], index, i), (VerdictBand.At(band, track[i].Time)?.Verdict ?? (Verdict)(-1), index, i));
                }

                var expected = Breaches(zone.Rule, track, verdicts, interval + (interval / 10));
                Assert.Equal(expected, w.Findings.Signals.Where(s => s.Zone == zone.Rule.Id && s.Kind is SignalKind.Breach).Select(s => s.Occurred));
                breaches += expected.Count;
            }

            passed += w.Signals(SignalKind.Passed).Count;
            fixes += track.Count;
            zonesJudged += zones.Count;
        }

        Assert.True(fixes > 15_000 && breaches > 1000 && passed > 100, $"{fixes} fixes, {zonesJudged} zones, {breaches} breaches, {passed} passed");
    }

    private static List<Instant> Breaches(ZoneRule rule, List<Fix> track, List<Verdict> verdicts, Duration reach)
    {
        var side = rule.Kind is ZoneKind.Exclusion ? Verdict.In : Verdict.Out;
        List<Instant> breaches = [];
        var (run, good, breached) = (0, 0, false);
        for (var i = 0; i < track.Count; i++)
        {
            run = i > 0 && track[i].Time - track[i - 1].Time > reach ? 0 : run;
            (run, good) = verdicts[i] == side ? (run + 1, 0) : verdicts[i] is Verdict.Unknown ? (run, good) : (0, good + 1);
            breached &= good < 2;
            if (run >= 2 && !breached && verdicts[i] == side)
            {
                breached = true;
                breaches.Add(track[i].Time);
            }
        }

        return breaches;
    }

    private sealed record Reference(ZoneRule Rule, Geometry? Area, Coordinate Centre, double Radius)
    {
        public Verdict Verdict(Fix fix)
        {
            var buffer = Rule.Kind is ZoneKind.Exclusion ? -Rule.Buffer : Rule.Buffer;
            var depth = (Area is null ? Radius - Haversine(fix, Centre) : Depth(fix)) + buffer;
            return depth > fix.Accuracy ? Throughline.Monitoring.Zones.Verdict.In : depth < -fix.Accuracy ? Throughline.Monitoring.Zones.Verdict.Out : Throughline.Monitoring.Zones.Verdict.Unknown;
        }

        /// <summary>Every corner is taken to metres around the fix, and the library is asked for the distance to the border.</summary>
        private double Depth(Fix fix)
        {
            var up = Math.PI / 180 * 6_371_008.8;
            var aside = up * Math.Cos(fix.Latitude * Math.PI / 180);
            var plane = Area!.Copy();
            plane.Apply(new Moved(fix, aside, up));
            var here = plane.Factory.CreatePoint(new Coordinate(0, 0));
            return plane.Boundary.Distance(here) * (plane.Contains(here) ? 1 : -1);
        }

        private static double Haversine(Fix fix, Coordinate c)
        {
            var r = Math.PI / 180;
            var h = Math.Pow(Math.Sin((fix.Latitude - c.Y) * r / 2), 2) + (Math.Cos(fix.Latitude * r) * Math.Cos(c.Y * r) * Math.Pow(Math.Sin((fix.Longitude - c.X) * r / 2), 2));
            return 2 * 6_371_008.8 * Math.Atan2(Math.Sqrt(h), Math.Sqrt(1 - h));
        }
    }

    private sealed class Moved(Fix fix, double aside, double up) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i)
        {
            seq.SetX(i, (seq.GetX(i) - fix.Longitude) * aside);
            seq.SetY(i, (seq.GetY(i) - fix.Latitude) * up);
        }
    }

    /// <summary>A circle, or a star with up to sixty corners and sometimes a hole, within a few kilometres of a point of the track.</summary>
    private static Reference Zone(int number, Fix near, Random chance)
    {
        var (lat, lon) = (Round(near.Latitude + ((chance.NextDouble() - 0.5) / 200)), Round(near.Longitude + ((chance.NextDouble() - 0.5) / 200)));
        var size = 50 + (chance.NextDouble() * chance.NextDouble() * 2000);
        var rule = new ZoneRule
        {
            Id = new Guid(number + 1, 0, 0, new byte[8]),
            Kind = number % 3 == 0 ? ZoneKind.Inclusion : ZoneKind.Exclusion,
            Shape = Watched.Circle(size, lat, lon),
            Buffer = number % 5 == 0 ? 20 : 0,
        };
        if (number % 4 == 0)
        {
            return new(rule, null, new(lon, lat), Math.Round(size, 2));
        }

        var corners = 3 + chance.Next(57);
        var star = Ring(corners, 0.4);
        var hole = number % 4 == 1 ? Ring(5, 0, 0.2) : null;
        var (shape, refusal) = ZoneShape.Read($$"""{"type":"Polygon","coordinates":[{{Json(star)}}{{(hole is null ? "" : "," + Json(hole))}}]}""");
        Assert.Null(refusal);
        return new(rule with { Shape = shape! }, new Polygon(new LinearRing(star), hole is null ? [] : [new LinearRing(hole)]), new(lon, lat), 0);

        Coordinate[] Ring(int count, double jitter, double scale = 1)
        {
            var ring = Enumerable.Range(0, count).Select(i =>
            {
                var (angle, r) = (i * 2 * Math.PI / count, scale * size * (1 - (jitter * chance.NextDouble())) / 111_195);
                return new Coordinate(Round(lon + (r * Math.Cos(angle) / Math.Cos(lat * Math.PI / 180))), Round(lat + (r * Math.Sin(angle))));
            }).ToList();
            return [.. ring, ring[0].Copy()];
        }
    }

    private static string Json(Coordinate[] ring) =>
        $"[{string.Join(',', ring.Select(c => string.Create(CultureInfo.InvariantCulture, $"[{c.X:0.0000000},{c.Y:0.0000000}]")))}]";

    private static double Round(double degrees) => Math.Round(degrees * 1e7) / 1e7;
}
