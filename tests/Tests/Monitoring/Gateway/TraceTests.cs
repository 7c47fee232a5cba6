using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Protocols;
using Throughline.Simulator;

namespace Throughline.Tests.Monitoring.Gateway;

/// <summary>Real traces on their way through the wire, the shards, the disk and back.</summary>
public sealed class TraceTests
{
    private const int AtMost = 600;

    [Fact]
    public async Task Real_traces_come_back_point_for_point_through_gt06()
    {
        await using var site = await DeviceSite.StartAsync(8);
        var number = 0;
        foreach (var trace in Traces().Take(8))
        {
            using var link = await site.LogInAsync(++number);
            for (var n = 0; n < trace.Count; n += 20)
            {
                var some = trace.Skip(n).Take(20).ToList();
                var frames = new byte[some.Count * Gt06Frames.FixSize];
                for (var i = 0; i < some.Count; i++)
                {
                    Gt06Frames.Fix(frames.AsSpan(i * Gt06Frames.FixSize), some[i].Time, some[i].Latitude, some[i].Longitude, (ushort)(n + i));
                }

                Assert.Equal(some.Count * Gt06Frames.AnswerSize, (await link.AskAsync(frames, some.Count * Gt06Frames.AnswerSize)).Length);
            }

            // What the protocol can say of a point: whole seconds and 1/1,800,000 of a degree.
            await BackAsync(site, number, trace.DistinctBy(p => p.Time.ToUnixTimeSeconds()).Select(p => (Instant.FromUnixTimeSeconds(p.Time.ToUnixTimeSeconds()), p.Latitude, p.Longitude)), 3e-7);
        }
    }

    [Fact]
    public async Task Real_traces_come_back_point_for_point_through_teltonika()
    {
        await using var site = await DeviceSite.StartAsync(8, others: true);
        var number = 0;
        foreach (var trace in Traces().Take(8))
        {
            var device = site.Gateway.Registry.Find(new DeviceId(++number))!;
            site.Gateway.Registry.Put(device with { Protocol = "teltonika" });
            using var link = await DeviceLink.ToAsync(site.Gateway.PortOf("teltonika"));
            var imei = LoadDevice.ImeiOf(number);
            Assert.Equal([1], await link.AskAsync([0, (byte)imei.Length, .. Encoding.ASCII.GetBytes(imei)], 1));
            for (var n = 0; n < trace.Count; n += 20)
            {
                var some = trace.Skip(n).Take(20).ToList();
                Assert.Equal(some.Count, BinaryPrimitives.ReadInt32BigEndian(await link.AskAsync(Teltonika8(some), 4)));
            }

            await BackAsync(site, number, trace.DistinctBy(p => p.Time), 1e-9);
        }
    }

    private static async Task BackAsync(DeviceSite site, int number, IEnumerable<(Instant Time, double Latitude, double Longitude)> expected, double within)
    {
        var kept = (await site.Gateway.FixesOfAsync(site.Store, number)).OrderBy(f => f.Time).ToList();
        var wanted = expected.OrderBy(p => p.Time).ToList();
        Assert.Equal(wanted.Select(p => p.Time), kept.Select(f => f.Time));
        Assert.All(wanted.Zip(kept), pair =>
        {
            Assert.Equal(pair.First.Latitude, pair.Second.Latitude, within);
            Assert.Equal(pair.First.Longitude, pair.Second.Longitude, within);
        });
    }

    /// <summary>Codec 8 without I/O elements.</summary>
    private static byte[] Teltonika8(List<(Instant Time, double Latitude, double Longitude)> points)
    {
        var data = new byte[3 + (points.Count * 30)];
        (data[0], data[1], data[^1]) = (8, (byte)points.Count, (byte)points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            var record = data.AsSpan(2 + (i * 30), 30);
            BinaryPrimitives.WriteInt64BigEndian(record, points[i].Time.ToUnixTimeMilliseconds());
            BinaryPrimitives.WriteInt32BigEndian(record[9..], (int)Math.Round(points[i].Longitude * 1e7));
            BinaryPrimitives.WriteInt32BigEndian(record[13..], (int)Math.Round(points[i].Latitude * 1e7));
            record[21] = 9;
        }

        var packet = new byte[8 + data.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), data.Length);
        data.CopyTo(packet, 8);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(8 + data.Length), Crc16(data));
        return packet;
    }

    private static int Crc16(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }
        }

        return crc;
    }

    /// <summary>One of each set first, then the next of each.</summary>
    private static IEnumerable<List<(Instant Time, double Latitude, double Longitude)>> Traces()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "vectors", "traces", "traces.csv.gz"));
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var all = new Dictionary<(string Set, string Trace), List<(Instant, double, double)>>();
        lines.ReadLine();
        while (lines.ReadLine()?.Split(',') is [var set, var trace, var at, var latitude, var longitude])
        {
            var points = all.TryGetValue((set, trace), out var known) ? known : all[(set, trace)] = [];
            if (points.Count < AtMost)
            {
                points.Add((Instant.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)), double.Parse(latitude, CultureInfo.InvariantCulture), double.Parse(longitude, CultureInfo.InvariantCulture)));
            }
        }

        return all.GroupBy(a => a.Key.Set).SelectMany(g => g.OrderByDescending(a => a.Value.Count).Take(2)).Select(a => a.Value).ToList();
    }
}
