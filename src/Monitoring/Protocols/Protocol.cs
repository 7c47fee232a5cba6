using System.Buffers;

namespace Throughline.Monitoring.Protocols;

/// <summary>
/// One device language, pure: bytes in, a reading out, no state and no clock. A protocol says where a frame can start, how long the one at the
/// start is, and what it means; what cuts frames out of the stream and finds the next one behind a broken one is here, once.
/// </summary>
public abstract class Protocol
{
    /// <summary>Every language spoken over a socket. Those of phones come over HTTP: <see cref="OsmAnd"/>, <see cref="OwnTracks"/>.</summary>
    public static IReadOnlyList<Protocol> All { get; } =
        [new Gt06(), new Watch3G(), new Megastek(), new Teltonika(), new TeltonikaUdp(), new Queclink(), new R16H(), new Laipac(), new H02()];

    public abstract string Name { get; }

    /// <summary>Where such devices call by default.</summary>
    public abstract int Port { get; }

    /// <summary>Bytes; what claims to be longer is no frame. At most twice as many are looked at in one call.</summary>
    public virtual int LongestFrame => 2048;

    /// <summary>
    /// Reads the message at the start of the buffer and moves the buffer behind it. <see cref="ReadResult.NeedMore"/> takes nothing; every
    /// other result takes at least a byte. Never throws, whatever the bytes.
    /// </summary>
    public ReadResult TryRead(ref ReadOnlySequence<byte> buffer, Arrival arrival, Reading reading)
    {
        reading.Clear();
        var first = buffer.FirstSpan;
        var result = Read(first[..Math.Min(first.Length, 2 * LongestFrame)], arrival, reading, out var used);
        if (result is ReadResult.NeedMore && !buffer.IsSingleSegment)
        {
            reading.Clear();
            result = Read(reading.Window(buffer.Slice(0, Math.Min(buffer.Length, 2 * LongestFrame))), arrival, reading, out used);
        }

        reading.Raw = buffer.Slice(0, used);
        buffer = buffer.Slice(used);
        return result;
    }

    /// <summary>Frames have a length in front and a checksum behind: only then a sound one can be told in the middle of a broken one.</summary>
    protected virtual bool SoundFrames => false;

    /// <summary>The first place where a frame could start; the length where there is none.</summary>
    protected abstract int FindStart(ReadOnlySpan<byte> bytes);

    protected abstract Measure MeasureFrame(ReadOnlySpan<byte> bytes);

    protected abstract ReadResult ReadFrame(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading);

    private ReadResult Read(ReadOnlySpan<byte> bytes, Arrival arrival, Reading reading, out int used)
    {
        used = bytes.IsEmpty ? 0 : FindStart(bytes);
        if (bytes.IsEmpty || used > 0)
        {
            return bytes.IsEmpty ? ReadResult.NeedMore : ReadResult.Unreadable;
        }

        var frame = MeasureFrame(bytes);
        switch (frame.State)
        {
            case FrameState.Whole:
                used = frame.Length;
                return Understood(bytes[..used], arrival, reading);

            case FrameState.Partial when bytes.Length < LongestFrame:
                // A length that lost a bit waits for what never comes; a sound frame further on gives it away.
                used = Search(bytes).Sound;
                return used > 0 ? ReadResult.BadChecksum : ReadResult.NeedMore;

            case FrameState.BadChecksum:
                used = Search(bytes).Sound is > 0 and var next && next < frame.Length ? next : frame.Length;
                return ReadResult.BadChecksum;

            default:
                var (sound, possible) = Search(bytes);
                used = sound > 0 ? sound : frame.Length > 0 ? frame.Length : possible;
                return frame.Checked ? ReadResult.BadChecksum : ReadResult.Unreadable;
        }
    }

    private ReadResult Understood(ReadOnlySpan<byte> frame, Arrival arrival, Reading reading)
    {
        var result = ReadFrame(frame, arrival, reading);
        if (result is ReadResult.Unknown or ReadResult.Unreadable)
        {
            // Half of a message that makes no sense is worth less than none.
            reading.Forget();
        }

        return result;
    }

    /// <summary>
    /// Looks behind the start for a frame that stands whole with a right checksum (0: there is none), and for the next place where one may begin.
    /// Summing up is bounded: noise must not buy our time.
    /// </summary>
    private (int Sound, int Possible) Search(ReadOnlySpan<byte> bytes)
    {
        var possible = 0;
        var summed = 0;
        for (var at = 1; at < bytes.Length && summed < 2 * LongestFrame; at++)
        {
            at += FindStart(bytes[at..]);
            if (at >= bytes.Length)
            {
                break;
            }

            var frame = SoundFrames ? MeasureFrame(bytes[at..]) : Measure.Partial;
            if (frame is { State: FrameState.Whole, Checked: true })
            {
                return (at, at);
            }

            summed += frame.State is FrameState.BadChecksum ? frame.Length : 0;
            possible = possible == 0 && frame.State is not FrameState.NoFrame ? at : possible;
            if (!SoundFrames)
            {
                break;
            }
        }

        return (0, possible > 0 ? possible : bytes.Length);
    }

    protected enum FrameState
    {
        Partial,
        Whole,
        BadChecksum,
        NoFrame,
    }

    /// <summary>What stands at the start of the bytes.</summary>
    /// <param name="Length">Of a whole frame, or of what is to be left out; 0 where only the search for the next start can tell.</param>
    /// <param name="Checked">The frame carries a checksum, so that chance cannot look like one.</param>
    protected readonly record struct Measure(FrameState State, int Length = 0, bool Checked = false)
    {
        public static Measure Partial => default;

        public static Measure Whole(int length, bool @checked = false) => new(FrameState.Whole, length, @checked);

        public static Measure BadChecksum(int length) => new(FrameState.BadChecksum, length, true);

        public static Measure NoFrame(int length = 0, bool @checked = false) => new(FrameState.NoFrame, length, @checked);
    }
}
