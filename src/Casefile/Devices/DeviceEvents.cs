using System.Collections.Immutable;

namespace Throughline.Casefile.Devices;

/// <summary>Before anybody wears a device: what speaks against one. Each yes leads to a milder technology, or to a superior's signature.</summary>
/// <param name="Yes">Codes of <see cref="HealthRules.Questions"/>, apart by blanks; empty where nothing speaks against it.</param>
[EventName("health-screened")]
public sealed record HealthScreened(bool IsClear, [property: Personal] string Yes, [property: Personal] string? Note) : CaseEvent;

/// <summary>The author asks a superior to allow a device although the health screen speaks against it.</summary>
[EventName("device-despite-health-proposed")]
public sealed record DeviceDespiteHealthProposed(int Screen, [property: Personal] string Reasons, [property: Personal] string MeansTried) : CaseEvent;

/// <summary>The superior signed. It holds for this screen only: what is found later is asked again.</summary>
[EventName("device-allowed")]
public sealed record DeviceAllowed(int Proposal, int Screen) : CaseEvent;

/// <summary>A device of the inventory belongs to this order from now on. Nothing is collected before it is fitted.</summary>
/// <param name="Assignment">One device on one person under one order.</param>
/// <param name="Label">What is written on it: its serial number.</param>
[EventName("device-assigned")]
public sealed record DeviceAssigned(Guid Assignment, long Device, string Label, string Model, int IntervalSeconds, int RawDays) : CaseEvent;

/// <summary>Put on, or handed over: who did it, where, and how it was checked that it works and hurts nobody.</summary>
[EventName("device-fitted")]
public sealed record DeviceFitted(Guid Assignment, string Place, string HowChecked, [property: Personal] string By) : CaseEvent;

/// <summary>A device that travelled with the hand-off is here: seen by the office that accepted.</summary>
[EventName("device-confirmed")]
public sealed record DeviceConfirmed(Guid Assignment) : CaseEvent;

/// <summary>What it was worn for is over. Nothing more is collected, and the person is asked to bring it.</summary>
[EventName("device-asked-back")]
public sealed record DeviceAskedBack(Guid Assignment, string Because) : CaseEvent;

/// <param name="IsReplaced">True: another one is assigned in the same act.</param>
[EventName("device-returned")]
public sealed record DeviceReturned(Guid Assignment, bool IsReplaced, string Condition, [property: Personal] string? Note) : CaseEvent;

/// <summary>Nobody has it any more. A lost thing is a lost thing: it is held against nobody by this program.</summary>
[EventName("device-lost")]
public sealed record DeviceLost(Guid Assignment, [property: Personal] string Note) : CaseEvent;

/// <summary>The author asks a second person to let a device collect more, or to add or widen a zone.</summary>
[EventName("device-terms-proposed")]
public sealed record DeviceTermsProposed(
    CollectionTerms? Collection, ImmutableArray<int> Grounds, [property: Personal] ZoneTerms? Zone, [property: Personal] string Reasons, [property: Personal] string MeansTried) : CaseEvent;

/// <summary>The second person signed: it holds as long as each of the grounds stands.</summary>
[EventName("device-terms-made-stricter")]
public sealed record DeviceTermsMadeStricter(int Proposal, CollectionTerms? Collection, ImmutableArray<int> Grounds, [property: Personal] ZoneTerms? Zone) : CaseEvent;

/// <summary>Less is collected, or a zone asks for less, or is gone. One signature.</summary>
[EventName("device-terms-eased")]
public sealed record DeviceTermsEased(CollectionTerms? Collection, Guid? Without, [property: Personal] ZoneTerms? Zone, [property: Personal] string Reasons) : CaseEvent;

/// <summary>The ground of a stricter term fell away: what it added is gone.</summary>
[EventName("device-terms-withdrawn")]
public sealed record DeviceTermsWithdrawn(int Line, [property: Personal] string Because) : CaseEvent;

/// <summary>A place of the person's daily life, so that whoever draws a zone sees what it closes. Nothing is watched there.</summary>
/// <param name="At">Latitude, a comma, longitude: degrees with a point.</param>
[EventName("place-noted")]
public sealed record PlaceNoted(Guid Place, string Kind, [property: Personal] string Name, [property: Personal] string At) : CaseEvent;

[EventName("place-forgotten")]
public sealed record PlaceForgotten(Guid Place) : CaseEvent;
