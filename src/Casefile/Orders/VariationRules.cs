using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Orders;

/// <summary>
/// The terms become milder by one signature. Stricter they become by two, on named lines that stand unchallenged, and only as long as
/// those stand. That the person must report stays as the order says.
/// </summary>
public static class VariationRules
{
    private const int ConditionAtMost = 300;

    public static readonly Refusal WhatNeeded = new("change-needed", "Choose the level or the condition that changes.");

    public static readonly Refusal NotStricter = new("not-stricter", "The terms say that already, or more. To make them milder takes no second person.");

    public static readonly Refusal NotMilder = new("not-milder", "That is not milder than the terms as they are. To make them stricter takes named lines and a second person.");

    public static readonly Refusal ReportStays = new("report-stays", "That the person must report stays as the order says. It is met, excused or ended with the order.");

    public static readonly Refusal ConditionTooLong = new("condition-too-long", "Write the condition in at most 300 characters: the person must be able to remember it.");

    public static readonly Refusal NoSuchStepUp = new("no-such-step-up", "No such step up stands in this case.");

    public static readonly Refusal StepDownWaits = new("step-down-waits", "You have asked for milder terms already, and an answer is on its way.");

    public static readonly Refusal NothingToEase = new("nothing-to-ease", "Your terms ask for nothing that could be made milder: to report stays as the order says.");

    public static readonly Refusal NoSuchRequest = new("no-such-step-down", "No such request for milder terms waits for an answer.");

    public static readonly Refusal RequestAnswerNeeded = new("step-down-answer-needed", "Write the answer: which of the published criteria is met, and which is not yet. The person reads it.");

    public static readonly Refusal SupervisorAnswers = new("supervisor-answers", "The time for the answer has passed. A supervisor of your office answers now.");

    public static Decision ProposeStepUp(CaseFile file, string? technology, string? condition, ImmutableArray<int> grounds, string? reasons, string? meansTried, Instant now)
    {
        var (state, level, words) = (file.State, Given(technology), Given(condition));
        return MayStepUp(file, level, words, grounds, now).Refused is { } no ? no
            : state.Supervision.Proposals.Exists(p => p.What is StepUpProposed) ? DecisionRules.ProposedAlready
            : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
            : string.IsNullOrWhiteSpace(meansTried) ? MissRules.MeansNeeded
            : Decision.Of(state.Id, now, new StepUpProposed(level, grounds, words, reasons.Trim(), meansTried.Trim()));
    }

    internal static Decision Sign(CaseFile file, int proposal, StepUpProposed e, Instant now) =>
        MayStepUp(file, e.Technology, e.Condition, e.Grounds, now).Refused is { } no ? no
        : Decision.Of(file.State.Id, now, new SteppedUp(proposal, e.Technology, e.Grounds, e.Condition));

    public static Decision Ease(Case state, string? technology, string? condition, string? reasons, Programme programme, Instant now)
    {
        var (level, words) = (Given(technology), Given(condition));
        return RenewalRules.Running(state, now) is not { } order ? RenewalRules.NoOrder
            : level is null && words is null ? WhatNeeded
            : (level is not null && !Levels.IsMilder(level, order.Technology)) || (words is not null && !order.Conditions.Contains(words)) ? NotMilder
            : words is not null && IsReport(order, words, programme) ? ReportStays
            : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
            : Decision.Of(state.Id, now, new TermsEased(level, words, reasons.Trim()));
    }

    /// <summary>What may be taken out of an order: all that it asks for but the report.</summary>
    public static IEnumerable<string> Removable(Case state, Programme programme) => state.Order is { } order ? order.Conditions.Where(c => !IsReport(order, c, programme)) : [];

    /// <summary>A person takes the step up back. That its ground fell away needs nobody: see <see cref="GroundRules"/>.</summary>
    public static Decision WithdrawStepUp(Case state, int stepUp, string? because, Instant now) =>
        state.Supervision.StepUps.Find(s => s.Line == stepUp && !s.IsWithdrawn) is not { } standing || state.Order is null ? NoSuchStepUp
        : string.IsNullOrWhiteSpace(because) ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, Withdrawn(state, standing, because.Trim()));

    /// <summary>What the step up added goes; what another one added by its own ground stays.</summary>
    internal static StepUpWithdrawn Withdrawn(Case state, StepUp gone, string because)
    {
        var present = state.Order!.Technology;
        var others = state.Supervision.StepUps.Where(s => s.Line != gone.Line && !s.IsWithdrawn && s.Technology is not null).Select(s => s.Technology!);
        return new StepUpWithdrawn(gone.Line, gone.Technology is null ? present : Levels.Milder(present, others.Aggregate(gone.From, Levels.Stricter)), because);
    }

    public static Decision AskStepDown(Case state, string? text, Programme programme, Instant now) =>
        RenewalRules.Running(state, now) is not { } order ? RenewalRules.NoOrder
        : state.Supervision.StepDowns.Exists(r => r.IsOpen) ? StepDownWaits
        : order.Technology == Levels.None && state.Supervision.StepUps.TrueForAll(s => s.IsWithdrawn) ? NothingToEase
        : text?.Length > RenewalRules.TextAtMost ? RenewalRules.TooLong
        : Decision.Of(state.Id, now, new StepDownAsked(ChallengeRules.AnswerBy(RenewalRules.OfficeOf(state, programme), now), Given(text)));

    /// <summary>Granted, the terms are milder in the same act. An answer that is late is a supervisor's work.</summary>
    public static Decision AnswerStepDown(Case state, int request, bool isGranted, string? technology, string? condition, string? answer, Actor reader, Programme programme, Instant now)
    {
        if (state.Supervision.StepDowns.Find(r => r.Number == request && r.IsOpen) is not { } open)
        {
            return NoSuchRequest;
        }

        return now > open.AnswerBy && reader.Role != DecisionRules.SecondRole ? SupervisorAnswers
            : string.IsNullOrWhiteSpace(answer) ? RequestAnswerNeeded
            : (isGranted ? Ease(state, technology, condition, answer, programme, now) : Decision.Nothing).And(Decision.Of(state.Id, now, new StepDownAnswered(request, isGranted, answer.Trim())));
    }

    private static Decision MayStepUp(CaseFile file, string? level, string? condition, ImmutableArray<int> grounds, Instant now) =>
        RenewalRules.Running(file.State, now) is not { } order ? RenewalRules.NoOrder
        : file.State.Release is { IsMinor: true } ? RenewalRules.ChildHasNoTerms
        : level is null && condition is null ? WhatNeeded
        : condition?.Length > ConditionAtMost ? ConditionTooLong
        : (level is not null && !Levels.IsStricter(level, order.Technology)) || (condition is not null && order.Conditions.Contains(condition)) ? NotStricter
        : GroundRules.Carry(file, grounds);

    private static bool IsReport(OrderMade order, string condition, Programme programme) =>
        programme.Pathways.GetValueOrDefault(order.Pathway)?.OrderTerms.Conditions.Any(c => c.Kind == ConditionKind.Report && c.Words == condition) == true;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
