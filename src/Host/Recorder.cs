using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using System.Threading.Channels;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Programmes;
using Throughline.Host.Messages;
using Throughline.Storage;
using Throughline.Storage.Engines;

namespace Throughline.Host;

/// <summary>What became of an act: its events as they were decided (none when nothing changed), or a refusal.</summary>
internal sealed record Outcome(ImmutableArray<NewEvent> Events, Refusal? Refused)
{
    public bool IsRefused => Refused is not null;

    public bool Changed => Events.Length > 0;
}

/// <summary>
/// The one door for change. Pages, the API, imports, bridges and jobs hand in a rule; it is asked inside one transaction with the
/// cases as they are at that moment, and its events, read tables and outbox rows are written by the same transaction.
/// </summary>
/// <remarks>
/// One writer a process. Acts that wait while another commit runs share the next one, so that durability costs one flush for all of
/// them; each act is undone alone when it fails. The answer comes only after the commit.
/// </remarks>
internal sealed class Recorder : IAsyncDisposable
{
    // Keeps a write transaction short, so that a process beside this one gets its turn during an import.
    private const int ActsAtMost = 64;
    private const int WaitingAtMost = 1024;

    private readonly Channel<Act> _waiting = Channel.CreateBounded<Act>(new BoundedChannelOptions(WaitingAtMost) { SingleReader = true });
    private readonly Store _store;
    private readonly Programme _programme;
    private readonly IClock _clock;
    private readonly Task _writing;

    // The writer's own.
    private DbConnection? _db;
    private Scene? _scene;

    public Recorder(Store store, Programme programme, IClock clock)
    {
        _programme = programme;
        _store = store;
        _clock = clock;
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Fires after each commit that wrote something: the search index, the outbox and live pages follow it.</summary>
    public event Action? Committed;

    /// <summary>Records what <paramref name="rule"/> decides. The rule must be pure apart from reading the scene: it may be asked again.</summary>
    public async Task<Outcome> RecordAsync(Actor who, Func<Scene, Instant, Decision> rule, string? why = null, string? evidence = null) =>
        (await RecordAllAsync(who, [rule], why, evidence))[0];

    /// <summary>Several acts of one actor, one after the other, in one transaction: the rows of a file.</summary>
    public async Task<IReadOnlyList<Outcome>> RecordAllAsync(Actor who, IReadOnlyList<Func<Scene, Instant, Decision>> rules, string? why = null, string? evidence = null)
    {
        var act = new Act(who, why, evidence, rules);
        await _waiting.Writer.WriteAsync(act);
        return await act.Done.Task;
    }

    /// <summary>Records on one case, seen by the actor at <paramref name="expectedVersion"/>; somebody else's change since then is a refusal.</summary>
    public Task<Outcome> RecordAsync(Actor who, CaseId id, int? expectedVersion, Func<Scene, CaseFile, Instant, Decision> rule, string? why = null, string? evidence = null) =>
        RecordAsync(
            who,
            (scene, now) => scene.Find(id) is not { } file ? Refusals.NoSuchCase
                : file.State.Erased is not null ? Casefile.Keeping.ErasureRules.ErasedAlready
                : expectedVersion is { } seen && Refusals.ChangedSince(file, seen) is { } changed ? changed
                : rule(scene, file, now),
            why,
            evidence);

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private void Write()
    {
        var batch = new List<Act>(ActsAtMost);
        while (_waiting.Reader.TryPeek(out _) || _waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < ActsAtMost && _waiting.Reader.TryRead(out var act))
            {
                batch.Add(act);
            }

            Commit(batch);
            var wrote = batch.Exists(a => a.Wrote);
            batch.ForEach(a => a.Answer());
            if (wrote)
            {
                Committed?.Invoke();
            }
        }

        Leave();
    }

