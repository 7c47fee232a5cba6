using System.Collections.Concurrent;
using System.Security.Cryptography;
using NodaTime;

namespace Throughline.Storage.Monitoring;

/// <summary>The keys of the journal: one a day and process, wrapped by the installation's, gone when its last row is.</summary>
internal sealed class JournalKeys(Store store, IClock clock) : IDisposable
{
    private static readonly Duration Lasts = Duration.FromDays(1);
    private readonly ConcurrentDictionary<long, byte[]> _known = new();
    private AesGcm? _today;
    private long _number;
    private Instant _since;

    /// <summary>By the writer's thread only.</summary>
    public long OfToday(Statements sql, Instant now)
    {
        if (_today is not null && now - _since < Lasts && now >= _since)
        {
            return _number;
        }

        var key = new byte[32];
        InstallationKey.Chance(key);
        // Two processes may ask at once: whose number is taken asks again.
        object? number = null;
        while (number is null)
        {
            number = sql.Scalar(
                "insert into journal_keys (number, made_at, wrapped) select coalesce(max(number), 0) + 1, @p0, @p1 from journal_keys where true on conflict do nothing returning number",
                now.Micros(), store.Key.SealOwn(key));
        }

        sql.Execute("delete from journal_keys where made_at < @p0 and not exists (select 1 from journal j where j.key = journal_keys.number)", (now - Duration.FromDays(2)).Micros());
        _today?.Dispose();
        (_number, _since, _today) = ((long)number, now, InstallationKey.Ready(key));
        _known[_number] = key;
        return _number;
    }

    public byte[] Seal(ReadOnlySpan<byte> messages, int shard, long sequence) => InstallationKey.Seal(_today!, messages, TrailWriting.About("journal", shard, sequence));

    public byte[] Open(long number, byte[] payload, int shard, long sequence)
    {
        var key = _known.GetOrAdd(number, n =>
        {
            using var db = store.OpenReader();
            using var sql = new Statements(db);
            return store.Key.UnsealOwn((byte[])(sql.Scalar("select wrapped from journal_keys where number = @p0", n)
                ?? throw new StoreException($"The journal's key {n} of {clock.GetCurrentInstant()} is missing.")));
        });
        return InstallationKey.Unseal(key, payload, TrailWriting.About("journal", shard, sequence));
    }

    public void Dispose() => _today?.Dispose();
}
