using NodaTime;

namespace Throughline.Casefile.Handoffs;

public enum HandoffState { Draft, Sent, Delivered, Accepted, Returned, Withdrawn, Inherited }

/// <summary>The station sent responsibility to an office. <paramref name="AnswerBy"/> is 24 open office hours later, at that office.</summary>
[EventName("handoff-sent")]
public sealed record HandoffSent(string Station, string Office, string Because, Instant AnswerBy) : CaseEvent;

/// <summary>The receiving office has the record: its receipt, not yet its answer.</summary>
[EventName("handoff-delivered")]
public sealed record HandoffDelivered(string Office) : CaseEvent;

/// <summary>The second key: the release is complete and the office is responsible from here on.</summary>
[EventName("handoff-accepted")]
public sealed record HandoffAccepted(string Office) : CaseEvent;

/// <summary>The office said no, with a code of the programme. It is the station's open work until sent again, accepted elsewhere or withdrawn.</summary>
[EventName("handoff-returned")]
public sealed record HandoffReturned(string Office, string Code, [property: Personal] string? Text) : CaseEvent;

[EventName("handoff-withdrawn")]
public sealed record HandoffWithdrawn([property: Personal] string Reason) : CaseEvent;

/// <summary>
/// The release happened before this system knew of it. An office is named so that nobody is without one,
/// but nothing was sent through here, and the balance says "before this system".
/// </summary>
[EventName("handoff-inherited")]
public sealed record HandoffInherited(string Office, string Because) : CaseEvent;
