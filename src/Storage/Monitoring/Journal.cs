using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;

namespace Throughline.Storage.Monitoring;

/// <summary>
/// The journal of all shards of this process. One thread writes: appends that wait share a commit, and what a shard puts away has a commit of
/// its own between two of them.
/// </summary>
internal sealed class Journal : IJournal, IDisposable
{
    /// <summary>Shards that were handed something in the same moment come a little apart; one flush for all of them is worth the wait.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(0.5);

    private readonly Store _store;
    private readonly IClock _clock;
    private readonly JournalKeys _keys;
    private readonly TrailWriting _trail;
    private readonly Lock _turn = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Thread _writer;
    private List<JournalAppend> _waiting = [];
    private List<Work> _works = [];
    private volatile bool _stopping;

    public Journal(Store store, IClock clock)
    {
        (_store, _clock) = (store, clock);
        _keys = new JournalKeys(store, clock);
        _trail = new TrailWriting(store);
        _writer = new Thread(WriteOn) { IsBackground = true, Name = "journal" };
        _writer.Start();
    }

    /// <summary>Since when nothing could be written; null while all is well.</summary>
    public Instant? FailingSince { get; private set; }

    /// <summary>Commits of appends so far, and batches in them.</summary>
    public (long Commits, long Batches) Done { get; private set; }

    public Task<ShardHold> TakeOverAsync(int shard, CancellationToken stop) => DoAsync(sql =>
    {
        var epoch = (long)sql.Scalar(
            "insert into shards (shard, epoch, told, floor) values (@p0, 1, 0, 0) on conflict (shard) do update set epoch = shards.epoch + 1 returning epoch", (long)shard)!;
        return new ShardHold(shard, epoch, Head(sql, shard), (long)sql.Scalar("select told from shards where shard = @p0", (long)shard)!);
    });

    public Task AppendAsync(ShardHold hold, long sequence, ReadOnlyMemory<byte> messages, CancellationToken stop)
    {
        var append = new JournalAppend(hold, sequence, messages);
        lock (_turn)
        {
            _waiting.Add(append);
        }

        Wake();
        return append.Task;
    }

    public Task<long> HeadAsync(ShardHold hold, CancellationToken stop) => DoAsync(sql => Head(sql, Held(sql, hold)));

    public IEnumerable<JournalBatch> Replay(ShardHold hold)
    {
        using var db = _store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select seq, key, payload from journal where shard = @p0 order by seq", (long)hold.Shard);
        while (rows.Read())
        {
            var sequence = rows.GetInt64(0);
            yield return new JournalBatch(sequence, _keys.Open(rows.GetInt64(1), (byte[])rows.GetValue(2), hold.Shard, sequence));
        }
    }

