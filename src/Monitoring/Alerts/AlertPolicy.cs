using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Monitoring.Alerts;

/// <summary>How the programme wants one kind of alert handled.</summary>
/// <param name="WearerFirst">The wearer is told before anybody else.</param>
/// <param name="DeskAfter">How long after the wearer was told (else after it was heard) the desk is told; a device that says meanwhile that it is over has settled it.</param>
/// <param name="CauseWithin">How long the desk has to give a cause.</param>
/// <param name="JoinWithin">What begins again so soon after it ended is the same incident.</param>
/// <param name="KeepsQuiet">In quiet hours nobody is told, and the wearer's time begins when they end.</param>
public sealed record AlertPolicy(AlertKind Kind, Severity Severity, bool WearerFirst, Duration DeskAfter, Duration CauseWithin, Duration JoinWithin, bool KeepsQuiet)
{
    /// <summary>Silence is asked about before it is anybody's work.</summary>
    public bool IsSilence => Kind is AlertKind.Fix or AlertKind.Contact;
}

/// <summary>The programme's policy: a kind that is not in it is nobody's work and opens nothing.</summary>
public sealed record AlertPolicies(LocalTime QuietFrom, LocalTime QuietUntil, ImmutableDictionary<AlertKind, AlertPolicy> Kinds)
{
    /// <summary>Why a policy can't be: null where it can.</summary>
    public static string? FaultOf(AlertPolicy policy) =>
        policy.IsSilence && policy.Severity == Severity.Urgent ? "Silence alone is never a breach and never urgent. Write severity: work, or note."
        : policy.IsSilence && policy.DeskAfter == Duration.Zero ? "Silence is told to nobody before its cause was looked for. Give it some minutes."
        : null;

    /// <summary>The first moment at or after <paramref name="at"/> outside the quiet hours.</summary>
    public Instant AfterQuiet(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        var time = local.TimeOfDay;
        var overNight = QuietFrom > QuietUntil;
        var isQuiet = overNight ? time >= QuietFrom || time < QuietUntil : time >= QuietFrom && time < QuietUntil;
        return isQuiet ? ((overNight && time >= QuietFrom ? local.Date.PlusDays(1) : local.Date) + QuietUntil).InZoneLeniently(zone).ToInstant() : at;
    }
}
