using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Programmes;
using Throughline.Host.Parts;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>The paper: one Letter page for a household, in English or in Spanish with English beside it.</summary>
internal sealed class NoticeModel(Installation installation, PublicUrl publicUrl) : ReleasedPage(installation)
{
    private static readonly int[] RemindDaysBefore = [7, 3, 1];

    public string Language { get; private set; } = "en";

    public IReadOnlyList<string> Sections { get; } = ["bring", "cannot", "notAgainst", "absent", "day", "rights"];

    public string TitleKey => "title." + Notice!.Kind;

    public string Title => NoticeTexts.Has(TitleKey) ? Say(TitleKey) : Installation.Programme.NoticeKinds.First(k => k.Code == Notice!.Kind).Name;

    public string Back => IsStation ? $"/desk/release/done/{Opened.State.Id}" : $"/desk/cases/{Opened.State.Id}";

    public string Running => Say("running", ("number", Lead.State.Release!.Record.RecordId), ("station", NameOf(Lead.State.Release.Station)),
        ("day", PersonTime.Short(Language, Notice!.Issued!.Value.InZone(StationZone).Date, withYear: true)));

    /// <summary>Where the household goes that day; the desk that looks for an office where none follows.</summary>
    public Office Office => Installation.Programme.Offices[Slot?.Office ?? Lead.State.Handoff.Office ?? Installation.Programme.IntakeDeskCode];

    public string When => Slot is { } slot ? PersonTime.DayAndTime(Language, slot.Day, slot.Time) : Say("noSlot");

    public string WhenNote => Slot is null || LastDay is not { } last ? Say("noSlot.why")
        : Household.Length == 1 ? Say("reserved", ("last", PersonTime.Day(Language, last, withYear: false)))
        : Say("reserved.household", ("people", Household.Length.ToString(CultureInfo.InvariantCulture)), ("last", PersonTime.Day(Language, last, withYear: false)));

    public string OfficeName => NoticeTexts.Has("desk." + Office.Code) ? Say("desk." + Office.Code)
        : Language == "es" && Office.Name.EndsWith(" Field Office", StringComparison.Ordinal)
            ? Say("office", ("name", Office.Name.Replace(" Field Office", "", StringComparison.Ordinal)))
            : Office.Name;

    public string OfficeLine => $"{Office.AddressLine}, {Office.City}, {Office.State} {Office.PostalCode}";

    public string OfficeHours => $"{PersonTime.Phone(Office.Phone)}, " + Say("hours", ("days", PersonTime.Weekdays(Language, Office.OpeningDays)),
        ("opens", PersonTime.Clock(Language, Office.Opens, brief: true)), ("closes", PersonTime.Clock(Language, Office.Closes, brief: true)));

    public string LeadLine
    {
        get
        {
            var record = Lead.State.Release!.Record;
            return string.Join(" · ", new[]
            {
                record.BirthDate is { } born ? Say("born", ("day", PersonTime.Day(Language, born, withYear: true))) : "",
                record.ANumber is { } number ? $"{number[..^6]} {number[^6..^3]} {number[^3..]}" : "",
            }.Where(w => w.Length > 0));
        }
    }

    /// <summary>Everybody else whom this one notice is for.</summary>
    public string? OthersLine => Household.Length == 1
        ? null
        : Say("with", ("names", PersonTime.Listed(Household.Where(f => f != Lead).Select(Named), Say("and"))));

    /// <summary>More letters of names than the sheet has room for beside its texts (in one language or in two): it is set smaller and stays one page.</summary>
    public bool IsCrowded => NameOnPaper(Lead).Length + (OthersLine?.Length ?? 0) > (Language != "es" ? 300 : OthersLine is null ? 80 : 60);

    public string Link => publicUrl.To("/me?code=" + Code);

    public string Scan => Say("scan", ("address", publicUrl.To("/me").Replace("https://", "", StringComparison.Ordinal).Replace("http://", "", StringComparison.Ordinal)));

    public string Served => Holder!.Events.LastOrDefault(e => e.Event is NoticeServed s && s.Kind == Notice!.Kind) is { } served
        ? $"{ShortAt(served.OccurredAt)}, {served.Who.Name}"
        : "";

