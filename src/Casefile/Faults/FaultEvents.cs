using NodaTime;

namespace Throughline.Casefile.Faults;

/// <summary>
/// We failed: the system itself, a supplier or an office. A fault is a file of its own, so that it is chained, corrected and read like any
/// other. Its words name no person.
/// </summary>
/// <param name="Kind">One of <see cref="FaultKinds"/>.</param>
/// <param name="Office">Null where it hit every office.</param>
/// <param name="OfCase">Set where it hit one person alone: a message that bounced.</param>
/// <param name="Until">Null while it lasts.</param>
[EventName("fault-declared")]
public sealed record FaultDeclared(string Kind, string? Office, CaseId? OfCase, Instant From, Instant? Until, string Words) : CaseEvent;

[EventName("fault-ended")]
public sealed record FaultEnded(Instant Until) : CaseEvent;

/// <summary>It was no fault after all. Time that it gave to people stays theirs.</summary>
[EventName("fault-withdrawn")]
public sealed record FaultWithdrawn(string Because) : CaseEvent;
