using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Throughline.Host.Programmes;

/// <summary>Written words to values, for the YAML file and the table of offices alike. The sentence says what to write instead.</summary>
internal static partial class Values
{
    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    // Dates and times are taken apart by hand: the pattern library costs 25 ms at its first use, and this runs at every cold start.
    public static LocalDate Date(string text, out string? fault)
    {
        var isDate = text is [_, _, _, _, '-', _, _, '-', _, _];
        var (year, month, day) = isDate ? (Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2)) : (0, 0, 0);
        isDate = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
        fault = isDate ? null : $"'{text}' is no date. Write it as 2021-11-01 (year-month-day).";
        return isDate ? new(year, month, day) : default;
    }

    public static LocalTime Time(string text, out string? fault)
    {
        var (hour, minute) = text is [_, _, ':', _, _] ? (Digits(text, 0, 2), Digits(text, 3, 2)) : (-1, -1);
        var isTime = hour is >= 0 and < 24 && minute is >= 0 and < 60;
        fault = isTime ? null : $"'{text}' is no time of day. Write it as 08:00.";
        return isTime ? new(hour, minute) : default;
    }

    public static int Number(string text, int from, int to, out string? fault)
    {
        fault = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? null : $"'{text}' is no whole number from {from} to {to}.";
        return number;
    }

    public static bool YesNo(string text, out string? fault)
    {
        fault = text is "yes" or "no" ? null : $"'{text}' is neither yes nor no. Write yes or no.";
        return text is "yes";
    }

    public static DateTimeZone Zone(string text, out string? fault)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(text);
        fault = zone is null ? $"'{text}' is no time zone. Write a name of the IANA list, for example America/Denver." : null;
        return zone ?? DateTimeZone.Utc;
    }

    /// <summary>"7 years", "6 months", "90 days".</summary>
    public static Period Span(string text, out string? fault)
    {
        fault = null;
        if (text.Split(' ') is [var count, var unit] && Number(count, 1, 1000, out var bad) is var number && bad is null)
        {
            switch (unit.TrimEnd('s'))
            {
                case "year": return Period.FromYears(number);
                case "month": return Period.FromMonths(number);
                case "day": return Period.FromDays(number);
            }
        }

        fault = $"'{text}' is no period. Write it as 7 years, 6 months or 90 days.";
        return Period.Zero;
    }

    /// <summary>"Mon-Fri" or "Mon;Wed;Fri".</summary>
    public static ImmutableSortedSet<IsoDayOfWeek> Days(string text, out string? fault)
    {
        fault = null;
        var days = ImmutableSortedSet.CreateBuilder<IsoDayOfWeek>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = Array.ConvertAll(part.Split('-'), word => Array.IndexOf(Weekdays, word) + 1);
            if (ends.Length > 2 || ends.Contains(0) || ends[0] > ends[^1])
            {
                fault = $"'{part}' is no day of the week. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun, a range as Mon-Fri, several as Mon;Wed.";
                return [];
            }

            days.UnionWith(Enumerable.Range(ends[0], ends[^1] - ends[0] + 1).Select(d => (IsoDayOfWeek)d));
        }

        fault = days.Count == 0 ? "The opening days are empty. Write for example Mon-Fri: an office that never opens can meet nobody." : null;
        return days.ToImmutable();
    }

    public static string? FaultOfPhone(string text) =>
        Phone().IsMatch(text) ? null : $"'{text}' is no phone number. Write it with plus and country code, in quotes: \"+12025550100\".";

    public static string? FaultOfCode(string text) =>
        Code().IsMatch(text) ? null : $"'{text}' is no code. Write letters, digits and hyphens, at most 24.";

    public static string? FaultOfState(string text) =>
        text.Length == 2 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1])
            ? null : $"'{text}' is no state. Write its two capital letters, for example CO.";

    public static string? FaultOfPostcode(string text) =>
        text.Length == 5 && text.All(char.IsAsciiDigit) ? null : $"'{text}' is no postcode. Write five digits, in quotes where the file is YAML.";

    /// <summary>Minus one where a character is no digit.</summary>
    private static int Digits(string text, int start, int count) =>
        int.TryParse(text.AsSpan(start, count), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,23}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
