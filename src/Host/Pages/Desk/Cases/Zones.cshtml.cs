using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Casework;
using Throughline.Host.Pages.Desk.Cases.Journeys;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>
/// One zone of an order: drawn without dragging by a circle or a list of corners, or on the map where there is one. The check shows what of
/// the person's daily life it closes, and says how many signatures it takes.
/// </summary>
internal sealed class ZonesModel(Installation installation, TermsActs acts) : JourneyPage(installation)
{
    private const string Remove = "remove", Circle = "circle", Corners = "corners", Drawn = "drawn", Same = "same";

    [BindProperty]
    public string? Act { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Called { get; set; }

    /// <summary>How the shape is given: around a noted place (its number), a circle, corners, or what the map drew.</summary>
    [BindProperty]
    public string? By { get; set; }

    [BindProperty]
    public string? Centre { get; set; }

    [BindProperty]
    public string? Radius { get; set; }

    [BindProperty]
    public string? Border { get; set; }

    /// <summary>GeoJSON from the map, where the script is there.</summary>
    [BindProperty]
    public string? Geo { get; set; }

    [BindProperty]
    public string? Hours { get; set; }

    [BindProperty]
    public string? Days { get; set; }

    [BindProperty]
    public string? Buffer { get; set; }

    [BindProperty]
    public string? Fixes { get; set; }

    [BindProperty]
    public string? Minutes { get; set; }

    [BindProperty]
    public string? LegalBasis { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    [BindProperty]
    public string? Reasons { get; set; }

    [BindProperty]
    public string? Means { get; set; }

    [BindProperty]
    public string[] Lines { get; set; } = [];

    /// <summary>The zone that is changed; null where a new one is drawn.</summary>
    public ZoneTerms? Present { get; private set; }

    public ZoneTerms? Asked { get; private set; }

    public bool IsRemoval => Present is not null && Act == Remove;

    /// <summary>One signature is enough.</summary>
    public bool IsMilder => IsRemoval || (Asked is not null && ZoneTermsRules.IsAtMost(Opened.State, Asked, null));

    public Table Table => new(Opened, Installation.Programme, Who, Zone, Now, NameOf);

    public IReadOnlyList<Choice> Grounds => Ask.Grounds(Table).Choices!;

    public IEnumerable<Choice> Shapes =>
    [
        .. Present is null ? Array.Empty<Choice>() : [new(Same, "As it is", ZoneShapes.Words(Present.Shape))],
        .. Opened.State.Devices.Places.Select(p => new Choice(p.Id.ToString(), $"A circle around {p.Name}", PlaceKinds.Words(p.Kind))),
        new(Circle, "A circle around a point"), new(Corners, "An area by its corners"), new(Drawn, "What I drew on the map", "Where the map is shown. Everything can be given without it."),
    ];

    /// <summary>What lies where the person may not be: in a zone to keep out of, or outside of one to stay in.</summary>
    public IReadOnlyList<(LifePlace Place, bool IsClosed)> DailyLife => Asked is null || Asked.Kind == ZoneKinds.Attendance ? []
        : [.. Opened.State.Devices.Places.Select(p => (p, ZoneTermsRules.Position(p.At) is { } at && ZoneShapes.Holds(Asked.Shape, at) is { } holds && holds == (Asked.Kind == ZoneKinds.Exclusion)))];

    public async Task<IActionResult> OnGetAsync(string id, Guid? zone)
    {
        if (!await FindAsync(id, zone))
        {
            return NotFound();
        }

        if (Present is { } p)
        {
            (Kind, Called, By, Hours, Days, LegalBasis) = (p.Kind, p.Name, Same, p.Hours, p.Exceptions, p.LegalBasis);
            (Buffer, Fixes, Minutes) = (Text(p.Buffer), Text(p.Fixes), Text(p.DwellSeconds / 60));
            Until = p.Until is { } until ? LocalDatePattern.Iso.Format((until - Duration.Epsilon).InZone(OrderZone).Date) : null;
        }
        else
        {
            (Buffer, Fixes, Minutes, Radius) = ("50", "2", "5", "150");
        }

        return Begin(true);
    }

    public async Task<IActionResult> OnPostAsync(string id, Guid? zone, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id, zone))
        {
            return NotFound();
        }

        Check();
        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var number = Opened.State.Id;
        return IsRemoval ? End(await acts.Devices.RemoveZoneAsync(Who, number, Present!.Id, Reasons, Version), "The zone is gone. The person is told.")
            : IsMilder ? End(await acts.Devices.EaseTermsAsync(Who, number, Asked, null, Reasons, Version), "The zone asks for less. The person is told.")
            : End(await acts.Devices.ProposeTermsAsync(Who, number, Asked, null, [.. Lines.Select(Number)], Reasons, Means, Version), "A supervisor is asked to sign. Until then nothing changes.");
    }

