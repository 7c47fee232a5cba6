using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Trails;

/// <summary>How a chunk of a trail is written. The bytes say themselves what form they have.</summary>
public interface IChunkCodec
{
    /// <param name="fixes">In the order of their time.</param>
    byte[] Write(ReadOnlySpan<Fix> fixes);

    void Read(ReadOnlySpan<byte> chunk, List<Fix> into);
}

/// <summary>Fixes one behind the other, as the journal has them.</summary>
public sealed class PlainChunk : IChunkCodec
{
    private const byte Form = 0;

    public byte[] Write(ReadOnlySpan<Fix> fixes)
    {
        var bytes = new byte[1 + fixes.Length * PacketBatch.LongestFix];
        bytes[0] = Form;
        var at = 1;
        foreach (ref readonly var fix in fixes)
        {
            at += PacketBatch.WriteFix(bytes.AsSpan(at), fix);
        }

        return bytes[..at];
    }

    public void Read(ReadOnlySpan<byte> chunk, List<Fix> into) => into.AddRange(PacketBatch.ReadFixes(chunk[1..]));
}
