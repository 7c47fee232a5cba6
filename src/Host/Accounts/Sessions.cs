using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Throughline.Host.Access;

namespace Throughline.Host.Accounts;

/// <summary>
/// Sign-ins that still hold are rows of the store, asked at every request: what ends one works at once, in every process. The cookie
/// carries a secret and nothing that is believed.
/// </summary>
internal sealed class Sessions(AccountTables tables, IClock clock, SecurityLog log)
{
    /// <summary>Without a request this long, or this long after it began, a session is over (NIST SP 800-63B-4, level 2: an hour and a day at most).</summary>
    public static readonly Duration Idle = Duration.FromHours(1), Whole = Duration.FromHours(12);

    /// <summary>How long after signing in somebody may change how they sign in, or another's account.</summary>
    public static readonly Duration Fresh = Duration.FromMinutes(15);

    // Noted once in so long: a page view must not be a write.
    private static readonly Duration Noted = Duration.FromMinutes(2);
    private const string SecretClaim = "session", FreshClaim = "fresh";

    /// <summary>False when the passkey's challenge has opened a session before.</summary>
    public async Task<bool> BeginAsync(HttpContext http, Account account, string means, byte[]? challenge = null)
    {
        var now = clock.GetCurrentInstant();
        await tables.Sessions.Where(s => s.StartedAt < now - Whole).ExecuteDeleteAsync();
        if (challenge is not null && await tables.Sessions.AnyAsync(s => s.Challenge == challenge))
        {
            return false;
        }

        // A new secret at every sign-in, and the session that this browser had is over.
        await EndAsync(http);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        tables.Sessions.Add(new Session { Key = KeyOf(secret), Account = account.Id, StartedAt = now, SeenAt = now, Means = means, Challenge = challenge });
        await tables.SaveChangesAsync();
        var user = SignedIn.As(account.Role, account.Name, account.Place);
        ((ClaimsIdentity)user.Identity!).AddClaim(new Claim(SecretClaim, secret));
        await http.SignInAsync(SignedIn.StaffScheme, user);
        log.SignedIn(account.Id, means, http.Connection.RemoteIpAddress?.ToString());
        return true;
    }

    /// <summary>Of this browser.</summary>
    public async Task EndAsync(HttpContext http)
    {
        if (http.User.FindFirstValue(SecretClaim) is { } secret)
        {
            var key = KeyOf(secret);
            await tables.Sessions.Where(s => s.Key == key).ExecuteDeleteAsync();
        }

        await http.SignOutAsync(SignedIn.StaffScheme);
    }

    /// <summary>All of an account, but the one that asks for it when <paramref name="but"/> is given.</summary>
    public async Task EndAllAsync(string account, string why, ClaimsPrincipal? but = null)
    {
        var kept = but?.FindFirstValue(SecretClaim) is { } secret ? KeyOf(secret) : [];
        log.Ended(account, await tables.Sessions.Where(s => s.Account == account && s.Key != kept).ExecuteDeleteAsync(), why);
    }

    public Task<List<Session>> OfAsync(string account) => tables.Sessions.AsNoTracking().Where(s => s.Account == account).OrderByDescending(s => s.SeenAt).ToListAsync();

    public static bool IsThis(ClaimsPrincipal user, Session session) => user.FindFirstValue(SecretClaim) is { } secret && KeyOf(secret).AsSpan().SequenceEqual(session.Key);

    /// <summary>Who is signed in with an account of their own; null on a demonstration's "sign in as".</summary>
    public static string? AccountOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier);

    public static bool IsFresh(ClaimsPrincipal user) => user.HasClaim(c => c.Type == FreshClaim);

    /// <summary>Role and place are read anew for each request: the cookie could be older than a change.</summary>
    public static async Task LookAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var secret = context.Principal?.FindFirstValue(SecretClaim);
        if (secret is null && services.GetRequiredService<Installation>().Mode() == StoreMode.Demonstration)
        {
            return;
        }

        if (secret is null || await services.GetRequiredService<Sessions>().FindAsync(secret) is not { } user)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SignedIn.StaffScheme);
            return;
        }

        context.ReplacePrincipal(user);
    }

    private async Task<ClaimsPrincipal?> FindAsync(string secret)
    {
        var (key, now) = (KeyOf(secret), clock.GetCurrentInstant());
        var found = await tables.Sessions.AsNoTracking().Where(s => s.Key == key).Join(tables.Accounts, s => s.Account, a => a.Id, (s, a) => new { s, a.Name, a.Role, a.Place, a.DisabledAt }).SingleOrDefaultAsync();
        if (found is null || found.DisabledAt is not null || now - found.s.SeenAt > Idle || now - found.s.StartedAt > Whole)
        {
            return null;
        }

        if (now - found.s.SeenAt > Noted)
        {
            await tables.Sessions.Where(s => s.Key == key).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now));
        }

        var user = SignedIn.As(found.Role, found.Name, found.Place);
        var identity = (ClaimsIdentity)user.Identity!;
        // Named so, because the tokens of our forms are bound to this claim when there is one: other claims may change under an open form.
        identity.AddClaims([new Claim(SecretClaim, secret), new Claim(ClaimTypes.NameIdentifier, found.s.Account)]);
        if (now - found.s.StartedAt <= Fresh)
        {
            identity.AddClaim(new Claim(FreshClaim, ""));
        }

        return user;
    }

    private static byte[] KeyOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));
}
