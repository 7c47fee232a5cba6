using System.Net;
using System.Net.Sockets;
using NodaTime;

namespace Throughline.Simulator;

/// <summary>
/// A device with so many fixes in flight and never more: it says the next ones when those are answered, and says them again after its
/// connection was lost. The time of its n-th fix is the first one's and n seconds.
/// </summary>
internal sealed class LoadDevice : IDisposable
{
    private readonly int _number, _perPacket;
    private readonly IPEndPoint _to;
    private readonly byte[] _out, _in = new byte[512];
    private readonly SocketAsyncEventArgs _sending = new(), _receiving = new();
    private readonly Action<LoadDevice> _onLost;
    private Socket? _socket;
    private int _awaited, _got;
    private bool _isLoggedIn;
    private volatile bool _stopping;

    public LoadDevice(int number, IPEndPoint to, int perPacket, Instant first, Action<LoadDevice> onLost)
    {
        (_number, _to, _perPacket, First, _onLost) = (number, to, perPacket, first, onLost);
        _out = new byte[Gt06Frames.FixSize * perPacket];
        _receiving.SetBuffer(_in);
        _receiving.Completed += (_, e) => OnReceived(e);
        _sending.Completed += (_, e) => Lose(e.SocketError);
    }

    public static string ImeiOf(int number) => (860_000_000_000_000L + number).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public int Number => _number;

    public Instant First { get; }

    /// <summary>Fixes that were answered.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Fixes that are on their way: they may be kept or not.</summary>
    public int InFlight => _isLoggedIn ? _perPacket : 0;

    /// <summary>Only says who it is, and then is silent.</summary>
    public bool IsSilent { get; init; }

    public bool IsLoggedIn => _isLoggedIn;

    public static (double Latitude, double Longitude) PlaceOf(int number, int n) => (32.5 + number % 1000 * 0.0005, -97.0 + n % 2000 * 0.00001);

    public async Task ConnectAsync()
    {
        _isLoggedIn = false;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // One address has too few ports for a hundred thousand.
            socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{2 + _number / 20_000}"), 0));
            await socket.ConnectAsync(_to);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
        _got = 0;
        _awaited = Gt06Frames.AnswerSize;
        Receive();
        await socket.SendAsync(Gt06Frames.Login(ImeiOf(_number), 1));
    }

    /// <summary>Says nothing more, and stays connected.</summary>
    public void Rest() => _stopping = true;

    public void Stop()
    {
        _stopping = true;
        _socket?.Dispose();
    }

    public void Dispose()
    {
        Stop();
        _sending.Dispose();
        _receiving.Dispose();
    }

    private void Receive()
    {
        try
        {
            if (!_socket!.ReceiveAsync(_receiving))
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ => OnReceived(_receiving), null);
            }
        }
        catch (ObjectDisposedException)
        {
            Lose(SocketError.OperationAborted);
        }
    }

    private void OnReceived(SocketAsyncEventArgs e)
    {
        if (e.SocketError != SocketError.Success || e.BytesTransferred == 0)
        {
            Lose(SocketError.ConnectionReset);
            return;
        }

        _got += e.BytesTransferred;
        if (_got >= _awaited)
        {
            Acknowledged += _isLoggedIn ? _perPacket : 0;
            _isLoggedIn = true;
            _got = 0;
            if (!IsSilent && !_stopping)
            {
                Send();
            }
        }

        Receive();
    }

    private void Send()
    {
        _awaited = Gt06Frames.AnswerSize * _perPacket;
        for (var i = 0; i < _perPacket; i++)
        {
            var n = Acknowledged + i;
            var (latitude, longitude) = PlaceOf(_number, n);
            Gt06Frames.Fix(_out.AsSpan(i * Gt06Frames.FixSize), First + Duration.FromSeconds(n), latitude, longitude, (ushort)n);
        }

        try
        {
            _sending.SetBuffer(_out);
            if (!_socket!.SendAsync(_sending))
            {
                Lose(_sending.SocketError);
            }
        }
        catch (ObjectDisposedException)
        {
            Lose(SocketError.OperationAborted);
        }
    }

    private void Lose(SocketError error)
    {
        if (error != SocketError.Success && !_stopping)
        {
            _socket?.Dispose();
            _onLost(this);
        }
    }
}
