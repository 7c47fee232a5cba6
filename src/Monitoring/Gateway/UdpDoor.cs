using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Gateway;

/// <summary>Devices that send datagrams: one is a message, and its answer goes out once it is on disk. At most so many at a time; more are dropped, and the device sends again.</summary>
internal sealed partial class UdpDoor(GatewaySettings settings, Reception reception, IClock clock, ILogger<UdpDoor> log) : BackgroundService
{
    private const int AtOnce = 1024;
    private readonly TeltonikaUdp _protocol = new();
    private readonly SemaphoreSlim _room = new(AtOnce);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Ports.GetValueOrDefault(_protocol.Name) is not (> 0 and var port))
        {
            return;
        }

        using var socket = new Socket(settings.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(settings.Address, port == GatewayPorts.AnyFree ? 0 : port));
        }
        catch (SocketException e)
        {
            NotListening(log, e, port);
            return;
        }

        var buffer = new byte[64 * 1024];
        var anybody = new IPEndPoint(IPAddress.Any, 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, anybody, stoppingToken);
                if (_room.Wait(0, CancellationToken.None))
                {
                    _ = TakeAsync(socket, buffer.AsSpan(0, got.ReceivedBytes).ToArray(), (IPEndPoint)got.RemoteEndPoint);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // A port that nobody listens to any more answered an answer of ours.
            }
        }
    }

    private async Task TakeAsync(Socket socket, byte[] datagram, IPEndPoint from)
    {
        try
        {
            var (reading, ticket, now) = (new Reading(), new Ticket(), clock.GetCurrentInstant());
            var rest = new ReadOnlySequence<byte>(datagram);
            var result = _protocol.TryRead(ref rest, new Arrival(now), reading);
            if (result is ReadResult.NeedMore or ReadResult.BadChecksum or ReadResult.Unreadable || reading.Device.IsEmpty
                || reception.Admit(DeviceConnection.NameOf(_protocol), reading, from.Address.ToString(), now) is not { } device)
            {
                return;
            }

            ticket.Begin();
            reception.Take(device, _protocol.Name, result, reading, now, ticket);
            var answer = reading.Answer.ToArray();
            await ticket.WaitAsync();
            await socket.SendToAsync(answer, from);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It will send again.
        }
        finally
        {
            _room.Release();
        }
    }

    [LoggerMessage(30, LogLevel.Error, "Datagrams cannot be listened to on port {Port}")]
    private static partial void NotListening(ILogger log, Exception e, int port);
}
