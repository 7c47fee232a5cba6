using System.Buffers;
using Throughline.Monitoring.Protocols;

namespace Throughline.Tests.Monitoring.Protocols;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("gt06", "gt06.status.open")]
    [InlineData("gt06", "gt06.open")]
    [InlineData("teltonika", "teltonika.status.open")]
    [InlineData("teltonika", "teltonika.open")]
    public void A_message_costs_no_memory(string name, string file)
    {
        var protocol = Protocol.All.Single(p => p.Name == name);
        var stream = Vector.Of(file).Where(v => v.Kind is not ("command" or "frame") && !v.Refused).Select(v => v.Bytes()).Where(b => Heard.Of(protocol, b).Left == 0).SelectMany(b => b).ToArray();
        var reading = new Reading();
        Assert.True(Drain(protocol, stream, reading) > 10);
        for (var warm = 0; warm < 50; warm++)
        {
            Drain(protocol, stream, reading);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var messages = Drain(protocol, stream, reading);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated == 0, $"{messages} messages cost {allocated} bytes");
    }

    private static int Drain(Protocol protocol, byte[] stream, Reading reading)
    {
        var rest = new ReadOnlySequence<byte>(stream);
        var messages = 0;
        while (protocol.TryRead(ref rest, new Arrival(Heard.Received), reading) is not ReadResult.NeedMore)
        {
            messages++;
        }

        return messages;
    }
}
