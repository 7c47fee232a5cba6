using NodaTime;
using Throughline.Casefile.Challenges;

namespace Throughline.Casefile.Obligations;

/// <summary>Machines observe, people decide: what becomes of a miss is a person's act, and against the person it takes two.</summary>
public static class MissRules
{
    public static readonly Refusal NothingToReview = new("nothing-to-review", "No miss waits for review in this case.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write the reason. The person reads it in the file.");

    public static readonly Refusal MeansNeeded = new("means-needed", "Write which milder means were tried: a call, a letter, a visit, and what came of each.");

    public static readonly Refusal EvidenceNeeded = new("evidence-needed", "Name the evidence: what shows that the person knew the day and could have come.");

    public static readonly Refusal ProposedAlready = new("miss-proposed-already", "Confirming this miss was proposed already. It waits for the second person.");

    public static readonly Refusal NotProposed = new("miss-not-proposed", "Nobody has proposed to confirm this miss.");

    public static readonly Refusal SecondPersonNeeded = new("second-person-needed", "Somebody else must decide this: the author can't be the second person.");

    public static readonly Refusal NotConfirmed = new("miss-not-confirmed", "No confirmed miss stands in this case.");

    /// <summary>One signature is enough for what is milder.</summary>
    public static Decision Excuse(Case state, string? reason, Instant now) =>
        InReview(state) is not { } duty ? NothingToReview
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Of(state.Id, now, new MissExcused(duty.Number, reason.Trim()));

    public static Decision Propose(Case state, string? reasons, string? evidence, string? meansTried, Instant now) =>
        InReview(state) is not { } duty ? NothingToReview
        : duty.Proposal is not null ? ProposedAlready
        : state.Challenges.Exists(c => c.IsOpen) ? ChallengeRules.Unanswered
        : string.IsNullOrWhiteSpace(reasons) ? ReasonNeeded
        : string.IsNullOrWhiteSpace(evidence) ? EvidenceNeeded
        : string.IsNullOrWhiteSpace(meansTried) ? MeansNeeded
        : Decision.Of(state.Id, now, new MissProposed(duty.Number, reasons.Trim(), meansTried.Trim()));

    public static Decision Confirm(Case state, Actor second, Instant now) =>
        InReview(state) is not { } duty ? NothingToReview
        : duty.Proposal is not { } proposal ? NotProposed
        : state.Challenges.Exists(c => c.IsOpen) ? ChallengeRules.Unanswered
        : proposal.Author == second || proposal.Author.Name == second.Name ? SecondPersonNeeded
        : Decision.Of(state.Id, now, new MissConfirmed(duty.Number));

    /// <summary>The second person says no. The author may say it too: a proposal can be taken back.</summary>
    public static Decision Decline(Case state, string? reason, Instant now) =>
        InReview(state) is not { Proposal: not null } duty ? NotProposed
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Of(state.Id, now, new MissDeclined(duty.Number, reason.Trim()));

    public static Decision Withdraw(Case state, string? because, Instant now) =>
        state.Obligations.FindLast(o => o.State == ObligationState.ConfirmedMissed) is not { } duty ? NotConfirmed
        : string.IsNullOrWhiteSpace(because) ? ReasonNeeded
        : Decision.Of(state.Id, now, new MissWithdrawn(duty.Number, because.Trim()));

    private static Obligation? InReview(Case state) => state.Obligations.FindLast(o => o.State == ObligationState.MissedToReview);
}
