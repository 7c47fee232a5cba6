using System.Data.Common;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Throughline.Storage.Monitoring;

/// <summary>The connection of the journal's one thread.</summary>
internal sealed class JournalWriting : IDisposable
{
    private readonly DbConnection _db;
    private readonly Statements _sql;
    private readonly JournalKeys _keys;
    private readonly NpgsqlCommand? _many;

    public JournalWriting(Store store, JournalKeys keys)
    {
        _keys = keys;
        _db = store.OpenWriter();
        _sql = new Statements(_db);
        if (_db is NpgsqlConnection postgres)
        {
            // One message to the server a commit. A row whose epoch is not the shard's finds no partner; one whose place is taken stays out.
            _many = new NpgsqlCommand(
                """
                insert into journal (shard, seq, at, key, payload)
                select r.shard, r.seq, @at, @key, r.payload from unnest(@shards, @seqs, @epochs, @payloads) as r (shard, seq, epoch, payload)
                join shards s on s.shard = r.shard and s.epoch = r.epoch on conflict do nothing returning shard, seq
                """,
                postgres);
            _many.Parameters.Add(new NpgsqlParameter("at", NpgsqlDbType.Bigint));
            _many.Parameters.Add(new NpgsqlParameter("key", NpgsqlDbType.Bigint));
            _many.Parameters.Add(new NpgsqlParameter("shards", NpgsqlDbType.Array | NpgsqlDbType.Bigint));
            _many.Parameters.Add(new NpgsqlParameter("seqs", NpgsqlDbType.Array | NpgsqlDbType.Bigint));
            _many.Parameters.Add(new NpgsqlParameter("epochs", NpgsqlDbType.Array | NpgsqlDbType.Bigint));
            _many.Parameters.Add(new NpgsqlParameter("payloads", NpgsqlDbType.Array | NpgsqlDbType.Bytea));
            _many.Prepare();
        }
    }

    public void Append(List<JournalAppend> appends, Instant at)
    {
        var key = _keys.OfToday(_sql, at);
        var payloads = appends.ConvertAll(a => _keys.Seal(a.Messages.Span, a.Hold.Shard, a.Sequence));
        var written = _many is null ? Rows(appends, payloads, key, at) : Many(appends, payloads, key, at);
        foreach (var append in appends)
        {
            append.Finish(written.Contains((append.Hold.Shard, append.Sequence)) && appends.Find(a => a.Hold.Shard == append.Hold.Shard && a.Sequence == append.Sequence) == append);
        }
    }

    public void Do(Journal.Work work)
    {
        using var transaction = _db.BeginTransaction();
        _sql.Begin(transaction);
        var result = work.Does(_sql);
        _sql.Commit();
        work.Finish(result);
    }

    public void Dispose()
    {
        _many?.Dispose();
        _sql.Dispose();
        _db.Dispose();
    }

    private HashSet<(int, long)> Rows(List<JournalAppend> appends, List<byte[]> payloads, long key, Instant at)
    {
        var written = new HashSet<(int, long)>(appends.Count);
        using var transaction = _db.BeginTransaction();
        _sql.Begin(transaction);
        for (var i = 0; i < appends.Count; i++)
        {
            var (hold, sequence) = (appends[i].Hold, appends[i].Sequence);
            if (_sql.Scalar(
                "insert into journal (shard, seq, at, key, payload) select @p0, @p1, @p2, @p3, @p4 where exists (select 1 from shards where shard = @p0 and epoch = @p5) on conflict do nothing returning seq",
                (long)hold.Shard, sequence, at.Micros(), key, payloads[i], hold.Epoch) is not null)
            {
                written.Add((hold.Shard, sequence));
            }
        }

        _sql.Commit();
        return written;
    }

    private HashSet<(int, long)> Many(List<JournalAppend> appends, List<byte[]> payloads, long key, Instant at)
    {
        _many!.Parameters[0].Value = at.Micros();
        _many.Parameters[1].Value = key;
        _many.Parameters[2].Value = appends.ConvertAll(a => (long)a.Hold.Shard).ToArray();
        _many.Parameters[3].Value = appends.ConvertAll(a => a.Sequence).ToArray();
        _many.Parameters[4].Value = appends.ConvertAll(a => a.Hold.Epoch).ToArray();
        _many.Parameters[5].Value = payloads.ToArray();
        var written = new HashSet<(int, long)>(appends.Count);
        using var rows = _many.ExecuteReader();
        while (rows.Read())
        {
            written.Add(((int)rows.GetInt64(0), rows.GetInt64(1)));
        }

        return written;
    }
}
