using NodaTime;
using Throughline.Storage.Keeping;

namespace Throughline.Storage.Monitoring;

/// <summary>Raw fixes end after the days that their order names; verdicts stay. A held case keeps them.</summary>
internal static class TrailRetention
{
    /// <summary>As receipts name it.</summary>
    public const string Class = "raw-fixes";

    public const string Rule = "the days that the order names, from the fix on; a hold stops it";

    /// <summary>Unread messages may hold a place as well.</summary>
    private static readonly Duration UnreadDays = Duration.FromDays(30);

    private const int AtOnce = 2000;

    /// <summary>Ends a batch of chunks, then the keys of months that are over; the number of chunks and unread messages. None: all that was due is gone.</summary>
    public static long End(Statements sql, Instant now)
    {
        var day = Duration.FromDays(1).TotalTicks / 10;
        const string NotHeld = "k.case_id not in (select case_id from keeping where is_held = 1)";
        const string Due =
            $"""
            select c.assignment, c.from_at, c.until_at, c.number from trail_chunks c join trail_keys k on k.assignment = c.assignment and k.month = c.month
            where c.until_at + k.raw_days * @p1 <= @p0 and {NotHeld} order by c.until_at limit @p2
            """;
        var due = new List<(string Assignment, long From, long Until, long Number)>();
        using (var rows = sql.Query(Due, now.Micros(), (long)day, (long)AtOnce))
        {
            while (rows.Read())
            {
                due.Add((rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3)));
            }
        }

        foreach (var (assignment, from, until, number) in due)
        {
            sql.Execute("delete from trail_chunks where assignment = @p0 and from_at = @p1 and until_at = @p2 and number = @p3", assignment, from, until, number);
        }

        // A key without a chunk opens nothing any more, but for what lies in older copies of the store. Of late months a shard may still be using it.
        sql.Execute(
            $"""
            delete from trail_keys as k where k.month < @p0 and {NotHeld}
            and not exists (select 1 from trail_chunks c where c.assignment = k.assignment and c.month = k.month)
            """,
            TrailWriting.MonthOf(now - Duration.FromDays(40)));
        var unread = (long)(sql.Scalar("select count(*) from unread_messages where at <= @p0", (now - UnreadDays).Micros()) ?? 0L);
        sql.Execute("delete from unread_messages where at <= @p0", (now - UnreadDays).Micros());
        Receipts.Add(sql, Class, Rule, due.Count + unread, now);
        return due.Count + unread;
    }
}
