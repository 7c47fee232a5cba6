using System.Collections.Frozen;
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

    private static readonly FrozenDictionary<string, Manner> Manners = new Dictionary<string, Manner>
    {
        ["en"] = new(
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
            "January February March April May June July August September October November December",
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            "{0}, {1}", "{1} {0}", "{0}, {1}", "{0} to {1}"),
        ["es"] = new(
            "lunes martes miércoles jueves viernes sábado domingo",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago sep oct nov dic",
            "{0} {1}", "{0} de {1}", "{0} de {1}", "de {0} a {1}"),
        ["pt"] = new(
            "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "jan fev mar abr mai jun jul ago set out nov dez",
            "{0}, {1}", "{0} de {1}", "{0} de {1}", "de {0} a {1}", first: "1º"),
        ["ht"] = new(
            "lendi madi mèkredi jedi vandredi samdi dimanch",
            "janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm",
            "jan fev mas avr me jen jiy out sep okt nov des",
            "{0} {1}", "{0} {1}", "{0} {1}", "{0} rive {1}", first: "premye"),
        ["ro"] = new(
            "luni marți miercuri joi vineri sâmbătă duminică",
            "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
            "ian feb mar apr mai iun iul aug sept oct nov dec",
            "{0}, {1}", "{0} {1}", "{0} {1}", "de {0} până {1}"),
    }.ToFrozenDictionary();

    /// <summary>"(202) 555-0107" for a number of the country, another as it is dialled.</summary>
    public static string Phone(string e164) => e164 is { Length: 12 } && e164.StartsWith("+1", StringComparison.Ordinal) ? $"({e164[2..5]}) {e164[5..8]}-{e164[8..]}" : e164;

    public static string DayAndTime(string language, LocalDate day, LocalTime time) =>
        $"{LongDay(language, day)}, {(language == "ro" ? "ora" + Narrow : "")}{Clock(language, time)}";

    /// <summary>With weekday and year.</summary>
    public static string LongDay(string language, LocalDate day) =>
        string.Format(CultureInfo.InvariantCulture, Of(language).WithWeekday, Weekday(language, day.DayOfWeek), Day(language, day, withYear: true));

    /// <summary>"3 de febrero de 1994", "February 3, 1994"; without the year "13 de octubre", "October 13".</summary>
    public static string Day(string language, LocalDate day, bool withYear)
    {
        var manner = Of(language);
        var number = day.Day == 1 && manner.First is { } first ? first : day.Day.ToString(CultureInfo.InvariantCulture);
        var text = string.Format(CultureInfo.InvariantCulture, manner.DayOfMonth, number, manner.Months[day.Month - 1]);
        return withYear ? string.Format(CultureInfo.InvariantCulture, manner.WithYear, text, day.Year) : text;
    }

    /// <summary>"14 ago", "Aug 14"; with the year "14 ago 2026", "Aug 14, 2026".</summary>
    public static string Short(string language, LocalDate day, bool withYear = false) => IsEnglish(language)
        ? string.Create(CultureInfo.InvariantCulture, $"{ShortMonth(language, day.Month)} {day.Day}{(withYear ? $", {day.Year}" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"{day.Day} {ShortMonth(language, day.Month)}{(withYear ? $" {day.Year}" : "")}");

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
        return IsEnglish(language) ? $"{ShortMonth(language, days[0].Month)} {numbers}" : $"{numbers} {ShortMonth(language, days[0].Month)}";
    }

    /// <summary>"10:20 a. m.", "10:20 a.m.", "10h20", "10:20"; a full hour without minutes when <paramref name="brief"/>.</summary>
    public static string Clock(string language, LocalTime time, bool brief = false)
    {
        var withMinutes = !brief || time.Minute != 0;
        switch (language)
        {
            case "pt":
                return string.Create(CultureInfo.InvariantCulture, $"{time.Hour}h{(withMinutes ? $"{time.Minute:00}" : "")}");
            case "ro":
                return string.Create(CultureInfo.InvariantCulture, $"{time.Hour}:{time.Minute:00}");
            default:
                var half = (language, time.Hour < 12) switch { ("es", true) => $"a.{Narrow}m.", ("es", false) => $"p.{Narrow}m.", (_, true) => "a.m.", _ => "p.m." };
                return string.Create(CultureInfo.InvariantCulture, $"{(time.Hour + 11) % 12 + 1}{(withMinutes ? $":{time.Minute:00}" : "")}{Narrow}{half}");
        }
    }

    /// <summary>"de lunes a viernes" for a run of days, else each day.</summary>
    public static string Weekdays(string language, IReadOnlyCollection<IsoDayOfWeek> days)
    {
        var sorted = days.Order().ToList();
        var isRun = sorted.Count > 2 && sorted[^1] - sorted[0] == sorted.Count - 1;
        return isRun
            ? string.Format(CultureInfo.InvariantCulture, Of(language).FromTo, Weekday(language, sorted[0]), Weekday(language, sorted[^1]))
            : Listed(sorted.Select(d => Weekday(language, d)), NoticeTexts.Say(language, "and"));
    }

    /// <summary>"a, b y c".</summary>
    public static string Listed(IEnumerable<string> items, string and)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {and} {all[^1]}";
    }

    private static Manner Of(string language) => Manners.GetValueOrDefault(language) ?? Manners["en"];

    private static bool IsEnglish(string language) => Of(language) == Manners["en"];

    private static string Weekday(string language, IsoDayOfWeek day) => Of(language).Days[(int)day - 1];

    private static string ShortMonth(string language, int month) => Of(language).ShortMonths[month - 1];

    /// <summary>How one language writes its days: names with blanks between them, and where each part goes.</summary>
    /// <param name="withWeekday">{0} the weekday, {1} the day.</param>
    /// <param name="dayOfMonth">{0} the number, {1} the month.</param>
    /// <param name="withYear">{0} day and month, {1} the year.</param>
    /// <param name="fromTo">A run of weekdays.</param>
    /// <param name="first">The first day of a month, where that has a word of its own.</param>
    private sealed class Manner(string days, string months, string shortMonths, string withWeekday, string dayOfMonth, string withYear, string fromTo, string? first = null)
    {
        public string[] Days { get; } = days.Split(' ');

        public string[] Months { get; } = months.Split(' ');

        public string[] ShortMonths { get; } = shortMonths.Split(' ');

        public string WithWeekday => withWeekday;

        public string DayOfMonth => dayOfMonth;

        public string WithYear => withYear;

        public string FromTo => fromTo;

        public string? First => first;
    }
}
