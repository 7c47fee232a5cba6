using NodaTime;
using Throughline.Monitoring.Zones;

namespace Throughline.Host.Bridges;

/// <summary>When a zone is in force, in words. The caller brings the manner of its reader.</summary>
internal static class ZoneHours
{
    /// <param name="always">What stands for a zone without hours.</param>
    /// <param name="days">Days of the week in the reader's manner.</param>
    public static string Words(WeekHours? hours, string always, Func<IReadOnlyList<IsoDayOfWeek>, string> days, Func<LocalTime, string> clock) => hours is null ? always
        : string.Join("; ", hours.Parts.GroupBy(p => (p.From, p.Until)).Select(g => $"{days([.. g.Select(p => p.Day).Order()])} {clock(g.Key.From)}–{clock(g.Key.Until)}"));

    /// <summary>For the desk: "every day 21:00–05:00", "Mon, Wed 09:00–12:00", "always".</summary>
    public static string AtDesk(WeekHours? hours) => Words(
        hours, "always", days => days.Count == 7 ? "every day" : string.Join(", ", days.Select(d => d.ToString()[..3])), time => time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
}
