using NodaTime;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Orders;

/// <summary>
/// An order is looked at on its day and ends on its day. It goes on only where somebody renews it with reasons, a supervisor signs, and
/// the person has been answered; what has ended is never revived.
/// </summary>
public static class RenewalRules
{
    internal const int TextAtMost = 4000;

    public static readonly Refusal NoOrder = new("no-running-order", "No order runs in this case. What has ended is not revived: a new release would make a new order.");

    public static readonly Refusal ChildHasNoTerms = new("child-has-no-terms", "No duty and no technology exists for a child, so there is nothing to renew or to make stricter. Decide in the adult's case.");

    public static readonly Refusal NotRenewable = new("order-not-renewable", "The programme has no renewal for this pathway: the order ends by itself.");

    public static readonly Refusal MeansNeeded = new("less-intrusive-needed", "Write which less intrusive means were considered, and why none of them is enough.");

    public static readonly Refusal TextNeeded = new("representation-text-needed", "Write what the office must consider before it renews the terms.");

    public static readonly Refusal TooLong = new("representation-too-long", "Write at most 4,000 characters.");

    public static readonly Refusal OneWaits = new("representation-waits", "You have written to us about the terms already, and an answer is on its way.");

    public static readonly Refusal AnswerNeeded = new("representation-answer-needed", "Write the answer. The person reads it.");

    public static readonly Refusal NoSuchRepresentation = new("no-such-representation", "No such letter of the person waits for an answer.");

    public static readonly Refusal AuthorReads = new("author-reads", "Somebody else must answer: you have proposed the renewal that the person writes about.");

    public static readonly Refusal Unanswered = new("representation-unanswered", "The person has written why the order should not go on. Answer that first: until then it can't be renewed.");

    public static Refusal OutsideLimit(LocalDate first, LocalDate last) => new(
        "renewal-outside-limit", $"Choose an end from {first:uuuu-MM-dd} to {last:uuuu-MM-dd}: later than the present one, and within the limit that the programme sets for this pathway.");

    /// <summary>The order stays as it is until its end. Whether it is looked at once more before follows from the programme.</summary>
    public static Decision Review(Case state, string? finding, Programme programme, Instant now) =>
        Running(state, now) is not { } order ? NoOrder
        : string.IsNullOrWhiteSpace(finding) ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, new OrderReviewed(NextReview(state, order.Ends, programme, now), finding.Trim()));

    /// <summary>Milder than what was ordered: one signature. What was due under the order ends with it.</summary>
    public static Decision EndEarly(Case state, string? why, Instant now) =>
        Running(state, now) is null ? NoOrder
        : string.IsNullOrWhiteSpace(why) ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, [.. OrderRules.End(state, "It is no longer needed: ended early.")]);

    /// <param name="lastDay">The last day of the renewed order, at the office.</param>
    public static Decision Propose(Case state, LocalDate? lastDay, string? reasons, string? meansConsidered, Programme programme, Instant now) =>
        MayRenew(state, programme, now).Refused is { } no ? no
        : state.Supervision.Proposals.Exists(p => p.What is RenewalProposed) ? DecisionRules.ProposedAlready
        : Limits(state, programme) is var (first, last) && (lastDay is not { } day || day < first || day > last) ? OutsideLimit(first, last)
        : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
        : string.IsNullOrWhiteSpace(meansConsidered) ? MeansNeeded
        : Decision.Of(state.Id, now, new RenewalProposed(EndOf(lastDay!.Value, OfficeOf(state, programme)), reasons.Trim(), meansConsidered.Trim()));

    /// <summary>The days on which a renewed order of this case may end; null where the pathway has no renewal.</summary>
    public static (LocalDate First, LocalDate Last)? DaysFor(Case state, Programme programme) =>
        state.Order is not null && programme.Pathways.GetValueOrDefault(state.Order.Pathway)?.OrderTerms.RenewAtMostDays is not null ? Limits(state, programme) : null;

    /// <summary>The person writes while the order runs; it is answered within the time that a challenge has.</summary>
    public static Decision Represent(Case state, string? text, Programme programme, Instant now) =>
        Running(state, now) is null ? NoOrder
        : state.Supervision.Representations.Exists(r => r.IsOpen) ? OneWaits
        : string.IsNullOrWhiteSpace(text) ? TextNeeded
        : text.Length > TextAtMost ? TooLong
        : Decision.Of(state.Id, now, new RepresentationMade(ChallengeRules.AnswerBy(OfficeOf(state, programme), now), text.Trim()));

    /// <summary>The reader stands by name in the record, and is not the one who wants to renew.</summary>
    public static Decision Answer(Case state, int representation, string? answer, Actor reader, Instant now) =>
        !state.Supervision.Representations.Exists(r => r.Number == representation && r.IsOpen) ? NoSuchRepresentation
        : string.IsNullOrWhiteSpace(answer) ? AnswerNeeded
        : state.Supervision.Proposals.Exists(p => p.What is RenewalProposed && p.Author.Name == reader.Name) ? AuthorReads
        : Decision.Of(state.Id, now, new RepresentationAnswered(representation, answer.Trim()));

    internal static Decision Sign(Case state, int proposal, RenewalProposed renewal, Programme programme, Instant now) =>
        MayRenew(state, programme, now).Refused is { } no ? no
        : Decision.Of(state.Id, now, new OrderRenewed(proposal, renewal.Ends, NextReview(state, renewal.Ends, programme, now)));

    /// <summary>The order that runs now. At its end it has ended, whether or not the sweep has looked.</summary>
    internal static OrderMade? Running(Case state, Instant now) =>
        state is { Order: { } order, OrderHasEnded: false, Closed: null } && now < order.Ends ? order : null;

    internal static Office OfficeOf(Case state, Programme programme) => programme.Offices.GetValueOrDefault(state.Responsible) ?? programme.IntakeDesk;

    private static Decision MayRenew(Case state, Programme programme, Instant now) =>
        Running(state, now) is null ? NoOrder
        : state.Release is { IsMinor: true } ? ChildHasNoTerms
        : DaysFor(state, programme) is null ? NotRenewable
        : state.Supervision.Representations.Exists(r => r.IsOpen) ? Unanswered
        : Decision.Nothing;

    private static (LocalDate First, LocalDate Last) Limits(Case state, Programme programme)
    {
        var present = state.Order!.Ends.InZone(OfficeOf(state, programme).Zone).Date;
        return (present.PlusDays(1), present.PlusDays(programme.Pathways[state.Order.Pathway].OrderTerms.RenewAtMostDays ?? 0));
    }

    private static Instant EndOf(LocalDate lastDay, Office office) => lastDay.PlusDays(1).AtStartOfDayInZone(office.Zone).ToInstant();

    private static LocalDate? NextReview(Case state, Instant ends, Programme programme, Instant now)
    {
        var zone = OfficeOf(state, programme).Zone;
        return programme.Pathways.GetValueOrDefault(state.Order!.Pathway)?.OrderTerms.ReviewAfterDays is { } days
            && now.InZone(zone).Date.PlusDays(days) is var next && next < ends.InZone(zone).Date ? next : null;
    }
}
