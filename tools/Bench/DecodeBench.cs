using System.Buffers;
using System.Diagnostics;
using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Bench;

/// <summary>Messages a second on one core, and what one costs in memory. The reference is one checksum over the same bytes, which every reader must compute.</summary>
internal static class DecodeBench
{
    private const int Rounds = 7;
    private const int Messages = 200_000;

    // A location of GT06, and a Teltonika record with a fix, an alarm and a battery; both are sound frames of tests/vectors/devices.
    private const string Gt06Frame = "787825261a03070c2238c90586824c00036c18251d0f0900ea0f12340056ab46040300020064e9140d0a";
    private const string TeltonikaFrame = "000000000000002308010000019cc7dd50fb01ffecfcd01eb262180023010f090025f20101f20100000001000005a5";

    public static Task<Measured> Gt06Async() => Run(new Gt06(), Gt06Frame);

    public static Task<Measured> TeltonikaAsync() => Run(new Teltonika(), TeltonikaFrame);

    private static Task<Measured> Run(Protocol protocol, string frame)
    {
        var one = Convert.FromHexString(frame);
        var many = Enumerable.Repeat(one, 1000).SelectMany(b => b).ToArray();
        var reading = new Reading();
        Decode(protocol, many, reading);
        var (ours, reference) = (new List<double>(), new List<double>());
        var allocated = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ours.Add(Rate(() => Decode(protocol, many, reading)));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            reference.Add(Rate(() => Sum(many, one.Length)));
        }

        Console.WriteLine($"{protocol.Name}: {Measured.Median(ours):0.0} million messages a second and core, {allocated / Messages} bytes allocated a message");
        return Task.FromResult(new Measured(Measured.Median(ours), Measured.Median(reference), "M/s"));
    }

    private static double Rate(Action thousand)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Messages / 1000; i++)
        {
            thousand();
        }

        return Messages / watch.Elapsed.TotalSeconds / 1e6;
    }

    private static void Decode(Protocol protocol, byte[] stream, Reading reading)
    {
        var rest = new ReadOnlySequence<byte>(stream);
        var read = 0;
        while (protocol.TryRead(ref rest, new Arrival(NodaConstants.UnixEpoch), reading) is ReadResult.Fixes)
        {
            read += reading.Fixes.Length;
        }

        if (read != 1000 || !rest.IsEmpty)
        {
            throw new InvalidOperationException($"{protocol.Name} read {read} of 1000 fixes.");
        }
    }

    /// <summary>CRC-16, bit by table, as plain as it gets.</summary>
    private static void Sum(byte[] stream, int length)
    {
        var total = 0;
        for (var at = 0; at < stream.Length; at += length)
        {
            ushort crc = 0xFFFF;
            foreach (var b in stream.AsSpan(at, length))
            {
                crc = (ushort)((crc >> 8) ^ Table[(byte)(crc ^ b)]);
            }

            total += crc;
        }

        GC.KeepAlive(total);
    }

    private static readonly ushort[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        for (var bit = 0; bit < 8; bit++)
        {
            i = (i & 1) != 0 ? (i >> 1) ^ 0x8408 : i >> 1;
        }

        return (ushort)i;
    })];
}
