using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Enrolments;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Parties;
using Throughline.Casefile.Referrals;

namespace Throughline.Host.Casework;

/// <summary>What people decide about the terms of a case, and what the person asks about them.</summary>
internal sealed class TermsActs(Installation installation)
{
    /// <summary>What belongs to the device that the terms ask for.</summary>
    public DeviceActs Devices { get; } = new(installation);

    public Task<Outcome> ReviewAsync(Actor who, CaseId id, string? finding, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => RenewalRules.Review(file.State, finding, installation.Programme, now));

    public Task<Outcome> EndOrderAsync(Actor who, CaseId id, string? why, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => RenewalRules.EndEarly(file.State, why, now), why);

    public Task<Outcome> ProposeRenewalAsync(Actor who, CaseId id, LocalDate? lastDay, string? reasons, string? meansConsidered, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => RenewalRules.Propose(file.State, lastDay, reasons, meansConsidered, installation.Programme, now));

    public Task<Outcome> SignAsync(Actor second, CaseId id, int proposal, int? expectedVersion = null) =>
        RecordAsync(second, id, expectedVersion, (file, now) => DecisionRules.Sign(file, proposal, second, installation.Programme, now));

    public Task<Outcome> DeclineAsync(Actor who, CaseId id, int proposal, string? reason, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => DecisionRules.Decline(file.State, proposal, reason, now));

    public Task<Outcome> RepresentAsync(Actor person, CaseId id, string? text) =>
        RecordAsync(person, id, null, (file, now) => RenewalRules.Represent(file.State, text, installation.Programme, now));

    public Task<Outcome> AnswerAsync(Actor reader, CaseId id, int representation, string? answer, int? expectedVersion = null) =>
        RecordAsync(reader, id, expectedVersion, (file, now) => RenewalRules.Answer(file.State, representation, answer, reader, now));

    public Task<Outcome> ProposeStepUpAsync(
        Actor who, CaseId id, string? technology, string? condition, IEnumerable<int> grounds, string? reasons, string? meansTried, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => VariationRules.ProposeStepUp(file, technology, condition, [.. grounds], reasons, meansTried, now));

    public Task<Outcome> EaseAsync(Actor who, CaseId id, string? technology, string? condition, string? reasons, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => VariationRules.Ease(file.State, technology, condition, reasons, installation.Programme, now));

    public Task<Outcome> WithdrawStepUpAsync(Actor who, CaseId id, int stepUp, string? because, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => VariationRules.WithdrawStepUp(file.State, stepUp, because, now));

    public Task<Outcome> AskStepDownAsync(Actor person, CaseId id, string? text) =>
        RecordAsync(person, id, null, (file, now) => VariationRules.AskStepDown(file.State, text, installation.Programme, now));

    public Task<Outcome> AnswerStepDownAsync(
        Actor reader, CaseId id, int request, bool isGranted, string? technology, string? condition, string? answer, int? expectedVersion = null) =>
        RecordAsync(reader, id, expectedVersion, (file, now) => VariationRules.AnswerStepDown(file.State, request, isGranted, technology, condition, answer, reader, installation.Programme, now));

    public Task<Outcome> EnrolAsync(
        Actor who, CaseId id, string? toldBy, string? language, string? interpreter, string? howChecked, bool isSetUp, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => EnrolmentRules.Enrol(file.State, toldBy, language, interpreter, howChecked, isSetUp, now));

    public Task<Outcome> ProposeReferralAsync(Actor author, CaseId id, IEnumerable<int> grounds, string? reasons, string? meansTried, int? expectedVersion = null) =>
        RecordAsync(author, id, expectedVersion, (file, now) => ReferralRules.Propose(file, [.. grounds], reasons, meansTried, author, now));

    public Task<Outcome> WithdrawReferralAsync(Actor who, CaseId id, string? because, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => ReferralRules.Withdraw(file.State, because, now));

    public Task<Outcome> NamePartyAsync(
        Actor who, CaseId id, string? kind, string? name, string? channel, string? contact, IEnumerable<string> sees, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => PartyRules.Name(file.State, kind, name, channel, contact, sees, now));

    public Task<Outcome> EndPartyAsync(Actor who, CaseId id, int party, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (file, now) => PartyRules.End(file.State, party, now));

    private Task<Outcome> RecordAsync(Actor who, CaseId id, int? expectedVersion, Func<CaseFile, Instant, Decision> rule, string? why = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => rule(file, now), why);
}
