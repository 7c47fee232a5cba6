using System.Collections.Immutable;
using Throughline.Casefile;
using Throughline.Casefile.Devices;

namespace Throughline.Host.Casework;

/// <summary>What is done with devices and zones in a case: at a station before the hand-off, and at the office.</summary>
internal sealed class DeviceActs(Installation installation)
{
    public Task<Outcome> ScreenAsync(Actor who, CaseId id, IEnumerable<string> yes, string? note, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => HealthRules.Screen(file.State, yes, note, now));

    public Task<Outcome> ProposeDespiteAsync(Actor who, CaseId id, string? reasons, string? meansTried, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => HealthRules.Propose(file.State, reasons, meansTried, now));

    public Task<Outcome> AssignAsync(Actor who, CaseId id, string? serial, int? expectedVersion = null)
    {
        var devices = installation.Programme.Devices;
        return RecordAsync(who, id, expectedVersion, (scene, file, now) => DeviceRules.Assign(file.State, Unit(scene, serial), NumberOf(scene, file, "assignment"), devices.IntervalSeconds, devices.RawDays, now));
    }

    public Task<Outcome> ReplaceAsync(Actor who, CaseId id, string? serial, string? condition, string? note, int? expectedVersion = null)
    {
        var devices = installation.Programme.Devices;
        return RecordAsync(who, id, expectedVersion, (scene, file, now) => DeviceRules.Replace(file.State, Unit(scene, serial), NumberOf(scene, file, "assignment"), condition, note, devices.IntervalSeconds, devices.RawDays, now));
    }

    public Task<Outcome> FitAsync(Actor who, CaseId id, string? where, string? by, string? howChecked, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => DeviceRules.Fit(file.State, where, by, howChecked, now));

    public Task<Outcome> ConfirmAsync(Actor who, CaseId id, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => DeviceRules.Confirm(file.State, now));

    public Task<Outcome> ReturnAsync(Actor who, CaseId id, string? condition, string? note, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => DeviceRules.Return(file.State, condition, note, now));

    public Task<Outcome> LoseAsync(Actor who, CaseId id, string? note, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => DeviceRules.Lose(file.State, note, now));

    public Task<Outcome> ProposeTermsAsync(
        Actor who, CaseId id, ZoneTerms? zone, CollectionTerms? collection, ImmutableArray<int> grounds, string? reasons, string? meansTried, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (scene, file, now) => ZoneTermsRules.Propose(
            file, zone is { } z && z.Id == Guid.Empty ? z with { Id = NumberOf(scene, file, "zone") } : zone, collection, grounds, reasons, meansTried, installation.Programme.Devices, now));

    public Task<Outcome> EaseTermsAsync(Actor who, CaseId id, ZoneTerms? zone, CollectionTerms? collection, string? reasons, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => ZoneTermsRules.Ease(file.State, zone, collection, reasons, installation.Programme.Devices, now));

    public Task<Outcome> RemoveZoneAsync(Actor who, CaseId id, Guid zone, string? reasons, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => ZoneTermsRules.Remove(file.State, zone, reasons, now));

    public Task<Outcome> NotePlaceAsync(Actor who, CaseId id, string? kind, string? name, string? at, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (scene, file, now) => ZoneTermsRules.Note(file.State, NumberOf(scene, file, "place"), kind, name, at, now));

    public Task<Outcome> ForgetPlaceAsync(Actor who, CaseId id, Guid place, int? expectedVersion = null) =>
        RecordAsync(who, id, expectedVersion, (_, file, now) => ZoneTermsRules.Forget(file.State, place, now));

    /// <summary>A model that the programme no longer has is worn on: it is not given out anew.</summary>
    private Unit? Unit(Storage.Scene scene, string? serial) =>
        serial is not null && scene.Unit(serial.Trim()) is { } unit ? unit with { IsInUse = unit.IsInUse && installation.Programme.Devices.Find(unit.Model) is not null } : null;

    /// <summary>A number that nobody can guess and that is the same when the rule is asked again.</summary>
    private static Guid NumberOf(Storage.Scene scene, CaseFile file, string kind) =>
        new(scene.Key.Lookup(kind, $"{file.State.Id.Number}:{file.State.Version}").AsSpan(0, 16));

    private Task<Outcome> RecordAsync(Actor who, CaseId id, int? expectedVersion, Func<Storage.Scene, CaseFile, NodaTime.Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, rule);
}
