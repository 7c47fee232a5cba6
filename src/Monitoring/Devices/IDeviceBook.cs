using NodaTime;

namespace Throughline.Monitoring.Devices;

/// <summary>What is counted of a device by day. The numbers are stored: never change one.</summary>
public enum DeviceCount
{
    Message = 1,
    Fix = 2,

    /// <summary>Outside what its order allows: acknowledged, counted here, and gone.</summary>
    OutsideOrder = 3,

    /// <summary>Sent again though we had it: our answer was lost on the way.</summary>
    Repeated = 4,
    BadChecksum = 5,
    Unreadable = 6,

    /// <summary>Of a type that we do not read.</summary>
    UnknownType = 7,

    /// <summary>It called though it is out of use.</summary>
    NotInUse = 8,

    /// <summary>A phone with a wrong secret.</summary>
    WrongSecret = 9,
}

/// <summary>Numbers by device and day, strangers, and messages that nobody could read. Never waits for the disk: it is written a few seconds later, and a crash may lose that much of it.</summary>
public interface IDeviceBook
{
    void Count(DeviceId device, DeviceCount what, int times = 1);

    /// <summary>Somebody whom the inventory does not know knocked. Shown as work.</summary>
    void Refuse(string protocol, string identity, string address, Instant at);

    /// <summary>Keeps a message as it came, for whoever teaches us its type; the first few of a device and day.</summary>
    void KeepUnread(DeviceId device, string protocol, ReadOnlySpan<byte> raw, Instant at);
}
