using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace Throughline.Host.Accounts;

/// <summary>A secret that is shown to be read into an authenticator, and the same sealed for the form: kept only once its code was written.</summary>
internal sealed record NewAuthenticator(string Key, string Sealed);

/// <summary>How somebody chooses to sign in: behind a one-time link, or later on their own page.</summary>
internal sealed class WaysIn(StaffAccounts accounts, SecurityLog log, IDataProtectionProvider protection, IClock clock)
{
    private const int RecoveryCodes = 10;
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("throughline authenticator").ToTimeLimitedDataProtector();

    /// <summary>A new one, or the one that the form brought back.</summary>
    public NewAuthenticator Offer(Account account, string? broughtBack = null) =>
        Open(account, broughtBack) is { } key ? new NewAuthenticator(key, broughtBack!) : Seal(account, Totp.NewKey());

    /// <summary>Password and authenticator in one act, so that there is never one without the other. Recovery codes, or what is wrong.</summary>
    public async Task<(IReadOnlyList<string> Codes, string? Field, string? Fault)> SetAsync(Account account, string? password, string? again, string? code, string? sealedKey)
    {
        if (PasswordRules.Fault(password ?? "", account.UserName!, account.Name) is { } fault)
        {
            return ([], "password", fault);
        }

        if (password != again)
        {
            return ([], "again", "The two passwords differ. Write the same one twice.");
        }

        if (Open(account, sealedKey) is not { } key || Totp.StepOf(key, code ?? "", clock.GetCurrentInstant()) is not { } step)
        {
            return ([], "code", "The six digits do not fit. Read the picture into the authenticator and write the digits that it shows now.");
        }

        await accounts.SetAuthenticatorKeyAsync(account, key);
        (account.PasswordHash, account.TwoFactorEnabled, account.TotpStep) = (accounts.PasswordHasher.HashPassword(account, password!), true, step);
        var codes = await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? [];
        await accounts.UpdateSecurityStampAsync(account);
        log.Changed(account.Id, "password and authenticator set", account.Id);
        return ([.. codes], null, null);
    }

    private NewAuthenticator Seal(Account account, string key) => new(key, _protector.Protect(account.Id + "\n" + key, TimeSpan.FromHours(1)));

    private string? Open(Account account, string? sealedKey)
    {
        try
        {
            return sealedKey is not null && _protector.Unprotect(sealedKey).Split('\n') is [var id, var key] && id == account.Id ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
