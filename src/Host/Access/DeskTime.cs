using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Throughline.Host.Access;

/// <summary>Days and times in the manner of the desk: "Tue, Nov 24" and the 24-hour clock.</summary>
internal static class DeskTime
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>With the year only where it is another than <paramref name="now"/>'s.</summary>
    public static string Day(LocalDate day, LocalDate now) => day.ToString(day.Year == now.Year ? "ddd, MMM d" : "ddd, MMM d, uuuu", English);

    public static string At(Instant at, DateTimeZone zone, Instant now) =>
        $"{Day(at.InZone(zone).Date, now.InZone(zone).Date)}, {at.InZone(zone).TimeOfDay.ToString("HH:mm", English)}";

    /// <summary>For narrow columns: "Wed 13:00" within a week, else "Jan 4".</summary>
    public static string Brief(Instant at, DateTimeZone zone, Instant now) =>
        at.InZone(zone).LocalDateTime.ToString((at - now).TotalDays is > -7 and < 7 ? "ddd HH:mm" : "MMM d", English);

    /// <summary>"Wed, Dec 2, 09:00": the wall clock of the office that holds the slot.</summary>
    public static string SlotTime(LocalDate day, LocalTime time, Instant now) => $"{Day(day, now.InUtc().Date)}, {time.ToString("HH:mm", English)}";

    public static string Clock(Instant at, DateTimeZone zone) => at.InZone(zone).TimeOfDay.ToString("HH:mm", English);

    public static LocalDateTime? Read(string day, string time) =>
        LocalDatePattern.Iso.Parse(day) is { Success: true, Value: var d } && LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time.Length > 5 ? time[..5] : time) is { Success: true, Value: var t }
            ? d + t
            : null;
}
