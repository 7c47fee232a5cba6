using System.Globalization;
using NodaTime;

namespace Throughline.Host.Texts;

/// <summary>
/// Days and times in the manner of the person's language: "lunes 27 de septiembre de 2026, 10:20 a. m.". Written out here, because a
/// server without language data must print the same paper.
/// </summary>
internal static class PersonTime
{
    private const char Narrow = '\u00a0';

    private static readonly string[] SpanishDays = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
    private static readonly string[] SpanishMonths =
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    private static readonly DateTimeFormatInfo English = CultureInfo.InvariantCulture.DateTimeFormat;

    /// <summary>"(202) 555-0107" for a number of the country, another as it is dialled.</summary>
    public static string Phone(string e164) => e164 is { Length: 12 } && e164.StartsWith("+1", StringComparison.Ordinal) ? $"({e164[2..5]}) {e164[5..8]}-{e164[8..]}" : e164;

    public static string DayAndTime(string language, LocalDate day, LocalTime time) => $"{LongDay(language, day)}, {Clock(language, time)}";

    /// <summary>With weekday and year.</summary>
    public static string LongDay(string language, LocalDate day) => language == "es"
        ? $"{Weekday(language, day.DayOfWeek)} {Day(language, day, withYear: true)}"
        : $"{Weekday(language, day.DayOfWeek)}, {Day(language, day, withYear: true)}";

    /// <summary>"3 de febrero de 1994", "February 3, 1994"; without the year "13 de octubre", "October 13".</summary>
    public static string Day(string language, LocalDate day, bool withYear) => language == "es"
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Day} de {SpanishMonths[day.Month - 1]}{(withYear ? $" de {day.Year}" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"{English.MonthNames[day.Month - 1]} {day.Day}{(withYear ? $", {day.Year}" : "")}");

    /// <summary>"14 ago", "Aug 14"; with the year "14 ago 2026", "Aug 14, 2026".</summary>
    public static string Short(string language, LocalDate day, bool withYear = false) => language == "es"
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Day} {ShortMonth(language, day.Month)}{(withYear ? $" {day.Year}" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"{ShortMonth(language, day.Month)} {day.Day}{(withYear ? $", {day.Year}" : "")}");

    /// <summary>Several days of reminders as one label: "20, 24 y 26 sep", "Sep 20, 24 and 26".</summary>
    public static string Several(string language, IReadOnlyList<LocalDate> days)
    {
        var and = NoticeTexts.Say(language, "and");
        var isOneMonth = days.All(d => d.Month == days[0].Month);
        if (days.Count == 1 || !isOneMonth)
        {
            return Listed(days.Select(d => Short(language, d)), and);
        }

        var numbers = Listed(days.Select(d => d.Day.ToString(CultureInfo.InvariantCulture)), and);
        return language == "es" ? $"{numbers} {ShortMonth(language, days[0].Month)}" : $"{ShortMonth(language, days[0].Month)} {numbers}";
    }

    /// <summary>"10:20 a. m.", "10:20 a.m."; a full hour without minutes when <paramref name="brief"/>.</summary>
    public static string Clock(string language, LocalTime time, bool brief = false)
    {
        var half = (language, time.Hour < 12) switch { ("es", true) => $"a.{Narrow}m.", ("es", false) => $"p.{Narrow}m.", (_, true) => "a.m.", _ => "p.m." };
        return string.Create(CultureInfo.InvariantCulture, $"{(time.Hour + 11) % 12 + 1}{(brief && time.Minute == 0 ? "" : $":{time.Minute:00}")}{Narrow}{half}");
    }

    /// <summary>"de lunes a viernes" for a run of days, else each day.</summary>
    public static string Weekdays(string language, IReadOnlyCollection<IsoDayOfWeek> days)
    {
        var sorted = days.Order().ToList();
        var isRun = sorted.Count > 2 && sorted[^1] - sorted[0] == sorted.Count - 1;
        return (isRun, language) switch
        {
            (true, "es") => $"de {Weekday(language, sorted[0])} a {Weekday(language, sorted[^1])}",
            (true, _) => $"{Weekday(language, sorted[0])} to {Weekday(language, sorted[^1])}",
            _ => Listed(sorted.Select(d => Weekday(language, d)), NoticeTexts.Say(language, "and")),
        };
    }

    /// <summary>"a, b y c".</summary>
    public static string Listed(IEnumerable<string> items, string and)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {and} {all[^1]}";
    }

    private static string Weekday(string language, IsoDayOfWeek day) => language == "es" ? SpanishDays[(int)day - 1] : English.DayNames[(int)day % 7];

    /// <summary>The first three letters are what both languages use; Spanish writes them small.</summary>
    private static string ShortMonth(string language, int month) => language == "es" ? SpanishMonths[month - 1][..3] : English.AbbreviatedMonthNames[month - 1];
}
