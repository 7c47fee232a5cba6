using System.Collections.Immutable;

namespace Throughline.Casefile.Programmes;

/// <summary>A kind of device that the programme lets be worn.</summary>
/// <param name="Protocol">The language in which it is heard.</param>
/// <param name="FalseAlertPercent">Above this share of false alerts a unit, or the model, is proposed to be taken out of use.</param>
/// <param name="AlertsAtLeast">Closed alerts before a share says anything.</param>
public sealed record DeviceModel(string Code, string Name, string Protocol, int FalseAlertPercent, int AlertsAtLeast);

/// <summary>Which devices may be worn, how often they report, and from when on a unit itself is in doubt.</summary>
/// <param name="Intervals">Reporting intervals that an order may name, in seconds.</param>
/// <param name="IntervalSeconds">Where the order says nothing else.</param>
/// <param name="RawDays">Days for which positions are kept where the order says nothing else.</param>
/// <param name="BadChecksumsADay">Above so many broken messages a day the unit is work: the device's fault, never the person's.</param>
public sealed record DeviceProgramme(ImmutableArray<DeviceModel> Models, ImmutableArray<int> Intervals, int IntervalSeconds, int RawDays, int RawDaysAtMost, int BadChecksumsADay)
{
    /// <summary>A programme that names no device: none can be worn.</summary>
    public static DeviceProgramme None { get; } = new([], [], 300, 14, 14, 20);

    public DeviceModel? Find(string code) => Models.FirstOrDefault(m => m.Code == code);
}
