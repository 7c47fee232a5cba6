using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NodaTime;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Trail;

namespace Throughline.Storage.Monitoring;

/// <summary>Writes chunks of the trail and what shards remember, under keys that hang on the person's. By the journal's thread only.</summary>
internal sealed class TrailWriting(Store store)
{
    // Bounds what is remembered of keys; asking the store for one is a message to the server and back.
    private const int KeysAtMost = 50_000;

    /// <summary>Each row asks once more whether the person is still there: a key may be remembered longer than it lives.</summary>
    private const string IfThere = "from person_keys where case_id = @p0 and length(wrapped) > 0";

    private const int AtOnce = 100;

    private static readonly string ManyPeople =
        $"select case_id, wrapped from person_keys where case_id in ({string.Join(", ", Enumerable.Range(0, AtOnce).Select(i => "@p" + i))})";

    private readonly Dictionary<long, byte[]> _people = [];
    private readonly Dictionary<(Guid Assignment, long Month), byte[]> _months = [];

    public void Put(Statements sql, ShardHold hold, Sealing sealing)
    {
        LearnPeople(sql, [.. sealing.Parts.Select(p => p.Case).Concat(sealing.Devices.Select(d => d.Case)).Distinct().Where(c => !_people.ContainsKey(c))]);
        foreach (var part in sealing.Parts)
        {
            Put(sql, part);
        }

        foreach (var device in sealing.Devices)
        {
            // A person who was erased in the meantime leaves nothing.
            if (PersonKey(sql, device.Case) is { } person)
            {
                sql.Execute(
                    $"""
                    insert into shard_devices (case_id, device_id, shard, assignment, raw_days, upto, memory) select case_id, @p1, @p2, @p3, @p4, @p5, @p6 {IfThere}
                    on conflict (device_id) do update set shard = excluded.shard, assignment = excluded.assignment, case_id = excluded.case_id,
                      raw_days = excluded.raw_days, upto = excluded.upto, memory = excluded.memory
                    """,
                    device.Case, device.Device.Number, (long)hold.Shard, device.Assignment.ToString(), (long)device.RawDays, device.Upto,
                    InstallationKey.Seal(person, device.Memory, About("memory", device.Device.Number)));
            }
        }
    }

    /// <summary>What was written did not come to the disk: keys among it are none.</summary>
    public void Forget()
    {
        _people.Clear();
        _months.Clear();
    }

    public static byte[] About(string kind, params ReadOnlySpan<long> numbers)
    {
        var about = new byte[Encoding.UTF8.GetByteCount(kind) + 8 * numbers.Length];
        var at = Encoding.UTF8.GetBytes(kind, about);
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt64BigEndian(about.AsSpan(at), number);
            at += 8;
        }

        return about;
    }

    /// <summary>Months since the year nought, in UTC.</summary>
    public static long MonthOf(Instant at) => at.InUtc() is var utc ? utc.Year * 12 + utc.Month - 1 : 0;

    /// <summary>Null where there is no such case, or its person was erased.</summary>
    private byte[]? PersonKey(Statements sql, long @case)
    {
        if (!_people.TryGetValue(@case, out var key) && sql.Scalar("select wrapped from person_keys where case_id = @p0", @case) is byte[] { Length: > 0 } wrapped)
        {
            if (_people.Count >= KeysAtMost)
            {
                Forget();
            }

            _people.Add(@case, key = store.Key.Unwrap(wrapped, @case));
        }

        return key;
    }

    /// <summary>Many keys in one question: thousands of devices may come on one morning.</summary>
    private void LearnPeople(Statements sql, List<long> cases)
    {
        foreach (var some in cases.Chunk(AtOnce))
        {
            var numbers = new object?[AtOnce];
            Array.Fill(numbers, -1L);
            for (var i = 0; i < some.Length; i++)
            {
                numbers[i] = some[i];
            }

            using var rows = sql.Query(ManyPeople, numbers);
            while (rows.Read())
            {
                if ((byte[])rows.GetValue(1) is { Length: > 0 } wrapped && _people.Count < KeysAtMost)
                {
                    _people[rows.GetInt64(0)] = store.Key.Unwrap(wrapped, rows.GetInt64(0));
                }
            }
        }
    }

    private void Put(Statements sql, TrailPart part)
    {
        if (part.Fixes.Count == 0 || PersonKey(sql, part.Case) is not { } person)
        {
            return;
        }

        var fixes = part.Fixes.OrderBy(f => f.Time).Distinct().ToList();
        var (from, until, month) = (fixes[0].Time.Micros(), fixes[^1].Time.Micros(), MonthOf(fixes[0].Time));
        var key = TrailKey(sql, part, month, person);
        sql.Execute(
            $"""
            insert into trail_chunks (case_id, assignment, from_at, until_at, month, device_id, points, sealed, number)
            select case_id, @p1, @p2, @p3, @p4, @p5, @p6, @p7,
              (select coalesce(max(c.number), 0) + 1 from trail_chunks c where c.assignment = @p1 and c.from_at = @p2 and c.until_at = @p3) {IfThere}
            """,
            part.Case, part.Assignment.ToString(), from, until, month, part.Device.Number, (long)fixes.Count,
            InstallationKey.Seal(key, FixChunk.Write(CollectionsMarshal.AsSpan(fixes)), About("chunk", part.Case, from, until)));
    }

    private byte[] TrailKey(Statements sql, TrailPart part, long month, byte[] person)
    {
        if (_months.TryGetValue((part.Assignment, month), out var known))
        {
            return known;
        }

        var assignment = part.Assignment.ToString();
        var about = About("trail " + assignment, month);
        if (sql.Scalar("select wrapped from trail_keys where assignment = @p0 and month = @p1", assignment, month) is byte[] wrapped)
        {
            return _months[(part.Assignment, month)] = InstallationKey.Unseal(person, wrapped, about);
        }

        var key = new byte[32];
        InstallationKey.Chance(key);
        sql.Execute(
            $"insert into trail_keys (case_id, assignment, month, raw_days, wrapped) select case_id, @p1, @p2, @p3, @p4 {IfThere}",
            part.Case, assignment, month, (long)part.RawDays, InstallationKey.Seal(person, key, about));
        return _months[(part.Assignment, month)] = key;
    }
}
