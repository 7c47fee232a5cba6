using System.Collections.Immutable;
using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;

namespace Throughline.Monitoring.Grains;

/// <summary>The rules by which a shard looks at what comes in. Pure: the same messages bring the same findings, also after a restart.</summary>
public interface IShardRules
{
    /// <param name="kept">What <see cref="IDeviceWatch.Keep"/> gave at an earlier time, or nothing.</param>
    IDeviceWatch Watch(DeviceOrder order, ReadOnlySpan<byte> kept);
}

/// <summary>One device under one order.</summary>
public interface IDeviceWatch
{
    /// <summary>A message that is in the journal; nothing in it outlives the call.</summary>
    void Take(DeviceOrder order, Packet packet, Findings findings);

    /// <summary>Time has passed: hours begin, a contact is overdue.</summary>
    void Pass(DeviceOrder order, Instant now, Findings findings);

    byte[] Keep();
}

/// <summary>What came of it, to be handed on.</summary>
public sealed class Findings
{
    public List<Signal> Signals { get; } = [];

    public List<VerdictInterval> Intervals { get; } = [];

    public bool IsEmpty => Signals.Count == 0 && Intervals.Count == 0;
}

/// <summary>The device's own words: each alarm of a message is a signal, whatever the zones say.</summary>
public sealed class DeviceWords : IShardRules
{
    /// <summary>Older than this when it came: it counts, marked late.</summary>
    public static readonly Duration LateAfter = Duration.FromMinutes(5);

    public IDeviceWatch Watch(DeviceOrder order, ReadOnlySpan<byte> kept) => Words.Only;

    private sealed class Words : IDeviceWatch
    {
        public static readonly Words Only = new();

        public void Take(DeviceOrder order, Packet packet, Findings findings)
        {
            foreach (var o in packet.Observations)
            {
                if (!IsWord(o))
                {
                    continue;
                }

                var occurred = Believable(o.Fix >= 0 ? packet.Fixes[o.Fix].Time : packet.DeviceTime, packet.Received);
                ImmutableArray<Fix> evidence = o.Fix >= 0 ? [packet.Fixes[o.Fix]] : [];
                findings.Signals.Add(new Signal(
                    order.Assignment, packet.Device, order.Case, (SignalKind)(int)o.Kind, null, occurred, packet.Received, packet.Received - occurred > LateAfter, evidence)
                {
                    Code = o.Code,
                    Value = o.Value,
                });
            }
        }

        public void Pass(DeviceOrder order, Instant now, Findings findings)
        {
        }

        public byte[] Keep() => [];

        /// <summary>An alarm; or a state that ends one.</summary>
        private static bool IsWord(Observation o) => o.Alarm
            ? Enum.IsDefined((SignalKind)(int)o.Kind)
            : o.Kind is ObservationKind.StrapOpen or ObservationKind.Tamper or ObservationKind.Jamming;

        private static Instant Believable(Instant? said, Instant received) => OrderGate.TimeOf(said, received);
    }
}
