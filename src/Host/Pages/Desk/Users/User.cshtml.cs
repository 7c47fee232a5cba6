using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Accounts;

namespace Throughline.Host.Pages.Desk.Users;

/// <summary>One account: its role and place, its ways in, its end. What is changed here holds from the next request on.</summary>
internal sealed class UserModel(Installation installation, StaffAccounts accounts, Inviting inviting) : UserPage(installation)
{
    public Account Account { get; private set; } = null!;

    public string? Done { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await accounts.FindByIdAsync(id.ToString()) is not { } account)
        {
            return NotFound();
        }

        // The link outlives one redirect in a sealed cookie and no page: it is read once.
        (Account, Role, ChosenPlace) = (account, account.Role, account.Place);
        Link = TempData["link"] is string secret ? HttpContext.RequestServices.GetRequiredService<PublicUrl>().To("/join?once=" + secret) : null;
        Done = TempData["done"] as string;
        return Page();
    }

    public Task<IActionResult> OnPostMoveAsync(Guid id) => ChangeAsync(id, async account =>
    {
        var fault = await inviting.MoveAsync(By, account, Role, ChosenPlace);
        TempData["done"] = fault is null ? "Role and place are kept." : null;
        return fault;
    });

    public Task<IActionResult> OnPostResetAsync(Guid id) => ChangeAsync(id, async account =>
    {
        // The link would be shown to nobody: it comes after the session in which it was made has ended.
        if (account.Id == By)
        {
            return "You change your own way in under My account. Another administrator can reset it.";
        }

        TempData["link"] = await inviting.ResetAsync(By, account);
        return null;
    });

    public Task<IActionResult> OnPostDisableAsync(Guid id) => ChangeAsync(id, async account =>
    {
        var fault = await inviting.DisableAsync(By, account);
        TempData["done"] = fault is null ? "The user is disabled and signed out." : null;
        return fault;
    });

    private async Task<IActionResult> ChangeAsync(Guid id, Func<Account, Task<string?>> change)
    {
        if (MustSignInAgain)
        {
            return SignInAgain();
        }

        if (await accounts.FindByIdAsync(id.ToString()) is not { } account)
        {
            return NotFound();
        }

        Account = account;
        if (await change(account) is { } fault)
        {
            ModelState.AddModelError("role", fault);
            return Page();
        }

        return Redirect("/desk/users/" + account.Id);
    }
}
