using System.Buffers;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Grains;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Gateway;

/// <summary>What becomes of one message, whatever way it came: who sent it, whether it is kept, whether the sender may be answered.</summary>
internal sealed class Reception(IDeviceRegistry registry, IDeviceBook book, ShardLanes lanes)
{
    private const int UnreadAtMost = 1024;

    /// <summary>The device, or null where it is refused (and that is counted).</summary>
    public KnownDevice? Admit(string protocol, Reading reading, string address, Instant at)
    {
        if (registry.Find(protocol, reading.Device) is not { } device)
        {
            book.Refuse(protocol, reading.DeviceText, address, at);
            return null;
        }

        if (!device.InUse)
        {
            book.Count(device.Id, DeviceCount.NotInUse);
            return null;
        }

        return device;
    }

    /// <summary>As <see cref="Admit"/>, for a phone or a gateway: with its secret.</summary>
    public KnownDevice? AdmitPhone(string protocol, Reading reading, string address, Instant at)
    {
        if (Admit(protocol, reading, address, at) is not { } device)
        {
            return null;
        }

        if (device.Secret is not { } secret || !secret.Matches(reading.Secret))
        {
            book.Count(device.Id, DeviceCount.WrongSecret);
            return null;
        }

        return device;
    }

    /// <summary>Hands a message on; the ticket waits for it where it has to be kept.</summary>
    public void Take(KnownDevice device, string protocol, ReadResult result, Reading reading, Instant at, Ticket ticket)
    {
        switch (result)
        {
            case ReadResult.Fixes or ReadResult.Report or ReadResult.Heartbeat:
                lanes.Add(device.Id, at, result, reading, ticket);
                break;
            case ReadResult.BadChecksum:
                book.Count(device.Id, DeviceCount.BadChecksum);
                break;
            case ReadResult.Unknown or ReadResult.Unreadable:
                book.Count(device.Id, result is ReadResult.Unknown ? DeviceCount.UnknownType : DeviceCount.Unreadable);
                // It may hold a place, and that is kept under an order only.
                if (reading.Raw.Length <= UnreadAtMost && OrderGate.Allows(registry.Find(device.Id)?.Order, null, at))
                {
                    book.KeepUnread(device.Id, protocol, reading.Raw.ToArray(), at);
                }

                break;
        }
    }
}
