using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;

namespace Throughline.Host.Casework;

/// <summary>The receiving office's answers. A household is accepted or returned as one.</summary>
internal sealed class Receiving(Installation installation)
{
    public Task<Outcome> DeliverAsync(Actor who, CaseId id) => installation.Recorder.RecordAsync(who, id, null, (_, file, now) => HandoffRules.Deliver(file.State, now));

    public Task<Outcome> AcceptAsync(Actor who, CaseId id, string office, int? expectedVersion = null) =>
        OnHousehold(who, id, expectedVersion, (state, now) => installation.Programme.Offices.ContainsKey(office) ? HandoffRules.Accept(state, office, now) : Refusals.UnknownOffice);

    public Task<Outcome> ReturnAsync(Actor who, CaseId id, string office, string code, string? text, int? expectedVersion = null) =>
        OnHousehold(who, id, expectedVersion, (state, now) => HandoffRules.Return(state, office, code, text, installation.Programme, now));

    /// <summary>The case itself must take the answer; the others of the household take it where they wait for the same one.</summary>
    private Task<Outcome> OnHousehold(Actor who, CaseId id, int? expectedVersion, Func<Case, Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
            scene.WithHousehold(file)
                .Where(f => f.State.Id != id && IsSame(f.State.Handoff, file.State.Handoff))
                .Aggregate(rule(file.State, now), (all, f) => all.And(rule(f.State, now))));

    /// <summary>Receipts come one by one: a member whose receipt is not here yet waits for the same answer.</summary>
    private static bool IsSame(Handoff one, Handoff other) => one.Office == other.Office && (one.State == other.State || (one.IsWaiting && other.IsWaiting));
}
