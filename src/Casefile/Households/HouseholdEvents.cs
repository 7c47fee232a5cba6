namespace Throughline.Casefile.Households;

/// <summary>
/// The household became two. Each member has the line; who stays has one household at both ends.
/// </summary>
/// <param name="ResponsibleAdult">For a child: the adult of the same side whom a person named.</param>
[EventName("household-split")]
public sealed record HouseholdSplit(HouseholdId? From, HouseholdId? To, CaseId? ResponsibleAdult) : CaseEvent;

/// <summary>Two households are one again, or for the first time.</summary>
[EventName("household-joined")]
public sealed record HouseholdJoined(HouseholdId? From, HouseholdId? To, CaseId? ResponsibleAdult) : CaseEvent;
