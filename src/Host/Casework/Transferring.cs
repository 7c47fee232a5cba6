using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Transfers;
using Throughline.Storage;

namespace Throughline.Host.Casework;

/// <summary>An office sends a household on to another one. Until that one accepts, the sending office answers for it.</summary>
internal sealed class Transferring(Installation installation)
{
    /// <param name="from">The office that acts.</param>
    public Task<Outcome> SendAsync(Actor who, CaseId id, string from, string to, string? reason, int? expectedVersion = null) =>
        OnHousehold(who, id, expectedVersion, (one, other) => other.Responsible == one.Responsible && other.Handoff.State == one.Handoff.State, (_, state, now) =>
            !installation.Programme.Offices.TryGetValue(to, out var office) ? Refusals.UnknownOffice
            : TransferRules.Send(state, from, new Destination(office, to == installation.Programme.IntakeDeskCode, $"Chosen by {who.Name}."), reason, installation.Programme, now));

    public Task<Outcome> DeclineAsync(Actor who, CaseId id, string office, string? reason, int? expectedVersion = null) =>
        OnHousehold(who, id, expectedVersion, IsSame, (_, state, now) => TransferRules.Decline(state, office, reason, now));

    public Task<Outcome> DeliverAsync(Actor who, CaseId id) => installation.Recorder.RecordAsync(who, id, null, (_, file, now) => TransferRules.Deliver(file.State, now));

    public Task<Outcome> AcceptAsync(Actor who, CaseId id, string office, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            if (!installation.Programme.Offices.ContainsKey(office))
            {
                return Refusals.UnknownOffice;
            }

            var household = Household(scene, file, IsSame);
            var offer = file.State.Transfer is { IsWaiting: true } t && t.To == office ? Booking.Elsewhere(scene, household, installation.Programme, office, now) : null;
            return household.Aggregate(Decision.Nothing, (all, f) => all.And(TransferRules.Accept(f.State, office, offer, installation.Programme, now)));
        });

    public Task<Outcome> ReturnAsync(Actor who, CaseId id, string office, string code, string? text, int? expectedVersion = null) =>
        OnHousehold(who, id, expectedVersion, IsSame, (_, state, now) => TransferRules.Return(state, office, code, text, installation.Programme, now));

    public Task<Outcome> WithdrawAsync(Actor who, CaseId id, string office, string? reason, int? expectedVersion = null) =>
        OnHousehold(who, id, expectedVersion, IsSame, (_, state, now) => TransferRules.Withdraw(state, office, reason, now));

    /// <summary>The case itself must take the act; the others of the household take it where they stand as it does.</summary>
    private Task<Outcome> OnHousehold(Actor who, CaseId id, int? expectedVersion, Func<Case, Case, bool> isWith, Func<Scene, Case, Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
            Household(scene, file, isWith).Aggregate(Decision.Nothing, (all, f) => all.And(rule(scene, f.State, now))));

    private static List<CaseFile> Household(Scene scene, CaseFile file, Func<Case, Case, bool> isWith) =>
        [file, .. scene.WithHousehold(file).Where(f => f.State.Id != file.State.Id && f.State.Closed is null && isWith(file.State, f.State))];

    private static bool IsSame(Case one, Case other) => one.Transfer is { } t && other.Transfer is { } o && o.To == t.To && (o.State == t.State || (o.IsWaiting && t.IsWaiting));
}
