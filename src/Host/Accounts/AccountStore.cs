using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Throughline.Host.Accounts;

/// <summary>Identity's store, but a copy of the tables gives nobody a second factor: the secret is encrypted, recovery codes are keyed hashes.</summary>
internal sealed class AccountStore(AccountTables tables, Installation installation, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<Account, AccountTables, string>(tables, describer)
{
    // The names under which the store's own CountCodesAsync looks.
    private const string Provider = "[AspNetUserStore]", Codes = "RecoveryCodes", Secret = "AuthenticatorKey";

    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        SetTokenAsync(user, Provider, Secret, Convert.ToBase64String(installation.Store.Key.SealOwn(Encoding.ASCII.GetBytes(key))), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        await GetTokenAsync(user, Provider, Secret, cancellationToken) is { } kept ? Encoding.ASCII.GetString(installation.Store.Key.UnsealOwn(Convert.FromBase64String(kept))) : null;

    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        SetTokenAsync(user, Provider, Codes, string.Join(';', recoveryCodes.Select(c => Hash(user, c))), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var left = (await GetTokenAsync(user, Provider, Codes, cancellationToken) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!left.Remove(Hash(user, code)))
        {
            return false;
        }

        await SetTokenAsync(user, Provider, Codes, string.Join(';', left), cancellationToken);
        return true;
    }

    private string Hash(Account user, string code) =>
        Convert.ToHexStringLower(installation.Store.Key.Lookup("recovery", user.Id + string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()));
}

/// <summary>Identity's rules about accounts, on our clock.</summary>
internal sealed class StaffAccounts(
    IUserStore<Account> store, IOptions<IdentityOptions> options, IPasswordHasher<Account> hasher, IEnumerable<IUserValidator<Account>> names,
    IEnumerable<IPasswordValidator<Account>> passwords, ILookupNormalizer normalizer, IdentityErrorDescriber describer, IServiceProvider services,
    ILogger<StaffAccounts> log, IClock clock)
    : UserManager<Account>(store, options, hasher, names, passwords, normalizer, describer, services, log)
{
    /// <summary>Wrong tries in a row before an account rests, and how long. Long enough against trying, too short to shut somebody out by it.</summary>
    public const int TriesBeforeRest = 5;

    public static readonly Duration Rest = Duration.FromMinutes(15);

    public override string GenerateNewAuthenticatorKey() => Totp.NewKey();

    /// <summary>120 bits: so much chance that a hash of it cannot be tried through.</summary>
    protected override string CreateTwoFactorRecoveryCode() => string.Join('-', Totp.NewKey()[..24].Chunk(4).Select(c => new string(c)));

    public Task SetAuthenticatorKeyAsync(Account user, string key) => ((IUserAuthenticatorKeyStore<Account>)Store).SetAuthenticatorKeyAsync(user, key, CancellationToken);

    public override Task<bool> IsLockedOutAsync(Account user) => Task.FromResult(user.LockoutEnd is { } end && Instant.FromDateTimeOffset(end) > clock.GetCurrentInstant());

    public override Task<IdentityResult> AccessFailedAsync(Account user)
    {
        if (++user.AccessFailedCount >= TriesBeforeRest)
        {
            (user.AccessFailedCount, user.LockoutEnd) = (0, (clock.GetCurrentInstant() + Rest).ToDateTimeOffset());
        }

        return UpdateUserAsync(user);
    }
}
