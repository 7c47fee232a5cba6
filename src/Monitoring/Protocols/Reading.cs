using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using NodaTime;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// What one message said. The gateway keeps one a connection loop and hands it in again and again, so that a message costs no memory;
/// everything in it is good until the next call of <c>TryRead</c>, <see cref="Raw"/> until the buffer moves on.
/// </summary>
public sealed class Reading
{
    private const int LongestName = 128;
    private readonly List<Fix> _fixes = [];
    private readonly List<Observation> _observations = [];
    private readonly List<Cell> _cells = [];
    private readonly byte[] _device = new byte[LongestName];
    private readonly ArrayBufferWriter<byte> _answer = new(64);
    private byte[] _window = [];
    private int _deviceLength;

    public ReadOnlySpan<Fix> Fixes => CollectionsMarshal.AsSpan(_fixes);

    public ReadOnlySpan<Observation> Observations => CollectionsMarshal.AsSpan(_observations);

    /// <summary>The cells of the message, the one in use first.</summary>
    public ReadOnlySpan<Cell> Cells => CollectionsMarshal.AsSpan(_cells);

    /// <summary>The number by which the device names itself, UTF-8; empty where the message names none and the login's holds.</summary>
    public ReadOnlySpan<byte> Device => _device.AsSpan(0, _deviceLength);

    public string DeviceText => Encoding.UTF8.GetString(Device);

    /// <summary>The bytes to send once everything above is on disk, and not before. May be empty.</summary>
    public ReadOnlySpan<byte> Answer => _answer.WrittenSpan;

    /// <summary>What to send in place of the answer to a device that is not in the inventory, where the protocol has a word for it.</summary>
    public byte? Refusal { get; internal set; }

    /// <summary>The secret that a phone presented, or null. See <see cref="DeviceSecret"/>.</summary>
    public string? Secret { get; internal set; }

    /// <summary>The message's type where the protocol numbers them, else -1.</summary>
    public int Type { get; internal set; }

    /// <summary>With the device and its time, what tells a repeat; -1 where the protocol numbers nothing.</summary>
    public int Serial { get; internal set; }

    /// <summary>The device's time of a message that has no fix.</summary>
    public Instant? DeviceTime { get; internal set; }

    /// <summary>From a login on: hand it in with each later <see cref="Arrival"/> of the connection.</summary>
    public Offset? DeviceClock { get; internal set; }

    /// <summary>The message as it came.</summary>
    public ReadOnlySequence<byte> Raw { get; internal set; }

    internal void Clear()
    {
        Forget();
        _answer.ResetWrittenCount();
        _deviceLength = 0;
        (Refusal, Secret, Type, Serial, DeviceTime, DeviceClock, Raw) = (null, null, -1, -1, null, null, default);
    }

    internal void Forget()
    {
        _fixes.Clear();
        _observations.Clear();
        _cells.Clear();
    }

    internal int Add(Fix fix)
    {
        _fixes.Add(fix);
        return _fixes.Count - 1;
    }

    internal void Add(Cell cell) => _cells.Add(cell);

    /// <summary>An observation of the last fix, or of the message where there is none.</summary>
    internal void Alarm(ObservationKind kind, int code) => _observations.Add(new(kind, true, 0, code, _fixes.Count - 1));

    internal void State(ObservationKind kind, int code, double value = 0) => _observations.Add(new(kind, false, value, code, _fixes.Count - 1));

    /// <summary>An observation of a record whose fix is named, for a message of many records.</summary>
    internal void Observe(ObservationKind kind, bool alarm, double value, int code, int fix) => _observations.Add(new(kind, alarm, value, code, fix));

    internal ReadResult FixesOrReport() => _fixes.Count > 0 ? ReadResult.Fixes : ReadResult.Report;

    internal void Name(ReadOnlySpan<byte> device)
    {
        _deviceLength = Math.Min(device.Length, LongestName);
        device[.._deviceLength].CopyTo(_device);
    }

    internal void Name(string device) => Name(Encoding.UTF8.GetBytes(device).AsSpan());

    /// <summary>Names the device by its binary coded digits, without leading zeros.</summary>
    internal void NameDigits(ReadOnlySpan<byte> coded)
    {
        _deviceLength = 0;
        foreach (var pair in coded)
        {
            Digit(pair >> 4);
            Digit(pair & 0xF);
        }

        void Digit(int digit)
        {
            if ((digit > 0 || _deviceLength > 0) && digit < 10 && _deviceLength < LongestName)
            {
                _device[_deviceLength++] = (byte)('0' + digit);
            }
        }
    }

    internal Reading Say(ReadOnlySpan<byte> bytes)
    {
        _answer.Write(bytes);
        return this;
    }

    internal Reading Say(byte value) => Say([value]);

    internal Reading Say(Instant at, string pattern) => Say(Encoding.ASCII.GetBytes(at.InUtc().ToString(pattern, CultureInfo.InvariantCulture)));

    internal Reading SayHex(int value, int digits)
    {
        Span<byte> text = stackalloc byte[8];
        _ = Utf8Formatter.TryFormat(value, text, out var length, new StandardFormat('X', (byte)digits));
        return Say(text[..length]);
    }

    internal void Unsay() => _answer.ResetWrittenCount();

    /// <summary>The start of a buffer that lies in several pieces, in one.</summary>
    internal ReadOnlySpan<byte> Window(ReadOnlySequence<byte> start)
    {
        if (_window.Length < start.Length)
        {
            _window = new byte[start.Length];
        }

        start.CopyTo(_window);
        return _window.AsSpan(0, (int)start.Length);
    }
}
