using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NodaTime;

namespace Throughline.Simulator;

/// <summary>Many devices at once, against one port. Who loses its connection comes back until the end.</summary>
internal sealed class Load : IDisposable
{
    private readonly List<LoadDevice> _devices;
    private readonly ConcurrentDictionary<int, byte> _lost = new();
    private int _losses;
    private volatile bool _stopping;

    public Load(int port, int devices, int perPacket, Instant first, bool areSilent = false)
    {
        var to = new IPEndPoint(IPAddress.Loopback, port);
        _devices = [.. Enumerable.Range(1, devices).Select(n => new LoadDevice(n, to, perPacket, first, Return) { IsSilent = areSilent })];
    }

    public IReadOnlyList<LoadDevice> Devices => _devices;

    public long Acknowledged => _devices.Sum(d => (long)d.Acknowledged);

    public int LoggedIn => _devices.Count(d => d.IsLoggedIn);

    /// <summary>Connections that broke off.</summary>
    public int Losses => _losses;

    /// <summary>Comes back when every device has its answer, with the seconds that took.</summary>
    public async Task<double> ConnectAsync(int atOnce = 256)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(_devices, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (d, _) => await TryConnectAsync(d));
        while (LoggedIn < _devices.Count && watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            await Task.Delay(5);
        }

        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Fixes acknowledged a second.</summary>
    public async Task<double> RateAsync(TimeSpan span)
    {
        var (before, watch) = (Acknowledged, Stopwatch.StartNew());
        await Task.Delay(span);
        return (Acknowledged - before) / watch.Elapsed.TotalSeconds;
    }

    public void Stop()
    {
        _stopping = true;
        _devices.ForEach(d => d.Stop());
    }

    public void Dispose()
    {
        Stop();
        _devices.ForEach(d => d.Dispose());
    }

    private void Return(LoadDevice device)
    {
        if (_lost.TryAdd(device.Number, 0))
        {
            Interlocked.Increment(ref _losses);
            _ = ReturnAsync(device);
        }
    }

    private async Task ReturnAsync(LoadDevice device)
    {
        await Task.Delay(100 + device.Number % 100);
        _lost.TryRemove(device.Number, out _);
        if (!_stopping)
        {
            await TryConnectAsync(device);
        }
    }

    private async Task TryConnectAsync(LoadDevice device)
    {
        try
        {
            await device.ConnectAsync();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Return(device);
        }
    }
}
