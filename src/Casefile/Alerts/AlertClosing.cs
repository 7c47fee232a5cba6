using NodaTime;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Alerts;

/// <summary>An alert is closed by a person, with a cause of the programme and reasons that the wearer can read.</summary>
public static class AlertClosing
{
    public static readonly Refusal CauseNeeded = new("alert-cause-needed", "Choose what caused it. An alert is closed only with a cause; “not known” is one.");

    public static readonly Refusal ReasonsNeeded = new("alert-reasons-needed", "Write how you know. The person reads it.");

    public static readonly Refusal ContactNeeded = new(
        "alert-contact-needed", "Before an alert is put down to the person, they must have been asked. Record the contact first, tried or made, then close the alert.");

    public static readonly Refusal EvidenceNeeded = new(
        "alert-evidence-needed", "The device alone proves nothing. Name a second piece of evidence: what staff saw, what the person said, a record of somebody else.");

    public static readonly Refusal ClosedAlready = new("alert-closed-already", "This alert was closed already. Read what was found; a line of the case that is wrong is recorded in error.");

    /// <param name="evidence">Beside the device: needed where the cause is the person's and unexplained.</param>
    public static Decision Close(CaseFile file, AlertClosed closed, AlertTerms terms, string? evidence, Instant now) =>
        terms.Causes.FirstOrDefault(c => c.Code == closed.Cause && c.Fits(closed.Kind)) is not { } cause ? CauseNeeded
        : string.IsNullOrWhiteSpace(closed.Reasons) ? ReasonsNeeded
        : file.Events.Any(e => e.Event is AlertClosed c && c.Number == closed.Number) ? ClosedAlready
        : cause.Side == CauseSide.Unexplained && !WasAsked(file, closed.Opened) ? ContactNeeded
        : cause.Side == CauseSide.Unexplained && string.IsNullOrWhiteSpace(evidence) ? EvidenceNeeded
        : Decision.Of(file.State.Id, now, closed with { CauseWords = cause.Words, Side = cause.SideWord, Reasons = closed.Reasons.Trim() });

    /// <summary>Whether somebody asked the person since, or tried to.</summary>
    public static bool WasAsked(CaseFile file, Instant since)
    {
        var struck = Case.StruckLines(file.Events);
        return file.Events.Any(e => e.Event is ContactMade && e.OccurredAt >= since && !struck.Contains(e.Version));
    }
}
