using NodaTime;

namespace Throughline.Casefile.Transfers;

public enum TransferState { Proposed, Kept, Sent, Delivered, Accepted, Returned, Withdrawn }

/// <summary>The person lives where another office serves. Work for the office that has the case; nothing moves by itself.</summary>
[EventName("transfer-proposed")]
public sealed record TransferProposed(string From, string To, [property: Personal] string Because) : CaseEvent;

/// <summary>The office looked at the proposal and keeps the case.</summary>
[EventName("transfer-declined")]
public sealed record TransferDeclined([property: Personal] string Reason) : CaseEvent;

/// <summary>The responsible office asks another one to take the case over. It stays responsible until that one accepts.</summary>
/// <param name="AnswerBy">24 open office hours later, at the receiving office.</param>
[EventName("transfer-sent")]
public sealed record TransferSent(string From, string To, Instant AnswerBy, [property: Personal] string Reason) : CaseEvent;

[EventName("transfer-delivered")]
public sealed record TransferDelivered(string To) : CaseEvent;

/// <summary>From here on the other office is responsible.</summary>
[EventName("transfer-accepted")]
public sealed record TransferAccepted(string From, string To) : CaseEvent;

/// <summary>The other office said no, with a code of the programme. It is the sending office's open work until sent again or withdrawn.</summary>
[EventName("transfer-returned")]
public sealed record TransferReturned(string To, string Code, [property: Personal] string? Text) : CaseEvent;

[EventName("transfer-withdrawn")]
public sealed record TransferWithdrawn([property: Personal] string Reason) : CaseEvent;
