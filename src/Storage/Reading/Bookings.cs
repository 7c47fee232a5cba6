using NodaTime;
using Throughline.Casefile.Households;

namespace Throughline.Storage.Reading;

/// <summary>How full the days of an office are.</summary>
internal static class Bookings
{
    /// <summary>Booked places (people) by day, those of <paramref name="except"/> left out.</summary>
    public static Dictionary<LocalDate, int> Taken(Statements sql, string office, LocalDate from, LocalDate to, HouseholdId? except = null)
    {
        var taken = new Dictionary<LocalDate, int>();
        using var rows = sql.Query(
            """
            select b.day, count(*) from bookings b where b.office = @p0 and b.day between @p1 and @p2
              and not exists (select 1 from cases c where c.case_id = b.case_id and c.household = @p3)
              and not exists (select 1 from protections p where p.case_id = b.case_id and p.household = @p3)
            group by b.day
            """,
            office, from.Day(), to.Day(), except?.Number);
        while (rows.Read())
        {
            taken[rows.GetInt64(0).ToDate()] = rows.GetInt32(1);
        }

        return taken;
    }
}
