using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NodaTime;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Trail;

namespace Throughline.Storage.Monitoring;

/// <summary>Writes chunks of the trail and what shards remember, under keys that hang on the person's. By the journal's thread only.</summary>
internal sealed class TrailWriting(Store store, IChunkCodec codec)
{
    public void Put(Statements sql, ShardHold hold, Sealing sealing)
    {
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
                    """
                    insert into shard_devices (device_id, shard, assignment, case_id, raw_days, upto, memory) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6)
                    on conflict (device_id) do update set shard = excluded.shard, assignment = excluded.assignment, case_id = excluded.case_id,
                      raw_days = excluded.raw_days, upto = excluded.upto, memory = excluded.memory
                    """,
                    device.Device.Number, (long)hold.Shard, device.Assignment.ToString(), device.Case, (long)device.RawDays, device.Upto,
                    InstallationKey.Seal(person, device.Memory, About("memory", device.Device.Number)));
            }
        }
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
    public byte[]? PersonKey(Statements sql, long @case) =>
        sql.Scalar("select wrapped from person_keys where case_id = @p0", @case) is byte[] { Length: > 0 } wrapped ? store.Key.Unwrap(wrapped, @case) : null;

    private void Put(Statements sql, TrailPart part)
    {
        if (part.Fixes.Count == 0 || PersonKey(sql, part.Case) is not { } person)
        {
            return;
        }

        var fixes = part.Fixes.OrderBy(f => f.Time).Distinct().ToList();
        var (assignment, from, until, month) = (part.Assignment.ToString(), fixes[0].Time.Micros(), fixes[^1].Time.Micros(), MonthOf(fixes[0].Time));
        var key = TrailKey(sql, part, month, person);
        var number = (long)(sql.Scalar("select coalesce(max(number), 0) + 1 from trail_chunks where assignment = @p0 and from_at = @p1 and until_at = @p2", assignment, from, until) ?? 1L);
        sql.Execute(
            "insert into trail_chunks (assignment, from_at, until_at, number, case_id, month, device_id, points, sealed) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)",
            assignment, from, until, number, part.Case, month, part.Device.Number, (long)fixes.Count,
            InstallationKey.Seal(key, codec.Write(CollectionsMarshal.AsSpan(fixes)), About("chunk", part.Case, from, until, number)));
    }

    private static byte[] TrailKey(Statements sql, TrailPart part, long month, byte[] person)
    {
        var assignment = part.Assignment.ToString();
        var about = About("trail " + assignment, month);
        if (sql.Scalar("select wrapped from trail_keys where assignment = @p0 and month = @p1", assignment, month) is byte[] wrapped)
        {
            return InstallationKey.Unseal(person, wrapped, about);
        }

        var key = new byte[32];
        InstallationKey.Chance(key);
        sql.Execute(
            "insert into trail_keys (assignment, month, case_id, raw_days, wrapped) values (@p0, @p1, @p2, @p3, @p4)",
            assignment, month, part.Case, (long)part.RawDays, InstallationKey.Seal(person, key, about));
        return key;
    }
}
