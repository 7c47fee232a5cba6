using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Programmes;
using Throughline.Host.Messages;
using Throughline.Storage;
using Throughline.Storage.Keeping;
using Throughline.Storage.Reading;

namespace Throughline.Host.Casework;

/// <summary>Ends a person's file: in the log, in the tables, in the list beside the key, and in the files of messages.</summary>
internal sealed class Erasing(Installation installation)
{
    public async Task<Outcome> EraseAsync(Actor who, CaseId id, ErasureOrder order)
    {
        var others = OthersOf(id, SettledRows());
        var outcome = await installation.Recorder.RecordAsync(who, id, null, (scene, file, now) =>
            Decide(scene, who, file, others, now, (state, traces) => ErasureRules.Erase(state, who, order, traces, installation.Programme, now)));
        Finish([outcome]);
        return outcome;
    }

    /// <summary>The programme's own rule, for whoever ends many at once. Asks the rule inside the act, where a second process finds nothing left to do.</summary>
    public Decision Expire(Scene scene, Actor who, CaseId id, RetentionClass rule, IReadOnlyList<CaseId> others, Instant now) =>
        scene.Find(id) is not { State.Erased: null } file ? ErasureRules.ErasedAlready
            // A row of somebody whose file is held tells of the same person.
            : file.State.Returned?.SettledBy is { } by && scene.Find(by)?.State.Holds is [var hold, ..] ? ErasureRules.Held(hold)
            : Decide(scene, who, file, others, now, (state, traces) => ErasureRules.Expire(state, rule, traces, now));

    /// <summary>
    /// After the commit, and again whenever somebody asks: what lies outside the store. A file of a message that was being written at that
    /// moment is found by the next round.
    /// </summary>
    public void Finish(IEnumerable<Outcome> outcomes) =>
        Finish([.. outcomes.SelectMany(o => o.Events).Where(e => e.Event is PersonErased).Select(e => e.Case)]);

    public void Finish(IReadOnlyCollection<CaseId> erased)
    {
        if (erased.Count > 0)
        {
            FolderSender.Remove(Path.Combine(installation.Store.DataFolder, "messages"), erased);
            Erasures.DestroyAgain(installation.Store);
        }
    }

    /// <summary>Files that name the same person: the walk-ins that were matched to the case, and the rows that were returned before the good one came.</summary>
    /// <param name="rows">As <see cref="SettledRows"/> gives them.</param>
    public IReadOnlyList<CaseId> OthersOf(CaseId id, ILookup<CaseId, CaseId> rows) =>
        [.. (installation.Cases.Load(id)?.Events.Select(e => (e.Event as CheckedIn)?.FromWalkIn).OfType<CaseId>() ?? []).Concat(rows[id]).Distinct()];

    /// <summary>Returned rows by the case whose good row ended them.</summary>
    public ILookup<CaseId, CaseId> SettledRows() =>
        installation.Cases.List("c.kind = 'returned-row' and c.kind <> 'release' and c.handoff = 'settled' order by c.case_id", int.MaxValue)
            .Select(c => installation.Cases.Load(c.Id)!.State.Returned is { SettledBy: { } by } ? (By: by, c.Id) : default).Where(r => r.Id != default).ToLookup(r => r.By, r => r.Id);

    private Decision Decide(Scene scene, Actor who, CaseFile file, IReadOnlyList<CaseId> others, Instant now, Func<Case, Traces, Decision> rule)
    {
        var decision = rule(file.State, ReadTables.TracesOf(file.State, scene.Key));
        var files = new List<CaseFile> { file };
        foreach (var other in others.Select(scene.Find).OfType<CaseFile>().Where(f => f.State.Erased is null))
        {
            // What was matched to the person goes with the person, also where no rule of its own ends it yet.
            var with = decision.Events.Select(e => e.Event).OfType<PersonErased>().FirstOrDefault() is { } erased && other.State.Holds.Count == 0
                ? ErasureRules.Again(other.State, erased with { ANumberKey = null, Place = null }, now)
                : other.State.Holds.Count > 0 ? ErasureRules.Held(other.State.Holds[0]) : Decision.Nothing;
            decision = decision.And(with);
            files.Add(other);
        }

        if (decision.Refused is null)
        {
            var at = InstantPattern.ExtendedIso.Format(now);
            ErasureList.Add(installation.Store, decision.Events.Where(e => e.Event is PersonErased).Select(e =>
            {
                var erased = (PersonErased)e.Event;
                var key = CaseRow.RecordKey(files.First(f => f.State.Id == e.Case).State, scene.Key);
                return new Listed(e.Case.ToString(), key is null ? null : Convert.ToHexStringLower(key), at, who.ToString(), erased.Second, erased.Authority, erased.Reason);
            }));
        }

        return decision;
    }
}
