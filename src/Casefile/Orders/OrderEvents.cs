using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile.Orders;

/// <summary>The terms that the pathway's release creates. <paramref name="Ends"/> is always set: an order that cannot end is refused by the programme.</summary>
[EventName("order-made")]
public sealed record OrderMade(
    string Pathway,
    string LegalBasis,
    ImmutableArray<string> Conditions,
    string Technology,
    Instant Starts,
    Instant Ends,
    LocalDate? ReviewOn,
    string ProgrammeVersion) : CaseEvent;

[EventName("order-ended")]
public sealed record OrderEnded(string Because) : CaseEvent;
