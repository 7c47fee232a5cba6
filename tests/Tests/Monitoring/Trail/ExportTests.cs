using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using Parquet;
using Throughline.Host.Trails;
using Throughline.Monitoring.Trail;

namespace Throughline.Tests.Monitoring.Trail;

public sealed class ExportTests
{
    private static readonly TrailFix[] Fixes =
    [
        .. Trails.All.First(t => t.Length > 400)[..200],
        new(Instant.FromUtc(2035, 1, 2, 3, 4), -123_456_789, 1_234_567_891, null, null, null, null, null, TrailMarks.NotValid | TrailMarks.Stored),
    ];

    [Fact]
    public void Gpx_reads_back()
    {
        XNamespace gpx = "http://www.topografix.com/GPX/1/1", own = "https://throughline.example/gpx/1";
        var points = XDocument.Load(new MemoryStream(TrailText.Gpx("Case 12", Fixes))).Descendants(gpx + "trkpt").ToList();
        Assert.Equal(
            Fixes.Select(f => (f.At, f.Latitude, f.Longitude, f.Speed, f.Satellites)),
            points.Select(p => (At((string)p.Element(gpx + "time")!), Step((double)p.Attribute("lat")!), Step((double)p.Attribute("lon")!), Tenths((double?)p.Descendants(own + "speed").FirstOrDefault()), (byte?)(int?)p.Element(gpx + "sat"))));
        Assert.Equal("none", (string?)points[^1].Element(gpx + "fix"));
        // The schema has an order: time, fix, sat, extensions.
        Assert.Equal(["time", "sat", "extensions"], points[0].Elements().Select(e => e.Name.LocalName));
    }

    [Fact]
    public void GeoJson_reads_back()
    {
        var features = JsonDocument.Parse(TrailText.GeoJson(Fixes)).RootElement.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal(
            Fixes.Select(f => (f.At, f.Latitude, f.Longitude, f.Speed, f.Accuracy)),
            features.Select(f => (At(f.GetProperty("properties").GetProperty("time").GetString()!), Step(Place(f, 1)), Step(Place(f, 0)), Tenths(Said(f, "speed")), (ushort?)Said(f, "accuracy"))));
        Assert.True(features[^1].GetProperty("properties").GetProperty("stored").GetBoolean());

        static double Place(JsonElement f, int i) => f.GetProperty("geometry").GetProperty("coordinates")[i].GetDouble();
        static double? Said(JsonElement f, string name) => f.GetProperty("properties").TryGetProperty(name, out var n) ? n.GetDouble() : null;
    }

    [Fact]
    public void Csv_reads_back()
    {
        var rows = Encoding.UTF8.GetString(TrailText.Csv(Fixes)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')).ToList();
        Assert.Equal(
            Fixes,
            rows.Select(r => new TrailFix(
                At(r[0]), Step(double.Parse(r[1], CultureInfo.InvariantCulture)), Step(double.Parse(r[2], CultureInfo.InvariantCulture)), Tenths(Number(r[3])), (ushort?)Number(r[4]), (ushort?)Number(r[5]), (byte?)Number(r[6]), (byte?)Number(r[7]),
                r[8].Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(TrailMarks.None, (m, word) => m | Enum.Parse<TrailMarks>(word, ignoreCase: true)))));

        static double? Number(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Moving_features_read_back_with_each_time_once_and_in_order()
    {
        var feature = JsonDocument.Parse(TrailText.MovingFeatures("Case 12", [.. Fixes.Reverse(), Fixes[3]])).RootElement;
        var geometry = feature.GetProperty("temporalGeometry");
        var ordered = Fixes.OrderBy(f => f.At).ToList();
        Assert.Equal("Discrete", geometry.GetProperty("interpolation").GetString());
        Assert.Equal(ordered.Select(f => f.At), geometry.GetProperty("datetimes").EnumerateArray().Select(t => At(t.GetString()!)));
        Assert.Equal(ordered.Select(f => (f.Longitude, f.Latitude)), geometry.GetProperty("coordinates").EnumerateArray().Select(c => (Step(c[0].GetDouble()), Step(c[1].GetDouble()))));
        var speed = feature.GetProperty("temporalProperties").EnumerateArray().Single(p => p.TryGetProperty("speed", out _));
        Assert.Equal(ordered.Where(f => f.Speed is not null).Select(f => f.Speed), speed.GetProperty("speed").GetProperty("values").EnumerateArray().Select(v => Tenths(v.GetDouble())));
        Assert.Equal(speed.GetProperty("datetimes").GetArrayLength(), speed.GetProperty("speed").GetProperty("values").GetArrayLength());
    }

    [Fact]
    public async Task Parquet_reads_back()
    {
        await using var file = await ParquetReader.CreateAsync(new MemoryStream(await ParquetTrail.WriteAsync(Fixes)));
        using var rows = file.OpenRowGroupReader(0);
        var fields = file.Schema.GetDataFields().ToDictionary(f => f.Name);
        var (time, latitude, speed, marks) = (new DateTime[Fixes.Length], new double[Fixes.Length], new float?[Fixes.Length], new int[Fixes.Length]);
        await rows.ReadAsync<DateTime>(fields["time"], time);
        await rows.ReadAsync<double>(fields["latitude"], latitude);
        await rows.ReadAsync<float>(fields["speed_kmh"], speed);
        await rows.ReadAsync<int>(fields["marks"], marks);
        Assert.Equal(
            Fixes.Select(f => (f.At, f.Latitude, f.Speed, f.Marks)),
            Enumerable.Range(0, Fixes.Length).Select(i => (Instant.FromDateTimeUtc(DateTime.SpecifyKind(time[i], DateTimeKind.Utc)), Step(latitude[i]), Tenths(speed[i]), (TrailMarks)marks[i])));
    }

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    private static int Step(double degrees) => (int)Math.Round(degrees * 1e7);

    private static ushort? Tenths(double? speed) => speed is { } s ? (ushort)Math.Round(s * 10) : null;
}
