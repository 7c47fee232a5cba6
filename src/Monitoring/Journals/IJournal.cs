using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Journals;

/// <summary>What was true of a shard when it was taken over.</summary>
/// <param name="Epoch">Ours from now on: whoever held the shard before can write nothing more.</param>
/// <param name="Head">The last batch in the journal, 0 before the first.</param>
/// <param name="Told">All that came of the batches up to this one has been handed on.</param>
public sealed record ShardHold(int Shard, long Epoch, long Head, long Told);

/// <summary>A batch of the journal.</summary>
/// <param name="Messages">A <see cref="PacketBatch"/>.</param>
public sealed record JournalBatch(long Sequence, byte[] Messages);

/// <summary>What a shard remembers of a device beyond the journal.</summary>
/// <param name="Upto">What the journal holds of the device up to this batch is in the trail and in <paramref name="Memory"/>.</param>
/// <param name="Memory">The shard's own form.</param>
public sealed record KeptDevice(DeviceId Device, Guid Assignment, long Case, int RawDays, long Upto, byte[] Memory);

/// <summary>Fixes of one device, ready for the trail. All lie in one month (UTC), so that one key ends them.</summary>
public sealed record TrailPart(Guid Assignment, long Case, DeviceId Device, int RawDays, IReadOnlyList<Fix> Fixes);

/// <summary>What a shard puts away in one go.</summary>
/// <param name="Told">See <see cref="ShardHold.Told"/>.</param>
/// <param name="Floor">Batches up to this one are needed by nobody any more.</param>
public sealed record Sealing(IReadOnlyList<TrailPart> Parts, IReadOnlyList<KeptDevice> Devices, long Told, long Floor);

/// <summary>
/// Where shards keep what they have taken, on disk. Each call is durable when it returns. A shard that another activation has taken over since
/// is fenced off: its calls change nothing and throw <see cref="FencedException"/>.
/// </summary>
public interface IJournal
{
    Task<ShardHold> TakeOverAsync(int shard, CancellationToken stop);

    /// <summary>Appends of all shards that wait share one commit.</summary>
    /// <exception cref="JournalException">Nothing was kept, or nobody can tell: ask <see cref="HeadAsync"/>.</exception>
    Task AppendAsync(ShardHold hold, long sequence, ReadOnlyMemory<byte> messages, CancellationToken stop);

    Task<long> HeadAsync(ShardHold hold, CancellationToken stop);

    /// <summary>In the order of their sequence.</summary>
    IEnumerable<JournalBatch> Replay(ShardHold hold);

    /// <summary>Without those whose person was erased.</summary>
    IEnumerable<KeptDevice> Devices(ShardHold hold);

    Task SealAsync(ShardHold hold, Sealing sealing, CancellationToken stop);
}

/// <summary>The journal could not be written: the disk is full, the server is away. Devices are not acknowledged and will send again.</summary>
public sealed class JournalException(string sentence, Exception? inner = null) : Exception(sentence, inner);

/// <summary>Another activation of the shard has taken over.</summary>
public sealed class FencedException(int shard) : Exception($"Shard {shard} was taken over.");
