using NodaTime;

namespace Throughline.Casefile.Orders;

/// <summary>Somebody looked whether the order is still needed as it is. Null: it is not looked at again before its end.</summary>
[EventName("order-reviewed")]
public sealed record OrderReviewed(LocalDate? NextOn, [property: Personal] string Finding) : CaseEvent;

/// <summary>The author asks a second person to renew the order until <paramref name="Ends"/>.</summary>
[EventName("renewal-proposed")]
public sealed record RenewalProposed(Instant Ends, [property: Personal] string Reasons, [property: Personal] string MeansConsidered) : CaseEvent;

/// <summary>The second person signed. The order runs on with the same conditions.</summary>
[EventName("order-renewed")]
public sealed record OrderRenewed(int Proposal, Instant Ends, LocalDate? ReviewOn) : CaseEvent;

/// <summary>The person says why the order should not go on. It is answered before any renewal.</summary>
[EventName("representation-made")]
public sealed record RepresentationMade(Instant AnswerBy, [property: Personal] string Text) : CaseEvent;

/// <param name="Representation">The version number of the representation in this case.</param>
[EventName("representation-answered")]
public sealed record RepresentationAnswered(int Representation, [property: Personal] string Answer) : CaseEvent;
