using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Host.Texts;

namespace Throughline.Host.Participant;

/// <summary>Things to come, under one heading.</summary>
internal sealed record Later(string Title, IReadOnlyList<(string Title, string When, string? Where)> Things);

/// <summary>What every page of the person has: their household, their language, and how sure we are that it is them.</summary>
internal abstract class MePage(Installation installation) : PageModel
{
    private const string LanguageCookie = "tl-lang", FullClaim = "full", CodeClaim = "code";

    protected Installation Installation { get; } = installation;

    /// <summary>Who acts: the adult whose year was given, before that whoever carries the notice. Null: no code was given yet.</summary>
    public CaseFile? Mine { get; private set; }

    public IReadOnlyList<CaseFile> Household { get; private set; } = [];

    /// <summary>The second fact was given: more than what is due may be shown.</summary>
    public bool IsFull { get; private set; }

    /// <summary>BCP 47.</summary>
    public string Language => Tongue.Code;

    public bool IsRightToLeft => Tongue.RightToLeft;

    public Instant Now => Installation.Clock.GetCurrentInstant();

    /// <summary>Where the place is reserved, else who has the case, else the office that follows from the address.</summary>
    public Office Office => Mine is null ? Installation.Programme.IntakeDesk : OfficeOf(Mine.State);

    public string OfficePhone => PersonTime.Phone(Office.Phone);

    public bool HasAddress => KnowsAddress(Mine!.State);

    public bool HasPhone => KnowsPhone(Mine!.State);

    /// <summary>What is not known can't be asked for.</summary>
    public int Questions => 2 + (HasAddress ? 1 : 0) + (HasPhone ? 1 : 0);

    public IEnumerable<CaseFile> Children => Household.Where(f => f.State.Release!.IsMinor && f.State.Id != Mine!.State.Id);

    /// <summary>Other adults of the household who must still report, each for themselves: named only to somebody who gave the second fact.</summary>
    public IEnumerable<CaseFile> Others => IsFull ? Household.Where(f => f.State.Id != Mine!.State.Id && f.State.Running is not null && f.State.Release is { IsMinor: false }) : [];

    /// <summary>By case number: who acted stands in the log in the clear, and a name there would outlive the erasure of its person.</summary>
    protected Actor Person => new(Roles.Person, Mine!.State.Id.ToString());

    /// <summary>What comes after the report: shown only with the second fact.</summary>
    public Later Later => new(Say("later"), IsFull ? [.. Coming()] : []);

    public string Say(string key, params ReadOnlySpan<(string, string)> filled) => NoticeTexts.Say(Language, "me." + key, filled);

    /// <summary>A text with the office's phone in it, to be tapped.</summary>
    public Markup WithPhone(string key)
    {
        var parts = Say(key).Split("{phone}");
        return parts.Length == 1 ? parts[0] : Markup.Of($"{parts[0]}<a href=\"tel:{Office.Phone}\"><bdi>{OfficePhone}</bdi></a>{parts[1]}");
    }

    public string When(Instant at) => When(at.InZone(Office.Zone));

