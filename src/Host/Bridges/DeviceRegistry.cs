using System.Collections.Concurrent;
using Throughline.Casefile;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Protocols;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>
/// The inventory with its orders, in memory. Filled once, after the site answers; from then on it follows the log and the inventory by their
/// positions, so that a second in which nothing happens costs two reads of an index.
/// </summary>
internal sealed class DeviceRegistry(Installation installation) : IDeviceRegistry, IWearers
{
    private const int AtOnce = 5_000;
    private readonly KnownDevices _known = new();
    private readonly ConcurrentDictionary<Guid, Wearer> _wearers = new();
    private readonly ConcurrentDictionary<CaseId, Guid> _worn = new();
    private readonly DeviceTables _tables = new(installation.Store);
    private readonly DeviceChanges _changes = new(installation.Store);
    private readonly Lock _one = new();
    private (long Log, long Inventory) _position;
    private bool _isFilled;

    public long Version => _known.Version;

    public int Count => _known.Count;

    public bool IsEmpty => _known.IsEmpty;

    public Wearer? Of(Guid assignment) => _wearers.GetValueOrDefault(assignment);

    public Wearer? Of(CaseId id) => _worn.TryGetValue(id, out var assignment) ? Of(assignment) : null;

    public KnownDevice? Find(DeviceId device) => _known.Find(device);

    public KnownDevice? Find(string protocol, ReadOnlySpan<byte> identity) => _known.Find(protocol, identity.TrimStart((byte)'0'));

    /// <summary>Takes in what changed since the last time; everything at the first.</summary>
    public void Follow()
    {
        lock (_one)
        {
            if (!_isFilled)
            {
                _position = _changes.Position();
                for (var from = 0; ; from += AtOnce)
                {
                    var page = _tables.List(null, from, AtOnce);
                    foreach (var device in page)
                    {
                        Put(device);
                    }

                    if (page.Count < AtOnce)
                    {
                        break;
                    }
                }

                _isFilled = true;
                return;
            }

            var (devices, position) = _changes.Since(_position);
            foreach (var device in devices)
            {
                if (_tables.Find(device) is { } stored)
                {
                    Put(stored);
                }
            }

            _position = position;
        }
    }

    private void Put(StoredDevice stored)
    {
        var file = stored is { Case: { } held, FittedAt: not null } ? installation.Cases.Load(held) : null;
        if (file is not null && DeviceOrders.WearerOf(file, stored, installation.Programme) is { } wearer)
        {
            (_wearers[wearer.Assignment], _worn[wearer.Case]) = (wearer, wearer.Assignment);
        }

        var order = file is not null && stored.IsInUse ? DeviceOrders.Of(file.State, installation.Programme) : null;
        _known.Put(new KnownDevice(
            new DeviceId(stored.Id), stored.Protocol, [.. stored.Names], stored.HasSecret && _tables.Secret(stored.Id) is { } hash ? DeviceSecret.Kept(hash) : null,
            order?.Device.Number == stored.Id ? order : null)
        {
            InUse = stored.IsInUse,
        });
    }
}

/// <summary>Keeps the registry up to date beside the site: within a second of each commit, and not before the site answers.</summary>
internal sealed class DeviceRegistryJob(DeviceRegistry registry, IHostApplicationLifetime site, ILogger<DeviceRegistryJob> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await site.OpenAsync(stopping);
        using var timer = new PeriodicTimer(Rhythm);
        do
        {
            try
            {
                registry.Follow();
            }
            catch (Exception e)
            {
                // An edge loop: the devices stay as they were, and the next turn asks again.
                log.LogError(e, "The devices' orders could not be followed");
            }
        }
        while (await WaitAsync(timer, stopping));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
