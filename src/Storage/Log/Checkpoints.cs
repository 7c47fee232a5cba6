using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using NodaTime;
using Throughline.Storage.Engines;

namespace Throughline.Storage.Log;

/// <summary>
/// The log's root: a chain of checkpoints, each over the order of the events since the one before and the heads (number, version, hash)
/// of all cases that changed.
/// Made about once a second by one process, in a transaction of its own, so that writers never queue behind a global chain.
/// </summary>
internal static class Checkpoints
{
    /// <summary>Bytes at the beginning of <c>heads</c>: a hash over place and hash of every event under the checkpoint, in their order.</summary>
    public const int OrderSize = 32;

    /// <summary>Bytes of one head: case number (8), version (8), hash (32).</summary>
    public const int HeadSize = 48;

    // Bounds the memory of one checkpoint; a long import makes several.
    private const int EventsAtMost = 20_000;

    /// <summary>Seals everything that is not sealed yet. False when the last checkpoint could not be noted beside the key.</summary>
    public static bool Make(Store store, IClock clock)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        while (MakeOne(store, db, sql, clock.GetCurrentInstant()))
        {
        }

        // Also when this round sealed nothing: the process that sealed the last one may have died before it noted it.
        var (number, upto, root) = Last(sql, store.Key);
        return number == 0 || Anchor.Write(
            store, new Anchor(number, upto, root), earlier => sql.Scalar("select root from checkpoints where number = @p0", earlier) as byte[]);
    }

    /// <summary>Adds one event to the hash over the order.</summary>
    public static void Add(IncrementalHash order, long place, ReadOnlySpan<byte> hash)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, place);
        order.AppendData(number);
        order.AppendData(hash);
    }

    private static bool MakeOne(Store store, DbConnection db, Statements sql, Instant now)
    {
        var key = store.Key;
        if (Last(sql, key).Upto >= (long)(sql.Scalar("select coalesce(max(pos), 0) from events") ?? 0L))
        {
            return false;
        }

        using var transaction = store.Engine.Begin(db, Turn.Seal);
        sql.Begin(transaction);
        var (number, upto, root) = Last(sql, key);
        var heads = new SortedDictionary<long, (long Version, byte[] Hash)>();
        using var order = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var rows = sql.Query("select pos, case_id, version, hash from events where pos > @p0 order by pos limit @p1", upto, EventsAtMost))
        {
            while (rows.Read())
            {
                upto = rows.GetInt64(0);
                var hash = (byte[])rows.GetValue(3);
                heads[rows.GetInt64(1)] = (rows.GetInt64(2), hash);
                Add(order, upto, hash);
            }
        }

        if (heads.Count > 0)
        {
            var bytes = new byte[OrderSize + heads.Count * HeadSize];
            var at = order.GetHashAndReset(bytes);
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

        sql.Commit();
        return heads.Count > 0;
    }

    private static (long Number, long Upto, byte[] Root) Last(Statements sql, InstallationKey key)
    {
        using var row = sql.Query("select number, upto, root from checkpoints order by number desc limit 1");
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1), (byte[])row.GetValue(2)) : (0, 0, key.Root([], 0, 0, []));
    }
}
