using System.Globalization;
using Throughline.Casefile.Parties;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases.Journeys;

/// <summary>Staff record a lawyer or helper on the person's word.</summary>
internal sealed class NameParty : Journey
{
    private const string Kind = "Kind", Name = "Name", Channel = "Channel", Contact = "Contact", Sees = "Sees";

    public override string Title => "Name a lawyer or helper";

    public override string Button => "Record it";

    public override string Purpose => "record a lawyer or helper";

    public override string Follows => "On the person’s word. They are told of a closing, of stricter terms and of a referral. The person can end it at any time.";

    public override bool Applies(Table at) => at.State.Closed is null;

    public override IEnumerable<Question> Questions(Table at) =>
    [
        new(Kind, "Who is it?", Asking.One, PartyRules.KindNeeded.Sentence, Choices: [.. PartyRules.Kinds.Select(k => new Choice(k.Code, k.Words))]),
        new(Name, "Name", Asking.Line, PartyRules.NameNeeded.Sentence),
        new(Channel, "How are they reached?", Asking.One, PartyRules.ContactNeeded.Sentence, Choices: [.. PartyRules.Channels.Select(c => new Choice(c.Code, c.Words))]),
        new(Contact, "Where?", Asking.Line, PartyRules.ContactNeeded.Sentence, "The e-mail address, the number with plus and country code, or the postal address."),
        new(Sees, "What may they see?", Asking.Many, null, "As the person says. Nothing chosen: they are told of decisions, and see nothing.", [.. PartyRules.Sights.Select(s => new Choice(s.Code, s.Words))]),
    ];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) =>
        acts.NamePartyAsync(at.Who, at.State.Id, answers[Kind], answers[Name], answers[Channel], answers[Contact], answers.Each(Sees), version);

    public override string Done(Answers answers) => "The lawyer or helper is named. The person sees it in the file.";
}

internal sealed class EndParty : Journey
{
    private const string Which = "Which";

    public override string Title => "End a lawyer or helper";

    public override string Purpose => "record a lawyer or helper";

    public override string Button => "End it";

    public override string Follows => "On the person’s word, without a reason. They see nothing more and are told nothing more.";

    public override bool Applies(Table at) => at.State.Supervision.Parties.Exists(p => !p.HasEnded);

    public override IEnumerable<Question> Questions(Table at) =>
        [new(Which, "Who?", Asking.One, "Choose who it is.", Choices: [.. at.State.Supervision.Parties.Where(p => !p.HasEnded).Select(p => new Choice(p.Line.ToString(CultureInfo.InvariantCulture), p.Name, p.Contact))])];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.EndPartyAsync(at.Who, at.State.Id, answers.Numbers(Which).First(), version);

    public override string Done(Answers answers) => "It is ended.";
}
