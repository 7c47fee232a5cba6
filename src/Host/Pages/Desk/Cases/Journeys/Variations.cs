using System.Globalization;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases.Journeys;

/// <summary>Questions that several of these journeys ask.</summary>
internal static class Ask
{
    public const string Level = "Level", Condition = "Condition", Lines = "Lines", Means = "Means", Keep = "keep";

    public static string? Chosen(this Answers answers, string name) => answers[name] is { } value && value != Keep ? value : null;

    public static Question MeansTried() => new(Means, "Which less intrusive means were tried, and what came of each?", Asking.Words, MissRules.MeansNeeded.Sentence, "A call, a letter, a visit, another place.");

    public static Question LevelsThat(string label, Table at, Func<string, string, bool> fits) => new(
        Level, label, Asking.One, null,
        Choices: [new(Keep, "As it is"), .. Levels.Ladder.Where(l => at.State.Order is { } order && fits(l.Code, order.Technology)).Select(l => new Choice(l.Code, l.Words))]);

    public static Question Removable(Table at) => new(
        Condition, "Which condition falls?", Asking.One, null, "That the person must report stays as the order says.",
        [new(Keep, "None"), .. VariationRules.Removable(at.State, at.Programme).Select(c => new Choice(c, c))]);

    /// <summary>The lines that can carry something stricter now, and those that can't, with the reason.</summary>
    public static Question Grounds(Table at)
    {
        var lines = at.File.Events.Where(e => GroundRules.CanCarry(e.Event)).OrderByDescending(e => e.Version).Take(40).Select(e =>
        {
            var (told, number) = (at.Told(e.Version), e.Version.ToString(CultureInfo.InvariantCulture));
            return new Choice(number, $"Line {number}: {told.Title}, {at.At(e.OccurredAt)}", told.Text, GroundRules.Carry(at.File, [e.Version]).Refused?.Sentence);
        }).ToList();
        return new(Lines, "On which lines does it rest?", Asking.Many, GroundRules.GroundNeeded.Sentence, lines.Count == 0 ? "No line of this case can carry it: no confirmed miss, contact, hearing, address or report." : "It falls when one of them falls.", lines);
    }
}

internal sealed class StepUpTerms : OrderJourney
{
    public override string Title => "Propose stricter terms";

    public override string Button => "Ask the second person";

    public override string Follows => "It takes your reasons, the lines it rests on, what milder was tried, and a supervisor’s signature. The person is told, and it falls with its ground.";

    public override bool Applies(Table at) => base.Applies(at) && at.State.Release is { IsMinor: false };

    public override IEnumerable<Question> Questions(Table at) =>
    [
        Ask.LevelsThat("Which level?", at, Levels.IsStricter),
        new(Ask.Condition, "A condition that is added", Asking.Line, null, "In words that the person can remember. Leave it empty where only the level changes."),
        Ask.Grounds(at), AskReasons(), Ask.MeansTried(),
    ];

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) =>
        answers.Chosen(Ask.Level) is null && answers[Ask.Condition] is null ? (Ask.Level, VariationRules.WhatNeeded.Sentence)
        : answers[Ask.Condition]?.Length > 300 ? (Ask.Condition, VariationRules.ConditionTooLong.Sentence)
        : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.ProposeStepUpAsync(
        at.Who, at.State.Id, answers.Chosen(Ask.Level), answers[Ask.Condition], answers.Numbers(Ask.Lines), answers[Reasons], answers[Ask.Means], version);

    public override string Done(Answers answers) => "A supervisor is asked to sign. Until then nothing changes.";
}

internal sealed class EaseTerms : OrderJourney
{
    public override string Title => "Make the terms milder";

    public override string Follows => "One signature is enough for what is milder. It holds at once, and the person is told.";

