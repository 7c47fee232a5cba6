using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Monitoring.Alerts;

namespace Throughline.Host.Bridges;

/// <summary>What an alert is called: in the programme, at the desk and in the log. The programme's words become the rules' policy here.</summary>
internal static class AlertWords
{
    private static readonly (AlertKind Kind, string Name, string Title, string Short)[] All =
    [
        (AlertKind.Strap, "strap", "Strap open", "Strap"),
        (AlertKind.Tamper, "tamper", "Case of the device opened", "Tamper"),
        (AlertKind.Battery, "battery", "Battery low", "Battery"),
        (AlertKind.Power, "power", "Power lost or switched off", "Power"),
        (AlertKind.Sos, "sos", "The help button was pressed", "Help"),
        (AlertKind.Jamming, "jamming", "Radio jamming reported", "Jamming"),
        (AlertKind.Fall, "fall", "A fall was reported", "Fall"),
        (AlertKind.Shock, "shock", "A shock was reported", "Shock"),
        (AlertKind.Breach, "breach", "On the wrong side of a zone", "Zone"),
        (AlertKind.Passed, "passed", "Passed through a zone, inferred", "Passed"),
        (AlertKind.NotAttended, "not-attended", "No fix at the place in its hours", "Attendance"),
        (AlertKind.Border, "border", "Near the edge of a zone", "Edge"),
        (AlertKind.Fix, "fix", "No position", "Position"),
        (AlertKind.Contact, "contact", "No contact with the device", "Contact"),
        (AlertKind.Unit, "unit", "The device sends broken messages", "Unit"),
    ];

    public static IEnumerable<string> Names => All.Select(a => a.Name);

    public static AlertKind? KindOf(string name) => All.Where(a => a.Name == name).Select(a => (AlertKind?)a.Kind).FirstOrDefault();

    public static string NameOf(AlertKind kind) => All.First(a => a.Kind == kind).Name;

    /// <summary>A sentence about the device, never about the person.</summary>
    public static string Title(AlertKind kind) => All.First(a => a.Kind == kind).Title;

    public static string Short(AlertKind kind) => All.First(a => a.Kind == kind).Short;

    /// <summary>"Strap open for 2 seconds, then closed".</summary>
    public static string Title(Alert alert) => alert switch
    {
        { Kind: AlertKind.Strap, Cleared: { } c } => $"Strap open for {Length(c - alert.Opened)}, then closed",
        { Kind: AlertKind.Breach, Cleared: { } c } => $"On the wrong side of a zone for {Length(c - alert.Opened)}, then back",
        { Kind: AlertKind.Fix, Cleared: { } c } => $"No position for {Length(c - alert.Opened)}, then back",
        { Kind: AlertKind.Contact, Cleared: { } c } => $"No contact for {Length(c - alert.Opened)}, then back",
        { Kind: AlertKind.Battery, Cleared: not null } => "Battery low, then charged",
        { Kind: AlertKind.Power, Cleared: not null } => "Power lost, then back",
        { Cleared: not null } => Title(alert.Kind) + ", then over",
        _ => Title(alert.Kind),
    };

    public static string Length(Duration d) => d switch
    {
        _ when d < Duration.FromMinutes(1) => Count((long)Math.Max(1, Math.Round(d.TotalSeconds)), "second"),
        _ when d < Duration.FromHours(2) => Count((long)Math.Floor(d.TotalMinutes), "minute"),
        _ when d < Duration.FromDays(2) => FormattableString.Invariant($"{(long)d.TotalHours} h {d.Minutes:00}"),
        _ => Count((long)d.TotalDays, "day"),
    };

    public static AlertPolicy PolicyOf(AlertTerm term) => new(
        KindOf(term.Kind) ?? throw new InvalidOperationException($"No kind of alert is called {term.Kind}."),
        term.Severity switch { "urgent" => Severity.Urgent, "work" => Severity.Work, _ => Severity.Note },
        term.WearerFirst, Duration.FromMinutes(term.DeskAfterMinutes), Duration.FromMinutes(term.CauseWithinMinutes), Duration.FromMinutes(term.JoinWithinMinutes), term.KeepsQuiet);

    public static AlertPolicies PoliciesOf(AlertTerms terms) =>
        new(terms.QuietFrom, terms.QuietUntil, terms.Kinds.Select(PolicyOf).ToImmutableDictionary(p => p.Kind));

    private static string Count(long n, string unit) => FormattableString.Invariant($"{n:N0} {unit}{(n == 1 ? "" : "s")}");
}
