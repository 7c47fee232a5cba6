using System.Collections.Immutable;

namespace Throughline.Casefile.Referrals;

/// <summary>The author asks a second person to hand the case to enforcement review.</summary>
/// <param name="Grounds">The lines of this case that it rests on.</param>
[EventName("referral-proposed")]
public sealed record ReferralProposed(ImmutableArray<int> Grounds, [property: Personal] string Reasons, [property: Personal] string MeansTried) : CaseEvent;

/// <summary>Two people decided it. The person is told, whoever the person is.</summary>
[EventName("case-referred")]
public sealed record CaseReferred(int Proposal, ImmutableArray<int> Grounds) : CaseEvent;

/// <param name="Referral">The version number of the line that referred the case.</param>
[EventName("referral-withdrawn")]
public sealed record ReferralWithdrawn(int Referral, [property: Personal] string Because) : CaseEvent;
