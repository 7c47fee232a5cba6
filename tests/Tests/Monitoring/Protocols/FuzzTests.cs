using System.Buffers;
using System.Diagnostics;
using System.Text;
using Throughline.Monitoring.Protocols;

namespace Throughline.Tests.Monitoring.Protocols;

/// <summary>Recorded messages, mixed, cut and spoilt by chance. A short run is a test; tools/fuzz sets FUZZ_SECONDS for a long one a protocol.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SECONDS"), out var seconds) ? seconds : 1);

    private static readonly byte[] Marks = [0, 0xFF, 0x0D, 0x0A, .. "xy$*#,[]+@.-{}!\":S"u8];

    public static TheoryData<string> Names =>
        [.. Protocol.All.Select(p => p.Name).Concat(["osmand", "owntracks"]).Where(n => Environment.GetEnvironmentVariable("FUZZ_PROTOCOL") is not { Length: > 0 } only || only == n)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_comes_is_read_or_refused_and_what_waits_is_bounded(string name)
    {
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        var samples = Samples(name);
        var watch = Stopwatch.StartNew();
        var reading = new Reading();
        var runs = 0L;
        byte[] stream = [];
        try
        {
            while (watch.Elapsed < Length || runs == 0)
            {
                runs++;
                stream = Spoilt(samples, chance);
                Hear(name, stream, reading, chance);
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{name}, seed {seed}, run {runs}: {Convert.ToHexString(stream)}", e);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {runs} streams, nothing found");
    }

    private static void Hear(string name, byte[] stream, Reading reading, Random chance)
    {
        switch (name)
        {
            case "osmand":
                var half = chance.Next(stream.Length + 1);
                _ = OsmAnd.Read(new PhoneRequest(Encoding.Latin1.GetString(stream, 0, half), "", stream.AsMemory(half), Encoding.Latin1.GetString(stream)), Heard.Received, reading);
                return;

            case "owntracks":
                _ = OwnTracks.Read(new PhoneRequest("", "", stream), reading);
                return;
        }

        var protocol = Protocol.All.Single(p => p.Name == name);
        _ = Heard.Of(protocol, chance.Next(4) == 0 ? [.. stream.Chunk(chance.Next(1, 40))] : [stream]);
        var rest = new ReadOnlySequence<byte>(stream);
        while (protocol.TryRead(ref rest, new Arrival(Heard.Received), reading) is not ReadResult.NeedMore)
        {
            Assert.True(reading.Raw.Length > 0);
            foreach (var fix in reading.Fixes)
            {
                Assert.True(Math.Abs(fix.Latitude) <= 90 && Math.Abs(fix.Longitude) <= 180);
            }
        }

        Assert.True(rest.Length <= protocol.LongestFrame);
    }

    private static byte[] Spoilt(List<byte[]> samples, Random chance)
    {
        var stream = new List<byte>();
        for (var parts = chance.Next(1, 4); parts > 0; parts--)
        {
            stream.AddRange(samples[chance.Next(samples.Count)]);
        }

        for (var changes = chance.Next(8); changes > 0 && stream.Count > 1; changes--)
        {
            var at = chance.Next(stream.Count);
            switch (chance.Next(6))
            {
                case 0:
                    stream[at] ^= (byte)(1 << chance.Next(8));
                    break;
                case 1:
                    stream[at] = (byte)chance.Next(256);
                    break;
                case 2:
                    stream.RemoveRange(at, chance.Next(1, Math.Min(20, stream.Count - at) + 1));
                    break;
                case 3:
                    stream.InsertRange(at, stream.GetRange(0, chance.Next(Math.Min(60, stream.Count)) + 1));
                    break;
                case 4:
                    stream[at] = Marks[chance.Next(Marks.Length)];
                    break;
                default:
                    stream.InsertRange(at, Enumerable.Repeat((byte)chance.Next(256), chance.Next(1, 300)));
                    break;
            }
        }

        return [.. stream];
    }

    private static List<byte[]> Samples(string name)
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "vectors", "devices"), "*.open.jsonl").Select(f => Path.GetFileNameWithoutExtension(f));
        var protocol = name switch { "queclink" => "gl200", "teltonika-udp" => "teltonika", _ => name };
        var vectors = files.SelectMany(Vector.Of).Where(v => v.Protocol == protocol && v.Kind != "command").ToList();
        return [.. name switch
        {
            "osmand" => vectors.Select(v => Encoding.UTF8.GetBytes(v.Request().Query)).Append(Encoding.UTF8.GetBytes(PhonesTests.Client)),
            "owntracks" => vectors.Select(v => v.Request().Body.ToArray()),
            "teltonika-udp" => vectors.Select(v => v.Bytes()).Where(b => b is [0, 0, 0, 0, _, _, _, _, 8 or 0x8E, ..]).Select(Datagram),
            _ => vectors.Select(v => v.Bytes()),
        }];

        static byte[] Datagram(byte[] packet)
        {
            byte[] inside = [0xCA, 0xFE, 1, 5, 0, 15, .. "352093081452251"u8, .. packet[8..^4]];
            return [(byte)(inside.Length >> 8), (byte)inside.Length, .. inside];
        }
    }
}
