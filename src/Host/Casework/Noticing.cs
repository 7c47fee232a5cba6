using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Notices;
using Throughline.Storage;

namespace Throughline.Host.Casework;

/// <summary>Papers and court dates: served, filed and known are three facts; a hearing is set and has an outcome.</summary>
internal sealed class Noticing(Installation installation)
{
    /// <summary>A notice to report is one paper for the household; any other notice is one person's.</summary>
    public Task<Outcome> ServeAsync(Actor who, CaseId id, string kind, Instant at, string? how, int? expectedVersion = null) =>
        OnNotice(who, id, kind, expectedVersion, (state, now) => NoticeRules.Serve(state, kind, at, how, now));

    public Task<Outcome> FileAsync(Actor who, CaseId id, string kind, Instant at, string? reference, int? expectedVersion = null) =>
        OnNotice(who, id, kind, expectedVersion, (state, now) => NoticeRules.File(state, kind, at, reference, now));

    public Task<Outcome> KnowAsync(Actor who, CaseId id, string kind, Instant at, string language, string? interpreter, string? howChecked, int? expectedVersion = null) =>
        OnNotice(who, id, kind, expectedVersion, (state, now) => NoticeRules.Know(state, kind, at, language, interpreter, howChecked, now));

    /// <summary>A number stands for one hearing of one case: under it the court's later words find their way.</summary>
    public Task<Outcome> SetHearingAsync(Actor who, CaseId id, HearingSet hearing, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
            scene.ByHearing(hearing.HearingId) is { } other && other != id ? HearingRules.OfAnotherCase : HearingRules.Set(file.State, hearing, now));

    public Task<Outcome> RecordOutcomeAsync(Actor who, string hearingId, string? outcome, string? note, Instant at) =>
        installation.Recorder.RecordAsync(who, (scene, now) =>
            at > now ? NoticeRules.InTheFuture
            : scene.ByHearing(hearingId) is { } id ? HearingRules.RecordOutcome(scene.Find(id)!.State, hearingId, outcome, note, at)
            : HearingRules.NoSuchHearing);

    private Task<Outcome> OnNotice(Actor who, CaseId id, string kind, int? expectedVersion, Func<Case, Instant, Decision> rule) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            var kinds = installation.Programme.NoticeKinds.Select(k => k.Code);
            if (!kinds.Contains(kind))
            {
                return NoticeRules.UnknownKind(kind, kinds);
            }

            var members = kind == NoticeKinds.ToReport ? scene.WithHousehold(file) : [file];
            return members.Aggregate(Decision.Nothing, (all, f) => all.And(rule(f.State, now)));
        });
}
