using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Accounts;

namespace Throughline.Host.Pages.Desk.Users;

/// <summary>Makes an account without a way in, and the one-time link by which its owner makes one.</summary>
internal sealed class InviteModel(Installation installation, Inviting inviting) : UserPage(installation)
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? UserName { get; set; }

    public IActionResult OnGet() => MustSignInAgain ? SignInAgain() : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (MustSignInAgain)
        {
            return SignInAgain();
        }

        var (made, link, fault) = await inviting.InviteAsync(By, UserName, Name, Role, ChosenPlace);
        if (fault is not null)
        {
            ModelState.AddModelError("name", fault);
            return Page();
        }

        TempData["link"] = link;
        return Redirect("/desk/users/" + made!.Id);
    }
}
