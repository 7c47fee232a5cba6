using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Access;
using Throughline.Host.Accounts;
using Throughline.Host.Pages.Desk.Releases;

namespace Throughline.Host.Pages;

/// <summary>Somebody of the demonstration. The key names role and place.</summary>
internal sealed record DemoPerson(string Heading, string Role, string Name, string? Place, string PlaceName)
{
    public string Key => $"{Role}@{Place}";
}

/// <summary>On a demonstration store anybody may be anybody; on a real store it takes an account: a passkey, or name, password and code.</summary>
internal sealed class SignInModel(Installation installation, SigningIn signingIn, Passkeys passkeys) : PageModel
{
    // Invented names, one a place, so that a record reads like one.
    private static readonly string[] Names =
    [
        "J. Aldana", "R. Okafor", "M. Lindqvist", "S. Castañeda", "T. Nguyen", "D. Whitfield", "K. Ortiz", "A. Haddad", "P. Moreau", "L. Brandt", "E. Silva", "N. Petrov",
    ];

    public IReadOnlyList<DemoPerson> People { get; } = Everybody(installation);

    /// <summary>Notices whose code opens the person's side: the demonstration shows them, a real store never would.</summary>
    public IReadOnlyList<(string Code, string Name)> Notices { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? Then { get; set; }

    public bool IsReal => installation.Mode() == StoreMode.Real;

    /// <summary>What the browser asks its owner's authenticator.</summary>
    public Task<PasskeyOffer> OfferAsync() => passkeys.OfferSignInAsync(HttpContext);

    public IActionResult OnGet()
    {
        if (installation.Mode() == StoreMode.Undecided)
        {
            return Redirect("/");
        }

        if (IsReal)
        {
            return Page();
        }

        Notices = [.. installation.Cases.List("c.code_key is not null and c.obligation = 'running' order by c.case_id desc", 6)
            .Select(c => (ReleasedPage.Written(installation.Cases.Load(c.Id)!.State.Notices.Values.First(n => n.Code is not null).Code!), c.Card.FullName))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? who)
    {
        if (installation.Mode() != StoreMode.Demonstration || People.FirstOrDefault(p => p.Key == who) is not { } person)
        {
            return Redirect("/sign-in");
        }

        await HttpContext.SignInAsync(SignedIn.StaffScheme, SignedIn.As(person.Role, person.Name, person.Place));
        return LocalRedirect(Url.IsLocalUrl(Then) ? Then : "/desk");
    }

    public async Task<IActionResult> OnPostPasswordAsync(string? userName, string? password, string? code) =>
        Answer(IsReal && await signingIn.WithPasswordAsync(HttpContext, userName, password, code), SigningIn.Wrong);

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, string? state) =>
        Answer(IsReal && await signingIn.WithPasskeyAsync(HttpContext, credential, state), SigningIn.NoPasskey);

    private IActionResult Answer(bool right, string sentence)
    {
        if (right)
        {
            return LocalRedirect(Url.IsLocalUrl(Then) ? Then : "/desk");
        }

        if (!IsReal)
        {
            return Redirect("/sign-in");
        }

        ModelState.AddModelError("userName", sentence);
        return Page();
    }

    private static List<DemoPerson> Everybody(Installation installation)
    {
        var programme = installation.Programme;
        var offices = programme.Offices.Values.OrderBy(o => o.Name, StringComparer.Ordinal).ToList();
        var people = programme.Stations.Values.Select(s => ("Intake officer at a station", Roles.IntakeOfficer, (string?)s.Code, s.Name))
            .Concat(offices.Select(o => ("Case officer at an office", Roles.CaseOfficer, (string?)o.Code, o.Name)))
            .Concat(offices.Select(o => ("Supervisor at an office", Roles.Supervisor, (string?)o.Code, o.Name)))
            .Append(("For the whole programme", Roles.Analyst, null, "Programme analyst"))
            .Append(("For the whole programme", Roles.Inspector, null, "Inspector"))
            .Append(("For the whole programme", Roles.Administrator, null, "Administrator"));
        return [.. people.Select((p, i) => new DemoPerson(p.Item1, p.Item2, Names[i % Names.Length], p.Item3, p.Item4))];
    }
}