    private DateTimeZone OrderZone => DeviceOrders.ZoneOf(Opened.State, Installation.Programme);

    private void Check()
    {
        Need(Reasons, nameof(Reasons), MissRules.ReasonNeeded);
        if (IsRemoval)
        {
            return;
        }

        var (shape, fault) = Shape();
        Asked = new ZoneTerms(
            Present?.Id ?? Guid.Empty, Present?.Kind ?? Kind ?? "", Called?.Trim() ?? "", shape ?? "", Given(WeekText.Written(Hours)), Given(Days), Number(Buffer), Number(Fixes), Number(Minutes) * 60, Given(LegalBasis), EndOf(Until));
        Fault(fault is not null, nameof(By), fault ?? "");
        Fault(ZoneKinds.All.All(k => k.Code != Asked.Kind), nameof(Kind), ZoneTermsRules.KindNeeded.Sentence);
        Fault(Asked.Name.Length is 0 or > 80, nameof(Called), ZoneTermsRules.NameNeeded.Sentence);
        Fault(WeekText.Read(Hours) is null, nameof(Hours), ZoneTermsRules.HoursUnreadable.Sentence);
        Fault(Asked.Kind == ZoneKinds.Attendance && Asked.Hours is null, nameof(Hours), ZoneTermsRules.HoursNeeded.Sentence);
        Fault(DaysText.Read(Days) is null, nameof(Days), ZoneTermsRules.DaysUnreadable.Sentence);
        Fault(Asked.Fixes < 2 || Asked.Buffer < 0 || Asked.Buffer > 2000 || Asked.DwellSeconds < 0, nameof(Fixes), ZoneTermsRules.NumbersOutside.Sentence);
        Fault(!string.IsNullOrWhiteSpace(Until) && (Asked.Until is not { } ends || ends <= Now || ends > Opened.State.Order!.Ends), nameof(Until), ZoneTermsRules.EndOutside.Sentence);
        if (ModelState.IsValid && !IsMilder)
        {
            Fault(Lines.Length == 0, nameof(Lines), GroundRules.GroundNeeded.Sentence);
            Need(Means, nameof(Means), MissRules.MeansNeeded);
        }
    }

    private (string? Shape, string? Fault) Shape()
    {
        if (By == Same && Present is not null)
        {
            return (Present.Shape, null);
        }

        var place = Opened.State.Devices.Places.Find(p => p.Id.ToString() == By);
        var (shape, fault) = By == Corners ? ZoneShapes.Corners(Border)
            : By == Drawn ? ZoneShapes.Read(Geo)
            : By == Circle || place is not null
                ? ZoneTermsRules.Position(place?.At ?? Centre) is var (latitude, longitude) ? ZoneShapes.Circle(latitude, longitude, Number(Radius)) : (null, "Give the centre as latitude, a comma and longitude in degrees: 39.7392, -104.9903.")
            : (null, ZoneTermsRules.ShapeNeeded.Sentence);
        return (shape?.Json, fault);
    }

    private void Need(string? text, string field, Refusal missing) => Fault(string.IsNullOrWhiteSpace(text), field, missing.Sentence);

    private void Fault(bool isOne, string field, string sentence)
    {
        if (isOne)
        {
            ModelState.AddModelError(field, sentence);
        }
    }

    /// <summary>The zone holds on the day that was given.</summary>
    private Instant? EndOf(string? day) => LocalDatePattern.Iso.Parse(day ?? "") is { Success: true, Value: var on }
        ? Instant.Min(on.PlusDays(1).AtStartOfDayInZone(OrderZone).ToInstant(), on >= Opened.State.Order!.Ends.InZone(OrderZone).Date ? Opened.State.Order.Ends : Instant.MaxValue) : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> FindAsync(string id, Guid? zone)
    {
        if (!await OpenAsync(id, Sight.Act, "decide on the terms", isMine: !IsStation) || IsShielded
            || Opened.State is not { Order.Technology: Levels.Device, OrderHasEnded: false, Closed: null, SuspendedAt: null, Release.IsMinor: false })
        {
            return false;
        }

        Present = zone is null ? null : Opened.State.Devices.Zones.Find(z => z.Id == zone);
        return zone is null || Present is not null;
    }
}
