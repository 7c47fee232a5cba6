namespace Throughline.Casefile.Addresses;

/// <summary>The person, or staff for the person, gave another address. <paramref name="From"/> the day it holds.</summary>
[EventName("address-reported")]
public sealed record AddressReported(AddressGrade Grade, NodaTime.LocalDate From, [property: Personal] Address Address) : CaseEvent;
