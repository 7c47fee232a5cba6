using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Obligations;

namespace Throughline.Host.Casework;

/// <summary>What people decide about a miss. Against the person it takes an author with reasons, evidence and milder means, and a second person.</summary>
internal sealed class Reviewing(Installation installation, Sweeping sweeping)
{
    /// <summary>How many days "more time" gives.</summary>
    public const int MoreDays = 14;

    /// <summary>More time with a new place for the household. One signature is enough for what is milder.</summary>
    public Task<Outcome> GiveTimeAsync(Actor who, CaseId id, string? reason, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) => string.IsNullOrWhiteSpace(reason)
            ? MissRules.ReasonNeeded
            : sweeping.Ask(scene, file, now, (household, around) => SweepRules.GiveTime(household, id, Duration.FromDays(MoreDays), around)), why: reason);

    public Task<Outcome> ExcuseAsync(Actor who, CaseId id, string? reason, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => MissRules.Excuse(file.State, reason, now));

    public Task<Outcome> ProposeAsync(Actor who, CaseId id, string? reasons, string? evidence, string? meansTried, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => MissRules.Propose(file.State, reasons, evidence, meansTried, now), evidence: evidence);

    public Task<Outcome> ConfirmAsync(Actor second, CaseId id, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(second, id, expectedVersion, (_, file, now) => MissRules.Confirm(file.State, second, now));

    public Task<Outcome> DeclineAsync(Actor who, CaseId id, string? reason, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => MissRules.Decline(file.State, reason, now));

    public Task<Outcome> WithdrawAsync(Actor who, CaseId id, string? because, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => MissRules.Withdraw(file.State, because, now));
}
