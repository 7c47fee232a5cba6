using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Accounts;

namespace Throughline.Host.Pages;

/// <summary>The session ends in the store, so a copy of the cookie opens nothing.</summary>
internal sealed class SignOutModel(Sessions sessions) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await sessions.EndAsync(HttpContext);
        return Redirect("/");
    }
}
