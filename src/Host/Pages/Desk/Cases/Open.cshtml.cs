using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Nobody opens a file without a purpose: asked once for a case and a day.</summary>
internal sealed class OpenModel(Installation installation) : CasePage(installation)
{
    [BindProperty]
    public string? Purpose { get; set; }

    public async Task<IActionResult> OnGetAsync(string id) => await OpenAsync(id, Sight.StateOnly, null) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        var stated = Purposes.All.FirstOrDefault(p => p == Purpose);
        if (!await OpenAsync(id, Sight.StateOnly, stated))
        {
            return NotFound();
        }

        if (stated is null)
        {
            ModelState.AddModelError(nameof(Purpose), "Choose what you open this file for.");
            return Page();
        }

        return Redirect($"/desk/cases/{Opened.State.Id}");
    }
}
