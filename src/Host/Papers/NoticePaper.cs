using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Programmes;
using Throughline.Host.Parts;
using Throughline.Host.Texts;

namespace Throughline.Host.Papers;

/// <summary>
/// Every word of a household's notice, in the person's language: what the page and the PDF both print. In the name of the responsible
/// adult, and one Letter page.
/// </summary>
/// <param name="household">Adults first.</param>
/// <param name="holder">The member on whose case the notice stands.</param>
/// <param name="nameOf">The name of a station or office.</param>
internal sealed class NoticePaper(Installation installation, PublicUrl publicUrl, ImmutableArray<CaseFile> household, CaseFile holder, Notice notice, Func<string?, string> nameOf)
{
    private static readonly int[] RemindDaysBefore = [7, 3, 1];

    /// <summary>BCP 47; English for whoever speaks a language that we have no texts in.</summary>
    public string Language { get; } = TextLanguage.OfRecord(notice.Language).Code;

    public bool IsEnglish => Language == TextLanguage.All[0].Code;

    /// <summary>What the person speaks, where we have no texts in it: somebody interprets, or a recording is played. Null elsewhere.</summary>
    public string? Spoken => TextLanguage.Known(notice.Language) is null ? installation.Programme.Settings.Languages.FirstOrDefault(l => l.Code == notice.Language)?.Name ?? notice.Language : null;

    public string SpokenCode => notice.Language ?? "";

    public IReadOnlyList<string> Sections { get; } = ["bring", "cannot", "notAgainst", "absent", "day", "rights"];

    /// <summary>Who stands for the household: the first adult, whose duty it is to report.</summary>
    public CaseFile Lead => household.FirstOrDefault(f => !f.State.Release!.IsMinor) ?? household[0];

    public string TitleKey => "title." + notice.Kind;

    public string Title => NoticeTexts.Has(TitleKey) ? Say(TitleKey) : KindName;

    public string EnglishTitle => NoticeTexts.Has(TitleKey) ? English(TitleKey) : KindName;

    public string Running => Say("running", ("number", Lead.State.Release!.Record.RecordId), ("station", nameOf(Lead.State.Release.Station)),
        ("day", PersonTime.Short(Language, notice.Issued!.Value.InZone(StationZone).Date, withYear: true)));

    /// <summary>Where the household goes that day; the desk that looks for an office where none follows.</summary>
    public Office Office => installation.Programme.Offices[Slot?.Office ?? Lead.State.Handoff.Office ?? installation.Programme.IntakeDeskCode];

    public string When => Slot is { } slot ? PersonTime.DayAndTime(Language, slot.Day, slot.Time) : Say("noSlot");

    public string WhenNote => Slot is null || LastDay is not { } last ? Say("noSlot.why")
        : household.Length == 1 ? Say("reserved", ("last", PersonTime.Day(Language, last, withYear: false)))
        : Say("reserved.household", ("people", household.Length.ToString(CultureInfo.InvariantCulture)), ("last", PersonTime.Day(Language, last, withYear: false)));

    public string OfficeName => NoticeTexts.Has("desk." + Office.Code) ? Say("desk." + Office.Code)
        : !IsEnglish && Office.Name.EndsWith(" Field Office", StringComparison.Ordinal)
            ? Say("office", ("name", Office.Name.Replace(" Field Office", "", StringComparison.Ordinal)))
            : Office.Name;

    public string OfficeLine => $"{Office.AddressLine}, {Office.City}, {Office.State} {Office.PostalCode}";

    public string OfficeHours => $"{PersonTime.Phone(Office.Phone)}, " + Say("hours", ("days", PersonTime.Weekdays(Language, Office.OpeningDays)),
        ("opens", PersonTime.Clock(Language, Office.Opens, brief: true)), ("closes", PersonTime.Clock(Language, Office.Closes, brief: true)));

    public string LeadName => NameOnPaper(Lead);

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
    public string? OthersLine => household.Length == 1
        ? null
        : Say("with", ("names", PersonTime.Listed(household.Where(f => f != Lead).Select(Named), Say("and"))));

    /// <summary>More letters of names than the sheet has room for beside its texts (in one language or in two): it is set smaller and stays one page.</summary>
    public bool IsCrowded => LeadName.Length + (OthersLine?.Length ?? 0) > (IsEnglish ? 300 : OthersLine is null ? 80 : 60);

    /// <summary>Twelve characters in three groups.</summary>
    public string Code => notice.Code is null ? "" : string.Join('-', notice.Code.Chunk(4).Select(c => new string(c)));

    public string Link => publicUrl.To("/me?code=" + Code);

    public string Scan => Say("scan", ("address", publicUrl.Shown("/me")));

    public string Served => holder.Events.LastOrDefault(e => e.Event is NoticeServed s && s.Kind == notice.Kind) is { } served
        ? $"{ShortAt(served.OccurredAt)}, {served.Who.Name}"
        : "";

    public string? Known => Lead.State.Notices.GetValueOrDefault(notice.Kind)?.Known is { } at ? Say("known.done", ("day", ShortAt(at))) : null;

    /// <summary>What stands before the two boxes of how it was told: "In Spanish, read aloud", or in which language somebody interprets.</summary>
    public string Told => Spoken is { } spoken ? Say("told.through", ("language", spoken)) : Say("told.text", ("language", Say("language")));

    /// <summary>Which wording this is, and whether it was reviewed: the paper says so itself.</summary>
    public string Standing =>
        $"{Say("text", ("version", Say("version")))}, {Say(IsReviewed ? "reviewed" : "draft")}. {(installation.Programme.IsDemonstration ? Say("invented") : "")}";

    /// <summary>Above the English text of a paper in another language.</summary>
    public string ReferenceHead => IsReviewed
        ? $"English, for reference. The {SpokenOnPaper} text is the one given to the person."
        : $"English, for reference. The {SpokenOnPaper} text is a draft: nobody has reviewed it yet.";

    /// <summary>From the release to the last day, with the reminders and the day of the report; the sentence says it for those who hear it.</summary>
    public (string Name, IReadOnlyList<LinePoint> Points)? Life
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
            return (
                Say("line.name", ("released", PersonTime.Day(Language, released, false)), ("slot", PersonTime.Day(Language, slot.Day, false)), ("last", PersonTime.Day(Language, last, false))),
                points);
        }
    }

    private bool IsReviewed => NoticeTexts.IsReviewed(Language);

    private string SpokenOnPaper => TextLanguage.Find(Language)!.English;

    private string KindName => installation.Programme.NoticeKinds.First(k => k.Code == notice.Kind).Name;

    private Slot? Slot => Lead.State.Slot;

    private LocalDate? LastDay => Lead.State.Obligations is [.., var duty] ? duty.Closes.InZone(Office.Zone).Date : null;

    private DateTimeZone StationZone => installation.Programme.Stations[Lead.State.Release!.Station].Zone;

    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> filled) => NoticeTexts.Say(Language, key, filled);

    public static string English(string key) => NoticeTexts.All[key].English;

    /// <summary>A paper in another language names each field in English too, for the officer who reads it later.</summary>
    public string Both(string key) => IsEnglish ? Say(key) : $"{Say(key)} · {English(key)}";

    /// <summary>What that day brings differs by the kind of notice; the rest is the same for all.</summary>
    public string TextOf(string section) => section != "day" ? section + ".text" : NoticeTexts.Has("day." + notice.Kind) ? "day." + notice.Kind : "day." + NoticeKinds.ToReport;

    private string NameOnPaper(CaseFile file) =>
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
}