    public override IEnumerable<Question> Questions(Table at) => [Ask.LevelsThat("Which level?", at, Levels.IsMilder), Ask.Removable(at), AskReasons()];

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) =>
        answers.Chosen(Ask.Level) is null && answers.Chosen(Ask.Condition) is null ? (Ask.Level, VariationRules.WhatNeeded.Sentence) : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) =>
        acts.EaseAsync(at.Who, at.State.Id, answers.Chosen(Ask.Level), answers.Chosen(Ask.Condition), answers[Reasons], version);

    public override string Done(Answers answers) => "The terms are milder. The person is told.";
}

/// <summary>The person asked for milder terms; the published criteria stand beside the answer.</summary>
internal sealed class AnswerStepDown : OrderJourney
{
    private const string Grant = "grant", Answer = "Answer", Choice = "Choice";

    public override string Title => "Answer the request for milder terms";

    public override string Button => "Answer";

    public override string Purpose => "answer a request for milder terms";

    public override string Follows => "The answer names which of the published criteria are met. Granted, the terms are milder at once.";

    public override bool Applies(Table at) => base.Applies(at) && Open(at.State) is not null;

    public override IEnumerable<(string Label, Markup Value)> Known(Table at)
    {
        var open = Open(at.State)!;
        return [
            .. base.Known(at), ("The person writes", open.Text is null ? "nothing more" : "“" + open.Text + "”"), ("Answer due", at.At(open.AnswerBy) + (at.Now > open.AnswerBy ? ". It has passed: a supervisor answers now." : "")),
            ("Criteria", string.Join(" ", at.Programme.StepDownCriteria.Select(c => c.English)))];
    }

    public override IEnumerable<Question> Questions(Table at) =>
    [
        new(Choice, "What is the answer?", Asking.One, "Choose the answer.", Choices: [new(Grant, "Milder terms", "Choose below what becomes milder."), new("not-yet", "Not yet", "Say which criterion is not met, so that the person can meet it.")]),
        Ask.LevelsThat("Which level, if it is granted?", at, Levels.IsMilder), Ask.Removable(at),
        new(Answer, "In words", Asking.Words, VariationRules.RequestAnswerNeeded.Sentence, "The person reads it."),
    ];

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) =>
        answers[Choice] == Grant && answers.Chosen(Ask.Level) is null && answers.Chosen(Ask.Condition) is null ? (Ask.Level, VariationRules.WhatNeeded.Sentence)
        : at.Now > Open(at.State)!.AnswerBy && at.Who.Role != DecisionRules.SecondRole ? ("", VariationRules.SupervisorAnswers.Sentence)
        : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.AnswerStepDownAsync(
        at.Who, at.State.Id, Open(at.State)!.Number, answers[Choice] == Grant, answers.Chosen(Ask.Level), answers.Chosen(Ask.Condition), answers[Answer], version);

    public override string Done(Answers answers) => answers[Choice] == Grant ? "The terms are milder. The person is told." : "The person has your answer, and can ask again.";

    private static Petition? Open(Case state) => state.Supervision.StepDowns.Find(r => r.IsOpen);
}

internal sealed class WithdrawStepUp : OrderJourney
{
    private const string Which = "Which";

    public override string Title => "Withdraw the stricter terms";

    public override string Follows => "One signature. What they added is gone at once. A ground that falls away withdraws them without you.";

    public override bool Applies(Table at) => base.Applies(at) && at.State.Supervision.StepUps.Exists(s => !s.IsWithdrawn);

    public override IEnumerable<Question> Questions(Table at) =>
    [
        new(Which, "Which ones?", Asking.One, "Choose what is withdrawn.", Choices: [.. at.State.Supervision.StepUps.Where(s => !s.IsWithdrawn).Select(s =>
            new Choice(s.Line.ToString(CultureInfo.InvariantCulture), $"Of {at.At(s.At)}", at.Told(s.Line).Text))]),
        AskReasons(),
    ];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) =>
        acts.WithdrawStepUpAsync(at.Who, at.State.Id, answers.Numbers(Which).First(), answers[Reasons], version);

    public override string Done(Answers answers) => "The stricter terms are withdrawn. The person is told.";
}
