using System.Collections.Immutable;
using Throughline.Casefile.Faults;

namespace Throughline.Casefile.Obligations;

/// <summary>Our own failures that give this duty more time; the moved due date stands beside it.</summary>
[EventName("faults-counted")]
public sealed record FaultsCounted(int Number, ImmutableArray<CountedFault> Faults) : CaseEvent;

/// <summary>
/// The window ended without a report and no fault of ours counts for it. As far as software ever goes: a person looks now.
/// </summary>
/// <param name="Finding">What the fault ledger said, in one sentence.</param>
[EventName("miss-sent-to-review")]
public sealed record MissSentToReview(int Number, string Finding) : CaseEvent;

/// <summary>A fault was learned of later that would have counted: the miss is none, by itself.</summary>
[EventName("miss-reopened")]
public sealed record MissReopened(int Number, string Because) : CaseEvent;

[EventName("miss-excused")]
public sealed record MissExcused(int Number, [property: Personal] string Reason) : CaseEvent;

/// <summary>The author asks a second person to confirm. Reasons, evidence and the milder means that were tried stand with it.</summary>
[EventName("miss-proposed")]
public sealed record MissProposed(int Number, [property: Personal] string Reasons, [property: Personal] string MeansTried) : CaseEvent;

/// <summary>The second person does not agree: the miss is in review as before.</summary>
[EventName("miss-declined")]
public sealed record MissDeclined(int Number, [property: Personal] string Reason) : CaseEvent;

[EventName("miss-confirmed")]
public sealed record MissConfirmed(int Number) : CaseEvent;

/// <summary>The ground of a confirmed miss fell away.</summary>
[EventName("miss-withdrawn")]
public sealed record MissWithdrawn(int Number, [property: Personal] string Because) : CaseEvent;
