using System.Buffers;
using System.Text;
using System.Text.Json;
using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Tests.Monitoring.Protocols;

/// <summary>One line of tests/vectors/devices: what a device sent, and what another project made of it.</summary>
internal sealed record Vector(string Id, string Protocol, string Kind, JsonElement Line)
{
    public static IReadOnlyList<Vector> Of(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "devices", file + ".jsonl")).Select(text =>
        {
            var line = JsonDocument.Parse(text).RootElement;
            return new Vector(line.GetProperty("id").GetString()!, line.GetProperty("protocol").GetString()!, line.GetProperty("kind").GetString()!, line);
        })];

    public bool Refused => Line.TryGetProperty("checksumValid", out var valid) && !valid.GetBoolean();

    public bool ClockDependent => Line.TryGetProperty("clockDependent", out var depends) && depends.ValueKind is not JsonValueKind.False;

    public IEnumerable<JsonElement> List(string name) =>
        Line.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : [];

    public PhoneRequest Request()
    {
        var http = Line.GetProperty("inputHttp");
        var url = http.GetProperty("url").GetString()!;
        var body = http.TryGetProperty("bodyHex", out var hex) ? Convert.FromHexString(hex.GetString()!)
            : http.TryGetProperty("body", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : [];
        var type = http.TryGetProperty("headers", out var headers) && headers.ValueKind is JsonValueKind.Object
            ? headers.EnumerateObject().FirstOrDefault(h => h.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } value ? value.GetString()! : ""
            : "";
        return new PhoneRequest(url.Contains('?', StringComparison.Ordinal) ? url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..] : "", type, body);
    }

    /// <summary>As it goes over the wire: the tests these lines come from leave the end of a text out.</summary>
    public byte[] Bytes()
    {
        if (Line.TryGetProperty("inputHex", out var hex))
        {
            var bytes = Convert.FromHexString(hex.GetString()!);
            return Protocol == "gl200" && bytes[0] == '+' && bytes.AsSpan(0, 6).Contains((byte)':') && bytes[^1] != '$' ? [.. bytes, (byte)'$'] : bytes;
        }

        var text = Line.GetProperty("inputText").GetString()!;
        var end = Protocol switch
        {
            "gl200" when !text.EndsWith('$') => "$",
            "r16h" or "laipac" => "\r\n",
            "megastek" when !text.EndsWith('!') => "\r\n",
            _ => "",
        };
        return Encoding.UTF8.GetBytes(text + end);
    }
}

/// <summary>What a stream of bytes was read as.</summary>
internal sealed record Heard(List<ReadResult> Results, List<Fix> Fixes, List<Observation> Observations, List<string> Devices, List<byte[]> Answers, int Left)
{
    public static readonly Instant Received = Instant.FromUtc(2026, 11, 24, 3, 24, 42);

    public static Heard Of(Protocol protocol, params byte[][] pieces)
    {
        var heard = new Heard([], [], [], [], [], 0);
        var reading = new Reading();
        var pending = new ReadOnlySequence<byte>();
        foreach (var piece in pieces)
        {
            pending = Joined(pending, piece);
            heard.Drain(protocol, ref pending, reading);
        }

        return heard with { Left = (int)pending.Length };
    }

    public static Heard Of(Vector vector)
    {
        var reading = new Reading();
        var heard = new Heard([], [], [], [], [], 0);
        var result = vector.Protocol == "osmand" ? OsmAnd.Read(vector.Request(), Received, reading) : OwnTracks.Read(vector.Request(), reading);
        heard.Note(result, reading);
        return heard;
    }

    /// <summary>The protocol a vector file speaks.</summary>
    public static Protocol Speaker(string protocol) => Protocol.All.Single(p => p.Name == (protocol == "gl200" ? "queclink" : protocol));

    private void Drain(Protocol protocol, ref ReadOnlySequence<byte> pending, Reading reading)
    {
        while (true)
        {
            var before = pending.Length;
            var result = protocol.TryRead(ref pending, new Arrival(Received), reading);
            Assert.True(result is ReadResult.NeedMore ? pending.Length == before : pending.Length < before, "A message takes at least a byte, a wait none.");
            Assert.True(pending.Length <= 2 * protocol.LongestFrame || result is not ReadResult.NeedMore, "What waits is bounded.");
            if (result is ReadResult.NeedMore)
            {
                return;
            }

            Note(result, reading);
        }
    }

    private void Note(ReadResult result, Reading reading)
    {
        Results.Add(result);
        Fixes.AddRange(reading.Fixes);
        Observations.AddRange(reading.Observations);
        if (!reading.Device.IsEmpty)
        {
            Devices.Add(reading.DeviceText);
        }

        if (!reading.Answer.IsEmpty)
        {
            Answers.Add(reading.Answer.ToArray());
        }
    }

    /// <summary>A sequence of several pieces, as a pipe hands it over.</summary>
    private static ReadOnlySequence<byte> Joined(ReadOnlySequence<byte> before, byte[] piece)
    {
        var first = default(Segment);
        var last = default(Segment);
        foreach (var memory in before)
        {
            Add(memory);
        }

        Add(piece);
        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);

        void Add(ReadOnlyMemory<byte> memory)
        {
            if (!memory.IsEmpty || first is null)
            {
                last = new Segment(memory, last);
                first ??= last;
            }
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
