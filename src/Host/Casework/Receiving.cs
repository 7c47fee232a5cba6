using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Storage;

namespace Throughline.Host.Casework;

/// <summary>The receiving office's answers. A household is accepted or returned as one.</summary>
internal sealed class Receiving(Installation installation)
{
    public Task<Outcome> DeliverAsync(Actor who, CaseId id) => installation.Recorder.RecordAsync(who, id, null, (_, file, now) => HandoffRules.Deliver(file.State, now));

    public Task<Outcome> AcceptAsync(Actor who, CaseId id, string office, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            if (!installation.Programme.Offices.ContainsKey(office))
            {
                return Refusals.UnknownOffice;
            }

            // Whoever stands at another desk than the one they were booked at is expected here from now on.
            var household = Household(scene, file);
            var offer = household.Exists(f => f.State.Slot is { } slot && slot.Office != office) ? Booking.Elsewhere(scene, household, installation.Programme, office, now) : null;
            return household.Aggregate(Decision.Nothing, (all, f) => all.And(HandoffRules.Accept(f.State, office, offer, installation.Programme, now)));
        });

    public Task<Outcome> ReturnAsync(Actor who, CaseId id, string office, string code, string? text, int? expectedVersion = null) =>
        OnHousehold(who, id, expectedVersion, (state, now) => HandoffRules.Return(state, office, code, text, installation.Programme, now));

    /// <summary>The case itself must take the answer; the others of the household take it where they wait for the same one.</summary>
    private Task<Outcome> OnHousehold(Actor who, CaseId id, int? expectedVersion, Func<Case, Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
            Household(scene, file).Aggregate(Decision.Nothing, (all, f) => all.And(rule(f.State, now))));

    private static List<CaseFile> Household(Scene scene, CaseFile file) =>
        [file, .. scene.WithHousehold(file).Where(f => f.State.Id != file.State.Id && IsSame(f.State.Handoff, file.State.Handoff))];

    /// <summary>Receipts come one by one: a member whose receipt is not here yet waits for the same answer.</summary>
    private static bool IsSame(Handoff one, Handoff other) => one.Office == other.Office && (one.State == other.State || (one.IsWaiting && other.IsWaiting));
}
