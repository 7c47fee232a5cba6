using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Gateway;

/// <summary>The ports on which devices call, one a protocol. Limits are kept here; what is said is taken by <see cref="DeviceConnection"/>.</summary>
internal sealed partial class Gateway(
    IConnectionListenerFactory listeners, GatewaySettings settings, Reception reception, ShardLanes lanes, IClock clock, ILogger<Gateway> log) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<DeviceConnection, byte> _open = new();
    private readonly ConcurrentDictionary<IPAddress, int> _byAddress = new();
    private readonly List<IConnectionListener> _listening = [];

    public int Open => _open.Count;

    /// <summary>Where each protocol is listened to, once it is.</summary>
    public IReadOnlyDictionary<string, EndPoint> Endpoints { get; private set; } = new Dictionary<string, EndPoint>();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoints = new Dictionary<string, EndPoint>();
        foreach (var protocol in Protocol.All)
        {
            if (protocol is not TeltonikaUdp && settings.Ports.GetValueOrDefault(protocol.Name) is > 0 and var port)
            {
                var listener = await BindAsync(protocol, port, cancellationToken);
                if (listener is not null)
                {
                    endpoints[protocol.Name] = listener.EndPoint;
                }
            }
        }

        Endpoints = endpoints;
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in _listening)
        {
            await listener.UnbindAsync(cancellationToken);
        }

        await base.StopAsync(cancellationToken);
        foreach (var (connection, _) in _open)
        {
            connection.Abort("We are stopping.");
        }

        foreach (var listener in _listening)
        {
            await listener.DisposeAsync();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(lanes.RunAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task<IConnectionListener?> BindAsync(Protocol protocol, int port, CancellationToken stop)
    {
        try
        {
            var listener = await listeners.BindAsync(new IPEndPoint(settings.Address, port == GatewayPorts.AnyFree ? 0 : port), stop);
            _listening.Add(listener);
            _ = AcceptAsync(listener, protocol);
            return listener;
        }
        catch (IOException e)
        {
            // One port that somebody else has must not silence the others.
            Log.NotListening(log, e, protocol.Name, port);
            return null;
        }
    }

    private async Task AcceptAsync(IConnectionListener listener, Protocol protocol)
    {
        while (true)
        {
            try
            {
                if (await listener.AcceptAsync() is not { } link)
                {
                    return;
                }

                Begin(link, protocol);
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
            {
                // No more files, for instance: those who are connected go on, the next one waits.
                Log.NotAccepted(log, e, protocol.Name);
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Begin(ConnectionContext link, Protocol protocol)
    {
        var connection = new DeviceConnection(link, protocol, reception, settings, clock);
        var address = connection.Address ?? IPAddress.None;
        var count = _byAddress.AddOrUpdate(address, 1, (_, before) => before + 1);
        if (count > settings.ConnectionsPerAddress || _open.Count >= settings.ConnectionsAtMost)
        {
            _byAddress.AddOrUpdate(address, 0, (_, before) => before - 1);
            link.Abort(new ConnectionAbortedException("Too many connections."));
            _ = link.DisposeAsync().AsTask();
            return;
        }

        _open[connection] = 0;
        _ = RunAsync(connection, address);
    }

    private async Task RunAsync(DeviceConnection connection, IPAddress address)
    {
        try
        {
            await connection.RunAsync();
        }
        catch (Exception e)
        {
            // An edge loop: one connection's end is nobody else's.
            Log.ConnectionFailed(log, e);
        }
        finally
        {
            _open.TryRemove(connection, out _);
            if (_byAddress.AddOrUpdate(address, 0, (_, before) => before - 1) <= 0)
            {
                _byAddress.TryRemove(new(address, 0));
            }
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Sweep < settings.NamelessAfter ? Sweep : settings.NamelessAfter);
        while (await timer.WaitForNextTickAsync(stop))
        {
            var now = Environment.TickCount64;
            foreach (var (connection, _) in _open)
            {
                if (now - connection.LastHeard > (connection.IsNamed ? settings.IdleAfter : settings.NamelessAfter).TotalMilliseconds)
                {
                    connection.Abort("Nothing was heard for too long.");
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Error, "{Protocol} cannot be listened to on port {Port}")]
        public static partial void NotListening(ILogger log, Exception e, string protocol, int port);

        [LoggerMessage(21, LogLevel.Error, "A connection of {Protocol} could not be accepted")]
        public static partial void NotAccepted(ILogger log, Exception e, string protocol);

        [LoggerMessage(22, LogLevel.Error, "A device's connection failed")]
        public static partial void ConnectionFailed(ILogger log, Exception e);
    }
}

/// <summary>Ports with a meaning.</summary>
public static class GatewayPorts
{
    /// <summary>Any that is free, for tests and trials: a device cannot be told of it.</summary>
    public const int AnyFree = 65535;
}
