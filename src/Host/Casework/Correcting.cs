using Throughline.Casefile;
using Throughline.Casefile.Corrections;

namespace Throughline.Host.Casework;

/// <summary>Wrong lines are taken out of effect in the open.</summary>
internal sealed class Correcting(Installation installation)
{
    public Task<Outcome> RecordInErrorAsync(Actor who, CaseId id, int line, string? why, int? expectedVersion) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (_, file, now) => CorrectionRules.RecordInError(file, line, why, now), why);
}
