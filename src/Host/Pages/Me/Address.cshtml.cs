using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Casework;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>The code from a letter shows that letters reach the person. Nobody is asked to do it twice, and nothing follows where nobody does.</summary>
internal sealed class AddressModel(Installation installation, AddressProving proving) : FullPage(installation)
{
    [BindProperty]
    public string? Code { get; set; }

    public string? Refusal { get; private set; }

    public bool IsDone { get; private set; }

    public void OnGet(bool done) => IsDone = done;

    public async Task<IActionResult> OnPostAsync()
    {
        var outcome = await proving.TellAsync(Person, Mine!.State.Id, Code);
        if (outcome.Refused is null && !AddressProving.WasWrong(outcome))
        {
            return Redirect("/me/address?done=true");
        }

        Refusal = outcome.Refused is { } refusal ? Refused(refusal) : Say("code-letter.wrong");
        return Page();
    }
}
