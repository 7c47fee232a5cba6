using System.Buffers;
using Microsoft.Extensions.Logging;
using NodaTime;
using Orleans.Concurrency;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Grains;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Gateway;

/// <summary>
/// The way of messages from all connections to the shards. What comes while a batch of a shard is under way waits for the next one, so that
/// shards are called a few hundred times a second however many devices there are. A batch that is not taken is offered again until it is.
/// </summary>
internal sealed partial class ShardLanes(IGrainFactory grains, ILogger<ShardLanes> log) : IDisposable
{
    /// <summary>A commit costs about as much as a few hundred messages: waiting this long for company makes all of them faster.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(500);
    private readonly Lane[] _lanes = [.. Enumerable.Range(0, Shards.Count).Select(i => new Lane(i))];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private long _refusals;

    /// <summary>Batches that shards did not take so far.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>Copies the message; the ticket waits until it is kept.</summary>
    public void Add(DeviceId device, Instant received, ReadResult result, Reading reading, Ticket ticket)
    {
        var lane = _lanes[Shards.Of(device)];
        bool first;
        lock (lane.Turn)
        {
            first = lane.Tickets.Count == 0 && !lane.IsUnderWay;
            Journals.PacketBatch.Write(lane.Messages, device, received, result, reading);
            if (lane.Tickets.Count == 0 || lane.Tickets[^1] != ticket)
            {
                ticket.Join();
                lane.Tickets.Add(ticket);
            }
        }

        if (first)
        {
            Wake();
        }
    }

    public void Dispose() => _wake.Dispose();

    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            await _wake.WaitAsync(stop);
            await Task.Delay(Gather, stop);
            foreach (var lane in _lanes)
            {
                if (lane.TryTake(out var batch))
                {
                    _ = SendAsync(lane, batch, stop);
                }
            }
        }
    }

    private async Task SendAsync(Lane lane, Batch batch, CancellationToken stop)
    {
        var messages = batch.Messages.WrittenSpan.ToArray();
        while (!await TryAsync(lane, messages))
        {
            Interlocked.Increment(ref _refusals);
            if (stop.IsCancellationRequested)
            {
                // Nobody is acknowledged; every device sends again to whoever runs next.
                return;
            }

            await Task.Delay(TryAgain, CancellationToken.None);
        }

        foreach (var ticket in batch.Tickets)
        {
            ticket.Done();
        }

        if (lane.Return(batch))
        {
            Wake();
        }
    }

    private async Task<bool> TryAsync(Lane lane, byte[] messages)
    {
        try
        {
            return await grains.GetGrain<IShardGrain>(lane.Shard).TakeAsync(messages.AsImmutable());
        }
        catch (Exception e)
        {
            // An edge loop: whatever became of the shard, the batch stays ours until it is taken.
            NotTaken(log, e, lane.Shard);
            return false;
        }
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
            {
                // It is awake, or we are stopping.
            }
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "Shard {Shard} did not answer; its messages are offered again")]
    private static partial void NotTaken(ILogger log, Exception e, int shard);

    private sealed class Batch
    {
        public ArrayBufferWriter<byte> Messages { get; } = new(1024);

        public List<Ticket> Tickets { get; } = [];
    }

    private sealed class Lane(int shard)
    {
        private Batch _filling = new();
        private Batch? _spare;

        public int Shard => shard;

        public Lock Turn { get; } = new();

        public ArrayBufferWriter<byte> Messages => _filling.Messages;

        public List<Ticket> Tickets => _filling.Tickets;

        public bool IsUnderWay { get; private set; }

        public bool TryTake(out Batch batch)
        {
            lock (Turn)
            {
                batch = _filling;
                if (IsUnderWay || _filling.Tickets.Count == 0)
                {
                    return false;
                }

                (IsUnderWay, _filling, _spare) = (true, _spare ?? new Batch(), null);
                return true;
            }
        }

        /// <summary>True: more has come.</summary>
        public bool Return(Batch batch)
        {
            lock (Turn)
            {
                IsUnderWay = false;
                if (batch.Messages.Capacity <= 64 * 1024)
                {
                    batch.Messages.ResetWrittenCount();
                    batch.Tickets.Clear();
                    _spare = batch;
                }

                return _filling.Tickets.Count > 0;
            }
        }
    }
}
