using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Trail;

/// <summary>How a chunk of a trail is written. The bytes say themselves what form they have.</summary>
public interface IChunkCodec
{
    /// <param name="fixes">In the order of their time.</param>
    byte[] Write(ReadOnlySpan<Fix> fixes);

    /// <exception cref="FormatException">The bytes are cut off or were changed.</exception>
    void Read(ReadOnlySpan<byte> chunk, List<Fix> into);
}

/// <summary>Column by column, as <see cref="Chunk"/> has it: height and dilution are not worth keeping.</summary>
public sealed class ColumnChunk : IChunkCodec
{
    public byte[] Write(ReadOnlySpan<Fix> fixes)
    {
        var kept = new TrailFix[fixes.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = TrailFix.Of(fixes[i], fixes[i].Time);
        }

        return Chunk.Write(kept);
    }

    public void Read(ReadOnlySpan<byte> chunk, List<Fix> into)
    {
        var kept = new List<TrailFix>();
        if (Chunk.Read(chunk, kept) is { } fault)
        {
            throw new FormatException(fault);
        }

        into.AddRange(kept.ConvertAll(f => f.Fix()));
    }
}
