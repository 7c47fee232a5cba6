using NodaTime;
using Parquet;
using Parquet.Schema;
using Throughline.Monitoring.Trail;

namespace Throughline.Host.Trails;

/// <summary>A trail as Apache Parquet, for whoever reads many: one row group, columns named as in the CSV.</summary>
internal static class ParquetTrail
{
    private static readonly DateTimeDataField Time = new("time", DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Micros);
    private static readonly DataField<double> Latitude = new("latitude");
    private static readonly DataField<double> Longitude = new("longitude");
    private static readonly DataField<float?> Speed = new("speed_kmh");
    private static readonly DataField<int?> Course = new("course");
    private static readonly DataField<int?> Accuracy = new("accuracy_m");
    private static readonly DataField<int?> Battery = new("battery_percent");
    private static readonly DataField<int?> Satellites = new("satellites");
    private static readonly DataField<int> Marks = new("marks");

    public static async Task<byte[]> WriteAsync(IReadOnlyList<TrailFix> fixes, CancellationToken stop = default)
    {
        using var bytes = new MemoryStream();
        await using (var file = await ParquetWriter.CreateAsync(new ParquetSchema(Time, Latitude, Longitude, Speed, Course, Accuracy, Battery, Satellites, Marks), bytes, cancellationToken: stop))
        {
            using var rows = file.CreateRowGroup();
            await rows.WriteAsync<DateTime>(Time, Column(f => f.At.ToDateTimeUtc()), cancellationToken: stop);
            await rows.WriteAsync<double>(Latitude, Column(f => f.LatitudeDegrees), cancellationToken: stop);
            await rows.WriteAsync<double>(Longitude, Column(f => f.LongitudeDegrees), cancellationToken: stop);
            await rows.WriteAsync<float>(Speed, Column(f => f.Speed / 10f), cancellationToken: stop);
            await rows.WriteAsync<int>(Course, Column(f => (int?)f.Course), cancellationToken: stop);
            await rows.WriteAsync<int>(Accuracy, Column(f => (int?)f.Accuracy), cancellationToken: stop);
            await rows.WriteAsync<int>(Battery, Column(f => (int?)f.Battery), cancellationToken: stop);
            await rows.WriteAsync<int>(Satellites, Column(f => (int?)f.Satellites), cancellationToken: stop);
            await rows.WriteAsync<int>(Marks, Column(f => (int)f.Marks), cancellationToken: stop);
        }

        return bytes.ToArray();

        ReadOnlyMemory<T> Column<T>(Func<TrailFix, T> value) => fixes.Select(value).ToArray();
    }
}
