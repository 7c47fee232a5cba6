using System.Globalization;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases.Journeys;

/// <summary>A journey about the order that runs.</summary>
internal abstract class OrderJourney : Journey
{
    protected const string Reasons = "Reasons";

    public override bool Applies(Table at) => at.State is { Order: not null, OrderHasEnded: false, Closed: null };

    public override IEnumerable<(string Label, Markup Value)> Known(Table at)
    {
        var order = at.State.Order!;
        yield return ("The order", string.Join(" ", order.Conditions));
        yield return ("Level", Levels.Words(order.Technology));
        yield return ("Legal basis", order.LegalBasis);
        yield return ("Ends by itself", at.LastDay(order.Ends));
        if (order.ReviewOn is { } review)
        {
            yield return ("Review due", Access.DeskTime.Day(review, at.Now.InZone(at.Zone).Date));
        }

        foreach (var challenge in at.State.Challenges.Where(c => c.IsOpen))
        {
            yield return ($"Line {challenge.Line} is challenged", "“" + challenge.Text + "”");
        }

        foreach (var letter in at.State.Supervision.Representations)
        {
            yield return (letter.IsOpen ? "The person writes; to be answered first" : "The person wrote", "“" + letter.Text + "”" + (letter.IsOpen ? "" : " Answered: " + letter.Answer));
        }
    }

    protected static Question AskReasons(string label = "Your reasons") => new(Reasons, label, Asking.Words, MissRules.ReasonNeeded.Sentence, "The person reads them in the file.");
}

internal sealed class ReviewOrder : OrderJourney
{
    public override string Title => "Review the order";

    public override string Follows => "The order stays as it is until its end. To make it end later takes a renewal, to end it now one signature.";

    public override IEnumerable<Question> Questions(Table at) => [AskReasons("Why is the order still needed as it is?")];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.ReviewAsync(at.Who, at.State.Id, answers[Reasons], version);

    public override string Done(Answers answers) => "The review is recorded. The order ends by itself unless it is renewed.";
}

internal sealed class EndOrder : OrderJourney
{
    public override string Title => "End the order now";

    public override string Follows => "Milder than what was ordered: one signature. What is due under the order is cancelled, and the slot is given back.";

    public override IEnumerable<Question> Questions(Table at) => [AskReasons()];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.EndOrderAsync(at.Who, at.State.Id, answers[Reasons], version);

    public override string Done(Answers answers) => "The order has ended.";
}

internal sealed class RenewOrder : OrderJourney
{
    public override string Title => "Renew the order";

    public override string Button => "Ask the second person";

    public override string Follows => "It takes your reasons, what milder would do, a new end and a supervisor’s signature. Without it the order ends by itself.";

    public override bool Applies(Table at) => base.Applies(at) && RenewalRules.DaysFor(at.State, at.Programme) is not null;

    public override IEnumerable<Question> Questions(Table at)
    {
        var (first, last) = RenewalRules.DaysFor(at.State, at.Programme)!.Value;
        yield return new("Day", "The new last day", Asking.Day, RenewalRules.OutsideLimit(first, last).Sentence, string.Create(CultureInfo.InvariantCulture, $"From {first:uuuu-MM-dd} to {last:uuuu-MM-dd}: the programme sets the limit."));
        yield return AskReasons();
        yield return new("Means", "Which less intrusive means were considered?", Asking.Words, RenewalRules.MeansNeeded.Sentence, "And why none of them is enough.");
    }

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) =>
        at.State.Supervision.Representations.Exists(r => r.IsOpen) ? ("", RenewalRules.Unanswered.Sentence)
        : RenewalRules.DaysFor(at.State, at.Programme) is var (first, last) && (answers.Day("Day") is not { } day || day < first || day > last) ? ("Day", RenewalRules.OutsideLimit(first, last).Sentence)
        : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) =>
        acts.ProposeRenewalAsync(at.Who, at.State.Id, answers.Day("Day"), answers[Reasons], answers["Means"], version);

    public override string Done(Answers answers) => "A supervisor is asked to sign. Until then nothing changes.";
}

