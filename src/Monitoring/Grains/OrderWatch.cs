using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Grains;

/// <summary>One device under one order: its messages and the passing of time, to a <see cref="ZoneWatch"/> under the terms of the moment.</summary>
internal sealed class OrderWatch
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions().ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    private readonly Findings _said = new();
    private DeviceOrder _order;
    private ZoneWatch _watch;

    /// <param name="kept">What <see cref="Keep"/> gave at an earlier time, or nothing.</param>
    public OrderWatch(DeviceOrder order, ReadOnlySpan<byte> kept)
    {
        _order = order;
        _watch = new ZoneWatch(order, null, kept.IsEmpty ? null : JsonSerializer.Deserialize<WatchState>(kept, Json));
    }

    /// <summary>A message that is in the journal; nothing in it outlives the call.</summary>
    public void Take(DeviceOrder order, Packet packet, Findings findings)
    {
        Follow(order, findings);
        foreach (ref readonly var fix in packet.Fixes)
        {
            _watch.Step(fix, packet.Received, findings);
        }

        foreach (ref readonly var o in packet.Observations)
        {
            var fix = o.Fix >= 0 ? packet.Fixes[o.Fix] : (Fix?)null;
            _watch.Observe(o, fix, fix?.Time ?? packet.DeviceTime ?? packet.Received, packet.Received, findings);
        }

        if (packet.Fixes.IsEmpty && packet.Observations.IsEmpty)
        {
            _watch.Hear(packet.Received, findings);
        }
    }

    /// <summary>Time has passed: hours begin, a contact is overdue.</summary>
    public void Pass(DeviceOrder order, Instant now, Findings findings)
    {
        Follow(order, findings);
        _watch.Tick(now, findings);
    }

    public byte[] Keep() => JsonSerializer.SerializeToUtf8Bytes(_watch.Snapshot(_said), Json);

    /// <summary>What was said while it was kept is handed on; and under other terms it goes on from where it was.</summary>
    private void Follow(DeviceOrder order, Findings findings)
    {
        if (!ReferenceEquals(order, _order) && order != _order)
        {
            _watch = new ZoneWatch(order, null, _watch.Snapshot(_said));
        }

        _order = order;
        findings.Signals.AddRange(_said.Signals);
        findings.Intervals.AddRange(_said.Intervals);
        _said.Clear();
    }
}
