using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Throughline.Host.Devices;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Gateway;
using Throughline.Monitoring.Grains;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;
using Throughline.Storage;
using Throughline.Storage.Monitoring;

namespace Throughline.Simulator;

/// <summary>The program's own gateway, shards and journal over a store, with so many invented devices, each under an order of its own.</summary>
internal sealed class TrialGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DeviceBook _book;

    private TrialGateway(WebApplication app, Journal journal, DeviceBook book, KnownDevices registry, HeardSignals signals) =>
        (_app, Journal, _book, Registry, Signals) = (app, journal, book, registry, signals);

    public Journal Journal { get; }

    public KnownDevices Registry { get; }

    public HeardSignals Signals { get; }

    public IServiceProvider Services => _app.Services;

    public int Port => PortOf("gt06");

    public int PortOf(string protocol) => ((System.Net.IPEndPoint)_app.Services.GetRequiredService<Gateway>().Endpoints[protocol]).Port;

    /// <summary>Where phones call.</summary>
    public string PhoneAddress => _app.Urls.First();

    public static Guid AssignmentOf(long device) => new((int)device, 0x7472, 0x6961, 0x6c, 0, 0, 0, 0, 0, 0, 0);

    /// <param name="port">Of GT06; the other protocols take any free one, or none.</param>
    public static async Task<TrialGateway> StartAsync(
        Store store, IClock clock, int devices, int port = GatewayPorts.AnyFree, bool others = false, ILoggerFactory? logging = null, SiloSettings? silo = null)
    {
        MakePeople(store, devices);
        var registry = new KnownDevices();
        foreach (var device in Known(devices, clock.GetCurrentInstant()))
        {
            registry.Put(device);
        }

        var settings = new DeviceSettings(
            new GatewaySettings
            {
                Ports = Protocol.All.ToDictionary(p => p.Name, p => p.Name == "gt06" ? port : others ? GatewayPorts.AnyFree : 0),
                OsmAndPort = others ? GatewayPorts.AnyFree : 0,
            },
            silo ?? new SiloSettings(0, 0, 0));
        var (journal, book, signals) = (new Journal(store, clock), new DeviceBook(store, clock), new HeardSignals());
        var app = DeviceHost.Build(settings, DeviceRoles.Gateway | DeviceRoles.Silo, new DeviceParts(journal, registry, book, signals, signals, clock), logging);
        await app.StartAsync();
        return new TrialGateway(app, journal, book, registry, signals);
    }

    public static IEnumerable<KnownDevice> Known(int devices, Instant now) => Enumerable.Range(1, devices).Select(n =>
    {
        var id = new DeviceId(n);
        var order = new DeviceOrder
        {
            Assignment = AssignmentOf(n),
            Device = id,
            Case = n,
            From = now - Duration.FromDays(30),
            TimeZone = DateTimeZone.Utc,
            Interval = Duration.FromMinutes(1),
            RawDays = 30,
        };
        return new KnownDevice(id, "gt06", [LoadDevice.ImeiOf(n)], null, order);
    });

    /// <summary>Keys, so that there is somebody whose trail it is.</summary>
    public static void MakePeople(Store store, int people)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = db.BeginTransaction();
        sql.Begin(transaction);
        var first = (long)sql.Scalar("select coalesce(max(case_id), 0) + 1 from person_keys")!;
        for (var id = first; id <= people; id++)
        {
            var key = new byte[32];
            InstallationKey.Chance(key);
            sql.Execute("insert into person_keys (case_id, wrapped) values (@p0, @p1)", id, store.Key.Wrap(key, id));
        }

        sql.Commit();
    }

    /// <summary>All fixes of a device, in chunks and in none yet, as often as they are there.</summary>
    public async Task<List<Fix>> FixesOfAsync(Store store, int device)
    {
        var grain = _app.Services.GetRequiredService<IGrainFactory>().GetGrain<IShardGrain>(Shards.Of(new DeviceId(device)));
        while (true)
        {
            var tail = await grain.TailAsync(device);
            var fixes = new TrailReading(store).ReadEach(AssignmentOf(device), Instant.MinValue, Instant.MaxValue);
            // What was put away in between would be seen twice.
            var again = await grain.TailAsync(device);
            if (tail.AsSpan().SequenceEqual(again))
            {
                fixes.AddRange(PacketBatch.ReadFixes(tail));
                return fixes;
            }
        }
    }

    public void WriteBook() => _book.Write();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Journal.Dispose();
    }
}

/// <summary>Hears each signal once.</summary>
internal sealed class HeardSignals : ISignals, IVerdicts
{
    private readonly ConcurrentDictionary<(Guid, SignalKind, Guid?, Instant), Signal> _heard = new();

    public IReadOnlyCollection<Signal> All => [.. _heard.Values];

    /// <summary>How often one came that was there already.</summary>
    public int Repeats { get; private set; }

    public Task TakeAsync(IReadOnlyList<Signal> signals, CancellationToken stop)
    {
        foreach (var s in signals)
        {
            Repeats += _heard.TryAdd((s.Assignment, s.Kind, s.Zone, s.Occurred), s) ? 0 : 1;
        }

        return Task.CompletedTask;
    }

    public Task TakeAsync(IReadOnlyList<VerdictRevision> revisions, CancellationToken stop) => Task.CompletedTask;
}
