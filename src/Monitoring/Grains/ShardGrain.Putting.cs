using Microsoft.Extensions.Logging;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Grains;

/// <summary>What goes on behind the acknowledgement: telling what was found, and putting away what is full.</summary>
internal sealed partial class ShardGrain
{
    private async Task TickAsync(CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        foreach (var device in _devices.Values)
        {
            if (device.Watch is { } watch && OrderOf(device) is { } order)
            {
                watch.Pass(order, now, _findings);
                Own(device);
            }
        }

        Tell();
        // What is put away is read no more, so it must have been told.
        if (_findings.IsEmpty && _telling.IsCompleted)
        {
            await PutAwayAsync(now, stop);
        }
    }

    private void Tell()
    {
        if (_findings.IsEmpty)
        {
            _told = _telling.IsCompleted ? _head : _told;
        }
        else if (_telling.IsCompleted)
        {
            _telling = TellAsync();
        }
    }

    private async Task TellAsync()
    {
        while (!_findings.IsEmpty)
        {
            var (findings, upto) = (_findings, _head);
            _findings = new Findings();
            while (!await TryTellAsync(findings))
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }

            _told = upto;
        }
    }

    private async Task<bool> TryTellAsync(Findings findings)
    {
        try
        {
            if (findings.Intervals.Count > 0)
            {
                await verdicts.TakeAsync([.. findings.Intervals.Select(i => new VerdictRevision(i.Case, i.Assignment, i.Zone, i.From, i.Until, [i]))], CancellationToken.None);
            }

            if (findings.Signals.Count > 0)
            {
                await signals.TakeAsync(findings.Signals, CancellationToken.None);
            }

            return true;
        }
        catch (Exception e)
        {
            // An edge loop: what was found stays, and is told once somebody can hear it.
            Log.NotTold(log, e, _hold.Shard);
            return false;
        }
    }

    private async Task PutAwayAsync(NodaTime.Instant now, CancellationToken stop)
    {
        var half = _bytes > ReplayAtMost && _lengths.Count > 0 ? _lengths.ElementAt(_lengths.Count / 2).Sequence : 0;
        var full = _devices.Values.Where(d => d.IsCut || d.Held >= ShardDevice.ChunkFixes
            || (d.Held > 0 && (now - d.HeldSince >= ChunkAge || d.FirstHeard <= half || OrderOf(d) is null))).ToHashSet();
        var floor = _devices.Values.Where(d => d.Held > 0 && !full.Contains(d)).Select(d => d.FirstHeard - 1).DefaultIfEmpty(_head).Min();
        if (full.Count == 0 && _parts.Count == 0 && (_lengths.Count == 0 || _lengths.Peek().Sequence > floor))
        {
            return;
        }

        // Rows that only carry states and contacts go as well: then the watch of each device that they changed has to be kept.
        var kept = _devices.Values.Where(d => full.Contains(d) || (d.Held == 0 && d.LastHeard > d.Upto && d.Upto < floor)).ToList();
        try
        {
            await journal.SealAsync(_hold, new Sealing([.. _parts, .. full.Select(d => d.Part())], [.. kept.Select(d => d.Keep(_head))], _told, floor), stop);
        }
        catch (JournalException e)
        {
            Log.NotWritten(log, e, _hold.Shard);
            return;
        }
        catch (FencedException)
        {
            StepDown();
            return;
        }

        _parts.Clear();
        foreach (var device in full)
        {
            device.LetGo();
        }

        kept.ForEach(d => d.Upto = _head);
        while (_lengths.TryPeek(out var first) && first.Sequence <= floor)
        {
            _bytes -= _lengths.Dequeue().Bytes;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Shard {Shard} could not write; its devices are not acknowledged")]
        public static partial void NotWritten(ILogger log, Exception e, int shard);

        [LoggerMessage(2, LogLevel.Warning, "Shard {Shard} steps down: it was taken over, or its last commit came through after all")]
        public static partial void SteppedDown(ILogger log, int shard);

        [LoggerMessage(3, LogLevel.Error, "Findings of shard {Shard} could not be handed on; they are kept")]
        public static partial void NotTold(ILogger log, Exception e, int shard);
    }
}
