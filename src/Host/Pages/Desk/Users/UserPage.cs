using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;
using Throughline.Host.Accounts;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Users;

/// <summary>Choosing role and place, and who it is that changes an account.</summary>
internal abstract class UserPage(Installation installation) : DeskPage(installation)
{
    [BindProperty]
    public string? Role { get; set; }

    [BindProperty(Name = "place")]
    public string? ChosenPlace { get; set; }

    public string? Link { get; protected set; }

    public static IEnumerable<Choice> RoleChoices => Roles.Staff.Select(r => new Choice(r, char.ToUpperInvariant(r[0]) + r[1..], r switch
    {
        Roles.IntakeOfficer => "Records releases at a station and sends hand-offs.",
        Roles.CaseOfficer => "Accepts hand-offs and meets people at an office.",
        Roles.Supervisor => "Signs as the second person at an office.",
        Roles.Analyst => "Sees figures and no names.",
        Roles.Inspector => "Reads everything with a stated purpose, changes nothing.",
        _ => "Invites and disables users. Opens no file.",
    }));

    public IEnumerable<(string, string)> Places =>
        Installation.Programme.Stations.Values.Select(s => (s.Code, s.Name)).Concat(Installation.Programme.Offices.Values.Select(o => (o.Code, o.Name))).OrderBy(p => p.Name, StringComparer.Ordinal).Prepend(("", "The whole programme"));

    /// <summary>The administrator, by account, for the security log.</summary>
    protected string By => Sessions.AccountOf(User) ?? "demonstration";

    /// <summary>Changing an account takes a sign-in of the last minutes; on a demonstration there is none to ask for.</summary>
    protected bool MustSignInAgain => HasAccount && !Sessions.IsFresh(User);

    protected IActionResult SignInAgain() => Redirect("/sign-in?then=" + Uri.EscapeDataString(HttpContext.Request.Path));
}
