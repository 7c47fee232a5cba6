using System.Collections.Immutable;
using Throughline.Casefile.Households;

namespace Throughline.Casefile.Protections;

/// <summary>
/// From here on address, phone and household are seen by named people only. Asking for it needs no proof.
/// </summary>
/// <param name="Readers">Who may see them: "role|place|name", as in the log.</param>
/// <param name="Left">The household that the person left by it.</param>
[EventName("protection-began")]
public sealed record ProtectionBegan(bool ByPerson, ImmutableArray<string> Readers, HouseholdId? Left, [property: Personal] string? Reason) : CaseEvent;

[EventName("protection-reader-named")]
public sealed record ProtectionReaderNamed(string Reader, [property: Personal] string Reason) : CaseEvent;

[EventName("protection-reader-removed")]
public sealed record ProtectionReaderRemoved(string Reader, [property: Personal] string Reason) : CaseEvent;

/// <summary>The first of two signatures.</summary>
[EventName("protection-lift-proposed")]
public sealed record ProtectionLiftProposed([property: Personal] string Reasons) : CaseEvent;

[EventName("protection-lift-declined")]
public sealed record ProtectionLiftDeclined([property: Personal] string Reason) : CaseEvent;

/// <summary>By the person, or with the second signature.</summary>
[EventName("protection-lifted")]
public sealed record ProtectionLifted(bool ByPerson, [property: Personal] string? Reasons) : CaseEvent;
