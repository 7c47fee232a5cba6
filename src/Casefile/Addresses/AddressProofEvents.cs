namespace Throughline.Casefile.Addresses;

/// <summary>A letter with a code goes out to the current address. The code is known to whoever opens the letter, and shown on no page.</summary>
[EventName("address-code-made")]
public sealed record AddressCodeMade([property: Personal] string Code) : CaseEvent;

/// <summary>A code was told that is not the one in the letter. What was typed is not kept.</summary>
[EventName("address-code-wrong")]
public sealed record AddressCodeWrong : CaseEvent;

/// <summary>Something shows that the person lives at the current address.</summary>
/// <param name="Note">For a document: which one was seen.</param>
[EventName("address-proven")]
public sealed record AddressProven(AddressProofGrade Grade, [property: Personal] string? Note) : CaseEvent;
