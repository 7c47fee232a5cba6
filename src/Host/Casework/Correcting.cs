using Throughline.Casefile;
using Throughline.Casefile.Corrections;

namespace Throughline.Host.Casework;

/// <summary>Wrong lines are taken out of effect in the open.</summary>
internal sealed class Correcting(Installation installation)
{
    public Task<Outcome> RecordInErrorAsync(Actor who, CaseId id, int line, string? why, int? expectedVersion) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            var decision = CorrectionRules.RecordInError(file, line, why, now);
            return decision.Events.Length > 0 && CorrectionRules.OtherHalf(file, line) is { } half && scene.Find(half) is { } other
                ? decision.And(CorrectionRules.UndoMatch(other, id, why, now))
                : decision;
        }, why);
}
