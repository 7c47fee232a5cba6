using Microsoft.EntityFrameworkCore;
using Throughline.Host.Access;
using Throughline.Host.Accounts;

namespace Throughline.Host.Pages.Desk.Users;

internal sealed record ListedUser(Account Account, int Passkeys, int Sessions)
{
    public string WaysIn => string.Join(", ", new[]
    {
        Passkeys > 0 ? Passkeys == 1 ? "passkey" : $"{Passkeys} passkeys" : null,
        Account.TwoFactorEnabled ? "password and code" : null,
    }.OfType<string>()) is { Length: > 0 } ways ? ways : "none yet";
}

/// <summary>Everybody with an account.</summary>
internal sealed class IndexModel(Installation installation, AccountTables tables) : DeskPage(installation)
{
    public IReadOnlyList<ListedUser> Users { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var keys = await tables.Set<Microsoft.AspNetCore.Identity.IdentityUserPasskey<string>>().GroupBy(p => p.UserId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        var open = await tables.Sessions.GroupBy(s => s.Account).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        Users = [.. (await tables.Accounts.AsNoTracking().OrderBy(a => a.Name).ToListAsync()).Select(a => new ListedUser(a, keys.GetValueOrDefault(a.Id), open.GetValueOrDefault(a.Id)))];
    }

    public string StateOf(ListedUser u) =>
        u.Account.IsDisabled ? "disabled"
        : u.Account.LinkUntil is { } until ? until > Now ? $"has a link until {DeskTime.At(until, Zone, Now)}" : "the link ran out"
        : u.Sessions > 0 ? "signed in" : "not signed in";
}
