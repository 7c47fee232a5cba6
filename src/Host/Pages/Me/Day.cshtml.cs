using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile.Obligations;
using Throughline.Host.Casework;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>Another day, without a reason; and the place as a calendar file.</summary>
internal sealed class DayModel(Installation installation, Booking booking) : FullPage(installation)
{
    public IReadOnlyList<LocalDate> Free { get; private set; } = [];

    public string? Refusal { get; private set; }

    public string? Done { get; private set; }

    public void OnGet(bool done)
    {
        Free = booking.FreeDays(Mine!.State, Office, Household.Count);
        Done = done && Mine.State.Slot is { } slot ? Say("day.done", ("when", When(slot.At))) : null;
    }

    public async Task<IActionResult> OnPostAsync(string? day)
    {
        // Only a day that was offered: inside the window while it has room.
        Free = booking.FreeDays(Mine!.State, Office, Household.Count);
        if (LocalDatePattern.Iso.Parse(day ?? "") is not { Success: true, Value: var chosen })
        {
            Refusal = Say("choose");
        }
        else if (!Free.Contains(chosen))
        {
            Refusal = Refused(ObligationRules.NoFreeSlot);
        }
        else
        {
            var outcome = await booking.RebookAsync(Person, Mine.State.Id, Office, chosen);
            if (outcome.Refused is null)
            {
                return Redirect("/me/day?done=true");
            }

            Refusal = Refused(outcome.Refused);
        }

        return Page();
    }

    /// <summary>RFC 5545, in UTC so that no time zone text is needed.</summary>
    public static string Calendar(string uid, Instant stamp, Instant from, string title, string place)
    {
        static string Utc(Instant at) => at.InUtc().ToString("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        static string Text(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Throughline//EN", "BEGIN:VEVENT", "UID:" + uid, "DTSTAMP:" + Utc(stamp), "DTSTART:" + Utc(from), "DURATION:PT1H",
            "SUMMARY:" + Text(title), "LOCATION:" + Text(place), "END:VEVENT", "END:VCALENDAR",
        ];
        return string.Concat(lines.Select(Fold));
    }

    /// <summary>Lines of at most 75 octets, as the format demands.</summary>
    private static string Fold(string line)
    {
        var folded = new StringBuilder();
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 74)
            {
                folded.Append("\r\n ");
                octets = 1;
            }

            folded.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        return folded.Append("\r\n").ToString();
    }
}
