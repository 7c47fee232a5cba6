using NodaTime;

namespace Throughline.Host.Devices;

/// <summary>Alerts of one assignment that people closed, and how many of them they called false.</summary>
internal sealed record ClosedAlerts(Guid Assignment, long Device, int Closed, int False);

/// <summary>What people found alerts to be, by the device that raised them: by this devices are judged, and nobody who wears one.</summary>
internal interface IFalseAlerts
{
    /// <summary>Those closed from one instant to another.</summary>
    IReadOnlyList<ClosedAlerts> Between(Instant from, Instant until);
}
