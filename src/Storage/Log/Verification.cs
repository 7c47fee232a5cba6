using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Throughline.Casefile;

namespace Throughline.Storage.Log;

/// <summary>What a check of the whole log found.</summary>
/// <param name="Breaks">Sentences, each naming a case and an event; empty when the log is whole.</param>
/// <param name="Unsealed">Events newer than the last checkpoint: chained, but not under a root yet.</param>
/// <param name="Noted">The number of the last checkpoint that is noted beside the key; 0 where none is.</param>
internal sealed record Verdict(long Cases, long Events, long Checkpoints, long Unsealed, long Noted, IReadOnlyList<string> Breaks);

/// <summary>Checks every event's hash and place, every checkpoint's root, and that no case and no last event is missing.</summary>
internal static class Verification
{
    private const int BreaksAtMost = 100;
    private static readonly string Erased = EventJson.Types().Single(t => t.Type == typeof(Casefile.Keeping.PersonErased)).Name;

    public static Verdict Run(Store store)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var snapshot = store.Engine.Snapshot(db);
        sql.Begin(snapshot);
        return Check(store, sql);
    }

    private static Verdict Check(Store store, Statements sql)
    {
        var breaks = new List<string>();

        // Read before the checkpoints: one that is sealed meanwhile is only newer.
        var noted = Anchor.Read(store);
        var heads = ReadCheckpoints(sql, store.Key, breaks, out var sealings);
        var (checkpoints, upto, _) = sealings.LastOrDefault();
        breaks.AddRange(AgainstAnchor(store, sql, noted, checkpoints));
        var (cases, events) = ReadEvents(sql, store.Key, heads, upto, breaks);
        foreach (var (caseId, head) in heads.OrderBy(h => h.Key))
        {
            breaks.Add($"Case {new CaseId(caseId)} is missing: the log was sealed with {head.Version} events of it.");
        }

        // What was found above is named with its case; this can only name a stretch, and finds what else was moved.
        if (breaks.Count == 0)
        {
            breaks.AddRange(OutOfOrder(sql, sealings));
        }

        breaks.AddRange(ReadTablesBehind(sql));

        var unsealed = (long)(sql.Scalar("select count(*) from events where pos > @p0", upto) ?? 0L);
        return new Verdict(cases, events, checkpoints, unsealed, noted?.Number ?? 0, breaks.Take(BreaksAtMost).ToList());
    }

    /// <summary>The store must hold the checkpoint that was noted outside it, with the same root.</summary>
    private static IEnumerable<string> AgainstAnchor(Store store, Statements sql, Anchor? noted, long last)
    {
        if (noted is null)
        {
            if (last > 0 && Anchor.AnotherIsNoted(store))
            {
                yield return $"No checkpoint of this store is noted beside the key, and one of another copy is: it was put in that one's place. If you did that on purpose, write down why and remove the notes that are not its own ({store.Id}*.anchor).";
            }

            yield break;
        }

        if (noted.Number == 0)
        {
            yield return $"The note of the last checkpoint, {Anchor.FileOf(store)}, can't be read.";
        }
        else if (noted.Number > last)
        {
            yield return $"Checkpoints {last + 1} to {noted.Number} are missing, which sealed the log up to event {noted.Upto}: they were taken out, or the store was rolled back to an older copy. {OnPurpose(store)}";
        }
        else if (sql.Scalar("select root from checkpoints where number = @p0", noted.Number) is not byte[] root || !CryptographicOperations.FixedTimeEquals(root, noted.Root))
        {
            yield return $"Checkpoint {noted.Number} is not the one that was noted beside the installation key: the store was rolled back to an older copy and went on from there. {OnPurpose(store)}";
        }
    }

    private static string OnPurpose(Store store) => $"If you did that on purpose, write down why and remove {Anchor.FileOf(store)}: a new note is made within a second.";

    /// <summary>The last sealed head of every case, from the checkpoints alone.</summary>
    private static Dictionary<long, (long Version, byte[] Hash)> ReadCheckpoints(
        Statements sql, InstallationKey key, List<string> breaks, out List<(long Number, long Upto, byte[] Order)> sealings)
    {
        var heads = new Dictionary<long, (long, byte[])>();
        sealings = [];
        long count = 0;
        var root = key.Root([], 0, 0, []);
        using var rows = sql.Query("select number, upto, heads, root, made_at from checkpoints order by number");
        while (rows.Read())
        {
            var bytes = Bytes(rows, 2);
            if (rows.GetInt64(0) != ++count)
            {
                breaks.Add($"Checkpoint {count} is missing.");
                count = rows.GetInt64(0);
            }

            var upto = rows.GetInt64(1);
            sealings.Add((count, upto, bytes[..Math.Min(bytes.Length, Checkpoints.OrderSize)]));
            root = key.Root(root, upto, rows.GetInt64(4), bytes);
            if (!CryptographicOperations.FixedTimeEquals(root, Bytes(rows, 3)))
            {
                breaks.Add($"Checkpoint {count} does not have the root that its cases give: it, or one before it, was changed.");
                root = Bytes(rows, 3);
            }

            for (var at = Checkpoints.OrderSize; at + Checkpoints.HeadSize <= bytes.Length; at += Checkpoints.HeadSize)
            {
                var head = bytes.AsSpan(at, Checkpoints.HeadSize);
                heads[BinaryPrimitives.ReadInt64BigEndian(head)] = (BinaryPrimitives.ReadInt64BigEndian(head[8..]), head[16..].ToArray());
            }
        }

        return heads;
    }

    /// <summary>Walks the log case by case and takes each sealed head that it meets out of <paramref name="heads"/>.</summary>
    private static (long Cases, long Events) ReadEvents(
        Statements sql, InstallationKey installation, Dictionary<long, (long Version, byte[] Hash)> heads, long upto, List<string> breaks)
    {
        long cases = 0, events = 0, current = 0, version = 0, place = 0, sealedTo = 0;
        byte[] hash = [];
        var (broken, isKeyGone, isErased) = (false, false, false);
        using var rows = sql.Query(
            """
            select e.case_id, e.version, e.type, e.occurred_at, e.recorded_at, e.who, e.clear, e.sealed, e.hash, k.wrapped, e.pos
            from events e left join person_keys k on k.case_id = e.case_id order by e.case_id, e.version
            """);
        while (rows.Read())
        {
            events++;
            if (rows.GetInt64(0) != current)
            {
                EndCase(current, version, heads, broken, breaks);
                CheckErasure(current, isKeyGone, isErased, breaks);
                (current, version, hash, broken, place) = (rows.GetInt64(0), 0, [], false, 0);
                sealedTo = heads.TryGetValue(current, out var last) ? last.Version : 0;
                cases++;
                (isKeyGone, isErased) = (CheckKey(rows, installation, new CaseId(current), breaks), false);
            }

            isErased |= rows.GetString(2) == Erased;
            version++;
            var found = rows.GetInt64(1);
            if (found != version && !broken)
            {
                breaks.Add($"Case {new CaseId(current)}: event {version} is missing.");
                broken = true;
            }

            version = found;
            // The place is not under the case's hashes, but it rises within a case, and the checkpoints say which events stand before them.
            var before = place;
            place = rows.GetInt64(10);
            if (!broken && (place <= before || (found <= sealedTo) != (place <= upto)))
            {
                breaks.Add($"Case {new CaseId(current)}, event {found} ({rows.GetString(2)}): it does not stand at its place in the log.");
                broken = true;
            }

            var sealedBytes = rows.IsDBNull(7) ? null : Bytes(rows, 7);
            var stored = Bytes(rows, 8);
            hash = CaseLog.Hash(
                hash, current, found, rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetString(5), Bytes(rows, 6), sealedBytes);
            if (!broken && !CryptographicOperations.FixedTimeEquals(hash, stored))
            {
                breaks.Add($"Case {new CaseId(current)}, event {found} ({rows.GetString(2)}): its content is not what was written.");
                broken = true;
            }

            if (heads.TryGetValue(current, out var head) && head.Version == found)
            {
                heads.Remove(current);
                if (!broken && !CryptographicOperations.FixedTimeEquals(head.Hash, stored))
                {
                    breaks.Add($"Case {new CaseId(current)}, event {found}: it was written anew after it had been sealed.");
                    broken = true;
                }
            }

            hash = stored;
        }

        EndCase(current, version, heads, broken, breaks);
        CheckErasure(current, isKeyGone, isErased, breaks);
        return (cases, events);
    }

    private static void EndCase(long current, long version, Dictionary<long, (long Version, byte[] Hash)> heads, bool broken, List<string> breaks)
    {
        if (heads.Remove(current, out var head) && !broken)
        {
            breaks.Add($"Case {new CaseId(current)}: event {version + 1} is missing; the log was sealed with {head.Version} events of it.");
        }
    }

    /// <summary>A key is gone where its person was erased, and nowhere else.</summary>
    private static void CheckErasure(long current, bool isKeyGone, bool isErased, List<string> breaks)
    {
        if (isKeyGone != isErased)
        {
            breaks.Add(isErased
                ? $"Case {new CaseId(current)}: it was erased, and its person's key is there all the same. `throughline erase person {new CaseId(current)}` destroys it."
                : $"Case {new CaseId(current)}: the person's key was destroyed without an erasure on record.");
        }
    }

    /// <summary>True: the key was destroyed.</summary>
    private static bool CheckKey(DbDataReader row, InstallationKey installation, CaseId id, List<string> breaks)
    {
        try
        {
            if (row.IsDBNull(9))
            {
                breaks.Add($"Case {id}: the person's key is missing, so that nothing personal in it can be read.");
            }
            else if (Bytes(row, 9) is { Length: > 0 } wrapped)
            {
                installation.Unwrap(wrapped, id.Number);
            }
            else
            {
                return true;
            }
        }
        catch (CryptographicException)
        {
            breaks.Add($"Case {id}: the person's key does not open with this installation's key.");
        }

        return false;
    }

    /// <summary>A tampered column may hold another type than the one that we write; that is a finding, not a crash.</summary>
    private static byte[] Bytes(DbDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        var other => Encoding.UTF8.GetBytes(other.ToString() ?? ""),
    };

    /// <summary>Every event must stand at the place at which it was sealed: two that changed places between cases show only here.</summary>
    private static IEnumerable<string> OutOfOrder(Statements sql, List<(long Number, long Upto, byte[] Order)> sealings)
    {
        using var order = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = sql.Query("select pos, hash from events order by pos");
        var more = rows.Read();
        long from = 1;
        foreach (var (number, upto, sealedOrder) in sealings)
        {
            for (; more && rows.GetInt64(0) <= upto; more = rows.Read())
            {
                Checkpoints.Add(order, rows.GetInt64(0), Bytes(rows, 1));
            }

            if (!CryptographicOperations.FixedTimeEquals(order.GetHashAndReset(), sealedOrder))
            {
                yield return $"Events {from} to {upto} do not stand in the order in which checkpoint {number} sealed them.";
            }

            from = upto + 1;
        }
    }

    private static IEnumerable<string> ReadTablesBehind(Statements sql)
    {
        using var rows = sql.Query(
            """
            select c.case_id, c.version, coalesce(e.version, 0) from cases c
            left join (select case_id, max(version) as version from events group by case_id) e on e.case_id = c.case_id
            where c.version <> coalesce(e.version, 0) order by c.case_id limit 100
            """);
        while (rows.Read())
        {
            yield return rows.GetInt64(2) < rows.GetInt64(1)
                ? $"Case {new CaseId(rows.GetInt64(0))}: event {rows.GetInt64(1)} is missing; the read tables were made from it."
                : $"Case {new CaseId(rows.GetInt64(0))}: the read tables stop at event {rows.GetInt64(1)} of {rows.GetInt64(2)}; `throughline rebuild` refills them.";
        }
    }
}
