using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile.Orders;

/// <summary>The author asks a second person for a higher level, for one condition more, or both.</summary>
/// <param name="Grounds">The lines of this case that it rests on.</param>
[EventName("step-up-proposed")]
public sealed record StepUpProposed(
    string? Technology, ImmutableArray<int> Grounds, [property: Personal] string? Condition, [property: Personal] string Reasons, [property: Personal] string MeansTried) : CaseEvent;

/// <summary>The second person signed: the terms are stricter as long as each of the grounds stands.</summary>
[EventName("stepped-up")]
public sealed record SteppedUp(int Proposal, string? Technology, ImmutableArray<int> Grounds, [property: Personal] string? Condition) : CaseEvent;

/// <summary>A step up is taken back: its ground fell away, or somebody decided so. What it added is gone.</summary>
/// <param name="Technology">The level that holds from now on.</param>
[EventName("step-up-withdrawn")]
public sealed record StepUpWithdrawn(int StepUp, string Technology, [property: Personal] string Because) : CaseEvent;

/// <summary>Milder terms: a lower level, one condition less, or both. One signature.</summary>
[EventName("terms-eased")]
public sealed record TermsEased(string? Technology, [property: Personal] string? Condition, [property: Personal] string Reasons) : CaseEvent;

/// <summary>The person asks for milder terms by the published criteria.</summary>
[EventName("step-down-asked")]
public sealed record StepDownAsked(Instant AnswerBy, [property: Personal] string? Text) : CaseEvent;

/// <param name="Request">The version number of the request in this case.</param>
[EventName("step-down-answered")]
public sealed record StepDownAnswered(int Request, bool IsGranted, [property: Personal] string Answer) : CaseEvent;
