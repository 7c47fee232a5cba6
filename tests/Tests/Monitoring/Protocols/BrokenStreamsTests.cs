using Throughline.Monitoring.Protocols;

namespace Throughline.Tests.Monitoring.Protocols;

/// <summary>What lines, cells and junk do to a stream: cut anywhere, doubled, with a wrong bit, noise. Nothing throws, and nothing behind it is lost.</summary>
public sealed class BrokenStreamsTests
{
    public static TheoryData<string, string> Streams => new()
    {
        { "gt06", "gt06.open" }, { "gt06", "gt06.status.open" }, { "watch", "watch.open" }, { "watch", "watch.status.open" }, { "megastek", "megastek.open" },
        { "megastek", "megastek.status.open" }, { "teltonika", "teltonika.open" }, { "teltonika", "teltonika.status.open" }, { "queclink", "gl200.open" },
        { "r16h", "r16h.open" }, { "r16h", "r16h.status.open" }, { "laipac", "laipac.open" }, { "h02", "h02.open" }, { "h02", "h02.status.open" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_message_cut_at_any_byte_reads_as_the_whole_one(string name, string file)
    {
        foreach (var (id, bytes, whole) in Sound(name, file))
        {
            for (var cut = 1; cut < bytes.Length; cut++)
            {
                var heard = Heard.Of(Speaker(name), bytes[..cut], bytes[cut..]);
                Assert.True(whole.Fixes.SequenceEqual(heard.Fixes) && whole.Observations.SequenceEqual(heard.Observations) && heard.Left == 0, $"{id} cut at {cut}");
            }

            var byByte = Heard.Of(Speaker(name), [.. bytes.Chunk(1)]);
            Assert.True(whole.Fixes.SequenceEqual(byByte.Fixes), $"{id} byte by byte");
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Two_messages_in_one_read_are_both_read(string name, string file)
    {
        foreach (var (id, bytes, whole) in Sound(name, file))
        {
            var heard = Heard.Of(Speaker(name), [.. bytes, .. bytes]);
            Assert.True(heard.Fixes.SequenceEqual([.. whole.Fixes, .. whole.Fixes]) && heard.Answers.Count == 2 * whole.Answers.Count, id);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void No_message_is_lost_behind_one_with_a_wrong_bit(string name, string file)
    {
        foreach (var (good, expected) in Good(name))
        {
            foreach (var (id, bytes, _) in Sound(name, file))
            {
                for (var at = 0; at < bytes.Length; at++)
                {
                    var broken = (byte[])bytes.Clone();
                    broken[at] ^= (byte)(1 << (at % 8));
                    var heard = Heard.Of(Speaker(name), [.. broken, .. good]);
                    Assert.True(heard.Fixes.Count > 0 && heard.Fixes[^1] == expected, $"{id} with a wrong bit in byte {at}: {string.Join(' ', heard.Results)}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Noise_before_a_message_costs_only_itself(string name, string file)
    {
        var chance = new Random(file.Length);
        var (good, expected) = Good(name)[0];
        for (var run = 0; run < 200; run++)
        {
            var noise = new byte[chance.Next(1, 600)];
            chance.NextBytes(noise);
            var heard = Heard.Of(Speaker(name), [.. noise, .. good, .. good]);
            Assert.True(heard.Fixes.Count > 0 && heard.Fixes[^1] == expected, $"run {run}: {string.Join(' ', heard.Results)}");
        }
    }

    /// <summary>A sound message with a fix of each form that the protocol has, to stand behind what is broken.</summary>
    private static List<(byte[] Bytes, Fix Expected)> Good(string name) =>
        [.. Streams.Select(row => row.Data).Where(s => s.Item1 == name).SelectMany(s => Sound(s.Item1, s.Item2)).Where(s => s.Whole.Fixes.Count == 1)
            .DistinctBy(s => s.Bytes[0]).Select(s => (s.Bytes, s.Whole.Fixes[0]))];

    private static IEnumerable<(string Id, byte[] Bytes, Heard Whole)> Sound(string name, string file) =>
        Vector.Of(file).Where(v => v.Kind is not ("command" or "frame")).Select(v => (v.Id, Bytes: v.Bytes()))
            .Select(v => (v.Id, v.Bytes, Whole: Heard.Of(Speaker(name), v.Bytes)))
            .Where(v => v.Whole.Left == 0 && v.Whole.Results.TrueForAll(r => r is not (ReadResult.BadChecksum or ReadResult.Unreadable)) && v.Bytes.Length < 1000);

    private static Protocol Speaker(string name) => Protocol.All.Single(p => p.Name == name);
}
