using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Messages;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Storage;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>Gathers what is known around an alert, for the cause test: signals of the same device, others that fell silent, the way in, the model's record.</summary>
internal sealed class Surroundings(Store store, IWearers wearers, IFeeds feeds)
{
    private static readonly Duration Near = Duration.FromMinutes(10), JammedBefore = Duration.FromMinutes(30), OfModel = Duration.FromDays(90);

    private readonly AlertReading _reading = new(store);

    public IReadOnlyList<Alert> ToTell(Instant now, int atMost)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return new AlertTable(sql).ToTell(now, atMost);
    }

    /// <param name="file">Null where it can't be read: nobody has written then.</param>
    public Around Of(Alert alert, CaseFile? file)
    {
        var (wearer, feed) = (wearers.Of(alert.Assignment), feeds.Of(alert.Device));
        var signals = _reading.Signals(alert.Assignment, alert.Opened - JammedBefore, alert.Opened + Near);
        var unit = wearer?.Unit ?? UnitMark.NotKnown;
        var silent = _reading.SilentAround(alert.Opened, Near, alert.Assignment);
        return new Around
        {
            FeedUp = feed is null ? null : FeedRules.Works(feed, alert.Received) ?? true,
            Others = (silent, feed?.Devices ?? silent),
            ChargingAt = signals.Where(s => s.Kind == SignalKind.Charging && s.Occurred >= alert.Opened - Near).Select(s => (Instant?)s.Occurred).FirstOrDefault(),
            Battery = signals.LastOrDefault(s => s.Kind == SignalKind.BatteryLow && s.Value > 0)?.Value ?? (wearer?.BatteryAt <= alert.Opened ? wearer?.Battery : null),
            JammingReported = signals.Any(s => s.Kind == SignalKind.Jamming),
            Model = unit.Model.Length > 0 ? _reading.OfModel(unit.Model, unit.Firmware, alert.Kind, alert.Opened - OfModel) : (0, 0),
            PersonWrote = file?.Events.Any(e => e.Event is MessageReceived && e.OccurredAt >= alert.Opened) == true,
        };
    }
}
