using NodaTime;

namespace Throughline.Storage.Reading;

/// <summary>Booked places at an office by day, for people who plan.</summary>
internal static class Calendar
{
    public static Dictionary<LocalDate, int> Booked(Store store, string office, LocalDate from, LocalDate to)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select day, count(*) from bookings where office = @p0 and day between @p1 and @p2 group by day", office, from.Day(), to.Day());
        var booked = new Dictionary<LocalDate, int>();
        while (rows.Read())
        {
            booked[rows.GetInt64(0).ToDate()] = rows.GetInt32(1);
        }

        return booked;
    }
}
