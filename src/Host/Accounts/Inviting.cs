using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Host.Access;

namespace Throughline.Host.Accounts;

/// <summary>
/// Accounts are made and mended by one-time links that one person hands to another: there is no mail, and no administrator ever knows
/// somebody's password.
/// </summary>
internal sealed class Inviting(StaffAccounts accounts, AccountTables tables, Sessions sessions, SecurityLog log, IClock clock, Installation installation)
{
    public static readonly Duration LinkHolds = Duration.FromDays(3);
    public const string LastAdministrator = "This is the only administrator who can sign in. Make another one first.";

    public async Task<(Account? Made, string? Link, string? Fault)> InviteAsync(string by, string? userName, string? name, string? role, string? place)
    {
        var (signIn, shown) = ((userName ?? "").Trim(), (name ?? "").Trim());
        if (FaultOf(shown, role, place) is { } fault)
        {
            return (null, null, fault);
        }

        var account = new Account { UserName = signIn, Name = shown, Role = role!, Place = NeedsPlace(role!) ? place : null, MadeAt = clock.GetCurrentInstant(), LockoutEnabled = true };
        var link = NewLink(account);
        var made = await accounts.CreateAsync(account);
        if (!made.Succeeded)
        {
            return (null, null, made.Errors.Any(e => e.Code == nameof(Microsoft.AspNetCore.Identity.IdentityErrorDescriber.DuplicateUserName))
                ? "Somebody signs in with this name already. Choose another." : "Sign-in names have letters, digits, dots and hyphens.");
        }

        log.Changed(account.Id, "invited as " + account.Role, by);
        return (account, link, null);
    }

    /// <summary>All ways in stop at once; the new link lets the person choose new ones.</summary>
    public async Task<string> ResetAsync(string by, Account account)
    {
        await ForgetWaysInAsync(account);
        account.DisabledAt = null;
        account.LockoutEnd = null;
        var link = NewLink(account);
        await SaveAsync(account);
        await sessions.EndAllAsync(account.Id, "reset");
        log.Changed(account.Id, "reset", by);
        return link;
    }

    /// <summary>Null, or why not.</summary>
    public async Task<string?> DisableAsync(string by, Account account)
    {
        if (await IsLastAdministratorAsync(account))
        {
            return LastAdministrator;
        }

        (account.DisabledAt, account.LinkKey, account.LinkUntil) = (clock.GetCurrentInstant(), null, null);
        await SaveAsync(account);
        await sessions.EndAllAsync(account.Id, "disabled");
        log.Changed(account.Id, "disabled", by);
        return null;
    }

    /// <summary>Null, or why not. Whoever has another role or place signs in anew for it.</summary>
    public async Task<string?> MoveAsync(string by, Account account, string? role, string? place)
    {
        if (FaultOf(account.Name, role, place) is { } fault)
        {
            return fault;
        }

        if (role != Roles.Administrator && await IsLastAdministratorAsync(account))
        {
            return LastAdministrator;
        }

        (account.Role, account.Place) = (role!, NeedsPlace(role!) ? place : null);
        await SaveAsync(account);
        await sessions.EndAllAsync(account.Id, "moved");
        log.Changed(account.Id, "moved to " + role, by);
        return null;
    }

    public async Task<Account?> OfLinkAsync(string? link)
    {
        var (key, now) = (KeyOf(link ?? ""), clock.GetCurrentInstant());
        return await tables.Accounts.SingleOrDefaultAsync(a => a.LinkKey == key && a.LinkUntil > now && a.DisabledAt == null);
    }

    public async Task UsedAsync(Account account)
    {
        (account.LinkKey, account.LinkUntil) = (null, null);
        await SaveAsync(account);
        log.Changed(account.Id, "link used", account.Id);
    }

    public static bool NeedsPlace(string role) => role is Roles.IntakeOfficer or Roles.CaseOfficer or Roles.Supervisor;

    private string? FaultOf(string name, string? role, string? place)
    {
        Programme programme = installation.Programme;
        return name.Length is 0 or > 100 ? "Write the name that stands in the record."
            : !Roles.Staff.Contains(role) ? "Choose a role."
            : role == Roles.IntakeOfficer && !programme.Stations.ContainsKey(place ?? "") ? "An intake officer works at a station. Choose one."
            : NeedsPlace(role!) && role != Roles.IntakeOfficer && !programme.Offices.ContainsKey(place ?? "") ? "A case officer or supervisor works at an office. Choose one."
            : null;
    }

    private async Task ForgetWaysInAsync(Account account)
    {
        foreach (var passkey in await accounts.GetPasskeysAsync(account))
        {
            await accounts.RemovePasskeyAsync(account, passkey.CredentialId);
        }

        await accounts.ResetAuthenticatorKeyAsync(account);
        account.PasswordHash = null;
        account.TwoFactorEnabled = false;
    }

    private async Task<bool> IsLastAdministratorAsync(Account account) =>
        account is { Role: Roles.Administrator, IsDisabled: false } && !await tables.Accounts.AnyAsync(a => a.Role == Roles.Administrator && a.DisabledAt == null && a.Id != account.Id && a.LinkKey == null);

    private async Task SaveAsync(Account account)
    {
        var saved = await accounts.UpdateAsync(account);
        if (!saved.Succeeded)
        {
            throw new DbUpdateConcurrencyException(string.Join(' ', saved.Errors.Select(e => e.Code)));
        }
    }

    private string NewLink(Account account)
    {
        var link = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        (account.LinkKey, account.LinkUntil) = (KeyOf(link), clock.GetCurrentInstant() + LinkHolds);
        return link;
    }

    private static byte[] KeyOf(string link) => SHA256.HashData(Encoding.UTF8.GetBytes(link));
}
