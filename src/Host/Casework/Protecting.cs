using Throughline.Casefile;
using Throughline.Casefile.Households;
using Throughline.Casefile.Protections;
using Throughline.Casefile.WalkIns;
using Throughline.Host.Access;

namespace Throughline.Host.Casework;

/// <summary>
/// Protection begins at once and without proof. Who goes along is a household of its own from then on, with a code that nobody else has:
/// what is protected can't be reached over the family.
/// </summary>
internal sealed class Protecting(Installation installation)
{
    /// <param name="with">Members who are protected with the person; a child among them has the person as the responsible adult.</param>
    public Task<Outcome> BeginAsync(Actor who, CaseId id, IReadOnlyCollection<CaseId> with, string? reason, bool byPerson, int? expectedVersion = null)
    {
        var made = Householding.Make();
        return installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            if (file.State.Release is null)
            {
                return WalkInRules.NoSuchPerson;
            }

            if (file.State.Protection is not null)
            {
                return ProtectionRules.ProtectedAlready;
            }

            var household = Householding.States(scene, file);
            var going = household.Where(c => c.Id == id || with.Contains(c.Id)).ToList();
            var left = going.Count < household.Length ? file.State.Release.Household : null;
            var adult = going.FirstOrDefault(c => !c.Release!.IsMinor)?.Id ?? id;
            var adults = going.Where(c => c.Release!.IsMinor).ToDictionary(c => c.Id, _ => adult);
            var decision = left is null
                ? HouseholdRules.NewCode(household, made.Code, now)
                : HouseholdRules.Split(household, [.. going.Select(c => c.Id)], adults, made, reason, now, isSilent: true);
            return going.Where(c => c.Protection is null).Aggregate(decision, (all, c) => all.And(ProtectionRules.Begin(c, who, byPerson, left, reason, now)));
        });
    }

    public Task<Outcome> NameReaderAsync(Actor who, CaseId id, Actor? reader, string? reason, int? expectedVersion = null) =>
        OnCase(who, id, expectedVersion, (state, now) => ProtectionRules.NameReader(state, who, Decides(who, state), reader, reason, now));

    public Task<Outcome> RemoveReaderAsync(Actor who, CaseId id, string? reader, string? reason, int? expectedVersion = null) =>
        OnCase(who, id, expectedVersion, (state, now) => ProtectionRules.RemoveReader(state, who, Decides(who, state), reader, reason, now));

    public Task<Outcome> ProposeLiftAsync(Actor who, CaseId id, string? reasons, int? expectedVersion = null) =>
        OnCase(who, id, expectedVersion, (state, now) => ProtectionRules.ProposeLift(state, who, Decides(who, state), reasons, now));

    public Task<Outcome> ConfirmLiftAsync(Actor second, CaseId id, string? reasons, int? expectedVersion = null) =>
        OnCase(second, id, expectedVersion, (state, now) => ProtectionRules.ConfirmLift(state, second, Decides(second, state), reasons, now));

    public Task<Outcome> DeclineLiftAsync(Actor who, CaseId id, string? reason, int? expectedVersion = null) =>
        OnCase(who, id, expectedVersion, (state, now) => ProtectionRules.DeclineLift(state, who, Decides(who, state), reason, now));

    /// <summary>The person ends it, for the children too whose responsible adult the person is.</summary>
    public Task<Outcome> LiftByPersonAsync(Actor person, CaseId id) =>
        installation.Recorder.RecordAsync(person, id, null, (scene, file, now) =>
            scene.WithHousehold(file).Where(f => f.State.Id != id && f.State is { Protection: not null, Release.IsMinor: true } && (f.State.ResponsibleAdult ?? id) == id)
                .Aggregate(ProtectionRules.LiftByPerson(file.State, now), (all, f) => all.And(ProtectionRules.LiftByPerson(f.State, now))));

    /// <summary>Who names somebody where nobody is named yet: a supervisor of the responsible office, or the station while it is responsible.</summary>
    public static bool Decides(Actor who, Case state) => who.Role is Roles.Supervisor or Roles.IntakeOfficer && who.Place == state.Responsible;

    private Task<Outcome> OnCase(Actor who, CaseId id, int? expectedVersion, Func<Case, NodaTime.Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => rule(file.State, now));
}
