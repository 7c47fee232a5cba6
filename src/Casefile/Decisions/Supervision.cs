using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Orders;

namespace Throughline.Casefile.Decisions;

/// <summary>What waits for its second person. <paramref name="Number"/> is the version number of the line that proposed it.</summary>
public sealed record Proposal(int Number, CaseEvent What, Actor Author, Instant At);

/// <summary>What the person asks of the office about the terms, with the day by which an answer is due.</summary>
public sealed record Petition(int Number, string? Text, Instant At, Instant AnswerBy, string? Answer = null)
{
    public bool IsOpen => Answer is null;
}

/// <summary>What people decided about the terms of a case, and what the person asked: a fold beside the order itself.</summary>
public sealed record Supervision
{
    public ImmutableList<Proposal> Proposals { get; init; } = [];

    /// <summary>Against a renewal: each is answered before the order can be renewed.</summary>
    public ImmutableList<Petition> Representations { get; init; } = [];

    /// <summary>With the order goes what was only asked for under it.</summary>
    public Supervision WithoutOrder() => this with { Proposals = [] };
}

/// <summary>The events of this folder and of the order's life, taken out of <see cref="Case"/> for their number.</summary>
internal static class SupervisionFold
{
    public static Case On(Case state, RecordedEvent recorded)
    {
        var now = state.Supervision;
        return recorded.Event switch
        {
            OrderReviewed e => WithOrder(state, o => o with { ReviewOn = e.NextOn }),
            RenewalProposed => Proposed(state, recorded),
            OrderRenewed e => WithOrder(Signed(state, e.Proposal), o => o with { Ends = e.Ends, ReviewOn = e.ReviewOn }),
            ProposalEnded e => Signed(state, e.Proposal),
            RepresentationMade e => state with
            {
                Supervision = now with { Representations = now.Representations.Add(new Petition(recorded.Version, e.Text, recorded.OccurredAt, e.AnswerBy)) },
            },
            RepresentationAnswered e => state with { Supervision = now with { Representations = Answered(now.Representations, e.Representation, e.Answer) } },
            _ => throw new InvalidOperationException($"No fold for {recorded.Event.GetType().Name}."),
        };
    }

    /// <summary>The line that made the order may be out of effect; what changed it then changes nothing.</summary>
    private static Case WithOrder(Case state, Func<OrderMade, OrderMade> change) => state.Order is { } order ? state with { Order = change(order) } : state;

    private static Case Proposed(Case state, RecordedEvent recorded) => state with
    {
        Supervision = state.Supervision with { Proposals = state.Supervision.Proposals.Add(new Proposal(recorded.Version, recorded.Event, recorded.Who, recorded.RecordedAt)) },
    };

    private static Case Signed(Case state, int proposal) => state with
    {
        Supervision = state.Supervision with { Proposals = state.Supervision.Proposals.RemoveAll(p => p.Number == proposal) },
    };

    private static ImmutableList<Petition> Answered(ImmutableList<Petition> all, int number, string answer) =>
        all.ConvertAll(p => p.Number == number ? p with { Answer = answer } : p);
}
