using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Accounts;

namespace Throughline.Host.Pages.MyAccount;

/// <summary>How somebody signs in and where they are signed in. Changing it takes a sign-in of the last minutes.</summary>
internal sealed class IndexModel(Installation installation, StaffAccounts accounts, WaysIn ways, Passkeys passkeys, Sessions sessions, SecurityLog log) : DeskPage(installation)
{
    public Account? Mine { get; private set; }

    public IList<UserPasskeyInfo> Keys { get; private set; } = [];

    public IReadOnlyList<Session> Open { get; private set; } = [];

    public AuthenticatorShown Authenticator { get; private set; } = null!;

    public IReadOnlyList<string> Codes { get; private set; } = [];

    public bool IsFresh => Sessions.IsFresh(User);

    /// <summary>The last way in stays.</summary>
    public bool MayRemove => Mine!.TwoFactorEnabled || Keys.Count > 1;

    public string Day(DateTimeOffset at) => DeskTime.Day(Instant.FromDateTimeOffset(at).InZone(Zone).Date, Now.InZone(Zone).Date);

    public string Ago(Instant at) => DeskTime.At(at, Zone, Now);

    public Task<PasskeyOffer> OfferAsync() => passkeys.OfferNewAsync(HttpContext, Mine!);

    public Task OnGetAsync() => LoadAsync();

    public Task<IActionResult> OnPostAddAsync(string? credential, string? state, string? passkeyName) => ChangeAsync(async mine =>
    {
        if (await passkeys.AddAsync(HttpContext, mine, credential, state, passkeyName))
        {
            log.Changed(mine.Id, "passkey added", mine.Id);
            return null;
        }

        return ("passkeyName", "The passkey was not added. Try once more.");
    });

    public Task<IActionResult> OnPostRemoveAsync(string? id) => ChangeAsync(async mine =>
    {
        if (Keys.FirstOrDefault(k => Convert.ToHexString(k.CredentialId) == id) is not { } key)
        {
            return ("passkeyName", "This passkey is removed already.");
        }

        if (!MayRemove)
        {
            return ("passkeyName", "This is your only way in. Add another one first.");
        }

        await accounts.RemovePasskeyAsync(mine, key.CredentialId);
        log.Changed(mine.Id, "passkey removed", mine.Id);
        return null;
    });

    /// <summary>Whoever had the old password is signed out.</summary>
    public Task<IActionResult> OnPostPasswordAsync(string? current, string? password, string? again, string? code, string? authenticator) => ChangeAsync(async mine =>
    {
        Authenticator = new AuthenticatorShown(ways.Offer(mine, authenticator), mine.UserName!);
        if (mine.TwoFactorEnabled && !await accounts.CheckPasswordAsync(mine, current ?? ""))
        {
            log.Refused(mine.Id, "wrong password at a change", HttpContext.Connection.RemoteIpAddress?.ToString());
            return ("current", "This is not the password that you sign in with now.");
        }

        var (codes, field, fault) = await ways.SetAsync(mine, password, again, code, authenticator);
        if (fault is not null)
        {
            return (field!, fault);
        }

        Codes = codes;
        await sessions.EndAllAsync(mine.Id, "password changed", but: User);
        return null;
    });

    public Task<IActionResult> OnPostOthersAsync() => ChangeAsync(async mine =>
    {
        await sessions.EndAllAsync(mine.Id, "asked for by the owner", but: User);
        return null;
    });

    private async Task<IActionResult> ChangeAsync(Func<Account, Task<(string Field, string Sentence)?>> change)
    {
        await LoadAsync();
        if (Mine is not { } mine || !IsFresh)
        {
            return Redirect("/sign-in?then=/account");
        }

        if (await change(mine) is var (field, sentence))
        {
            ModelState.AddModelError(field, sentence);
            return Page();
        }

        if (Codes.Count == 0)
        {
            return Redirect("/account");
        }

        await LoadAsync();
        return Page();
    }

    private async Task LoadAsync()
    {
        if (Sessions.AccountOf(User) is { } id && await accounts.FindByIdAsync(id) is { } mine)
        {
            (Mine, Keys, Open) = (mine, await accounts.GetPasskeysAsync(mine), await sessions.OfAsync(id));
            Authenticator = new AuthenticatorShown(ways.Offer(mine), mine.UserName!);
        }
    }
}
