using System.Buffers;
using Microsoft.Extensions.Logging;
using NodaTime;
using Orleans.Concurrency;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Grains;

/// <summary>
/// One shard. The engine sees to it that one call runs at a time and that the shard lives in one place; where it errs, the journal's fence
/// throws the older one out. First the journal, then everything else: what is in memory here can always be had from the journal again.
/// </summary>
[KeepAlive]
internal sealed partial class ShardGrain(
    IJournal journal, IDeviceRegistry registry, IDeviceBook book, ISignals signals, IVerdicts verdicts, IClock clock, ILogger<ShardGrain> log) : Grain, IShardGrain
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(5);
    private static readonly Duration ChunkAge = Duration.FromHours(1);

    /// <summary>Bytes of journal that a restart may have to read again, before slow devices get chunks that are not full.</summary>
    private const long ReplayAtMost = 8 << 20;

    /// <summary>Findings that nobody takes: from there on nothing more is taken in.</summary>
    private const int UntoldAtMost = 10_000;

    private readonly Dictionary<DeviceId, ShardDevice> _devices = [];
    private readonly Queue<(long Sequence, int Bytes)> _lengths = new();
    private readonly Sieve _sieve = new(registry, book);
    private readonly Packet _packet = new();
    private readonly List<TrailPart> _parts = [], _closing = [];
    private readonly List<ShardDevice> _new = [];
    private Findings _findings = new();
    private Task _telling = Task.CompletedTask;
    private ShardHold _hold = null!;
    private long _head, _told, _bytes;
    private bool _isUncertain;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _hold = await journal.TakeOverAsync((int)this.GetPrimaryKeyLong(), cancellationToken);
        (_head, _told) = (_hold.Head, _hold.Told);
        foreach (var kept in journal.Devices(_hold))
        {
            var device = ShardDevice.Of(kept, out var watch);
            _devices[kept.Device] = device;
            if (OrderOf(device) is { } order)
            {
                device.Watch = new OrderWatch(order, watch);
            }
        }

        foreach (var batch in journal.Replay(_hold))
        {
            Apply(batch.Messages, batch.Sequence, isReplay: true);
            if (batch.Sequence <= _hold.Told)
            {
                _findings = new Findings();
            }
        }

        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(Rhythm, Rhythm) { KeepAlive = true });
        Tell();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _telling.WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public Task WakeAsync() => Task.CompletedTask;

    public Task<byte[]> TailAsync(long device) =>
        Task.FromResult(_devices.TryGetValue(new DeviceId(device), out var held) ? held.HeldFixes.ToArray() : []);

    public async Task<bool> TakeAsync(Immutable<byte[]> batch)
    {
        if (_findings.Signals.Count > UntoldAtMost || (_isUncertain && !await IsSettledAsync()))
        {
            return false;
        }

        var left = _sieve.Sift(batch.Value, DeviceUnder);
        if (left.IsEmpty)
        {
            return true;
        }

        try
        {
            if (_new.Count > 0)
            {
                await journal.SealAsync(_hold, new Sealing([.. _closing], [.. _new.Select(d => d.Keep(_head))], _told, 0), CancellationToken.None);
                _new.Clear();
                _closing.Clear();
            }

            await journal.AppendAsync(_hold, _head + 1, left, CancellationToken.None);
        }
        catch (JournalException e)
        {
            Log.NotWritten(log, e, _hold.Shard);
            _sieve.Undo();
            _isUncertain = true;
            return false;
        }
        catch (FencedException)
        {
            StepDown();
            return false;
        }

        _head++;
        Apply(left.Span, _head, isReplay: false);
        Tell();
        return true;
    }

    /// <summary>After a failed commit nobody knows whether it reached the disk. Where it did, what is in memory is behind, and starts anew.</summary>
    private async Task<bool> IsSettledAsync()
    {
        try
        {
            if (await journal.HeadAsync(_hold, CancellationToken.None) == _head)
            {
                _isUncertain = false;
                return true;
            }

            StepDown();
        }
        catch (JournalException e)
        {
            Log.NotWritten(log, e, _hold.Shard);
        }
        catch (FencedException)
        {
            StepDown();
        }

        return false;
    }

    private void StepDown()
    {
        Log.SteppedDown(log, _hold.Shard);
        _isUncertain = true;
        DeactivateOnIdle();
    }

    private DeviceOrder? OrderOf(ShardDevice device) =>
        registry.Find(device.Id)?.Order is { } order && order.Assignment == device.Assignment ? order : null;

    /// <summary>A device under an order that is new here is written down before its first message, so that a restart knows whose it was.</summary>
    private ShardDevice DeviceUnder(DeviceOrder order)
    {
        if (_devices.TryGetValue(order.Device, out var device))
        {
            if (device.Assignment == order.Assignment)
            {
                return device;
            }

            if (device.Held > 0)
            {
                _closing.Add(device.Part());
            }
        }

        device = new ShardDevice(order.Device, order.Assignment, order.Case, order.RawDays) { Upto = _head, Watch = new OrderWatch(order, []) };
        _devices[order.Device] = device;
        _new.Add(device);
        return device;
    }

    private void Apply(ReadOnlySpan<byte> batch, long sequence, bool isReplay)
    {
        _lengths.Enqueue((sequence, batch.Length));
        _bytes += batch.Length;
        while (PacketBatch.TryRead(ref batch, _packet))
        {
            // Without a row its person was erased, or it was put away under an order before this one.
            if (!_devices.TryGetValue(_packet.Device, out var device) || sequence <= device.Upto)
            {
                continue;
            }

            device.Hear(sequence);
            if (isReplay)
            {
                Sieve.Relearn(device, _packet);
            }

            foreach (ref readonly var fix in _packet.Fixes)
            {
                if (!device.Fits(fix))
                {
                    _parts.Add(device.Part());
                    device.LetGo();
                    device.IsCut = true;
                }

                device.Hold(fix, _packet.Received);
            }

            if (OrderOf(device) is { } order)
            {
                device.Watch ??= new OrderWatch(order, []);
                device.Watch.Take(order, _packet, _findings);
                Own(device);
            }
        }
    }

    private void Own(ShardDevice device)
    {
        var intervals = _findings.Intervals;
        for (var i = intervals.Count - 1; i >= 0 && intervals[i].Case == 0; i--)
        {
            intervals[i] = intervals[i] with { Case = device.Case };
        }
    }
}
