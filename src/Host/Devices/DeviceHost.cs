using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using NodaTime;
using Orleans.Configuration;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Gateway;
using Throughline.Monitoring.Grains;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;

namespace Throughline.Host.Devices;

/// <summary>What shards and gateway work with.</summary>
internal sealed record DeviceParts(IJournal Journal, IDeviceRegistry Registry, IDeviceBook Book, ISignals Signals, IVerdicts Verdicts, IClock Clock);

/// <summary>
/// Gateway and shards, in a host of their own beside the site's: it starts when there is a device to be heard, and neither its ports nor its
/// engine are in the site's way.
/// </summary>
internal static class DeviceHost
{
    public static WebApplication Build(DeviceSettings settings, DeviceRoles roles, DeviceParts parts, ILoggerFactory? logging = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(DeviceHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        if (logging is not null)
        {
            builder.Services.AddSingleton(logging);
        }

        builder.Services.AddLogging(l => l.AddFilter("Orleans", LogLevel.Warning));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(parts.Journal).AddSingleton(parts.Registry).AddSingleton(parts.Book).AddSingleton(parts.Signals).AddSingleton(parts.Verdicts).AddSingleton(parts.Clock);
        if (roles.HasFlag(DeviceRoles.Silo))
        {
            builder.UseOrleans(silo => Cluster(silo, settings.Silo));
            builder.Services.AddShardWaking();
        }
        else
        {
            builder.UseOrleansClient(client => client.UseLocalhostClustering(settings.Silo.ClientPort, Cluster(settings.Silo), Cluster(settings.Silo)));
        }

        // An engine that listens nowhere still wants an address; and a port that somebody else has must not silence the other devices.
        var listens = roles.HasFlag(DeviceRoles.Gateway) && settings.Gateway.OsmAndPort > 0 && IsFree(settings.Gateway, logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = PhoneRequest.LongestBody;
            o.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            o.Limits.MaxConcurrentConnections = settings.Gateway.ConnectionsAtMost;
            var port = settings.Gateway.OsmAndPort == GatewayPorts.AnyFree ? 0 : settings.Gateway.OsmAndPort;
            o.Listen(listens ? settings.Gateway.Address : IPAddress.Loopback, listens ? port : 0);
        });
        builder.Services.Configure<SocketTransportOptions>(o =>
        {
            o.MaxReadBufferSize = settings.Gateway.BufferAtMost;
            o.Backlog = 4096;
        });
        if (roles.HasFlag(DeviceRoles.Gateway))
        {
            builder.Services.AddGateway(settings.Gateway);
        }

        var app = builder.Build();
        if (listens)
        {
            var phones = app.Services.GetRequiredService<PhoneDoor>();
            app.Run(http => AnswerAsync(http, phones.OsmAndAsync, "200"));
        }

        return app;
    }

    /// <summary>Reads what a phone posted and tells it what became of it.</summary>
    public static async Task AnswerAsync(HttpContext http, Func<PhoneRequest, string, Task<PhoneAnswer>> take, string kept)
    {
        if (http.Request.ContentLength > PhoneRequest.LongestBody)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var request = new PhoneRequest(
            http.Request.QueryString.Value ?? "", http.Request.ContentType ?? "", body.ToArray(), http.Request.Headers.Authorization.ToString(), http.Request.Headers["X-Limit-U"].ToString());
        var answer = body.Length > PhoneRequest.LongestBody ? PhoneAnswer.Unreadable : await take(request, http.Connection.RemoteIpAddress?.ToString() ?? "");
        http.Response.StatusCode = answer switch
        {
            PhoneAnswer.Kept => StatusCodes.Status200OK,
            PhoneAnswer.Refused => StatusCodes.Status401Unauthorized,
            _ => StatusCodes.Status400BadRequest,
        };
        if (answer is PhoneAnswer.Kept && kept == "[]")
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(kept);
        }
    }

    private static void Cluster(ISiloBuilder silo, SiloSettings settings)
    {
        // Two engines on one port both start on Linux without a word, so a process that is alone takes a free one.
        var port = settings.SiloPort > 0 ? settings.SiloPort : FreePort();
        silo.UseLocalhostClustering(
            port, settings.ClientPort, settings.Primary > 0 ? new IPEndPoint(IPAddress.Loopback, settings.Primary) : null, Cluster(settings), Cluster(settings));
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = TimeSpan.FromSeconds(1);
            o.TableRefreshTimeout = TimeSpan.FromSeconds(3);
            o.DefunctSiloCleanupPeriod = null;
        });
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(30));
        silo.Configure<SchedulingOptions>(o => o.TurnWarningLengthThreshold = TimeSpan.FromSeconds(2));
    }

    private static string Cluster(SiloSettings settings) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"throughline-{settings.Primary}");

    private static bool IsFree(GatewaySettings settings, ILoggerFactory? logging)
    {
        try
        {
            using var socket = new Socket(settings.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(settings.Address, settings.OsmAndPort == GatewayPorts.AnyFree ? 0 : settings.OsmAndPort));
            return true;
        }
        catch (SocketException e)
        {
            logging?.CreateLogger(typeof(DeviceHost)).LogError(e, "OsmAnd cannot be listened to on port {Port}", settings.OsmAndPort);
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
