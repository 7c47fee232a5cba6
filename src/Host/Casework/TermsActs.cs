using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Orders;

namespace Throughline.Host.Casework;

/// <summary>What people decide about the terms of a case, and what the person asks about them.</summary>
internal sealed class TermsActs(Installation installation)
{
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

    private Task<Outcome> RecordAsync(Actor who, CaseId id, int? expectedVersion, Func<CaseFile, Instant, Decision> rule, string? why = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => rule(file, now), why);
}
