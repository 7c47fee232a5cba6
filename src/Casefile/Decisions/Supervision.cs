using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Enrolments;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Parties;
using Throughline.Casefile.Referrals;

namespace Throughline.Casefile.Decisions;

/// <summary>What waits for its second person. <paramref name="Number"/> is the version number of the line that proposed it.</summary>
public sealed record Proposal(int Number, CaseEvent What, Actor Author, Instant At);

/// <summary>What the person asks of the office about the terms, with the day by which an answer is due.</summary>
public sealed record Petition(int Number, string? Text, Instant At, Instant AnswerBy, string? Answer = null)
{
    public bool IsOpen => Answer is null;
}

/// <summary>Terms made stricter on named lines. <paramref name="From"/> is the level that held without it.</summary>
public sealed record StepUp(int Line, Instant At, string? Technology, string? Condition, string From, ImmutableArray<int> Grounds, bool IsWithdrawn = false);

public sealed record Referral(int Line, Instant At, ImmutableArray<int> Grounds, bool IsWithdrawn = false);

public sealed record Enrolment(int Line, Instant At, string Technology, bool IsSetUp);

/// <summary>What people decided about the terms of a case, and what the person asked: a fold beside the order itself.</summary>
public sealed record Supervision
{
    public ImmutableList<Proposal> Proposals { get; init; } = [];

    /// <summary>Against a renewal: each is answered before the order can be renewed.</summary>
    public ImmutableList<Petition> Representations { get; init; } = [];

    /// <summary>For milder terms, by the published criteria.</summary>
    public ImmutableList<Petition> StepDowns { get; init; } = [];
    public ImmutableList<StepUp> StepUps { get; init; } = [];
    public ImmutableList<Referral> Referrals { get; init; } = [];
    public ImmutableList<Enrolment> Enrolments { get; init; } = [];

    /// <summary>Lawyers and helpers whom the person named; those who were ended stay in the record.</summary>
    public ImmutableList<Party> Parties { get; init; } = [];

    /// <summary>With the order goes what was only asked for under it. A referral rests on lines, not on the order.</summary>
    public Supervision WithoutOrder() => this with { Proposals = Proposals.RemoveAll(p => p.What is not ReferralProposed) };

    /// <summary>Nothing waits for anybody in a case that is closed.</summary>
    public Supervision Closed() => this with { Proposals = [] };
}

/// <summary>The events about the terms, taken out of <see cref="Case"/> for their number.</summary>
internal static class SupervisionFold
{
    public static bool Takes(CaseEvent e) => e is OrderReviewed or RenewalProposed or OrderRenewed or ProposalEnded or RepresentationMade or RepresentationAnswered
        or StepUpProposed or SteppedUp or StepUpWithdrawn or TermsEased or StepDownAsked or StepDownAnswered
        or PersonEnrolled or ReferralProposed or CaseReferred or ReferralWithdrawn or PartyNamed or PartyEnded;

    public static Case On(Case state, RecordedEvent recorded)
    {
        var (now, line, at) = (state.Supervision, recorded.Version, recorded.OccurredAt);
        return recorded.Event switch
        {
            RenewalProposed or StepUpProposed or ReferralProposed => state with
            {
                Supervision = now with { Proposals = now.Proposals.Add(new Proposal(line, recorded.Event, recorded.Who, recorded.RecordedAt)) },
            },
            ProposalEnded e => Decided(state, e.Proposal),
            OrderReviewed e => WithOrder(state, o => o with { ReviewOn = e.NextOn }),
            OrderRenewed e => WithOrder(Decided(state, e.Proposal), o => o with { Ends = e.Ends, ReviewOn = e.ReviewOn }),
            RepresentationMade e => state with { Supervision = now with { Representations = now.Representations.Add(new Petition(line, e.Text, at, e.AnswerBy)) } },
            RepresentationAnswered e => state with { Supervision = now with { Representations = Answered(now.Representations, e.Representation, e.Answer) } },
            SteppedUp e => StepUp(Decided(state, e.Proposal), e, line, at),
            StepUpWithdrawn e => Withdraw(state, e),
            TermsEased e => WithOrder(state, o => o with { Technology = e.Technology ?? o.Technology, Conditions = Without(o, e.Condition) }),
            StepDownAsked e => state with { Supervision = now with { StepDowns = now.StepDowns.Add(new Petition(line, e.Text, at, e.AnswerBy)) } },
            StepDownAnswered e => state with { Supervision = now with { StepDowns = Answered(now.StepDowns, e.Request, e.Answer) } },
            PersonEnrolled e => state with { Supervision = now with { Enrolments = now.Enrolments.Add(new Enrolment(line, at, e.Technology, e.IsSetUp)) } },
            CaseReferred e => Refer(Decided(state, e.Proposal), new Referral(line, at, e.Grounds)),
            ReferralWithdrawn e => state with { Supervision = now with { Referrals = now.Referrals.ConvertAll(r => r.Line == e.Referral ? r with { IsWithdrawn = true } : r) } },
            PartyNamed e => state with { Supervision = now with { Parties = now.Parties.Add(new Party(line, at, e.Kind, e.Name, e.Channel, e.Contact, e.Sees)) } },
            PartyEnded e => state with { Supervision = now with { Parties = now.Parties.ConvertAll(p => p.Line == e.Party ? p with { HasEnded = true } : p) } },
            _ => throw new InvalidOperationException($"No fold for {recorded.Event.GetType().Name}."),
        };
    }

    /// <summary>What the step up added is gone; a later one that began at its level now begins where this one began.</summary>
    internal static Case Withdraw(Case state, StepUpWithdrawn e)
    {
        if (state.Supervision.StepUps.Find(s => s.Line == e.StepUp) is not { } gone)
        {
            return state;
        }

        var others = state.Supervision.StepUps.ConvertAll(s =>
            s.Line == gone.Line ? s with { IsWithdrawn = true } : s.Line > gone.Line && s.From == gone.Technology ? s with { From = gone.From } : s);
        return WithOrder(state, o => o with { Technology = e.Technology, Conditions = Without(o, gone.Condition) }) with { Supervision = state.Supervision with { StepUps = others } };
    }

    private static Case StepUp(Case state, SteppedUp e, int line, Instant at)
    {
        var stepUp = new StepUp(line, at, e.Technology, e.Condition, state.Order?.Technology ?? Levels.None, e.Grounds);
        return WithOrder(state, o => o with { Technology = e.Technology ?? o.Technology, Conditions = e.Condition is null ? o.Conditions : o.Conditions.Add(e.Condition) }) with
        {
            Supervision = state.Supervision with { StepUps = state.Supervision.StepUps.Add(stepUp) },
        };
    }

    private static Case Refer(Case state, Referral referral) => state with { Supervision = state.Supervision with { Referrals = state.Supervision.Referrals.Add(referral) } };

    /// <summary>The line that made the order may be out of effect; what changed it then changes nothing.</summary>
    private static Case WithOrder(Case state, Func<OrderMade, OrderMade> change) => state.Order is { } order ? state with { Order = change(order) } : state;

    private static ImmutableArray<string> Without(OrderMade order, string? condition) => condition is null ? order.Conditions : order.Conditions.Remove(condition);

    internal static Case Decided(Case state, int proposal) => state with
    {
        Supervision = state.Supervision with { Proposals = state.Supervision.Proposals.RemoveAll(p => p.Number == proposal) },
    };

    private static ImmutableList<Petition> Answered(ImmutableList<Petition> all, int number, string answer) =>
        all.ConvertAll(p => p.Number == number ? p with { Answer = answer } : p);
}