    public IEnumerable<KeptDevice> Devices(ShardHold hold)
    {
        using var db = _store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            "select d.device_id, d.assignment, d.case_id, d.raw_days, d.upto, d.memory, k.wrapped from shard_devices d join person_keys k on k.case_id = d.case_id where d.shard = @p0",
            (long)hold.Shard);
        while (rows.Read())
        {
            var wrapped = (byte[])rows.GetValue(6);
            if (wrapped.Length > 0)
            {
                var (device, id) = (rows.GetInt64(0), rows.GetInt64(2));
                yield return new KeptDevice(
                    new DeviceId(device), Guid.Parse(rows.GetString(1)), id, (int)rows.GetInt64(3), rows.GetInt64(4),
                    InstallationKey.Unseal(_store.Key.Unwrap(wrapped, id), (byte[])rows.GetValue(5), TrailWriting.About("memory", device)));
            }
        }
    }

    public Task SealAsync(ShardHold hold, Sealing sealing, CancellationToken stop) => DoAsync(sql =>
    {
        Held(sql, hold);
        _trail.Put(sql, hold, sealing);
        sql.Execute("update shards set told = @p1, floor = case when floor > @p2 then floor else @p2 end where shard = @p0", (long)hold.Shard, sealing.Told, sealing.Floor);
        sql.Execute("delete from journal where shard = @p0 and seq <= @p1", (long)hold.Shard, sealing.Floor);
        return 0;
    });

    public void Dispose()
    {
        _stopping = true;
        Wake();
        _writer.Join();
        _wake.Dispose();
        _keys.Dispose();
    }

    private static long Head(Statements sql, int shard) =>
        (long)sql.Scalar("select case when s.floor > coalesce(max(j.seq), 0) then s.floor else coalesce(max(j.seq), 0) end from shards s left join journal j on j.shard = s.shard where s.shard = @p0 group by s.floor", (long)shard)!;

    private static int Held(Statements sql, ShardHold hold) =>
        sql.Scalar("select epoch from shards where shard = @p0", (long)hold.Shard) is long epoch && epoch == hold.Epoch ? hold.Shard : throw new FencedException(hold.Shard);

    private async Task<T> DoAsync<T>(Func<Statements, T> does)
    {
        var work = new Work(sql => does(sql)!);
        lock (_turn)
        {
            _works.Add(work);
        }

        Wake();
        return (T)await work.Task;
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    private void WriteOn()
    {
        JournalWriting? writing = null;
        while (true)
        {
            _wake.Wait();
            if (_stopping)
            {
                break;
            }

            Thread.Sleep(Gather);
            var appends = Taken(ref _waiting);
            if (appends.Count > 0)
            {
                Try(ref writing, appends, w => w.Append(appends, _clock.GetCurrentInstant()));
                Done = (Done.Commits + 1, Done.Batches + appends.Count);
            }

            foreach (var work in Taken(ref _works))
            {
                Try(ref writing, [work], w => w.Do(work));
            }
        }

        writing?.Dispose();
        foreach (var left in Taken(ref _waiting).Concat<IWaits>(Taken(ref _works)))
        {
            left.Fail(new JournalException("We are stopping."));
        }
    }

    private List<T> Taken<T>(ref List<T> from)
    {
        lock (_turn)
        {
            var taken = from;
            from = [];
            return taken;
        }
    }

    private void Try(ref JournalWriting? writing, IReadOnlyList<IWaits> waits, Action<JournalWriting> act)
    {
        try
        {
            act(writing ??= new JournalWriting(_store, _keys));
            FailingSince = null;
        }
        catch (Exception e)
        {
            // The one writer must live: whatever went wrong is said to those who wait, and the next commit begins with a new connection.
            FailingSince = e is FencedException ? FailingSince : FailingSince ?? _clock.GetCurrentInstant();
            writing?.Dispose();
            writing = null;
            _trail.Forget();
            foreach (var wait in waits)
            {
                wait.Fail(e is FencedException ? e : new JournalException($"{_store.Engine.Place} takes nothing: {e.Message}", e));
            }
        }
    }

    internal sealed class Work(Func<Statements, object> does) : IWaits
    {
        private readonly TaskCompletionSource<object> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<object> Task => _done.Task;

        public Func<Statements, object> Does => does;

        public void Finish(object result) => _done.TrySetResult(result);

        public void Fail(Exception e) => _done.TrySetException(e);
    }
}

/// <summary>Somebody waits for the disk.</summary>
internal interface IWaits
{
    void Fail(Exception e);
}

/// <summary>One batch of one shard on its way to the disk.</summary>
internal sealed class JournalAppend(ShardHold hold, long sequence, ReadOnlyMemory<byte> messages) : IWaits
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    public ShardHold Hold => hold;

    public long Sequence => sequence;

    public ReadOnlyMemory<byte> Messages => messages;

    public void Finish(bool isWritten)
    {
        if (isWritten)
        {
            _done.TrySetResult();
        }
        else
        {
            _done.TrySetException(new FencedException(hold.Shard));
        }
    }

    public void Fail(Exception e) => _done.TrySetException(e);
}
