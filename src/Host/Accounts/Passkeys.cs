using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Throughline.Host.Accounts;

/// <summary>What a page hands to the browser (the options) and to itself (the sealed state, which holds the challenge).</summary>
internal sealed record PasskeyOffer(string Options, string State);

/// <summary>Passkeys by Identity's handler. The page carries options and state, so that no route is needed beside the form.</summary>
internal sealed class Passkeys(IPasskeyHandler<Account> handler, StaffAccounts accounts, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("throughline passkey").ToTimeLimitedDataProtector();

    public async Task<PasskeyOffer> OfferSignInAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        return new PasskeyOffer(made.RequestOptionsJson, _protector.Protect("use\n" + made.AssertionState, Lasts));
    }

    public async Task<PasskeyOffer> OfferNewAsync(HttpContext http, Account account)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id, Name = account.UserName!, DisplayName = account.Name }, http);
        return new PasskeyOffer(made.CreationOptionsJson, _protector.Protect("make\n" + account.Id + "\n" + made.AttestationState, Lasts));
    }

    /// <summary>Whose passkey it is, with a hash of the challenge that it answered.</summary>
    public async Task<(Account? Account, byte[]? Challenge)> FindAsync(HttpContext http, string? credential, string? state)
    {
        if (Open(state, "use\n") is not { } opened || string.IsNullOrEmpty(credential))
        {
            return default;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = opened });
        if (!result.Succeeded)
        {
            return default;
        }

        // The counter moved.
        await accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return (result.User, SHA256.HashData(Encoding.UTF8.GetBytes(opened)));
    }

    /// <summary>False when the answer does not belong to what this page asked.</summary>
    public async Task<bool> AddAsync(HttpContext http, Account account, string? credential, string? state, string? name)
    {
        if (Open(state, "make\n" + account.Id + "\n") is not { } opened || string.IsNullOrEmpty(credential))
        {
            return false;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = opened });
        if (!result.Succeeded)
        {
            return false;
        }

        result.Passkey.Name = string.IsNullOrWhiteSpace(name) ? "Passkey" : name.Trim()[..Math.Min(name.Trim().Length, 60)];
        return (await accounts.AddOrUpdatePasskeyAsync(account, result.Passkey)).Succeeded;
    }

    private string? Open(string? state, string begins)
    {
        try
        {
            return state is not null && _protector.Unprotect(state) is var opened && opened.StartsWith(begins, StringComparison.Ordinal) ? opened[begins.Length..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
