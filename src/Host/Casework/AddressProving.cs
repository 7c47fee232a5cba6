using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.WalkIns;

namespace Throughline.Host.Casework;

/// <summary>Proofs of the current address, and the letter with the code that gives one.</summary>
internal sealed class AddressProving(Installation installation)
{
    public Task<Outcome> SendLetterAsync(Actor who, CaseId id, int? expectedVersion = null)
    {
        // Chance comes from outside the rule; a decision that is asked again sends the same code.
        var code = NoticeCodes.MakeForLetter();
        return RecordAsync(who, id, expectedVersion, (state, now) => AddressProofRules.SendLetter(state, code, now));
    }

    /// <summary>Not refused and yet no proof: the code was wrong, which is recorded.</summary>
    public Task<Outcome> TellAsync(Actor who, CaseId id, string? code, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (state, now) => AddressProofRules.Tell(state, NoticeCodes.ReadFromLetter(code), now));

    public Task<Outcome> ProveAsync(Actor who, CaseId id, AddressProofGrade? grade, string? note, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (state, now) => AddressProofRules.Prove(state, grade, note, now));

    public static bool WasWrong(Outcome outcome) => outcome.Events.Any(e => e.Event is AddressCodeWrong);

    private Task<Outcome> RecordAsync(Actor who, CaseId id, int? expectedVersion, Func<Case, NodaTime.Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => file.State.Release is null ? WalkInRules.NoSuchPerson : rule(file.State, now));
}
