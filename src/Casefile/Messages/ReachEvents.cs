namespace Throughline.Casefile.Messages;

/// <summary>The person, or staff for the person, said how we are to reach them.</summary>
/// <param name="Channel">One of <see cref="ReachRules.Channels"/>.</param>
/// <param name="Email">Null: none is known, or none any more.</param>
[EventName("way-to-reach-chosen")]
public sealed record WayToReachChosen(string Channel, [property: Personal] string? Email) : CaseEvent;
