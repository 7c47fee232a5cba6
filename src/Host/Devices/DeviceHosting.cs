using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Gateway;
using Throughline.Monitoring.Grains;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Devices;

/// <summary>
/// Starts gateway and shards beside the site, once the site answers and there is a device in the inventory, and starts them again where they
/// failed. Writes the book of the devices every few seconds.
/// </summary>
internal sealed partial class DeviceHosting(
    Installation installation, DeviceSettings settings, HostedRoles roles, IDeviceRegistry registry, ISignals signals, IVerdicts verdicts,
    IHostApplicationLifetime life, ILoggerFactory logging) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Write = TimeSpan.FromSeconds(5), AfterFailure = TimeSpan.FromSeconds(10);
    private readonly ILogger _log = logging.CreateLogger<DeviceHosting>();
    private readonly DeviceBook _book = new(installation.Store, installation.Clock);
    private WebApplication? _running;
    private Journal? _journal;

    /// <summary>Phones of this process; null until the gateway runs.</summary>
    public PhoneDoor? Phones => _running?.Services.GetService<PhoneDoor>();

    /// <summary>Since when devices are not acknowledged, because nothing can be written; null while all is well.</summary>
    public Instant? NotStoringSince => _journal?.FailingSince;

    /// <summary>Fixes of a device that are in no chunk of the trail yet; none where this process has no part in devices.</summary>
    public async Task<IReadOnlyList<Fix>> TailAsync(DeviceId device, CancellationToken stop) =>
        _running?.Services.GetService<IGrainFactory>() is { } grains
            ? PacketBatch.ReadFixes(await grains.GetGrain<IShardGrain>(Shards.Of(device)).TailAsync(device.Number).WaitAsync(stop))
            : [];

    public static void Map(WebApplication app) =>
        app.MapPost("/api/devices/owntracks", (HttpContext http, DeviceHosting hosting) => hosting.OwnTracksAsync(http))
            .WithSummary("A position of a phone, as OwnTracks sends it over HTTP, with the device's name and secret.");

    private async Task OwnTracksAsync(HttpContext http)
    {
        if (!http.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (Phones is { } phones)
        {
            await DeviceHost.AnswerAsync(http, phones.OwnTracksAsync, "[]");
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (roles.Devices is DeviceRoles.None)
        {
            return;
        }

        try
        {
            await StartedAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryRunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // We are stopping.
        }
    }

    /// <summary>The site's first answer comes before everything.</summary>
    private async Task StartedAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource();
        using var on = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stop);
        while (registry.IsEmpty)
        {
            await Task.Delay(Look, stop);
        }
    }

    private async Task TryRunAsync(CancellationToken stop)
    {
        var failed = false;
        _journal = new Journal(installation.Store, installation.Clock);
        try
        {
            await using var app = DeviceHost.Build(settings, roles.Devices, new DeviceParts(_journal, registry, _book, signals, verdicts, installation.Clock), logging);
            await app.StartAsync(stop);
            _running = app;
            try
            {
                await WriteBookAsync(stop);
            }
            finally
            {
                _running = null;
                await app.StopAsync(CancellationToken.None);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // An edge loop: a port that somebody else has, for instance. The site goes on, and this is tried again.
            NotRunning(_log, e);
            failed = true;
        }
        finally
        {
            _journal.Dispose();
        }

        if (failed)
        {
            await Task.Delay(AfterFailure, stop);
        }
    }

    private async Task WriteBookAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Write);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await TellBrokenAsync(_book.Write(settings.Gateway.BrokenADay), stop);
            }
            catch (System.Data.Common.DbException e)
            {
                // The counts wait for the next time.
                BookNotWritten(_log, e);
            }
        }
    }

    /// <summary>The unit's fault, never the person's; one a device and day.</summary>
    private async Task TellBrokenAsync(IReadOnlyList<DeviceId> broken, CancellationToken stop)
    {
        var now = installation.Clock.GetCurrentInstant();
        var day = now.InUtc().Date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var told = broken.Select(registry.Find).Where(d => d?.Order is not null)
            .Select(d => new Signal(d!.Order!.Assignment, d.Id, d.Order.Case, SignalKind.BrokenMessages, null, day, now, Late: false, [])).ToList();
        if (told.Count > 0)
        {
            await signals.TakeAsync(told, stop);
        }
    }

    [LoggerMessage(40, LogLevel.Error, "Devices can not be heard")]
    private static partial void NotRunning(ILogger log, Exception e);

    [LoggerMessage(41, LogLevel.Warning, "The book of the devices could not be written")]
    private static partial void BookNotWritten(ILogger log, Exception e);
}

internal sealed record HostedRoles(DeviceRoles Devices);

internal static class DeviceHostingServices
{
    public static void AddDevices(this IServiceCollection services, IConfiguration configuration, DeviceRoles roles)
    {
        services.AddSingleton(DeviceSettings.Read(configuration)).AddSingleton(new HostedRoles(roles));
        services.AddSingleton<DeviceHosting>().AddHostedService(s => s.GetRequiredService<DeviceHosting>());
    }
}
