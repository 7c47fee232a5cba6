using System.Net;
using System.Net.Sockets;
using NodaTime;
using Throughline.Simulator;
using Throughline.Storage;

namespace Throughline.Tests.Monitoring.Gateway;

/// <summary>A store of its own with the program's gateway over it, and devices that call.</summary>
internal sealed class DeviceSite : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("throughline-devices-");

    private DeviceSite() => Data = TestStore.Make(Path.Combine(_folder.FullName, "data"));

    public TestStore Data { get; }

    public Store Store { get; private set; } = null!;

    public TrialGateway Gateway { get; private set; } = null!;

    public static async Task<DeviceSite> StartAsync(int devices = 3, bool others = false)
    {
        var site = new DeviceSite();
        site.Store = Store.Open(site.Data.Folder, null, site.Data.Connection);
        site.Gateway = await TrialGateway.StartAsync(site.Store, SystemClock.Instance, devices, others: others);
        return site;
    }

    /// <summary>Another process's beginning, after this one ended in good order.</summary>
    public async Task StartAgainAsync(int devices = 3)
    {
        await Gateway.DisposeAsync();
        Gateway = await TrialGateway.StartAsync(Store, SystemClock.Instance, devices);
    }

    public async Task<DeviceLink> LogInAsync(int number)
    {
        var link = await DeviceLink.ToAsync(Gateway.Port);
        Assert.NotEmpty(await link.AskAsync(Gt06Frames.Login(LoadDevice.ImeiOf(number), 1), Gt06Frames.AnswerSize));
        return link;
    }

    public long Count(string query)
    {
        using var db = Data.Peek();
        return Dapper.SqlMapper.ExecuteScalar<long>(db, query);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        Store.Close();
        _folder.Delete(recursive: true);
    }
}

/// <summary>The device's end of a connection.</summary>
internal sealed class DeviceLink : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<DeviceLink> ToAsync(int port)
    {
        var link = new DeviceLink();
        await link._socket.ConnectAsync(IPAddress.Loopback, port);
        return link;
    }

    public Task SayAsync(byte[] bytes) => _socket.SendAsync(bytes);

    /// <summary>The answer, or what came of it before the other side hung up.</summary>
    public async Task<byte[]> AskAsync(byte[] bytes, int answer)
    {
        await SayAsync(bytes);
        return await HearAsync(answer, Patience);
    }

    public async Task<byte[]> HearAsync(int length, TimeSpan patience)
    {
        var (heard, got) = (new byte[length], 0);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            while (got < length && await _socket.ReceiveAsync(heard.AsMemory(got), limit.Token) is > 0 and var some)
            {
                got += some;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Silence is an answer as well.
        }

        return heard[..got];
    }

    public void Dispose() => _socket.Dispose();
}
