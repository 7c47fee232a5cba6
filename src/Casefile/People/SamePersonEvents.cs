namespace Throughline.Casefile.People;

/// <summary>Two releases of one person. Events never move between cases; the link stands in both and can be undone.</summary>
[EventName("same-person-linked")]
public sealed record SamePersonLinked(CaseId Other, [property: Personal] string Reason) : CaseEvent;

[EventName("same-person-unlinked")]
public sealed record SamePersonUnlinked(CaseId Other, [property: Personal] string Reason) : CaseEvent;

/// <summary>Two people, however alike their numbers or names are: nobody needs to ask again.</summary>
[EventName("not-same-person")]
public sealed record NotSamePerson(CaseId Other, [property: Personal] string Reason) : CaseEvent;
