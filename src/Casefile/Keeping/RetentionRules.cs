using NodaTime;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Keeping;

/// <summary>What the programme keeps for how long. A period is of the calendar: seven years end on the day they began, whatever leap days lay between.</summary>
public static class RetentionRules
{
    /// <summary>The classes that this program carries out, and the fact from which each one's period runs.</summary>
    public static readonly IReadOnlyList<(string Code, RetentionTrigger From)> Known =
    [
        (CaseFile, RetentionTrigger.CaseClosed), (Messages, RetentionTrigger.Sent), (Outbox, RetentionTrigger.Sent), (AccessRecord, RetentionTrigger.Recorded),
        (RejectedRows, RetentionTrigger.Returned), (Answers, RetentionTrigger.Recorded),
    ];

    /// <summary>Classes that a programme may name already, and of which this program holds nothing.</summary>
    public static readonly IReadOnlyList<string> NotHeldYet = ["documents", "positions", "verdicts"];

    public const string CaseFile = "case-file", Messages = "messages", Outbox = "outbox", AccessRecord = "access-record", RejectedRows = "rejected-rows", Answers = "answers";

    /// <summary>When what began at <paramref name="since"/> is over; null while it has not begun.</summary>
    public static Instant? DueAt(RetentionClass rule, Instant? since) =>
        since is { } at ? (at.InUtc().LocalDateTime + rule.Period).InUtc().ToInstant() : null;

    /// <summary>What began at this instant or before may be due: who asks a store for it asks <see cref="DueAt"/> once more.</summary>
    public static Instant Before(RetentionClass rule, Instant now) => (now.InUtc().LocalDateTime - rule.Period).InUtc().ToInstant();
}