/// <summary>The person wrote about the terms; somebody answers by name.</summary>
internal sealed class AnswerRepresentation : OrderJourney
{
    public override string Title => "Answer the person’s letter about the terms";

    public override string Button => "Answer";

    public override string Purpose => "answer a letter about the terms";

    public override string Follows => "Until it is answered the order can’t be renewed. You stand as its reader in the file.";

    public override bool Applies(Table at) => base.Applies(at) && Open(at.State) is not null;

    public override IEnumerable<(string Label, Markup Value)> Known(Table at) => base.Known(at).Append(("Answer due", at.At(Open(at.State)!.AnswerBy)));

    public override IEnumerable<Question> Questions(Table at) => [new("Answer", "Your answer", Asking.Words, RenewalRules.AnswerNeeded.Sentence, "The person reads it.")];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.AnswerAsync(at.Who, at.State.Id, Open(at.State)!.Number, answers["Answer"], version);

    public override string Done(Answers answers) => "The person has your answer.";

    private static Petition? Open(Case state) => state.Supervision.Representations.Find(r => r.IsOpen);
}

/// <summary>The second person signs what an author proposes, or does not.</summary>
internal sealed class SignDecision : Journey
{
    private const string Sign = "sign-", Decline = "decline-";

    public override string Title => "Decide as the second person";

    public override string Button => "Record it";

    public override string Follows => "Nothing becomes stricter by one person. You sign with your name, or you say why not.";

    public override bool Applies(Table at) => at.State.Supervision.Proposals.Count > 0;

    public override IEnumerable<(string Label, Markup Value)> Known(Table at) => at.State.Supervision.Proposals.SelectMany(p =>
    {
        var told = at.Told(p.Number);
        return new (string, Markup)[] { (told.Title, told.Text), ("Asked", $"{p.Author.Name}, {p.Author.Role}, {at.At(p.At)}") };
    });

    public override IEnumerable<Question> Questions(Table at)
    {
        yield return new("Choice", "What do you decide?", Asking.One, "Choose what you decide.", Choices: [.. at.State.Supervision.Proposals.SelectMany(p => Choices(at, p))]);
        yield return new("Reasons", "Why not, if you do not sign", Asking.Words, null, "The person reads it in the file.");
    }

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) =>
        answers["Choice"]?.StartsWith(Decline, StringComparison.Ordinal) == true && string.IsNullOrWhiteSpace(answers["Reasons"]) ? ("Reasons", MissRules.ReasonNeeded.Sentence) : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version)
    {
        var choice = answers["Choice"]!;
        var number = int.Parse(choice.AsSpan(choice.IndexOf('-') + 1), CultureInfo.InvariantCulture);
        return choice.StartsWith(Sign, StringComparison.Ordinal) ? acts.SignAsync(at.Who, at.State.Id, number, version) : acts.DeclineAsync(at.Who, at.State.Id, number, answers["Reasons"], version);
    }

    public override string Done(Answers answers) => answers["Choice"]!.StartsWith(Sign, StringComparison.Ordinal) ? "It is signed. The person is told." : "It was not signed. Nothing changes.";

    private static IEnumerable<Choice> Choices(Table at, Proposal p)
    {
        var (number, isAuthor) = (p.Number.ToString(CultureInfo.InvariantCulture), p.Author.Name == at.Who.Name);
        yield return new(
            Sign + number, $"Sign: {at.Told(p.Number).Title}", "You sign as the second person. The person is told, and can object.",
            isAuthor ? MissRules.SecondPersonNeeded.Sentence : at.Who.Role != DecisionRules.SecondRole ? DecisionRules.SupervisorSigns.Sentence : null);
        yield return new(Decline + number, isAuthor ? "Take it back" : "Do not sign", "Nothing changes.");
    }
}
