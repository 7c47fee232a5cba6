using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Messages;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Devices;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Gateway;
using Throughline.Monitoring.Grains;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;
using Throughline.Simulator;
using Throughline.Storage.Monitoring;

namespace Throughline.Tests.Stories;

/// <summary>The whole way of one device: fitted at the desk, its bytes over a socket, what becomes of them, and what stays.</summary>
public sealed class FromDeviceToAlert : IAsyncLifetime
{
    private const double HomeLatitude = 39.7392, HomeLongitude = -104.9903;
    private static readonly Actor Sanchez = new(Roles.Supervisor, "R. Sanchez", "DEN");

    private TestSite _site = null!;
    private Journal _journal = null!;
    private WebApplication _devices = null!;
    private NetworkStream _device = null!;
    private ushort _serial;

    private TestInstallation T => _site.Test;

    private Instant Now => T.Clock.GetCurrentInstant();

    [Fact]
    public async Task A_cut_strap_is_one_alert_of_the_office_and_nothing_in_the_case()
    {
        var lines = Lines();

        await SayAsync(Gt06Frames.Heartbeat(++_serial, 0x38));
        await SayAsync(Gt06Frames.Heartbeat(++_serial, 0x38));

        var alert = Assert.Single(await AlertsAsync(1));
        Assert.Equal((AlertKind.Strap, AlertState.Open), (alert.Kind, alert.State));
        Assert.Equal(lines, Lines());
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync("/desk/alerts");
        Assert.Contains("Condori", _site.Text, StringComparison.Ordinal);
        await _site.GetAsync($"/desk/alerts/{alert.Number}");
        Assert.Equal(HttpStatusCode.OK, _site.Status);
    }

    [Fact]
    public async Task Away_from_home_in_the_hours_of_the_zone_is_a_breach_and_the_day_shows_it()
    {
        await AtAsync(HomeLatitude, HomeLongitude);
        T.Clock.AdvanceMinutes(4);
        await AtAsync(HomeLatitude + 0.02, HomeLongitude);
        Assert.Empty(await AlertsAsync(0));
        T.Clock.AdvanceMinutes(4);
        await AtAsync(HomeLatitude + 0.021, HomeLongitude);

        var alert = Assert.Single(await AlertsAsync(1));
        Assert.Equal(AlertKind.Breach, alert.Kind);
        var id = T.Case("R-1").Id;
        var trail = await _site.Services.GetRequiredService<CaseTrails>().OfAsync(id.Number, Now - Duration.FromHours(1), Now, default);
        Assert.Equal("Home", Assert.Single(trail).Name);
        Assert.Contains(VerdictTable.Of(T.Installation.Store, id, Now - Duration.FromHours(1), Now), v => v.Verdict == Verdict.In);
    }

    [Fact]
    public async Task What_comes_after_the_device_was_asked_back_is_acknowledged_and_kept_nowhere()
    {
        await T.Terms.EndOrderAsync(TestInstallation.Denver, T.Case("R-1").Id, "It is no longer needed.");
        _site.Services.GetRequiredService<DeviceRegistry>().Follow();
        T.Clock.AdvanceMinutes(1);

        await AtAsync(HomeLatitude + 1, HomeLongitude);
        await SayAsync(Gt06Frames.Heartbeat(++_serial, 0x38));

        Assert.Empty(await AlertsAsync(0));
        using var db = T.Installation.Store.OpenReader();
        Assert.Equal(0, Dapper.SqlMapper.ExecuteScalar<long>(db, "select (select count(*) from journal) + (select count(*) from trail_chunks) + (select count(*) from alert_signals)"));
    }

    public async ValueTask InitializeAsync()
    {
        _site = await DeviceStories.FittedAsync();
        var services = _site.Services;
        var ground = T.Installation.Cases.Load(T.Case("R-1").Id)!.Events.Last(e => e.Event is ContactMade).Version;
        var home = new ZoneTerms(Guid.Empty, ZoneKinds.Inclusion, "Home", ZoneShapes.Circle(HomeLatitude, HomeLongitude, 150).Shape!.Json, null, null, 50, 2, 0, null, null);
        await T.Terms.Devices.ProposeTermsAsync(TestInstallation.Denver, T.Case("R-1").Id, home, null, [ground], "He left.", "Calls.");
        await T.Terms.SignAsync(Sanchez, T.Case("R-1").Id, T.Case("R-1").Supervision.Proposals[0].Number);
        T.Clock.AdvanceMinutes(1);
        var registry = services.GetRequiredService<DeviceRegistry>();
        registry.Follow();

        _journal = new Journal(T.Installation.Store, T.Clock);
        var gateway = new GatewaySettings { Ports = Protocol.All.ToDictionary(p => p.Name, p => p.Name == "gt06" ? GatewayPorts.AnyFree : 0), OsmAndPort = 0 };
        _devices = DeviceHost.Build(
            new DeviceSettings(gateway, new SiloSettings(0, 0, 0)), DeviceRoles.All,
            new DeviceParts(
                _journal, registry, new DeviceBook(T.Installation.Store, T.Clock), services.GetRequiredService<ISignals>(), services.GetRequiredService<IVerdicts>(), T.Clock));
        await _devices.StartAsync();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync((IPEndPoint)_devices.Services.GetRequiredService<Gateway>().Endpoints["gt06"]);
        _device = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 20_000 };
        await SayAsync(Gt06Frames.Login("358000000000001", ++_serial));
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _devices.StopAsync();
        await _devices.DisposeAsync();
        _journal.Dispose();
        await _site.DisposeAsync();
    }

    private Task AtAsync(double latitude, double longitude)
    {
        var frame = new byte[Gt06Frames.FixSize];
        Gt06Frames.Fix(frame, Now, latitude, longitude, ++_serial);
        return SayAsync(frame);
    }

    /// <summary>The names of the case's events, but for reminders on their way: the outbox sends those when it comes to them.</summary>
    private string Lines() => string.Join(
        ' ', T.Installation.Cases.Load(T.Case("R-1").Id)!.Events.Where(e => e.Event is not (MessageSent or MessageDelivered)).Select(e => e.Event.GetType().Name));

    /// <summary>Says it and waits for the answer: from then on it is on the disk.</summary>
    private async Task SayAsync(byte[] frame)
    {
        await _device.WriteAsync(frame);
        await _device.ReadExactlyAsync(new byte[Gt06Frames.AnswerSize]).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>What was found is told behind the answer: waits until there are so many.</summary>
    private async Task<IReadOnlyList<Alert>> AlertsAsync(int expected)
    {
        var reading = new AlertReading(T.Installation.Store);
        for (var i = 0; i < 200 && (i < 10 || reading.Of(T.Case("R-1").Id, 10).Count < expected); i++)
        {
            await Task.Delay(50);
        }

        return reading.Of(T.Case("R-1").Id, 10);
    }
}
