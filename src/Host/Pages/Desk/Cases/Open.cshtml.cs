using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Nobody opens a file without a purpose: asked once for a case and a day.</summary>
internal sealed class OpenModel(Installation installation) : CasePage(installation)
{
    [BindProperty]
    public string? Purpose { get; set; }

    public async Task<IActionResult> OnGetAsync(string id) => await OpenAsync(id, Sight.StateOnly, null) ? Page() : NotFound();

    /// <param name="work">The work item that led here: it has its own reason, except for an inspector, who always states one.</param>
    public async Task<IActionResult> OnPostAsync(string id, string? work)
    {
        var stated = (User.RoleName() == Roles.Inspector ? null : Purposes.Of(work)) ?? Purposes.All.FirstOrDefault(p => p == Purpose);
        if (!await OpenAsync(id, stated == Purposes.Standing ? Sight.Standing : Sight.StateOnly, stated))
        {
            return NotFound();
        }

        if (stated is null)
        {
            if (work is null)
            {
                ModelState.AddModelError(nameof(Purpose), "Choose what you open this file for.");
            }

            return Page();
        }

        return Redirect($"/desk/cases/{Opened.State.Id}");
    }
}
