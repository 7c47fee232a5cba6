using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;
using Throughline.Host.Casework;
using Throughline.Host.Statistics;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Statistics;

/// <summary>Who reported: the cohort as a picture, as a table and in words. Open to everybody, so small counts are withheld.</summary>
internal sealed class IndexModel(Installation installation) : PageModel
{
    private static readonly LocalDatePattern Iso = LocalDatePattern.Iso;

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Pathway { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Window { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? AsOf { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? KnownAt { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Family { get; set; }

    public CohortQuestion Question { get; private set; } = null!;

    public CohortCounts Total { get; private set; } = null!;

    public IReadOnlyList<CohortCounts> Groups { get; private set; } = [];

    public IReadOnlySet<string> Withheld { get; private set; } = new HashSet<string>();

    public string? KnownEarlier { get; private set; }

    public long SentTwice { get; private set; }

    public long Unmatched { get; private set; }

    public bool IsDemonstration => installation.Programme.IsDemonstration;

    public IEnumerable<(string Code, string Name)> Pathways =>
        installation.Programme.Pathways.Values.Select(p => (p.Code, p.Name)).Prepend(("", "All pathways"));

    public IActionResult OnGet(string? format)
    {
        var now = installation.Clock.GetCurrentInstant();
        Question = Ask(now);
        Total = CohortFigures.Total(installation.Store, Question);
        Groups = CohortFigures.Groups(installation.Store, Question with { By = By });
        Withheld = Withholding.Of(Groups);
        SentTwice = installation.Cases.SentAgain();
        Unmatched = installation.Cases.Count("c.kind = 'walk-in' and c.handoff = 'unmatched'");
        return format switch
        {
            "json" => Content(Public().Json, "application/json"),
            "csv" => Content(Public().Csv(), "text/csv"),
            _ => Page(),
        };
    }

    public string NameOf(string key) => By switch
    {
        "station" => installation.Programme.Stations.TryGetValue(key, out var s) ? s.Name : key,
        "office" => installation.Programme.Offices.TryGetValue(key, out var o) ? o.Name : key.Length == 0 ? "no office named" : key,
        "week" => Words(Iso.Parse(key).Value),
        _ => key,
    };

    public string Terms => $"{(Question.Pathway is { } p ? "on a " + installation.Programme.Pathways[p].Name.ToLowerInvariant() + ", " : "")}{Words(Question.From)} to {Words(Question.To)}";

    public static string Words(LocalDate date) => date.ToString("MMM d, uuuu", System.Globalization.CultureInfo.InvariantCulture);

    public static string Words(Instant at) => at.InUtc().ToString("MMM d, uuuu, HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    public string CommandLine =>
        $"throughline report cohort --from {Question.From:uuuu-MM-dd} --to {Question.To:uuuu-MM-dd}{(Question.Pathway is null ? "" : " --pathway " + Question.Pathway)} --window {Question.WindowDays}d --as-of {CohortReport.Instant(Question.AsOf)}{(Question.FamilyOnly ? " --family-only" : "")} --by {By}";

    /// <summary>An address that gives these numbers again: with the known-at instant, which is otherwise now.</summary>
    public string Again =>
        $"/statistics?from={Question.From:uuuu-MM-dd}&to={Question.To:uuuu-MM-dd}&pathway={Question.Pathway}&window={Question.WindowDays}&asOf={CohortReport.Instant(Question.AsOf)}&knownAt={CohortReport.Instant(Question.KnownAt)}&by={By}&family={(Question.FamilyOnly ? "true" : "false")}";

    private CohortQuestion Ask(Instant now)
    {
        var today = now.InUtc().Date;
        var (first, last) = (Date(From, "from"), Date(To, "to"));
        var span = first is null || last is null ? CohortFigures.Span(installation.Store) : null;
        var from = first ?? span?.First ?? today.PlusDays(-90);
        var to = last ?? span?.Last ?? today;
        if (to < from)
        {
            ModelState.AddModelError("to", "The last day lies before the first. Change one of them.");
            to = from;
        }

        if (Pathway is { Length: > 0 } && !installation.Programme.Pathways.ContainsKey(Pathway))
        {
            ModelState.AddModelError("pathway", $"The programme has no pathway {Pathway}.");
            Pathway = null;
        }

        By = By is not null && CohortQuestion.Groupings.Contains(By) ? By : "station";
        var window = int.TryParse(Window, out var days) && days is > 0 and <= 3650 ? days : 60;
        return new CohortQuestion(
            from, to, Pathway is { Length: > 0 } ? Pathway : null, window, Moment(AsOf, "asOf") ?? now, Moment(KnownAt, "knownAt") ?? now, Family, null);
    }

    private LocalDate? Date(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var parsed = Iso.Parse(text);
        if (!parsed.Success)
        {
            ModelState.AddModelError(field, $"'{text}' is no date. Write it as 2021-03-21.");
        }

        return parsed.Success ? parsed.Value : null;
    }

    /// <summary>An instant with offset, or what a browser's date-and-time field sends, which is read as UTC.</summary>
    private Instant? Moment(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var (value, fault) = SubmissionReader.InstantWithOffset(text, field);
        if (value is { } at)
        {
            return at.ToInstant();
        }

        if (LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text) is { Success: true, Value: var local })
        {
            return local.InUtc().ToInstant();
        }

        ModelState.AddModelError(field, fault!.Sentence);
        return null;
    }

    private Sheet Public()
    {
        var sheet = CohortReport.Make(installation, Question, []);
        var groups = Groups.Select(g => Withheld.Contains(g.Key!)
            ? (object)new { key = g.Key, released = Withholding.IsSmall(g.Released) ? (long?)null : g.Released, withheld = "a count under 5, or what would give one away" }
            : new { key = g.Key, released = g.Released, reportedInWindow = g.ReportedInWindow, notReported = g.NotReported, windowOpen = g.WindowOpen, reportedLate = g.ReportedLate, noticeToAppearServed = g.NoticeToAppearServed, noticeToAppearFiled = g.NoticeToAppearFiled });
        return new Sheet(
            sheet.Title, [By!, "released#", "reported in window#", "not reported#", "window open#", "reported late#", "notice to appear served#", "filed#"],
            [.. Groups.Select(g => (IReadOnlyList<string>)(Withheld.Contains(g.Key!)
                ? [NameOf(g.Key!), Withholding.IsSmall(g.Released) ? "withheld" : Sheet.Number(g.Released), "withheld", "withheld", "withheld", "withheld", "withheld", "withheld"]
                : [NameOf(g.Key!), .. new[] { g.Released, g.ReportedInWindow, g.NotReported, g.WindowOpen, g.ReportedLate, g.NoticeToAppearServed, g.NoticeToAppearFiled }.Select(Sheet.Number)]))],
            sheet.Notes, Sheet.ToJson(new { question = Again, total = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(sheet.Json), groups }));
    }
}
