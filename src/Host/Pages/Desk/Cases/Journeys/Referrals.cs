using Throughline.Casefile.Obligations;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases.Journeys;

internal sealed class ReferCase : Journey
{
    public override string Title => "Propose a referral";

    public override string Button => "Ask the second person";

    public override string Follows => "To enforcement review, by two people. The person is told, without exception, and it is withdrawn when its ground falls away.";

    public override bool Applies(Table at) => at.State is { Closed: null, Release: { IsMinor: false, IsHistory: false } } && at.State.Supervision.Referrals.TrueForAll(r => r.IsWithdrawn);

    public override IEnumerable<(string Label, Markup Value)> Known(Table at) => at.State.Challenges.Where(c => c.IsOpen).Select(c => ($"Line {c.Line} is challenged", (Markup)("“" + c.Text + "”")));

    public override IEnumerable<Question> Questions(Table at) => [Ask.Grounds(at), new("Reasons", "Your reasons", Asking.Words, MissRules.ReasonNeeded.Sentence, "The person reads them in the file."), Ask.MeansTried()];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) =>
        acts.ProposeReferralAsync(at.Who, at.State.Id, answers.Numbers(Ask.Lines), answers["Reasons"], answers[Ask.Means], version);

    public override string Done(Answers answers) => "A supervisor is asked to sign. Until then nothing happens.";
}

internal sealed class WithdrawReferral : Journey
{
    public override string Title => "Withdraw the referral";

    public override string Follows => "One signature. The person is told.";

    public override bool Applies(Table at) => at.State.Supervision.Referrals.Exists(r => !r.IsWithdrawn);

    public override IEnumerable<Question> Questions(Table at) => [new("Reasons", "Your reasons", Asking.Words, MissRules.ReasonNeeded.Sentence, "The person reads them in the file.")];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.WithdrawReferralAsync(at.Who, at.State.Id, answers["Reasons"], version);

    public override string Done(Answers answers) => "The referral is withdrawn.";
}
