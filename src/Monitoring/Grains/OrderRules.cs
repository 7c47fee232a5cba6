using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Grains;

/// <summary>What an order asks of a device: its zones, its hours, and what the device says of itself. See <see cref="ZoneWatch"/>.</summary>
public sealed class OrderRules : IShardRules
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions().ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    public IDeviceWatch Watch(DeviceOrder order, ReadOnlySpan<byte> kept) =>
        new OrderWatch(order, kept.IsEmpty ? null : JsonSerializer.Deserialize<WatchState>(kept, Json));

    private sealed class OrderWatch(DeviceOrder first, WatchState? kept) : IDeviceWatch
    {
        private readonly Findings _said = new();
        private DeviceOrder _order = first;
        private ZoneWatch _watch = new(first, null, kept);

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
}
