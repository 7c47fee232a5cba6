using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Referrals;

namespace Throughline.Casefile.Decisions;

/// <summary>
/// What is stricter rests on lines of the case. A line carries it only while it stands, unchallenged at the time of each signature; when it
/// falls, what rests on it falls in the same act.
/// </summary>
public static class GroundRules
{
    public static readonly Refusal GroundNeeded = new("ground-needed", "Name the lines of the case that this rests on.");

    public static Refusal NotAGround(int line) => new(
        "not-a-ground", $"Line {line} states nothing that a stricter decision can rest on. Name a confirmed miss, a contact, the outcome of a hearing or an address.");

    public static Refusal Fallen(int line) => new("ground-fallen", $"Line {line} does not stand: it is in error, was never confirmed or was taken back. Nothing stricter can rest on it.");

    public static Refusal Challenged(int line) => new("ground-challenged", $"The person has challenged line {line}. Answer that first: until then nothing stricter can rest on it.");

    /// <summary>Kinds of lines that can carry a stricter decision. What a machine observed is none of them: a person must have looked. A check-in is none either: who reports, on whatever day, has done what was asked.</summary>
    public static bool CanCarry(CaseEvent e) => e is MissConfirmed or ContactMade or HearingOutcomeRecorded or AddressReported;

    /// <summary>A refusal where one of the lines does not carry; nothing where all do.</summary>
    public static Decision Carry(CaseFile file, ImmutableArray<int> grounds)
    {
        if (grounds.IsDefaultOrEmpty)
        {
            return GroundNeeded;
        }

        var struck = Case.StruckLines(file.Events);
        foreach (var line in grounds)
        {
            if (line < 1 || line > file.Events.Length)
            {
                return CorrectionRules.NoSuchLine(line);
            }

            if (!CanCarry(file.Events[line - 1].Event))
            {
                return NotAGround(line);
            }

            if (HasFallen(file, struck, line))
            {
                return Fallen(line);
            }

            if (About(file, line) is var about && file.State.Challenges.Exists(c => c.IsOpen && about.Contains(c.Line)))
            {
                return Challenged(line);
            }
        }

        return Decision.Nothing;
    }

    /// <summary>After such an event it is asked whether something has fallen.</summary>
    public static bool MayTakeAway(CaseEvent e) =>
        e is RecordedInError or MissWithdrawn or MissReopened or MissExcused or ObligationMet or ObligationCancelled or ChallengeAnswered { IsUpheld: true };

    public static bool IsAnythingStricter(Case state) =>
        state.Supervision.StepUps.Exists(s => !s.IsWithdrawn) || state.Devices.Steps.Exists(s => !s.IsWithdrawn) || state.Supervision.Referrals.Exists(r => !r.IsWithdrawn) || state.Supervision.Proposals.Exists(p => GroundsOf(p).Length > 0);

    /// <summary>What goes with the lines that have fallen: proposals, steps up and referrals that name one of them.</summary>
    public static Decision Fall(CaseFile file, Instant now)
    {
        var (state, struck) = (file.State, Case.StruckLines(file.Events));
        int Gone(ImmutableArray<int> grounds) => grounds.FirstOrDefault(g => HasFallen(file, struck, g));
        var events = new List<CaseEvent>();
        events.AddRange(from p in state.Supervision.Proposals let line = Gone(GroundsOf(p)) where line > 0 select new ProposalEnded(p.Number, Because(line)));
        events.AddRange(from r in state.Supervision.Referrals where !r.IsWithdrawn let line = Gone(r.Grounds) where line > 0 select new ReferralWithdrawn(r.Line, Because(line)));

        events.AddRange(from s in state.Devices.Steps where !s.IsWithdrawn let line = Gone(s.Grounds) where line > 0 select new DeviceTermsWithdrawn(s.Line, Because(line)));

        // One after the other: the level that holds after the first is where the second begins.
        foreach (var stepUp in state.Order is null ? [] : state.Supervision.StepUps.Where(s => !s.IsWithdrawn))
        {
            if (Gone(stepUp.Grounds) is > 0 and var line)
            {
                var withdrawn = VariationRules.Withdrawn(state, state.Supervision.StepUps.First(s => s.Line == stepUp.Line), Because(line));
                events.Add(withdrawn);
                state = SupervisionFold.Withdraw(state, withdrawn);
            }
        }

        return Decision.Of(state.Id, now, [.. events]);
    }

    private static string Because(int line) => $"Its ground fell away: line {line}.";

    private static ImmutableArray<int> GroundsOf(Proposal p) => p.What switch
    {
        StepUpProposed e => e.Grounds,
        ReferralProposed e => e.Grounds,
        DeviceTermsProposed e => e.Grounds,
        _ => [],
    };

    private static bool HasFallen(CaseFile file, HashSet<int> struck, int line) =>
        struck.Contains(line)
        || (file.Events[line - 1].Event is MissConfirmed miss && !file.State.Obligations.Exists(o => o.Number == miss.Number && o.State == ObligationState.ConfirmedMissed))
        || (About(file, line) is var about && file.State.Challenges.Exists(c => c.IsUpheld == true && about.Contains(c.Line)));

    /// <summary>The line, and where it is a miss the others that tell of the same one: to object to any of them is to object to it.</summary>
    private static HashSet<int> About(CaseFile file, int line) => file.Events[line - 1].Event is not MissConfirmed miss
        ? [line]
        : [.. file.Events.Where(e => e.Event is MissConfirmed c && c.Number == miss.Number || e.Event is MissProposed p && p.Number == miss.Number
            || e.Event is MissSentToReview s && s.Number == miss.Number || e.Event is ObligationOpened o && o.Number == miss.Number).Select(e => e.Version)];
}
