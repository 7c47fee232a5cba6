using Microsoft.AspNetCore.Identity;
using Throughline.Host.Participant;

namespace Throughline.Host.Accounts;

/// <summary>
/// The two ways in. Password and code are asked together: nobody is ever half signed in, and one sentence answers every mistake, so that
/// nobody learns which part was right or which names exist.
/// </summary>
internal sealed class SigningIn(StaffAccounts accounts, Sessions sessions, Passkeys passkeys, SecurityLog log, Tries tries)
{
    public const string Wrong = "Name, password and code do not belong together, or the account rests after wrong tries. Try again, or ask an administrator for a new link.";
    public const string NoPasskey = "This passkey opens no account here. Sign in with name, password and code, or ask an administrator for a new link.";

    // For one network address, whichever names are tried from there.
    private static readonly TryLimit FromOneAddress = new(30, NodaTime.Duration.FromMinutes(5));

    // As long to check as a real one, so that time tells nobody whether the name exists.
    private static readonly string Nobody = new PasswordHasher<Account>().HashPassword(new Account { Name = "", Role = "" }, "nobody");

    public async Task<bool> WithPasswordAsync(HttpContext http, string? userName, string? password, string? code)
    {
        var address = http.Connection.RemoteIpAddress?.ToString();
        var may = tries.Take(FromOneAddress, "sign-in " + address);
        var account = await accounts.FindByNameAsync((userName ?? "").Trim());
        if (!may || account?.PasswordHash is null || account.IsDisabled || !account.TwoFactorEnabled || await accounts.IsLockedOutAsync(account))
        {
            accounts.PasswordHasher.VerifyHashedPassword(new Account { Name = "", Role = "" }, Nobody, Cut(password));
            log.Refused(account?.Id, !may ? "too many tries" : account is null ? "no such name" : "shut or resting", address);
            return false;
        }

        var right = await accounts.CheckPasswordAsync(account, Cut(password));
        var second = right && await SecondAsync(account, (code ?? "").Trim());
        if (!second)
        {
            await accounts.AccessFailedAsync(account);
            log.Refused(account.Id, right ? "wrong code" : "wrong password", address);
            return false;
        }

        account.AccessFailedCount = 0;
        tries.GiveBack(FromOneAddress, "sign-in " + address);

        // Saved against the concurrency stamp: of two that send one code at once, one is refused.
        return (await accounts.UpdateAsync(account)).Succeeded && await sessions.BeginAsync(http, account, "password and code");
    }

    public async Task<bool> WithPasskeyAsync(HttpContext http, string? credential, string? state)
    {
        var (account, challenge) = await passkeys.FindAsync(http, credential, state);
        var right = account is { IsDisabled: false } && await sessions.BeginAsync(http, account, "passkey", challenge);
        if (!right)
        {
            log.Refused(account?.Id, "passkey", http.Connection.RemoteIpAddress?.ToString());
        }

        return right;
    }

    private async Task<bool> SecondAsync(Account account, string code) => code.Count(char.IsAsciiLetterOrDigit) == 6
        ? await accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, code)
        : code.Length is > 6 and < 40 && (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;

    // Nobody may keep the machine busy with a password of a million signs.
    private static string Cut(string? password) => password is { Length: > PasswordRules.Longest } ? password[..PasswordRules.Longest] + "…" : password ?? "";
}
