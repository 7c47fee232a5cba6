using NodaTime;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Trail;

namespace Throughline.Storage.Monitoring;

/// <summary>Reads sealed chunks back. Who may, and for what, is decided before; every reading is an access line of the caller's.</summary>
internal sealed class TrailReading(Store store)
{
    /// <summary>The fixes of one assignment by their time, each once; those that are in no chunk yet are with the shard.</summary>
    public List<Fix> Read(Guid assignment, Instant from, Instant until) => [.. ReadEach(assignment, from, until).OrderBy(f => f.Time).Distinct()];

    /// <summary>As often as they are there, chunk by chunk.</summary>
    public List<Fix> ReadEach(Guid assignment, Instant from, Instant until)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        var keys = new Dictionary<long, byte[]>();
        using (var rows = sql.Query(
            "select t.month, t.wrapped, t.case_id, p.wrapped from trail_keys t join person_keys p on p.case_id = t.case_id where t.assignment = @p0", assignment.ToString()))
        {
            while (rows.Read())
            {
                if ((byte[])rows.GetValue(3) is { Length: > 0 } wrapped)
                {
                    var person = store.Key.Unwrap(wrapped, rows.GetInt64(2));
                    keys[rows.GetInt64(0)] = InstallationKey.Unseal(person, (byte[])rows.GetValue(1), TrailWriting.About("trail " + assignment, rows.GetInt64(0)));
                }
            }
        }

        var fixes = new List<Fix>();
        using var chunks = sql.Query(
            "select month, from_at, until_at, case_id, sealed from trail_chunks where assignment = @p0 and from_at < @p2 and until_at >= @p1 order by from_at, until_at, number",
            assignment.ToString(), Clamped(from), Clamped(until));
        while (chunks.Read())
        {
            if (keys.TryGetValue(chunks.GetInt64(0), out var key))
            {
                FixChunk.Read(InstallationKey.Unseal(key, (byte[])chunks.GetValue(4), TrailWriting.About("chunk", chunks.GetInt64(3), chunks.GetInt64(1), chunks.GetInt64(2))), fixes);
            }
        }

        fixes.RemoveAll(f => f.Time < from || f.Time >= until);
        return fixes;
    }

    private static long Clamped(Instant at) => Instant.Min(Instant.Max(at, Instant.FromUtc(1970, 1, 1, 0, 0)), Instant.FromUtc(9000, 1, 1, 0, 0)).Micros();
}
