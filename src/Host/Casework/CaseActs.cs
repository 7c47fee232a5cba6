using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Messages;
using Throughline.Casefile.WalkIns;

namespace Throughline.Host.Casework;

/// <summary>The life of a case beside its duties: closed and suspended, contacts, challenges and their answers.</summary>
internal sealed class CaseActs(Installation installation, Sweeping sweeping)
{
    public Task<Outcome> CloseAsync(Actor who, CaseId id, string? reason, string? why, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => ClosingRules.Close(file.State, reason, why, installation.Programme, now), why);

    public Task<Outcome> ReopenAsync(Actor who, CaseId id, string? why, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) => string.IsNullOrWhiteSpace(why)
            ? ClosingRules.ReasonNeeded
            : sweeping.Ask(scene, file, now, (household, around) => ClosingRules.Reopen(household, id, around)), why);

    public Task<Outcome> SuspendAsync(Actor who, CaseId id, string? because, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => ClosingRules.Suspend(file.State, because, now));

    public Task<Outcome> ResumeAsync(Actor who, CaseId id, string? why, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) => string.IsNullOrWhiteSpace(why)
            ? ClosingRules.ReasonNeeded
            : sweeping.Ask(scene, file, now, (household, around) => ClosingRules.Resume(household, id, around)), why);

    /// <summary>Who records the act is the author.</summary>
    public Task<Outcome> HoldAsync(Actor who, CaseId id, string? reason, string? authority, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => HoldRules.Place(file.State, reason, authority, now));

    public Task<Outcome> LiftAsync(Actor who, CaseId id, int hold, string? reason, string? authority, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => HoldRules.Lift(file.State, hold, reason, authority, now));

    public Task<Outcome> ContactAsync(Actor who, CaseId id, string? channel, string? outcome, string? note, Instant at, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => ContactRules.Record(file.State, channel, outcome, note, at, now));

    public Task<Outcome> ReachAsync(Actor who, CaseId id, string? channel, string? email, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => file.State.Release is null ? WalkInRules.NoSuchPerson : ReachRules.Choose(file.State, channel, email, now));

    public Task<Outcome> LetterBackAsync(Actor who, CaseId id, string? message, string? note, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => MessageRules.ReturnLetter(file.State, message, note, now));

    /// <summary>The answer is due at the office that is responsible; at the intake desk where that is a station.</summary>
    public Task<Outcome> ChallengeAsync(Actor person, CaseId id, int line, string? text) =>
        installation.Recorder.RecordAsync(person, id, null, (_, file, now) => ChallengeRules.Challenge(
            file, line, text, installation.Programme.Offices.GetValueOrDefault(file.State.Responsible) ?? installation.Programme.IntakeDesk, now));

    public Task<Outcome> AnswerAsync(Actor reader, CaseId id, int challenge, bool isUpheld, string? answer, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(reader, id, expectedVersion, (_, file, now) => ChallengeRules.Answer(file, challenge, isUpheld, answer, reader, now));
}
