using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Protocols;
using ReadResult = Throughline.Monitoring.Protocols.ReadResult;

namespace Throughline.Monitoring.Gateway;

/// <summary>
/// One device's connection: reads what is there, hands it to the shards, and answers once it is on disk. Nothing is read meanwhile, so that a
/// device that hurries fills its own socket and not our memory. Between two messages it holds no buffer.
/// </summary>
internal sealed class DeviceConnection(ConnectionContext link, Protocol protocol, Reception reception, GatewaySettings settings, IClock clock)
{
    [ThreadStatic]
    private static Reading? _reading;

    private readonly Ticket _ticket = new();

    // An answer must not lie in the pipe before the disk has said yes: whatever ends the pipe would send it.
    private byte[] _answers = [];
    private int _answerLength;
    private KnownDevice? _device;
    private Offset _deviceClock;
    private int _unreadable;
    private bool _isRefused;

    /// <summary>In milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long LastHeard { get; private set; } = Environment.TickCount64;

    public bool IsNamed => _device is not null;

    public IPAddress? Address => (link.RemoteEndPoint as IPEndPoint)?.Address;

    public void Abort(string why) => link.Abort(new ConnectionAbortedException(why));

    /// <summary>Teltonika over UDP is the same device as over TCP.</summary>
    public static string NameOf(Protocol protocol) => protocol is TeltonikaUdp ? "teltonika" : protocol.Name;

    public async Task RunAsync()
    {
        var (input, output) = (link.Transport.Input, link.Transport.Output);
        try
        {
            while (!_isRefused)
            {
                var result = await input.ReadAsync();
                LastHeard = Environment.TickCount64;
                _ticket.Begin();
                _answerLength = 0;
                var rest = result.Buffer;
                TakeAll(ref rest);
                input.AdvanceTo(rest.Start, rest.End);
                await _ticket.WaitAsync();
                if (_answerLength > 0)
                {
                    await output.WriteAsync(_answers.AsMemory(0, _answerLength));
                }

                if (result.IsCompleted || result.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ConnectionAbortedException or InvalidOperationException)
        {
            // The other side is gone; what it sent and we kept, it will hear of when it sends it again.
        }
        finally
        {
            await link.DisposeAsync();
        }
    }

    private void TakeAll(ref ReadOnlySequence<byte> buffer)
    {
        var reading = _reading ??= new Reading();
        var now = clock.GetCurrentInstant();
        while (!_isRefused)
        {
            var result = protocol.TryRead(ref buffer, new Arrival(now, _deviceClock), reading);
            if (result is ReadResult.NeedMore)
            {
                break;
            }

            Take(result, reading, now);
        }
    }

    private void Take(ReadResult result, Reading reading, Instant now)
    {
        _deviceClock = reading.DeviceClock ?? _deviceClock;
        _unreadable = result is ReadResult.Unreadable or ReadResult.BadChecksum ? _unreadable + 1 : 0;
        if (_unreadable > settings.UnreadableAtMost)
        {
            _isRefused = true;
            return;
        }

        if (!reading.Device.IsEmpty && result is not (ReadResult.BadChecksum or ReadResult.Unreadable))
        {
            _device = reception.Admit(NameOf(protocol), reading, Address?.ToString() ?? "", now);
            if (_device is null)
            {
                _isRefused = true;
                if (reading.Refusal is { } word)
                {
                    Answer([word]);
                }

                return;
            }
        }

        if (_device is not { } device)
        {
            // It has not said who it is: nothing is kept, nothing answered.
            return;
        }

        reception.Take(device, protocol.Name, result, reading, now, _ticket);
        Answer(reading.Answer);
    }

    private void Answer(ReadOnlySpan<byte> bytes)
    {
        if (_answers.Length - _answerLength < bytes.Length)
        {
            Array.Resize(ref _answers, Math.Max(64, (_answerLength + bytes.Length) * 2));
        }

        bytes.CopyTo(_answers.AsSpan(_answerLength));
        _answerLength += bytes.Length;
    }
}