    public string? Known => Lead.State.Notices.GetValueOrDefault(Notice!.Kind)?.Known is { } at ? Say("known.done", ("day", ShortAt(at))) : null;

    /// <summary>Which wording this is, and whether it was reviewed: the paper says so itself.</summary>
    public string Standing
    {
        get
        {
            var isReviewed = NoticeTexts.All.Values.All(t => t.IsReviewed);
            return $"{Say("text", ("version", Say("version")))}, {Say(isReviewed ? "reviewed" : "draft")}. {(Installation.Programme.IsDemonstration ? Say("invented") : "")}";
        }
    }

    /// <summary>From the release to the last day, with the reminders and the day of the report.</summary>
    public Markup? Life
    {
        get
        {
            if (Slot is not { } slot || LastDay is not { } last)
            {
                return null;
            }

            var released = Lead.State.Release!.ReleasedAt.ToInstant().InZone(Office.Zone).Date;
            double Place(LocalDate day) => (double)Period.DaysBetween(released, day) / Math.Max(1, Period.DaysBetween(released, last));
            var reminders = RemindDaysBefore.Select(d => slot.Day.PlusDays(-d)).Where(d => d > released).ToList();
            // Three rings, one label: the days of the reminders stand so close that three labels would meet.
            var points = new List<LinePoint> { new(0, Mark.Began, PersonTime.Short(Language, released), Say("line.released")) };
            points.Add(new(Place(slot.Day), Mark.Now, $"{PersonTime.Short(Language, slot.Day)}, {PersonTime.Clock(Language, slot.Time)}", Say("line.report")));
            points.AddRange(reminders.Select((d, i) => i == 0
                ? new LinePoint(Place(d), Mark.Planned, PersonTime.Several(Language, reminders), Say("line.remind"))
                : new LinePoint(Place(d), Mark.Planned, "")));
            points.Add(new(1, Mark.Ends, PersonTime.Short(Language, last), Say("line.last")));
            return Line.Draw(
                Say("line.name", ("released", PersonTime.Day(Language, released, false)), ("slot", PersonTime.Day(Language, slot.Day, false)), ("last", PersonTime.Day(Language, last, false))),
                points, narrowest: 660);
        }
    }

    private Slot? Slot => Lead.State.Slot;

    private LocalDate? LastDay => Lead.State.Obligations is [.., var duty] ? duty.Closes.InZone(Office.Zone).Date : null;

    private DateTimeZone StationZone => Installation.Programme.Stations[Lead.State.Release!.Station].Zone;

    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> filled) => NoticeTexts.Say(Language, key, filled);

    public static string English(string key) => NoticeTexts.All[key].English;

    /// <summary>What that day brings differs by the kind of notice; the rest is the same for all.</summary>
    public string TextOf(string section) => section != "day" ? section + ".text" : NoticeTexts.Has("day." + Notice!.Kind) ? "day." + Notice.Kind : "day." + NoticeKinds.ToReport;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await OpenAsync(id, "print the notice", stationOnly: false) || Notice is not { } notice)
        {
            return NotFound();
        }

        Language = TextLanguage.OfRecord(notice.Language).Code;
        return Page();
    }

    public string NameOnPaper(CaseFile file) =>
        file.State.Release!.Record is { GivenName: "" } r && r.Surname.Equals("unknown", StringComparison.OrdinalIgnoreCase) ? Say("nameUnknown") : file.State.Release.Record.FullName;

    private string Named(CaseFile file)
    {
        var release = file.State.Release!;
        if (!release.IsMinor || release.Record.BirthDate is not { } born)
        {
            return NameOnPaper(file);
        }

        var years = Period.Between(born, release.ReleasedAt.Date, PeriodUnits.Years).Years;
        return Say(years == 1 ? "age.one" : "age", ("name", NameOnPaper(file)), ("years", years.ToString(CultureInfo.InvariantCulture)));
    }

    private string ShortAt(Instant at) =>
        $"{PersonTime.Short(Language, at.InZone(StationZone).Date, withYear: true)}, {PersonTime.Clock(Language, at.InZone(StationZone).TimeOfDay)}";

    /// <summary>As people of this country write it; another country's number stays as it is.</summary>
}
