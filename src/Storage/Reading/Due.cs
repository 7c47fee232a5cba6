using NodaTime;
using Throughline.Casefile;

namespace Throughline.Storage.Reading;

/// <summary>Which cases the passing of time touches. Each question runs over an index on what is open: the cost follows what is due, not what exists.</summary>
internal sealed class Due(Store store)
{
    /// <summary>Cases at which the sweep must look by now, the longest overdue first.</summary>
    public IReadOnlyList<CaseId> ToLook(Instant now, int atMost) =>
        Ids($"select case_id from looks where at <= @p0 order by at limit {atMost}", now.Micros());

    /// <summary>The next moment at which the sweep has something to do; null when nothing runs.</summary>
    public Instant? NextLook(Instant after)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (sql.Scalar("select min(at) from looks where at > @p0", after.Micros()) as long?)?.ToInstant();
    }

    /// <summary>Cases with a miss, in review or confirmed, whose window a fault touches.</summary>
    public IReadOnlyList<CaseId> MissedBetween(Instant from, Instant until) => Ids(
        "select case_id from obligations where state in ('missed-to-review', 'confirmed-missed') and closes > @p0 and opens < @p1 order by case_id", from.Micros(), until.Micros());

    /// <summary>Cases with a booking at an office on those days, both included.</summary>
    public IReadOnlyList<CaseId> BookedBetween(string office, LocalDate from, LocalDate to) =>
        Ids("select case_id from bookings where office = @p0 and day between @p1 and @p2 order by case_id", office, from.Day(), to.Day());

    private List<CaseId> Ids(string query, params ReadOnlySpan<object?> values)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(query, values);
        var ids = new List<CaseId>();
        while (rows.Read())
        {
            ids.Add(new CaseId(rows.GetInt64(0)));
        }

        return ids;
    }
}
