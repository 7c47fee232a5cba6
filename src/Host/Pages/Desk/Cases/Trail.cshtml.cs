using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Trails;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Trails;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Where a person's device was: asked for with a stretch and a purpose, signed by a second person, then read as a table or a file.</summary>
internal sealed class TrailModel(Installation installation, TrailReading readings, ICaseZones zones, IConfiguration settings) : JourneyPage(installation)
{
    /// <summary>Rows on the page; a file has them all.</summary>
    public const int Shown = 500;

    /// <summary>Points on the map: a month of minutes is more than a browser should be sent.</summary>
    private const int Drawn = 20_000;

    public static readonly IReadOnlyList<(string Form, string Name, string Type)> Files =
    [
        ("gpx", "GPX", "application/gpx+xml"), ("geojson", "GeoJSON", "application/geo+json"), ("csv", "CSV", "text/csv"),
        ("mf-json", "Moving Features JSON", "application/json"), ("parquet", "Parquet", "application/vnd.apache.parquet"),
    ];

    [BindProperty]
    public string? FromDay { get; set; }

    [BindProperty]
    public string? FromTime { get; set; }

    [BindProperty]
    public string? UntilDay { get; set; }

    [BindProperty]
    public string? UntilTime { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    public IReadOnlyList<TrailReadingRow> Readings { get; private set; } = [];

    /// <summary>The reading that is open on this page.</summary>
    public TrailReadingRow? Reading { get; private set; }

    public IReadOnlyList<TrailFix> Fixes { get; private set; } = [];

    public IReadOnlyList<CaseZone> Zones { get; private set; } = [];

    /// <summary>What is known of each zone over the stretch, in order.</summary>
    public IReadOnlyList<(string Zone, VerdictInterval Interval)> Said =>
        [.. Zones.SelectMany(z => z.Said.Select(i => (z.Name, i))).OrderBy(i => i.i.From).ThenBy(i => i.Name, StringComparer.Ordinal)];

    /// <summary>Null: nothing is asked of anybody else, and the map has borders of states and counties only.</summary>
    public string? Tiles => settings["Map:Tiles"] is { Length: > 0 } tiles ? tiles : null;

    public string FixesJson => JsonSerializer.Serialize(Fixes.TakeLast(Drawn).Select(f => new object[] { DeskTime.At(f.At, Zone, Now), f.LatitudeDegrees, f.LongitudeDegrees, f.Accuracy ?? (int)Sighting.AccuracyUnsaid }));

    public string ZonesJson => JsonSerializer.Serialize(Zones.Select(z => new { name = z.Name, kind = z.Rule.Kind.ToString(), shape = JsonSerializer.Deserialize<JsonElement>(z.Rule.Shape.Json) }));

    public Instant? From => At(FromDay, FromTime);

    public Instant? Until => At(UntilDay, UntilTime);

    public string Span(TrailReadingRow r) => $"{DeskTime.At(r.From, Zone, Now)} to {DeskTime.At(r.Until, Zone, Now)}";

    public static string Words(VerdictInterval said) => said.Verdict switch
    {
        Verdict.In => "In",
        Verdict.Out => "Out",
        _ => said.Cause switch
        {
            UnknownCause.NearBorder => "Unknown: near the border",
            UnknownCause.NoFix => "Unknown: no satellites",
            UnknownCause.FeedDown => "Unknown: our side was down",
            UnknownCause.BatteryFlat => "Unknown: the battery was flat",
            UnknownCause.Jamming => "Unknown: jamming",
            UnknownCause.BadCell => "Unknown: bad reception there",
            UnknownCause.NotAsked => "Not asked",
            _ => "Unknown: no contact",
        },
    };

    public bool IsOpenToMe(TrailReadingRow r) => TrailReading.IsOpen(r, Who, Now);

    public bool MaySign(TrailReadingRow r) => TrailReading.WrongSecond(r, Who) is null;

    public async Task<IActionResult> OnGetAsync(string id, int? number, string? form, CancellationToken stop)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        if (number is { } asked)
        {
            (Reading, Fixes) = await readings.ReadAsync(Who, Opened.State.Id, asked, Zone, HttpContext.Request.Path, stop);
            if (Reading is null)
            {
                ModelState.AddModelError("", TrailReading.NotOpen.Sentence);
            }
            else if (form is not null)
            {
                return await FileAsync(form, stop);
            }
            else
            {
                Zones = await zones.OfAsync(Opened.State.Id.Number, Reading.From, Reading.Until, stop);
            }
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change, int? sign, int? decline, CancellationToken stop)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        if ((sign ?? decline) is { } number)
        {
            return Done(readings.Answer(Who, Opened.State.Id, number, sign is not null), sign is not null ? "It is signed, and open for a day." : "It is not signed.");
        }

        if (TrailReading.Wrong(From, Until, Purpose, Now) is { } wrong)
        {
            ModelState.AddModelError(wrong == TrailReading.PurposeNeeded ? nameof(Purpose) : nameof(FromDay), wrong.Sentence);
        }

        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var (made, refused) = await readings.AskAsync(Who, Opened.State.Id, From, Until, Purpose, stop);
        return refused is null && readings.Of(Opened.State.Id).First(r => r.Number == made).AlertAt is not null
            ? Redirect($"/desk/cases/{Opened.State.Id}/trail?number={made}")
            : Done(refused, "A supervisor is asked to sign. Until then nothing is shown.");
    }

    private IActionResult Done(Casefile.Refusal? refused, string done)
    {
        if (refused is null)
        {
            return Redirect($"/desk/cases/{Opened.State.Id}/trail?done=" + Uri.EscapeDataString(done));
        }

        ModelState.AddModelError("", refused.Sentence);
        return Page();
    }

    private async Task<IActionResult> FileAsync(string form, CancellationToken stop)
    {
        var name = "case-" + Opened.State.Id;
        var bytes = form switch
        {
            "gpx" => TrailText.Gpx(name, Fixes),
            "geojson" => TrailText.GeoJson(Fixes),
            "csv" => TrailText.Csv(Fixes),
            "mf-json" => TrailText.MovingFeatures(name, Fixes),
            "parquet" => await ParquetTrail.WriteAsync(Fixes, stop),
            _ => null,
        };
        return bytes is null ? NotFound() : File(bytes, Files.First(f => f.Form == form).Type, $"{name}-trail.{form}");
    }

    /// <summary>Where a protected person lives is in the trail: only who is named opens it.</summary>
    private async Task<bool> FindAsync(string id)
    {
        if (!await OpenAsync(id, Sight.Act, "see who reads the trail") || IsShielded || Opened.State.Release is not { IsMinor: false })
        {
            return false;
        }

        Readings = readings.Of(Opened.State.Id);
        return true;
    }

    private Instant? At(string? day, string? time) => DeskTime.Read(day ?? "", time ?? "") is { } local ? local.InZoneLeniently(Zone).ToInstant() : null;
}
