using Throughline.Casefile.Enrolments;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases.Journeys;

/// <summary>Who explained the technology, in which language, how it was checked, and whether it works.</summary>
internal sealed class EnrolPerson : OrderJourney
{
    private const string ToldBy = "ToldBy", Language = "Language", Interpreter = "Interpreter", Checked = "Checked", SetUp = "SetUp", Yes = "yes";

    public override string Title => "Enrol the person";

    public override string Button => "Record it";

    public override string Purpose => "enrol the person";

    public override string Follows => "The person was told what it does and asks, and it was set up. Until then nothing can be missed on it.";

    public override bool Applies(Table at) => base.Applies(at) && EnrolmentRules.IsMissing(at.State);

    public override IEnumerable<Question> Questions(Table at)
    {
        var record = at.State.Release!.Record;
        yield return new(ToldBy, "Who explained it?", Asking.Line, EnrolmentRules.ToldByNeeded.Sentence);
        yield return new(
            Language, "In which language?", Asking.One, EnrolmentRules.LanguageNeeded.Sentence, record.Language is { } speaks ? $"The person speaks {at.NameOf(speaks)} best." : null,
            [.. at.Programme.Settings.Languages.Select(l => new Choice(l.Code, l.Name))]);
        yield return new(Interpreter, "Which interpreter?", Asking.Line, null, record.InterpreterNeeded == true ? "The record says that one is needed. Leave it empty only where whoever explained it speaks the language." : "Leave it empty where none was needed.");
        yield return new(Checked, "How was it checked that the person understood?", Asking.One, EnrolmentRules.CheckNeeded.Sentence, Choices: [.. EnrolmentRules.Checks.Select(c => new Choice(c.Code, c.Words))]);
        yield return new(SetUp, "Does it work?", Asking.One, "Say whether it works.", Choices: [new(Yes, "Yes, it was set up and tried"), new("no", "Not yet", "What was explained is recorded. Nothing can be missed on it yet.")]);
    }

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) =>
        acts.EnrolAsync(at.Who, at.State.Id, answers[ToldBy], answers[Language], answers[Interpreter], answers[Checked], answers[SetUp] == Yes, version);

    public override string Done(Answers answers) => answers[SetUp] == Yes ? "The person is enrolled." : "What was explained is recorded. It stays work until it is set up.";
}
