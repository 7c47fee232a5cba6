using System.Runtime.InteropServices;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Journals;

/// <summary>
/// One message of a known device as the journal keeps it. Read again and again into the same one, so that a message costs no memory; what is
/// in it is good until the next <see cref="PacketBatch.TryRead"/>.
/// </summary>
public sealed class Packet
{
    private readonly List<Fix> _fixes = [];
    private readonly List<Observation> _observations = [];
    private readonly List<Cell> _cells = [];

    public DeviceId Device { get; internal set; }

    public Instant Received { get; internal set; }

    public ReadResult Result { get; internal set; }

    public int Type { get; internal set; }

    public int Serial { get; internal set; }

    /// <summary>The device's time of a message that has no fix, or null.</summary>
    public Instant? DeviceTime { get; internal set; }

    public ReadOnlySpan<Fix> Fixes => CollectionsMarshal.AsSpan(_fixes);

    public ReadOnlySpan<Observation> Observations => CollectionsMarshal.AsSpan(_observations);

    public ReadOnlySpan<Cell> Cells => CollectionsMarshal.AsSpan(_cells);

    internal List<Fix> FixList => _fixes;

    internal List<Observation> ObservationList => _observations;

    internal List<Cell> CellList => _cells;

    internal void Clear()
    {
        _fixes.Clear();
        _observations.Clear();
        _cells.Clear();
    }
}
