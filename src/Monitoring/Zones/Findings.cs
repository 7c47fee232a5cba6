using Throughline.Monitoring.Alerts;

namespace Throughline.Monitoring.Zones;

/// <summary>What came of what a device sent, or of time that passed, to be handed on. The caller keeps one and empties it.</summary>
public sealed class Findings
{
    public List<Signal> Signals { get; } = [];

    /// <summary>Each replaces whatever was said before of its stretch of its zone: see <see cref="VerdictBand"/>.</summary>
    public List<VerdictInterval> Intervals { get; } = [];

    public bool IsEmpty => Signals.Count == 0 && Intervals.Count == 0;

    public void Clear()
    {
        Signals.Clear();
        Intervals.Clear();
    }
}
