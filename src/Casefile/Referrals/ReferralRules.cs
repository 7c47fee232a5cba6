using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;

namespace Throughline.Casefile.Referrals;

/// <summary>A referral to enforcement review is decided by two people on named lines. Software never proposes one.</summary>
public static class ReferralRules
{
    public static readonly Refusal NotByMachine = new("referral-by-machine", "A referral is a decision of people. Software never proposes one.");

    public static readonly Refusal ReferredAlready = new("referred-already", "This case is referred already.");

    public static readonly Refusal NotReferred = new("not-referred", "No referral of this case stands.");

    public static Decision Propose(CaseFile file, ImmutableArray<int> grounds, string? reasons, string? meansTried, Actor author, Instant now) =>
        author.Role == Actor.Machine("").Role ? NotByMachine
        : MayRefer(file, grounds).Refused is { } no ? no
        : file.State.Supervision.Proposals.Exists(p => p.What is ReferralProposed) ? DecisionRules.ProposedAlready
        : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
        : string.IsNullOrWhiteSpace(meansTried) ? MissRules.MeansNeeded
        : Decision.Of(file.State.Id, now, new ReferralProposed(grounds, reasons.Trim(), meansTried.Trim()));

    /// <summary>Taken back by a person. That its ground fell away needs nobody: see <see cref="GroundRules"/>.</summary>
    public static Decision Withdraw(Case state, string? because, Instant now) =>
        state.Supervision.Referrals.FindLast(r => !r.IsWithdrawn) is not { } standing ? NotReferred
        : string.IsNullOrWhiteSpace(because) ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, new ReferralWithdrawn(standing.Line, because.Trim()));

    internal static Decision Sign(CaseFile file, int proposal, ReferralProposed e, Instant now) =>
        MayRefer(file, e.Grounds).Refused is { } no ? no : Decision.Of(file.State.Id, now, new CaseReferred(proposal, e.Grounds));

    private static Decision MayRefer(CaseFile file, ImmutableArray<int> grounds) =>
        file.State is { Closed: not null } or { Release: null } ? Closing.ClosingRules.ClosedAlready
        : file.State.Release is { IsMinor: true } ? RenewalRules.ChildHasNoTerms
        : file.State.Supervision.Referrals.Exists(r => !r.IsWithdrawn) ? ReferredAlready
        : GroundRules.Carry(file, grounds);
}
