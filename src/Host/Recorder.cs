using System.Collections.Immutable;
using System.Data.Common;
using System.Threading.Channels;
using NodaTime;
using Throughline.Casefile;
using Throughline.Storage;

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
    private const int ActsAtMost = 256;
    private const int WaitingAtMost = 4096;

    private readonly Channel<Act> _waiting = Channel.CreateBounded<Act>(new BoundedChannelOptions(WaitingAtMost) { SingleReader = true });
    private readonly Store _store;
    private readonly IClock _clock;
    private readonly Task _writing;

    public Recorder(Store store, IClock clock)
    {
        _store = store;
        _clock = clock;
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Fires after each commit that wrote something: the search index, the outbox and live pages follow it.</summary>
    public event Action? Committed;

    /// <summary>Records what <paramref name="rule"/> decides. The rule must be pure apart from reading the scene: it may be asked again.</summary>
    public async Task<Outcome> RecordAsync(Actor who, Func<Scene, Instant, Decision> rule, string? why = null, string? evidence = null)
    {
        var act = new Act(who, why, evidence, rule);
        await _waiting.Writer.WriteAsync(act);
        return await act.Done.Task;
    }

    /// <summary>Records on one case, seen by the actor at <paramref name="expectedVersion"/>; somebody else's change since then is a refusal.</summary>
    public Task<Outcome> RecordAsync(Actor who, CaseId id, int? expectedVersion, Func<Scene, CaseFile, Instant, Decision> rule, string? why = null, string? evidence = null) =>
        RecordAsync(
            who,
            (scene, now) => scene.Find(id) is not { } file ? Refusals.NoSuchCase
                : expectedVersion is { } seen && seen != file.State.Version ? Refusals.ChangedMeanwhile(file)
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
        using var db = _store.OpenWriter();
        using var scene = new Scene(db, _store.Key);
        var batch = new List<Act>(ActsAtMost);
        while (_waiting.Reader.TryPeek(out _) || _waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            try
            {
                using var transaction = db.BeginTransaction();
                scene.Begin(transaction);
                while (batch.Count < ActsAtMost && _waiting.Reader.TryRead(out var act))
                {
                    batch.Add(act);
                    Ask(act, scene);
                }

                transaction.Commit();
            }
            catch (DbException e)
            {
                // Nothing of this batch is in the store: each of its actors is told so.
                Drain(batch);
                batch.ForEach(a => a.Done.TrySetException(new StoreException("Nothing was recorded: the store can't be written. " + e.Message, e)));
                continue;
            }

            batch.ForEach(a => a.Answer());
            if (batch.Exists(a => a.Wrote))
            {
                Committed?.Invoke();
            }
        }
    }

    /// <summary>When even the transaction could not begin, those who wait must hear it too, or they would wait for ever.</summary>
    private void Drain(List<Act> batch)
    {
        while (batch.Count < ActsAtMost && _waiting.Reader.TryRead(out var act))
        {
            batch.Add(act);
        }
    }

    private void Ask(Act act, Scene scene)
    {
        scene.Sql.Execute("savepoint act");
        try
        {
            var now = _clock.GetCurrentInstant();
            var decision = act.Rule(scene, now);
            if (decision.Events.Length > 0)
            {
                scene.Write(new Recording(act.Who, now, act.Why, act.Evidence), decision.Events, Effects.Of(decision.Events));
            }

            act.Result = new Outcome(decision.Events, decision.Refused);
        }
        catch (Exception e)
        {
            // An edge loop: one act's bug must not take the others' writes with it. The actor gets the exception.
            scene.Sql.Execute("rollback to act");
            scene.Forget();
            act.Failure = e;
        }

        scene.Sql.Execute("release act");
    }

    private sealed class Act(Actor who, string? why, string? evidence, Func<Scene, Instant, Decision> rule)
    {
        public Actor Who { get; } = who;

        public string? Why { get; } = why;

        public string? Evidence { get; } = evidence;

        public Func<Scene, Instant, Decision> Rule { get; } = rule;

        public TaskCompletionSource<Outcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Outcome? Result { get; set; }

        public Exception? Failure { get; set; }

        public bool Wrote => Result?.Changed == true;

        public void Answer()
        {
            if (Failure is { } failure)
            {
                Done.TrySetException(failure);
            }
            else
            {
                Done.TrySetResult(Result!);
            }
        }
    }
}
