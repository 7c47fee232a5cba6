using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Messages;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Monitoring;

namespace Throughline.Tests.Bridges;

/// <summary>A site at whose Denver office one person wears a device, and the ways in as the test wants them.</summary>
internal sealed class DeviceSite : IAsyncDisposable, IWearers, IFeeds
{
    public static readonly Guid Assignment = Guid.Parse("0f0e0d0c-0000-4000-8000-000000000001"), Home = Guid.Parse("0f0e0d0c-0000-4000-8000-0000000000aa");

    private DeviceSite()
    {
    }

    public TestSite Site { get; private set; } = null!;

    public TestInstallation Test => Site.Test;

    public CaseId Case { get; private set; }

    public Wearer? Worn { get; set; }

    public List<Feed> Feeds { get; } = [];

    public Alerting Alerting => Site.Services.GetRequiredService<Alerting>();

    public ISignals Signals => Site.Services.GetRequiredService<ISignals>();

    public IVerdicts Verdicts => Site.Services.GetRequiredService<IVerdicts>();

    public AlertReading Reading => new(Test.Installation.Store);

    public Instant Now => Test.Clock.GetCurrentInstant();

    public static async Task<DeviceSite> StartAsync()
    {
        var made = new DeviceSite();
        made.Site = await TestSite.StartAsync(StoreMode.Demonstration, services => services.AddSingleton<IWearers>(made).AddSingleton<IFeeds>(made));
        var t = made.Site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("phone", "+12025550177")), sendsHandoff: true);
        made.Case = t.Case("R-1").Id;
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, made.Case, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, made.Case, "DEN");

        // Noon in Denver: the office is open, and no hour is quiet.
        t.Clock.Reset(Instant.FromUtc(2026, 11, 10, 19, 0));
        made.Worn = new Wearer(
            Assignment, made.Case, new DeviceId(7), "H3-20771", new UnitMark("H3", "2.1.7"), made.Now - Duration.FromDays(20), "K. Ortiz", DateTimeZoneProviders.Tzdb["America/Denver"], 7,
            [new WornZone(Home, "Home", ZoneKind.Inclusion, new WeekHours([.. Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None).Select(d => new WeekPart(d, new LocalTime(21, 0), d == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : d + 1, new LocalTime(5, 0)))], []))],
            "INA 212(d)(5)", made.Now + Duration.FromDays(77))
        { Battery = 83, BatteryAt = made.Now, LastHeard = made.Now };
        return made;
    }

    /// <summary>The device says something, <paramref name="ago"/> before now.</summary>
    public Task SaysAsync(SignalKind kind, Duration? ago = null, Guid? assignment = null, bool late = false, double value = 0, Guid? zone = null)
    {
        var at = Now - (ago ?? Duration.Zero);
        var fix = new Fix(at, 39.7392, -104.9903, true) { Accuracy = 12 };
        return Signals.TakeAsync([new Signal(assignment ?? Assignment, new DeviceId(7), Case.Number, kind, zone, at, Now, late, [fix]) { Value = value }], CancellationToken.None);
    }

    public async Task WaitAsync(Duration time)
    {
        Test.Clock.Advance(time);
        await Alerting.SweepAsync();
    }

    public Task OfficerAsync() => Site.SignInAsync(Roles.CaseOfficer, "DEN");

    public Task SendMessagesAsync() => Site.Services.GetRequiredService<Host.Outbox>().SendWaitingAsync();

    public Wearer? Of(Guid assignment) => Worn?.Assignment == assignment ? Worn : null;

    public Wearer? Of(CaseId id) => Worn?.Case == id ? Worn : null;

    IReadOnlyList<Feed> IFeeds.Now() => Feeds;

    public Feed? Of(DeviceId device) => Feeds.FirstOrDefault();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
