using NodaTime;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Referrals;

namespace Throughline.Casefile.Decisions;

/// <summary>Stricter takes two: whoever proposes never signs, and the second signature is a supervisor's.</summary>
public static class DecisionRules
{
    /// <summary>The role whose signature is the second one.</summary>
    public const string SecondRole = "supervisor";

    public static readonly Refusal ProposedAlready = new("proposed-already", "This was proposed already. It waits for the second person.");

    public static readonly Refusal NoSuchProposal = new("no-such-proposal", "No such proposal waits for a second person.");

    public static readonly Refusal SupervisorSigns = new("supervisor-signs", "A supervisor signs as the second person. Ask one of your office.");

    public static Decision Sign(CaseFile file, int proposal, Actor second, Programme programme, Instant now) =>
        file.State.Supervision.Proposals.Find(p => p.Number == proposal) is not { } open ? NoSuchProposal
        : open.Author.Name == second.Name ? MissRules.SecondPersonNeeded
        : second.Role != SecondRole ? SupervisorSigns
        : open.What switch
        {
            RenewalProposed renewal => RenewalRules.Sign(file.State, proposal, renewal, programme, now),
            StepUpProposed stepUp => VariationRules.Sign(file, proposal, stepUp, now),
            ReferralProposed referral => ReferralRules.Sign(file, proposal, referral, now),
            DeviceDespiteHealthProposed despite => HealthRules.Sign(file.State, proposal, despite, now),
            DeviceTermsProposed terms => ZoneTermsRules.Sign(file, proposal, terms, programme.Devices, now),
            _ => NoSuchProposal,
        };

    /// <summary>The second person says no, or the author takes it back. One signature: nothing becomes stricter by it.</summary>
    public static Decision Decline(Case state, int proposal, string? reason, Instant now) =>
        !state.Supervision.Proposals.Exists(p => p.Number == proposal) ? NoSuchProposal
        : string.IsNullOrWhiteSpace(reason) ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, new ProposalEnded(proposal, reason.Trim()));
}
