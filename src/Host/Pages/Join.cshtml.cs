using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Accounts;

namespace Throughline.Host.Pages;

/// <summary>What the form of a new authenticator shows.</summary>
internal sealed record AuthenticatorShown(NewAuthenticator New, string UserName);

/// <summary>Behind a one-time link: a person chooses how to sign in. The link is used up when the choice is kept, not when it is looked at.</summary>
internal sealed class JoinModel(Installation installation, Inviting inviting, WaysIn ways, Passkeys passkeys, Sessions sessions) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Once { get; set; }

    public Account? Account { get; private set; }

    public AuthenticatorShown Authenticator { get; private set; } = null!;

    public IReadOnlyList<string> Codes { get; private set; } = [];

    public string RoleAndPlace => Account!.Role + (Account.Place is { } place ? ", " + PlaceName(place) : "");

    public Task<PasskeyOffer> OfferAsync() => passkeys.OfferNewAsync(HttpContext, Account!);

    public Task OnGetAsync() => LoadAsync(null);

    public async Task OnPostPasswordAsync(string? password, string? again, string? code, string? authenticator)
    {
        if (!await LoadAsync(authenticator))
        {
            return;
        }

        var (codes, field, fault) = await ways.SetAsync(Account!, password, again, code, authenticator);
        if (fault is not null)
        {
            ModelState.AddModelError(field!, fault);
            return;
        }

        await inviting.UsedAsync(Account!);
        await sessions.BeginAsync(HttpContext, Account!, "password and code");
        Codes = codes;
    }

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, string? state, string? passkeyName)
    {
        if (!await LoadAsync(null))
        {
            return Page();
        }

        if (!await passkeys.AddAsync(HttpContext, Account!, credential, state, passkeyName))
        {
            ModelState.AddModelError("passkeyName", "The passkey was not made. Try once more, or take a password and an authenticator.");
            return Page();
        }

        await inviting.UsedAsync(Account!);
        await sessions.BeginAsync(HttpContext, Account!, "passkey");
        return Redirect("/desk");
    }

    private async Task<bool> LoadAsync(string? broughtBack)
    {
        Account = await inviting.OfLinkAsync(Once);
        if (Account is { } account)
        {
            Authenticator = new AuthenticatorShown(ways.Offer(account, broughtBack), account.UserName!);
        }

        return Account is not null;
    }

    private string PlaceName(string place) =>
        installation.Programme.Stations.TryGetValue(place, out var station) ? station.Name : installation.Programme.Offices.TryGetValue(place, out var office) ? office.Name : place;
}
