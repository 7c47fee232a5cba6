using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Grains;

namespace Throughline.Monitoring.Gateway;

/// <summary>What a host needs to receive devices. The shards' engine, the journal, the registry, the rules and who hears the signals are the host's.</summary>
public static class DeviceServices
{
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(settings).AddSingleton<ShardLanes>().AddSingleton<Reception>().AddSingleton<Gateway>();
        services.AddSingleton(s => new PhoneDoor(s.GetRequiredService<Reception>(), s.GetRequiredService<IClock>()));
        services.AddHostedService(s => s.GetRequiredService<Gateway>()).AddHostedService<UdpDoor>();
        if (settings.MqttPort > 0)
        {
            services.AddHostedService<MqttDoor>();
        }

        return services;
    }

    /// <summary>Shards watch the clock also when no device speaks.</summary>
    public static IServiceCollection AddShardWaking(this IServiceCollection services) => services.AddHostedService<ShardWaking>();
}

/// <summary>Sees to it that every shard lives somewhere.</summary>
internal sealed partial class ShardWaking(IGrainFactory grains, ILogger<ShardWaking> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rhythm);
        do
        {
            try
            {
                await Task.WhenAll(Enumerable.Range(0, Shards.Count).Select(i => grains.GetGrain<IShardGrain>(i).WakeAsync()));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // An edge loop: in a moment again.
                NotAwake(log, e);
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(31, LogLevel.Warning, "Not every shard could be woken")]
    private static partial void NotAwake(ILogger log, Exception e);
}
