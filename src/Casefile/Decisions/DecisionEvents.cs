namespace Throughline.Casefile.Decisions;

/// <summary>The second person said no, the author took it back, or its ground fell away: nothing changes.</summary>
/// <param name="Proposal">The version number of the line that proposed it.</param>
[EventName("proposal-ended")]
public sealed record ProposalEnded(int Proposal, [property: Personal] string Because) : CaseEvent;
