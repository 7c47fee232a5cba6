using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Devices;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>What a trail's page reads of a case: kept fixes, the last open alert, the zones with what is known of them.</summary>
internal sealed class CaseTrails(Installation installation, DeviceHosting devices) : ITrailSource, IOpenAlerts, ICaseZones
{
    private const int AlertsAtMost = 200;
    private readonly Storage.Monitoring.TrailReading _chunks = new(installation.Store);
    private readonly AlertReading _alerts = new(installation.Store);

    /// <remarks>What is in no chunk yet is with the shard; a fix that is sealed in between may come twice, and is shown once.</remarks>
    public async Task<IReadOnlyList<TrailFix>> ReadAsync(long @case, Instant from, Instant until, CancellationToken stop)
    {
        if (installation.Cases.Load(new CaseId(@case)) is not { State: { Erased: null } state })
        {
            return [];
        }

        var fixes = state.Devices.Worn.SelectMany(worn => _chunks.Read(worn.Assignment, from, until)).ToList();
        if (state.Devices.Current is { FittedAt: not null } now)
        {
            fixes.AddRange((await devices.TailAsync(new DeviceId(now.Device), stop)).Where(f => f.Time >= Instant.Max(from, now.AssignedAt) && f.Time < until));
        }

        return [.. fixes.Select(f => TrailFix.Of(f, f.Time)).Distinct().OrderBy(f => f.At)];
    }

    public Task<Instant?> LastOpenedAsync(long @case, CancellationToken stop) =>
        Task.FromResult(_alerts.Of(new CaseId(@case), AlertsAtMost).Where(a => a.State is AlertState.Waiting or AlertState.Open or AlertState.Acknowledged).Max(a => (Instant?)a.Opened));

    public Task<IReadOnlyList<CaseZone>> OfAsync(long @case, Instant from, Instant until, CancellationToken stop)
    {
        if (installation.Cases.Load(new CaseId(@case)) is not { State: { Erased: null } state })
        {
            return Task.FromResult<IReadOnlyList<CaseZone>>([]);
        }

        var said = VerdictTable.Of(installation.Store, state.Id, from, until).ToLookup(v => v.Zone);
        return Task.FromResult<IReadOnlyList<CaseZone>>([.. state.Devices.Zones.Select(z => new CaseZone(z.Name, DeviceOrders.RuleOf(z), [.. said[z.Id]]))]);
    }
}
