using Throughline.Casefile.Messages;
using Throughline.Monitoring.Alerts;

namespace Throughline.Host.Bridges;

/// <summary>Which message tells the wearer of an alert. It says nothing of the case; a protected one gets the neutral words.</summary>
internal static class WearerWords
{
    /// <summary>Null where the wearer is not told.</summary>
    public static string? Of(AlertKind kind) => kind switch
    {
        AlertKind.Strap or AlertKind.Tamper => MessageRules.DeviceStrap,
        AlertKind.Battery or AlertKind.Power => MessageRules.DeviceBattery,
        AlertKind.Breach or AlertKind.Border or AlertKind.Passed or AlertKind.NotAttended => MessageRules.DevicePlace,
        AlertKind.Fix or AlertKind.Contact => MessageRules.DeviceContact,
        _ => null,
    };

    public static IEnumerable<AlertKind> KindsOf(string message) => Enum.GetValues<AlertKind>().Where(k => Of(k) == message);
}