    /// <summary>In a place's own time: a court may lie in another zone than the office.</summary>
    public string When(Instant at, string zone) => When(at.InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? Office.Zone));

    /// <summary>A refusal in the person's language; one that we have no words for sends them to the office, never to English.</summary>
    public string Refused(Refusal refusal) => Say(NoticeTexts.Has("me.refused." + refusal.Code) ? "refused." + refusal.Code : "refused", ("phone", OfficePhone));

    public string Line(Address address) => address == Address.None ? Say("address.none") : Telling.Line(address);

    /// <summary>As the person is called: the given name where one is known.</summary>
    public static string NameOf(CaseFile file) => file.State.Release!.Record is { GivenName.Length: > 0 } named ? named.GivenName : file.State.Release.Record.FullName;

    public string Day(Instant at) => PersonTime.LongDay(Language, at.InZone(Office.Zone).Date);

    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        await OpenAsync();
        await next();
    }

    protected async Task OpenAsync()
    {
        await LoadAsync();
        ViewData["Frame"] = Frame();
    }

    /// <summary>What is open goes on under another code.</summary>
    protected void GoOn(CaseId id, string? code)
    {
        Take(id, code, isFull: true);
        ViewData["Frame"] = Frame();
    }

    /// <param name="code">The code that was given; null: the one of the session that is open.</param>
    protected async Task SignInAsync(CaseId notice, bool isFull, string? code = null)
    {
        code ??= (await HttpContext.AuthenticateAsync(SignedIn.PersonScheme)).Principal?.FindFirstValue(CodeClaim);
        List<Claim> claims = [new(ClaimTypes.Name, notice.ToString()), new(CodeClaim, code ?? "")];
        if (isFull)
        {
            claims.Add(new Claim(FullClaim, "yes"));
        }

        await HttpContext.SignInAsync(SignedIn.PersonScheme, new ClaimsPrincipal(new ClaimsIdentity(claims, SignedIn.PersonScheme)));
    }

    /// <summary>
    /// The code is dead once the last duty of the household has closed, and an open session with it. While a miss or a referral stands it lives: the person
    /// must be able to come late, and to object; and while terms run that somebody may renew, the person can write about them.
    /// </summary>
    protected bool HasEnded(IEnumerable<CaseFile> household) => !household.Any(f => f.State.Obligations.Exists(o => o.IsMissed) || f.State.Supervision.Referrals.Exists(r => !r.IsWithdrawn) || HasTerms(f.State)) && household.SelectMany(f => f.State.Obligations).Select(o => (Instant?)o.Closes).Max() < Now;

    private bool HasTerms(Case state) => state is { Order: { } order, OrderHasEnded: false, Closed: null, Release.IsMinor: false } && order.Ends > Now && RenewalRules.DaysFor(state, Installation.Programme) is not null;

    protected Office OfficeOf(Case state) =>
        Installation.Programme.Offices.GetValueOrDefault(state.Slot?.Office ?? state.Handoff.Office ?? "")
            ?? new Releasing(Installation).DestinationOf(state.CurrentAddress?.Address ?? Address.None).Office;

    protected IReadOnlyList<CaseFile> HouseholdOf(CaseFile file) =>
        file.State.Release?.Household is { } h ? [.. Installation.Cases.Household(h.Number).Select(c => Installation.Cases.Load(c.Id)!)] : [file];

    protected static IEnumerable<string> CodesOf(IEnumerable<CaseFile> household) => household.SelectMany(f => f.State.Notices.Values).Select(n => n.Code).OfType<string>();

    protected static bool KnowsAddress(Case state) => state.CurrentAddress is { } known && known.Address != Address.None;

    protected static bool KnowsPhone(Case state) => state.Release?.Record.Phone is not null;

    private string When(ZonedDateTime local) => PersonTime.DayAndTime(Language, local.Date, local.TimeOfDay);

    private IEnumerable<(string Title, string When, string? Where)> Coming()
    {
        var state = Mine!.State;
        foreach (var h in state.Hearings.Where(h => h.Outcome is null && h.At > Now).OrderBy(h => h.At))
        {
            yield return (Say("later.hearing"), When(h.At, h.Zone), h.Room is null ? h.Court : $"{h.Court}, {h.Room}");
        }

        if (state.Order is { } order && !state.OrderHasEnded && order.Ends > Now)
        {
            yield return (Say("later.order"), Day(order.Ends), Say("later.order.itself"));
        }
    }

    /// <summary>A session lasts as long as the code that began it opens this household: a code that was replaced ends it at once.</summary>
    private void Take(CaseId id, string? code, bool isFull)
    {
        if (Installation.Cases.Load(id) is { State: { Release: not null, Erased: null } } file && HouseholdOf(file) is var household && CodesOf(household).Contains(code))
        {
            Household = household;
            Mine = HasEnded(Household) ? null : file.State.Obligations.Count > 0 ? file : Household.FirstOrDefault(f => f.State.Obligations.Count > 0) ?? file;
            IsFull = Mine is not null && isFull;
        }
    }

    private TextLanguage Tongue { get; set; } = TextLanguage.All[0];

    private async Task LoadAsync()
    {
        var session = await HttpContext.AuthenticateAsync(SignedIn.PersonScheme);
        if (session.Succeeded && CaseId.TryParse(session.Principal.Identity?.Name, out var id))
        {
            Take(id, session.Principal.FindFirstValue(CodeClaim), session.Principal.HasClaim(FullClaim, "yes"));
        }

        var asked = HttpContext.Request.Query["lang"].ToString();
        var wanted = TextLanguage.Find(asked);
        if (wanted is not null)
        {
            Response.Cookies.Append(LanguageCookie, wanted.Code, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
        }

        Tongue = wanted
            ?? TextLanguage.Find(Request.Cookies[LanguageCookie])
            ?? (Mine is not null ? TextLanguage.OfRecord(Mine.State.Release!.Record.Language) : TextLanguage.OfBrowser(Request.Headers.AcceptLanguage.ToString()));
    }

    private MeFrame Frame()
    {
        // The page stays what it is, a receipt among them; only a code never stays in an address.
        var query = HttpContext.Request.Query.Where(q => q.Key is not ("lang" or "code")).ToList();
        var others = TextLanguage.All.Where(l => l != Tongue).Select(l => (l.Code, l.Name, QueryString.Create(query.Append(new("lang", l.Code))).ToString()));
        List<Markup> foot = [];
        if (Mine is not null)
        {
            var today = Now.InZone(Office.Zone).Date;
            var closed = Enumerable.Range(0, 14).Select(today.PlusDays).FirstOrDefault(d => Office.Holidays.ContainsKey(d));
            foot.Add(Markup.Of($"<b>{Office.Name}</b>"));
            foot.Add(Markup.Of($"<a href=\"tel:{Office.Phone}\"><bdi>{OfficePhone}</bdi></a>, {PersonTime.Weekdays(Language, Office.OpeningDays)}, {Say("office.hours", ("from", PersonTime.Clock(Language, Office.Opens, true)), ("to", PersonTime.Clock(Language, Office.Closes, true)))}"));
            if (closed != default)
            {
                foot.Add(Say("office.closed", ("day", PersonTime.LongDay(Language, closed))));
            }
        }

        return new MeFrame(Language, IsRightToLeft, Say("skip"), [.. others], foot, Installation.Programme.IsDemonstration ? Say("demo") : null);
    }
}
