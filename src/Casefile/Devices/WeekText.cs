using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Throughline.Casefile.Devices;

/// <summary>From a day and time of the week to another, local; it may pass midnight and the week's end. The end is not in it.</summary>
public readonly record struct WeekStretch(IsoDayOfWeek Day, LocalTime From, IsoDayOfWeek LastDay, LocalTime Until);

/// <summary>
/// Hours of the week as an officer writes them and a person reads them: <c>Mon-Fri 22:00-06:00; Sun 09:00-12:00</c>. An end that is not
/// later than its beginning is on the next day.
/// </summary>
public static class WeekText
{
    private const int Day = 24 * 60, Week = 7 * Day;
    private static readonly string[] Names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Null where the text is none. No text: no parts, which stands for always.</summary>
    public static ImmutableArray<WeekStretch>? Read(string? text)
    {
        var parts = ImmutableArray.CreateBuilder<WeekStretch>();
        foreach (var item in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (item.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var times] || Days(days) is not { } on || Times(times) is not var (from, until))
            {
                return null;
            }

            parts.AddRange(on.Select(day => new WeekStretch(day, from, until > from ? day : Next(day), until)));
        }

        return parts.ToImmutable();
    }

    /// <summary>The same in one way of writing, or null where it is none.</summary>
    public static string? Written(string? text) =>
        Read(text) is null ? null
        : string.Join("; ", text!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(i => string.Join(' ', i.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    /// <summary>Whether no minute of the one lies outside the other. Null is always.</summary>
    public static bool IsWithin(string? one, string? other)
    {
        var (inner, outer) = (Minutes(one), Minutes(other));
        for (var i = 0; i < Week; i++)
        {
            if (inner[i] && !outer[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>From "22:00-06:00"; null where it is none.</summary>
    public static (LocalTime From, LocalTime Until)? Times(string text) =>
        text.Split('-') is [var from, var until] && Time(from) is { } begins && Time(until) is { } ends ? (begins, ends) : null;

    private static bool[] Minutes(string? text)
    {
        var minutes = new bool[Week];
        if (Read(text) is not { Length: > 0 } parts)
        {
            Array.Fill(minutes, text is null);
            return minutes;
        }

        foreach (var p in parts)
        {
            var (from, until) = (MinuteOf(p.Day, p.From), MinuteOf(p.LastDay, p.Until));
            for (var i = from; i != until; i = (i + 1) % Week)
            {
                minutes[i] = true;
            }
        }

        return minutes;
    }

    private static int MinuteOf(IsoDayOfWeek day, LocalTime at) => ((int)day - 1) * Day + at.Hour * 60 + at.Minute;

    private static IEnumerable<IsoDayOfWeek>? Days(string text)
    {
        var ends = Array.ConvertAll(text.Split('-'), name => Array.FindIndex(Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) + 1);
        return text.Equals("daily", StringComparison.OrdinalIgnoreCase) ? Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)
            : ends.Length > 2 || ends.Contains(0) || ends[0] > ends[^1] ? null
            : Enumerable.Range(ends[0], ends[^1] - ends[0] + 1).Select(d => (IsoDayOfWeek)d);
    }

    private static IsoDayOfWeek Next(IsoDayOfWeek day) => day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;

    private static LocalTime? Time(string text) =>
        text is [_, _, ':', _, _] && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour < 24
        && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minute) && minute < 60 ? new(hour, minute) : null;
}

/// <summary>A date on which other hours hold, or none.</summary>
public sealed record DayWritten(LocalDate Date, ImmutableArray<(LocalTime From, LocalTime Until)> Parts, string Reason);

/// <summary>Dates that differ: <c>2026-12-25 none (holiday); 2026-12-26 10:00-12:00 (visit)</c>. In place of what would begin on the date.</summary>
public static class DaysText
{
    public static ImmutableArray<DayWritten>? Read(string? text)
    {
        var days = ImmutableArray.CreateBuilder<DayWritten>();
        foreach (var item in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var open = item.IndexOf('(', StringComparison.Ordinal);
            if (open < 0 || !item.EndsWith(')') || item[(open + 1)..^1].Trim() is not { Length: > 0 } reason
                || item[..open].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) is not [var on, .. var hours] || hours.Length == 0
                || NodaTime.Text.LocalDatePattern.Iso.Parse(on) is not { Success: true, Value: var date } || days.Any(d => d.Date == date))
            {
                return null;
            }

            var parts = hours is ["none"] ? [] : Array.ConvertAll(hours, WeekText.Times);
            if (parts.Any(p => p is null))
            {
                return null;
            }

            days.Add(new DayWritten(date, [.. parts.Select(p => p!.Value)], reason));
        }

        return days.ToImmutable();
    }

    /// <summary>All that differed still differs, and what is new is free.</summary>
    public static bool IsAtMost(string? one, string? other)
    {
        var (here, there) = (Read(one) ?? [], Read(other) ?? []);
        return there.All(t => here.Any(h => h.Date == t.Date && (h.Parts.IsEmpty || h.Parts.SequenceEqual(t.Parts))))
            && here.All(h => h.Parts.IsEmpty || there.Any(t => t.Date == h.Date));
    }
}
