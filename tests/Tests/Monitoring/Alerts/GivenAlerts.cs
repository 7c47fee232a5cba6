using System.Collections.Immutable;
using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;

namespace Throughline.Tests.Monitoring.Alerts;

/// <summary>One wearer, and what the device says minute by minute.</summary>
internal sealed class GivenAlerts
{
    /// <summary>Noon in Denver, far from the quiet hours.</summary>
    public static readonly Instant Noon = Instant.FromUtc(2026, 11, 10, 19, 0);

    public static readonly DateTimeZone Denver = DateTimeZoneProviders.Tzdb["America/Denver"];
    public static readonly Guid Assignment = Guid.Parse("0f0e0d0c-0000-4000-8000-000000000001");

    public AlertPolicies Policies { get; init; } = new(new LocalTime(21, 0), new LocalTime(8, 0), new[]
    {
        new AlertPolicy(AlertKind.Strap, Severity.Urgent, true, Duration.Zero, Duration.FromHours(2), Duration.FromMinutes(10), false),
        new AlertPolicy(AlertKind.Breach, Severity.Urgent, true, Duration.Zero, Duration.FromHours(2), Duration.FromMinutes(30), false),
        new AlertPolicy(AlertKind.Battery, Severity.Work, true, Duration.FromHours(2), Duration.FromHours(8), Duration.FromHours(1), true),
        new AlertPolicy(AlertKind.Contact, Severity.Note, true, Duration.FromHours(4), Duration.FromDays(1), Duration.FromHours(1), true),
    }.ToImmutableDictionary(p => p.Kind));

    public Alert? Alert { get; private set; }

    /// <summary>How many incidents there were.</summary>
    public int Count { get; private set; }

    /// <summary>Null: it changed nothing.</summary>
    public GivenAlerts Says(SignalKind kind, double minutes, bool late = false, double receivedLater = 0)
    {
        var at = Noon + Duration.FromMinutes(minutes);
        var changed = AlertRules.On(Alert, new Signal(Assignment, new DeviceId(7), 1, kind, null, at, at + Duration.FromMinutes(receivedLater), late, []), Policies, Denver);
        Count += changed is { Signals: 1 } ? 1 : 0;
        Alert = changed ?? Alert;
        return this;
    }

    public GivenAlerts Told(double minutes, Around around)
    {
        Alert = AlertRules.Tell(Alert!, CauseTest.Ask(Alert!.Kind, around), Policies.Kinds[Alert.Kind], Noon + Duration.FromMinutes(minutes)) ?? Alert;
        return this;
    }

    public GivenAlerts Closed(string cause, double minutes)
    {
        Alert = AlertRules.Close(Alert!, cause, Noon + Duration.FromMinutes(minutes));
        return this;
    }
}
