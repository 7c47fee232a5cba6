using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Accounts;
using Throughline.Host.Parts;

namespace Throughline.Host.Access;

/// <summary>What every page of the desk has: who works at it, for which place, at what time, and the head around the page.</summary>
internal abstract class DeskPage(Installation installation) : PageModel
{
    protected Installation Installation { get; } = installation;

    public Actor Who => User.ToActor();

    /// <summary>The station or office of the one who is signed in; empty for those who belong to none.</summary>
    public string Place => User.Place() ?? "";

    public bool IsStation => User.RoleName() == Roles.IntakeOfficer;

    /// <summary>Signed in with an account, and not as somebody of the demonstration.</summary>
    public bool HasAccount => Sessions.AccountOf(User) is not null;

    public Instant Now => Installation.Clock.GetCurrentInstant();

    /// <summary>Wall-clock time at this desk's place.</summary>
    public DateTimeZone Zone =>
        Installation.Programme.Stations.TryGetValue(Place, out var station) ? station.Zone
        : Installation.Programme.Offices.TryGetValue(Place, out var office) ? office.Zone
        : DateTimeZone.Utc;

    public string PlaceName => NameOf(Place);

    /// <summary>The name of a station, an office or a language by its code; the code itself where none is known.</summary>
    public string NameOf(string? code) =>
        code is null ? "" : Installation.Programme.Stations.TryGetValue(code, out var station) ? station.Name
        : Installation.Programme.Offices.TryGetValue(code, out var office) ? office.Name
        : Installation.Programme.Settings.Languages.FirstOrDefault(l => l.Code == code)?.Name ?? code;

    // Without this a request of the method PAGE is taken for a handler of this name.
    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) => ViewData["Frame"] = Frame();

    /// <summary>The one translation of a refusal on a page: its sentence, beside the field or above the form. True when there was one.</summary>
    protected bool Refused(Outcome outcome, string field = "")
    {
        if (outcome.Refused is { } refusal)
        {
            ModelState.AddModelError(field, refusal.Sentence);
        }

        return outcome.IsRefused;
    }

    private DeskFrame Frame()
    {
        var waiting = IsStation
            ? Installation.Cases.Count("c.handoff = 'returned' and c.station = @p0", Place)
            : Installation.Cases.Count("c.handoff in ('sent', 'delivered') and c.office = @p0", Place);
        var role = User.RoleName();
        var alerts = role is Roles.CaseOfficer or Roles.Supervisor ? new Storage.Monitoring.AlertReading(Installation.Store).CountOf(Place) : 0;
        List<NavItem> nav = role == Roles.Administrator ? [new("/desk/users", "Users"), new("/desk/devices", "Devices"), new("/desk/faults", "Faults"), new("/desk/feeds", "Feeds"), new("/desk/retention", "Retention"), new("/statistics", "Statistics")]
            : role == Roles.Analyst ? [new("/desk/handoffs/balance", "Balance"), new("/desk/quality", "Data quality"), new("/desk/faults", "Faults"), new("/statistics", "Statistics")]
            : IsStation ? [new("/desk", "Today"), new("/desk/release", "Release"), new("/desk/handoffs", "Hand-offs", (int)waiting), new("/desk/quality", "Data quality"), new("/statistics", "Statistics")]
            : [new("/desk", "Today"), new("/desk/walk-in", "Walk-in"), new("/desk/handoffs", "Hand-offs", (int)waiting), new("/desk/alerts", "Alerts", alerts), new("/desk/quality", "Data quality"), new("/desk/faults", "Faults"), .. role == Roles.Inspector ? [new("/desk/retention", "Retention")] : Array.Empty<NavItem>(), new("/statistics", "Statistics")];
        return new DeskFrame(
            Who.Name, PlaceName.Length > 0 ? $"{Capital(Who.Role)}, {PlaceName}" : Capital(Who.Role), nav, Installation.Programme.IsDemonstration,
            HasAccount ? Markup.Of($"<a href=\"/account\">My account</a>") : Markup.Of($"<a href=\"/sign-in\">Change</a>"), Finds: role is not (Roles.Administrator or Roles.Analyst), SignsOut: HasAccount);
    }

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
