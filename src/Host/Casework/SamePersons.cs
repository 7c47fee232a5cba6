using Throughline.Casefile;
using Throughline.Casefile.People;
using Throughline.Casefile.WalkIns;

namespace Throughline.Host.Casework;

/// <summary>People say that two cases are of one person, or of two. Both cases change in one act.</summary>
internal sealed class SamePersons(Installation installation)
{
    public Task<Outcome> LinkAsync(Actor who, CaseId one, CaseId other, string? reason, int? expectedVersion = null) => OnBoth(who, one, other, reason, expectedVersion, SamePersonRules.Link);

    public Task<Outcome> UnlinkAsync(Actor who, CaseId one, CaseId other, string? reason, int? expectedVersion = null) => OnBoth(who, one, other, reason, expectedVersion, SamePersonRules.Unlink);

    public Task<Outcome> DifferAsync(Actor who, CaseId one, CaseId other, string? reason, int? expectedVersion = null) => OnBoth(who, one, other, reason, expectedVersion, SamePersonRules.Differ);

    private Task<Outcome> OnBoth(Actor who, CaseId one, CaseId other, string? reason, int? expectedVersion, Func<Case, Case, string?, NodaTime.Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, one, expectedVersion, (scene, file, now) =>
            scene.Find(other) is { } found ? rule(file.State, found.State, reason, now) : WalkInRules.NoSuchPerson);
}
