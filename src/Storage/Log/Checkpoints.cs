using System.Buffers.Binary;
using System.Data.Common;
using NodaTime;

namespace Throughline.Storage.Log;

/// <summary>
/// The log's root: a chain of checkpoints, each over the heads (number, version, hash) of all cases that changed since the one before.
/// Made about once a second by one process, in a transaction of its own, so that writers never queue behind a global chain.
/// </summary>
internal static class Checkpoints
{
    /// <summary>Bytes of one head: case number (8), version (8), hash (32).</summary>
    public const int HeadSize = 48;

    // Bounds the memory of one checkpoint; a long import makes several.
    private const int EventsAtMost = 20_000;

    /// <summary>Seals everything that is not sealed yet. True when there was something.</summary>
    public static bool Make(Store store, IClock clock)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        var made = false;
        while (MakeOne(db, sql, store.Key, clock.GetCurrentInstant()))
        {
            made = true;
        }

        // Also when this round sealed nothing: the process that sealed the last one may have died before it noted it.
        if (Last(sql, store.Key) is { Number: > 0 } last)
        {
            Anchor.Write(store, new Anchor(last.Number, last.Upto, last.Root), number => sql.Scalar("select root from checkpoints where number = @p0", number) as byte[]);
        }

        return made;
    }

    private static bool MakeOne(DbConnection db, Statements sql, InstallationKey key, Instant now)
    {
        if (Last(sql, key).Upto >= (long)(sql.Scalar("select coalesce(max(pos), 0) from events") ?? 0L))
        {
            return false;
        }

        using var transaction = db.BeginTransaction();
        sql.Transaction = transaction;
        var (number, upto, root) = Last(sql, key);
        var heads = new SortedDictionary<long, (long Version, byte[] Hash)>();
        using (var rows = sql.Query("select pos, case_id, version, hash from events where pos > @p0 order by pos limit @p1", upto, EventsAtMost))
        {
            while (rows.Read())
            {
                upto = rows.GetInt64(0);
                heads[rows.GetInt64(1)] = (rows.GetInt64(2), (byte[])rows.GetValue(3));
            }
        }

        if (heads.Count > 0)
        {
            var bytes = new byte[heads.Count * HeadSize];
            var at = 0;
            foreach (var (caseId, (version, hash)) in heads)
            {
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), caseId);
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at + 8), version);
                hash.CopyTo(bytes, at + 16);
                at += HeadSize;
            }

            sql.Execute(
                "insert into checkpoints (number, upto, made_at, heads, root) values (@p0, @p1, @p2, @p3, @p4)",
                number + 1, upto, now.Micros(), bytes, key.Root(root, upto, now.Micros(), bytes));
        }

        transaction.Commit();
        sql.Transaction = null;
        return heads.Count > 0;
    }

    private static (long Number, long Upto, byte[] Root) Last(Statements sql, InstallationKey key)
    {
        using var row = sql.Query("select number, upto, root from checkpoints order by number desc limit 1");
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1), (byte[])row.GetValue(2)) : (0, 0, key.Root([], 0, 0, []));
    }
}
