using System.Globalization;
using CsCheck;
using NodaTime;
using Throughline.Monitoring.Trail;

namespace Throughline.Tests.Monitoring.Trail;

public sealed class ChunkTests
{
    /// <summary>What encryption adds to each: a nonce and a tag.</summary>
    private const int Sealing = 28;

    private static readonly Gen<TrailFix> Fix = Gen.Select(
        Gen.Long[-1_000_000_000_000, 4_000_000_000_000],
        Gen.Int[-900_000_000, 900_000_000],
        Gen.Int[-1_800_000_000, 1_800_000_000],
        Gen.Select(Gen.UShort.Nullable(), Gen.UShort.Nullable(), Gen.UShort.Nullable()),
        Gen.Select(Gen.Byte.Nullable(), Gen.Byte.Nullable(), Gen.Int[0, 7]),
        (at, lat, lon, s, b) => new TrailFix(Instant.FromUnixTimeMilliseconds(at), lat, lon, s.Item1, s.Item2, s.Item3, b.Item1, b.Item2, (TrailMarks)b.Item3));

    [Fact]
    public void Every_real_trace_comes_back_to_the_last_digit()
    {
        foreach (var trail in Trails.All)
        {
            Assert.Equal(trail, trail.Chunk(128).SelectMany(few => Back(Chunk.Write(few))));
        }
    }

    [Fact]
    public void With_all_columns_and_sealed_a_point_of_the_real_traces_takes_at_most_six_bytes()
    {
        var (bytes, points) = (0, 0);
        foreach (var few in Trails.All.SelectMany(t => t.Chunk(128)))
        {
            bytes += Chunk.Write(few).Length + Sealing;
            points += few.Length;
        }

        var each = bytes / (double)points;
        Assert.True(each <= 6, string.Create(CultureInfo.InvariantCulture, $"{each:0.00} bytes a point"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{each:0.00} bytes a point"));
    }

    [Fact]
    public void Whatever_fixes_there_are_they_come_back() => Fix.Array[0, 300].Sample(fixes => Back(Chunk.Write(fixes)).SequenceEqual(fixes), iter: 300);

    [Fact]
    public void The_ends_of_the_earth_and_of_what_a_number_holds_come_back()
    {
        TrailFix[] fixes =
        [
            new(Instant.MinValue + Duration.FromDays(1), -900_000_000, -1_800_000_000, 0, 0, 0, 0, 0, TrailMarks.None),
            new(NodaConstants.UnixEpoch, 0, 0, null, null, null, null, null, TrailMarks.Late),
            new(Instant.MaxValue.WithoutFraction(), 900_000_000, 1_800_000_000, ushort.MaxValue, ushort.MaxValue, ushort.MaxValue, byte.MaxValue, byte.MaxValue, TrailMarks.NotValid | TrailMarks.Stored),
        ];
        Assert.Equal(fixes, Back(Chunk.Write(fixes)));
    }

    [Fact]
    public void A_block_that_was_cut_or_changed_anywhere_is_refused_and_adds_nothing()
    {
        var chunk = Chunk.Write(Trails.All.First(t => t.Length >= 100).AsSpan(0, 100));
        List<TrailFix> none = [];
        for (var i = 0; i < chunk.Length; i++)
        {
            Assert.NotNull(Chunk.Read(chunk.AsSpan(0, i), none));
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = chunk.ToArray();
                changed[i] ^= (byte)(1 << bit);
                Assert.Equal("The block's checksum does not fit: it is cut off or was changed.", Chunk.Read(changed, none));
            }
        }

        Assert.Empty(none);
    }

    [Fact]
    public void Nothing_that_carries_a_right_checksum_makes_it_throw() =>
        Gen.Byte.Array[1, 200].Sample(body =>
        {
            body[0] = 1;
            List<TrailFix> fixes = [];
            var refusal = Chunk.Read(Checked(body), fixes);
            Assert.True(refusal is null || fixes.Count == 0);
        }, iter: 20_000);

    private static byte[] Checked(byte[] body)
    {
        // Bit by bit, as the standard has it: the second opinion on the checksum.
        var crc = uint.MaxValue;
        foreach (var b in body)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return [.. body, .. BitConverter.GetBytes(~crc)];
    }

    private static List<TrailFix> Back(byte[] chunk)
    {
        List<TrailFix> fixes = [];
        Assert.Null(Chunk.Read(chunk, fixes));
        return fixes;
    }
}

file static class Instants
{
    public static Instant WithoutFraction(this Instant at) => Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
