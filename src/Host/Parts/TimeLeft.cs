using System.Globalization;
using NodaTime;

namespace Throughline.Host.Parts;

/// <summary>Time left as a line as long as the time, on a logarithmic scale from now to seven days.</summary>
internal static class TimeLeft
{
    private static readonly Duration Week = Duration.FromDays(7);
    private static readonly Duration Short = Duration.FromHours(4);

    /// <summary>
    /// Under 4 hours black and thick; past its end the line is empty and the words say by how much.
    /// <paramref name="endsAt"/> is the end in the reader's words: "10:20", "Wed 13:00".
    /// </summary>
    public static Markup Line(Duration left, string endsAt)
    {
        var at = Place(left) * 100;
        var heavy = left < Short;
        return Markup.Of($"""
            <div class="tl-left{(heavy ? " tl-left--short" : "")}"><b>{Words(left)}</b><span>{endsAt}</span><svg aria-hidden="true"><line class="road" x1="0" x2="100%" y1="7" y2="7"/><line class="rest" x1="0" x2="{at}%" y1="7" y2="7"/><circle class="dot" cx="{at}%" cy="7" r="{(heavy ? 4.5 : 4)}"/></svg></div>
            """);
    }

    /// <summary>For the head of the time column.</summary>
    public static Markup Scale() => Markup.Of($"""
        <span class="tl-hear">Time left</span><svg class="tl-scale" aria-hidden="true"><text x="0" y="11">now</text><text x="{Place(Short) * 100}%" y="11" text-anchor="middle">4 h</text><text x="{Place(Duration.FromDays(1)) * 100}%" y="11" text-anchor="middle">1 d</text><text x="100%" y="11" text-anchor="end">7 d</text></svg>
        """);

    /// <summary>"38 min", "5 h 26", "1 d 3 h", "12 d", and past the end "since 2 h 10".</summary>
    public static string Words(Duration left)
    {
        if (left < Duration.Zero)
            return "since " + Words(-left);
        var (days, hours, minutes) = (left.Days, left.Hours, left.Minutes);
        return string.Create(CultureInfo.InvariantCulture, $"{days switch
        {
            0 when hours == 0 => $"{minutes} min",
            0 => $"{hours} h {minutes:00}",
            < 7 when hours > 0 => $"{days} d {hours} h",
            _ => $"{days} d",
        }}");
    }

    /// <summary>0 at now, 1 at seven days and beyond. Half an hour is the unit that spreads the first hours and keeps the days apart.</summary>
    internal static double Place(Duration left)
    {
        var hours = Math.Clamp(left.TotalHours, 0, Week.TotalHours);
        return Math.Log(1 + hours * 2) / Math.Log(1 + Week.TotalHours * 2);
    }
}
