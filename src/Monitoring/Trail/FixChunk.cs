using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Trail;

/// <summary>A <see cref="Chunk"/> of a device's fixes: height and dilution are not worth keeping.</summary>
public static class FixChunk
{
    /// <param name="fixes">In the order of their time.</param>
    public static byte[] Write(ReadOnlySpan<Fix> fixes)
    {
        var kept = new TrailFix[fixes.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = TrailFix.Of(fixes[i], fixes[i].Time);
        }

        return Chunk.Write(kept);
    }

    /// <exception cref="FormatException">The bytes are cut off or were changed.</exception>
    public static void Read(ReadOnlySpan<byte> chunk, List<Fix> into)
    {
        var kept = new List<TrailFix>();
        if (Chunk.Read(chunk, kept) is { } fault)
        {
            throw new FormatException(fault);
        }

        into.AddRange(kept.ConvertAll(f => f.Fix()));
    }
}
