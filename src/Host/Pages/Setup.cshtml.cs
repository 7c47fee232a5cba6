using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Access;

namespace Throughline.Host.Pages;

internal sealed class SetupModel(Installation installation, SetupLink link) : PageModel
{
    public bool Done { get; private set; }

    public void OnGet(string? once)
    {
        Done = link.Use(once);
        if (Done)
        {
            installation.Decide(StoreMode.Real);
        }
    }
}
