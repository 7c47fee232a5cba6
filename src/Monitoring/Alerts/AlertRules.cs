using NodaTime;

namespace Throughline.Monitoring.Alerts;

/// <summary>
/// What becomes of an incident. Pure: each rule takes the incident as it is and gives it as it is then, or null where nothing changes.
/// Machines open, change and clear; only a person closes, and only with a cause.
/// </summary>
public static class AlertRules
{
    /// <summary>What a signal opens; null where it opens nothing.</summary>
    public static AlertKind? Opens(SignalKind kind) => kind switch
    {
        SignalKind.StrapOpen => AlertKind.Strap,
        SignalKind.Tamper => AlertKind.Tamper,
        SignalKind.BatteryLow => AlertKind.Battery,
        SignalKind.PowerLost or SignalKind.PoweredOff => AlertKind.Power,
        SignalKind.Sos => AlertKind.Sos,
        SignalKind.Jamming => AlertKind.Jamming,
        SignalKind.Fall => AlertKind.Fall,
        SignalKind.Shock => AlertKind.Shock,
        SignalKind.Breach => AlertKind.Breach,
        SignalKind.Passed => AlertKind.Passed,
        SignalKind.NotAttended => AlertKind.NotAttended,
        SignalKind.NearBorder => AlertKind.Border,
        SignalKind.FixLost => AlertKind.Fix,
        SignalKind.ContactLost => AlertKind.Contact,
        SignalKind.BrokenMessages => AlertKind.Unit,
        _ => null,
    };

    /// <summary>What a signal says is over; null where it ends nothing.</summary>
    public static AlertKind? Clears(SignalKind kind) => kind switch
    {
        SignalKind.StrapClosed => AlertKind.Strap,
        SignalKind.Charging => AlertKind.Battery,
        SignalKind.PowerBack or SignalKind.PoweredOn => AlertKind.Power,
        SignalKind.JammingEnded => AlertKind.Jamming,
        SignalKind.BreachEnded => AlertKind.Breach,
        SignalKind.FixBack => AlertKind.Fix,
        SignalKind.ContactBack => AlertKind.Contact,
        _ => null,
    };

    /// <param name="last">The newest incident of this assignment, kind and zone, over or not; null where there was none.</param>
    /// <param name="zone">The order's own, in which quiet hours run.</param>
    public static Alert? On(Alert? last, Signal signal, AlertPolicies policies, DateTimeZone zone) =>
        Opens(signal.Kind) is { } opens && policies.Kinds.TryGetValue(opens, out var policy) ? Open(last, signal, policy, policies, zone)
        : Clears(signal.Kind) is not null && last is not null ? Clear(last, signal)
        : null;

    /// <summary>
    /// The desk is told when the wearer's time is over. Where the cause test points to us, nobody is told: it is asked again later, and ends
    /// by itself when the device is heard again.
    /// </summary>
    public static Alert? Tell(Alert alert, CauseFinding finding, AlertPolicy policy, Instant now) =>
        alert.State != AlertState.Waiting || now < alert.DeskAt ? null
        : finding.IsOurs ? alert with { Held = finding.Hint, DeskAt = now + policy.DeskAfter }
        : Told(alert with { Held = CauseHint.None }, policy, now);

    public static Alert? Acknowledge(Alert alert, Instant now) =>
        alert.State == AlertState.Open ? alert with { State = AlertState.Acknowledged, AcknowledgedAt = now } : null;

    /// <summary>By a person: the cause was checked against the programme by the caller.</summary>
    public static Alert? Close(Alert alert, string cause, Instant now) =>
        alert.IsOver ? null : alert with { State = AlertState.Closed, Cause = cause, ClosedAt = now, ToldAt = alert.ToldAt ?? now };

    private static Alert? Open(Alert? last, Signal s, AlertPolicy policy, AlertPolicies policies, DateTimeZone zone)
    {
        if (last is not null && Belongs(last, s, policy))
        {
            var joined = Counted(last, s);
            return last switch
            {
                // A person has said what it was; what is older than that is part of it, and makes no new work.
                { State: AlertState.Closed } => joined,
                { State: AlertState.Settled } when !s.Late => joined with { State = AlertState.Waiting, Cleared = null, DeskAt = Instant.Max(last.DeskAt, s.Received + policy.DeskAfter) },

                // It begins again: it flaps, and is one incident. What came late does not say so of now.
                { Cleared: { } cleared } when !s.Late && s.Occurred > cleared => joined with { Cleared = null },
                _ => joined,
            };
        }

        var quiet = policy.KeepsQuiet ? policies.AfterQuiet(s.Received, zone) : s.Received;
        var alert = new Alert
        {
            Assignment = s.Assignment,
            Device = s.Device,
            Case = s.Case,
            Kind = policy.Kind,
            Zone = s.Zone,
            Severity = s.Late && policy.Severity == Severity.Urgent ? Severity.Work : policy.Severity,
            State = AlertState.Waiting,
            Opened = s.Occurred,
            Received = s.Received,
            Last = s.Occurred,
            WearerAt = policy.WearerFirst && !s.Late ? quiet : null,
            DeskAt = quiet + policy.DeskAfter,
            Signals = 1,
            Late = s.Late ? 1 : 0,
        };
        return alert.DeskAt <= s.Received && !policy.IsSilence ? Told(alert, policy, s.Received) : alert;
    }

    /// <summary>It ends for the device; for the desk only where the desk was never told.</summary>
    private static Alert? Clear(Alert last, Signal s)
    {
        if (last.IsOver || last.Cleared is not null || s.Occurred < last.Opened)
        {
            return null;
        }

        var cleared = Counted(last, s) with { Cleared = s.Occurred, Last = last.Last, Held = CauseHint.None };
        return last.State == AlertState.Waiting ? cleared with { State = AlertState.Settled } : cleared;
    }

    private static bool Belongs(Alert last, Signal s, AlertPolicy policy) => last switch
    {
        { State: AlertState.Closed } => s.Occurred <= last.ClosedAt && s.Occurred >= last.Opened - policy.JoinWithin,
        { State: AlertState.Settled } => s.Occurred <= (last.Cleared ?? last.Last) + policy.JoinWithin && s.Occurred >= last.Opened - policy.JoinWithin,
        _ => s.Occurred >= last.Opened - policy.JoinWithin,
    };

    private static Alert Counted(Alert alert, Signal s) => alert with
    {
        Opened = Instant.Min(alert.Opened, s.Occurred),
        Last = Instant.Max(alert.Last, s.Occurred),
        Signals = alert.Signals + 1,
        Late = alert.Late + (s.Late ? 1 : 0),
    };

    private static Alert Told(Alert alert, AlertPolicy policy, Instant now) =>
        alert with { State = AlertState.Open, ToldAt = now, CauseBy = now + policy.CauseWithin };
}
