using System.Diagnostics.Metrics;

namespace Throughline.Host;

/// <summary>The one meter. Numbers only, never a person's data.</summary>
internal static class Telemetry
{
    public const string Name = "Throughline";
    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Recorded = Meter.CreateCounter<long>("throughline_events_recorded", description: "Events written to the log");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("throughline_acts_refused", description: "Acts that a rule refused");
    public static readonly Histogram<double> Commit = Meter.CreateHistogram<double>("throughline_commit_seconds", "s", "Time of one durable commit, however many acts share it");
}
