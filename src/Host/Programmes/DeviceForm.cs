using System.Collections.Immutable;
using Throughline.Casefile.Programmes;
using Throughline.Monitoring.Protocols;

namespace Throughline.Host.Programmes;

/// <summary>Which devices a programme lets be worn, read from its file.</summary>
internal static class DeviceForm
{
    /// <summary>What a device or a phone can speak: those of sockets, and the two of HTTP.</summary>
    public static readonly IReadOnlyList<string> Protocols = [.. Protocol.All.Select(p => p.Name), "osmand", "owntracks"];

    public static DeviceProgramme Read(Form form)
    {
        var before = form.FaultCount;
        var intervals = form.Items("intervals").Select(i => form.NumberOf(i, "intervals", 10, 86_400)).Distinct().Order().ToImmutableArray();
        var interval = form.Number("interval", 10, 86_400);
        if (form.FaultCount == before && !intervals.Contains(interval))
        {
            form.Fault("interval", $"'{interval}' is none of the intervals. Write one of: {string.Join(", ", intervals)}.");
        }

        var (days, atMost) = (form.Number("rawDays", 1, 365), form.Number("rawDaysAtMost", 1, 365));
        if (days > atMost)
        {
            form.Fault("rawDays", $"Positions would be kept for {days} days, longer than the {atMost} that 'rawDaysAtMost' allows. Write at most {atMost}.");
        }

        var bad = form.Number("badChecksumsADay", 1, 100_000);
        var models = form.Open("models", Values.FaultOfCode).Select(m => Model(m.Key.Value, form.Below(m.Value, $"the model {m.Key.Value}"))).ToImmutableArray();
        form.Close();
        return new DeviceProgramme(models, intervals, interval, days, atMost, bad);
    }

    private static DeviceModel Model(string code, Form form)
    {
        var model = new DeviceModel(
            code, form.Text("name"), form.Text("protocol", text => Protocols.Contains(text) ? null : $"'{text}' is no protocol that is spoken here. Write one of: {string.Join(", ", Protocols)}."),
            form.Number("falseAlertPercent", 1, 100), form.Number("alertsAtLeast", 1, 100_000));
        form.Close();
        return model;
    }
}
