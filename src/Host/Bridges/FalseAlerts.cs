using NodaTime;
using Throughline.Host.Devices;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>What people closed as the device's own doing.</summary>
internal sealed class FalseAlerts(Installation installation) : IFalseAlerts
{
    private readonly AlertReading _alerts = new(installation.Store);

    public IReadOnlyList<ClosedAlerts> Between(Instant from, Instant until) =>
        [.. _alerts.ClosedBetween(from, until).Select(c => new ClosedAlerts(c.Assignment, c.Device, c.Closed, c.False))];
}
