using System.Buffers;
using System.Text;
using Microsoft.Extensions.Hosting;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Gateway;

/// <summary>OwnTracks over MQTT, where it is switched on. A device is let in by its name and secret, speaks for itself only, and hears nobody.</summary>
internal sealed class MqttDoor(GatewaySettings settings, PhoneDoor phones) : BackgroundService
{
    private MqttServer? _server;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(settings.Address)
            .WithDefaultEndpointBoundIPV6Address(System.Net.IPAddress.None)
            .WithDefaultEndpointPort(settings.MqttPort)
            .WithMaxPendingMessagesPerClient(16)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.ValidatingConnectionAsync += Admit;
        _server.InterceptingSubscriptionAsync += e =>
        {
            e.ProcessSubscription = false;
            return Task.CompletedTask;
        };
        _server.InterceptingPublishAsync += TakeAsync;
        await _server.StartAsync();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_server is not null)
        {
            await _server.StopAsync();
            _server.Dispose();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    private Task Admit(ValidatingConnectionEventArgs e)
    {
        var isKnown = e.UserName is { Length: > 0 } name && e.Password is { Length: > 0 } secret && phones.Knows("owntracks", name, secret, e.RemoteEndPoint?.ToString() ?? "");
        e.ReasonCode = isKnown ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
        e.SessionItems["authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{e.UserName}:{e.Password}"));
        e.SessionItems["device"] = e.UserName ?? "";
        return Task.CompletedTask;
    }

    /// <summary>The broker acknowledges when this returns.</summary>
    private async Task TakeAsync(InterceptingPublishEventArgs e)
    {
        e.ProcessPublish = false;
        var request = new PhoneRequest(
            "", "application/json", e.ApplicationMessage.Payload.ToArray(), (string)e.SessionItems["authorization"]!, (string)e.SessionItems["device"]!);
        if (e.ApplicationMessage.Payload.Length > PhoneRequest.LongestBody || await phones.OwnTracksAsync(request, "") is PhoneAnswer.Refused)
        {
            e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            e.CloseConnection = true;
        }
    }
}