    /// <summary>
    /// All acts in one transaction. When one of them fails they are asked again, each in a transaction of its own: a failing act takes
    /// nobody's writes with it, and the common case pays for no savepoint.
    /// </summary>
    private void Commit(List<Act> acts, bool again = false)
    {
        var committing = false;
        try
        {
            var (db, scene) = Enter();
            using var transaction = _store.Engine.Begin(db, Turn.Record);
            scene.Begin(transaction);
            foreach (var act in acts)
            {
                act.Failure = null;
                Ask(act, scene);
            }

            scene.End();
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            committing = true;
            scene.Commit();
            Telemetry.Commit.Record(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        catch (Exception e)
        {
            // An edge loop: whoever asked gets the exception, and the door stays open for the others.
            var lost = _db?.State != ConnectionState.Open;
            if (lost && committing)
            {
                acts.ForEach(a => a.Failure = new StoreException("We can't say whether this was recorded: the store was lost at that moment. Look before you do it again.", e));
            }
            else if (acts.Count > 1)
            {
                acts.ForEach(a => Commit([a]));
            }
            else if (lost && !again)
            {
                // Nothing was written yet. A server that ended an idle connection, or was started anew, costs nobody an act.
                Commit(acts, again: true);
            }
            else
            {
                acts[0].Failure = e is DbException ? new StoreException("Nothing was recorded: the store can't be written. " + e.Message, e) : e;
            }
        }
    }

    /// <summary>The writer's connection and scene, made anew when the store has ended the one before.</summary>
    private (DbConnection Db, Scene Scene) Enter()
    {
        if (_db?.State != ConnectionState.Open || _scene is null)
        {
            Leave();
            _db = _store.OpenWriter();
            _scene = new Scene(_db, _store.Key);
        }

        return (_db, _scene);
    }

    private void Leave()
    {
        _scene?.Dispose();
        _db?.Dispose();
        (_scene, _db) = (null, null);
    }

    private void Ask(Act act, Scene scene)
    {
        act.Results.Clear();
        foreach (var rule in act.Rules)
        {
            var now = _clock.GetCurrentInstant();
            var decision = rule(scene, now);
            if (decision.Events.Length > 0)
            {
                var recording = new Recording(act.Who, now, act.Why, act.Evidence);
                decision = decision.And(WhatFalls(scene, decision.Events, recording));
                decision = decision.And(WhatIsAskedBack(scene, decision.Events, recording));
                foreach (var id in Effects.Overtaken(decision.Events))
                {
                    scene.Withdraw(id, MessageRules.Reminder, now);
                }

                scene.Write(recording, decision.Events, Effects.Of(recording, decision.Events, _programme).Concat(PartyMessenger.Entries(recording, decision.Events, id => scene.Find(id)?.State)));
                Telemetry.Recorded.Add(decision.Events.Length);
            }
            else if (decision.Refused is not null)
            {
                Telemetry.Refused.Add(1);
            }

            act.Results.Add(new Outcome(decision.Events, decision.Refused));
        }
    }

    /// <summary>What is stricter falls in the same act as the line that it rests on, whoever takes that away.</summary>
    private static Decision WhatFalls(Scene scene, ImmutableArray<NewEvent> events, Recording recording)
    {
        var fallen = Decision.Nothing;
        foreach (var id in events.Where(e => GroundRules.MayTakeAway(e.Event)).Select(e => e.Case).Distinct())
        {
            if (scene.Find(id) is { } file && GroundRules.IsAnythingStricter(file.State))
            {
                fallen = fallen.And(GroundRules.Fall(After(file, events, recording), recording.At));
            }
        }

        return fallen;
    }

    /// <summary>A device is asked back in the same act that ends what it was worn for, whichever act that is.</summary>
    private static Decision WhatIsAskedBack(Scene scene, ImmutableArray<NewEvent> events, Recording recording)
    {
        var asked = Decision.Nothing;
        foreach (var id in events.Where(e => DeviceRules.MayEnd(e.Event)).Select(e => e.Case).Distinct())
        {
            if (scene.Find(id) is { State.Devices.Current: not null } file)
            {
                asked = asked.And(DeviceRules.AskBack(After(file, events, recording).State, recording.At));
            }
        }

        return asked;
    }

    private static CaseFile After(CaseFile file, ImmutableArray<NewEvent> events, Recording recording) =>
        events.Where(e => e.Case == file.State.Id).Aggregate(file, (f, e) => f.With(new RecordedEvent(
            file.State.Id, f.Events.Length + 1, e.OccurredAt, recording.At, recording.Who, recording.Why, recording.Evidence, e.Event)));

    private sealed class Act(Actor who, string? why, string? evidence, IReadOnlyList<Func<Scene, Instant, Decision>> rules)
    {
        public Actor Who { get; } = who;

        public string? Why { get; } = why;

        public string? Evidence { get; } = evidence;

        public IReadOnlyList<Func<Scene, Instant, Decision>> Rules { get; } = rules;

        public TaskCompletionSource<IReadOnlyList<Outcome>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Outcome> Results { get; } = new(rules.Count);

        public Exception? Failure { get; set; }

        public bool Wrote => Failure is null && Results.Exists(r => r.Changed);

        public void Answer()
        {
            if (Failure is { } failure)
            {
                Done.TrySetException(failure);
            }
            else
            {
                Done.TrySetResult(Results);
            }
        }
    }
}
