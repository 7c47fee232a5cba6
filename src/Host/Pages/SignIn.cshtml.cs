using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Access;

namespace Throughline.Host.Pages;

/// <summary>Somebody of the demonstration. The key names role and place.</summary>
internal sealed record DemoPerson(string Heading, string Role, string Name, string? Place, string PlaceName)
{
    public string Key => $"{Role}@{Place}";
}

/// <summary>On a demonstration store anybody may be anybody; on any other store nobody signs in here.</summary>
internal sealed class SignInModel(Installation installation) : PageModel
{
    // Invented names, one a place, so that a record reads like one.
    private static readonly string[] Names =
    [
        "J. Aldana", "R. Okafor", "M. Lindqvist", "S. Castañeda", "T. Nguyen", "D. Whitfield", "K. Ortiz", "A. Haddad", "P. Moreau", "L. Brandt", "E. Silva", "N. Petrov",
    ];

    public IReadOnlyList<DemoPerson> People { get; } = Everybody(installation);

    [BindProperty(SupportsGet = true)]
    public string? Then { get; set; }

    public IActionResult OnGet() => installation.Mode() switch
    {
        StoreMode.Real => Redirect("/shut"),
        StoreMode.Undecided => Redirect("/"),
        _ => Page(),
    };

    public async Task<IActionResult> OnPostAsync(string? who)
    {
        if (installation.Mode() != StoreMode.Demonstration || People.FirstOrDefault(p => p.Key == who) is not { } person)
        {
            return Redirect("/sign-in");
        }

        await HttpContext.SignInAsync(SignedIn.StaffScheme, SignedIn.As(person.Role, person.Name, person.Place));
        return LocalRedirect(Url.IsLocalUrl(Then) ? Then : "/desk");
    }

    private static List<DemoPerson> Everybody(Installation installation)
    {
        var programme = installation.Programme;
        var offices = programme.Offices.Values.OrderBy(o => o.Name, StringComparer.Ordinal).ToList();
        var people = programme.Stations.Values.Select(s => ("Intake officer at a station", Roles.IntakeOfficer, (string?)s.Code, s.Name))
            .Concat(offices.Select(o => ("Case officer at an office", Roles.CaseOfficer, (string?)o.Code, o.Name)))
            .Concat(offices.Take(3).Select(o => ("Supervisor", Roles.Supervisor, (string?)o.Code, o.Name)))
            .Append(("For the whole programme", Roles.Analyst, null, "programme analyst"))
            .Append(("For the whole programme", Roles.Inspector, null, "inspector"));
        return [.. people.Select((p, i) => new DemoPerson(p.Item1, p.Item2, Names[i % Names.Length], p.Item3, p.Item4))];
    }
}
