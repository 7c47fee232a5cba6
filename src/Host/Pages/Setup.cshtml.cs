using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Access;
using Throughline.Host.Accounts;

namespace Throughline.Host.Pages;

/// <summary>Whoever reads the terminal owns the installation: its link makes the store real and its reader the first administrator.</summary>
internal sealed class SetupModel(Installation installation, SetupLink link, Inviting inviting) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Once { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? UserName { get; set; }

    public bool IsRight => link.Is(Once);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!IsRight)
        {
            return Page();
        }

        var (_, secret, fault) = await inviting.InviteAsync("set-up", UserName, Name, Roles.Administrator, null);
        if (fault is not null)
        {
            ModelState.AddModelError("userName", fault);
            return Page();
        }

        link.Use(Once);
        installation.Decide(StoreMode.Real);
        return Redirect("/join?once=" + secret);
    }
}
