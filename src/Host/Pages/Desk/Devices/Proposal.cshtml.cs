using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Obligations;
using Throughline.Host.Access;
using Throughline.Host.Devices;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Devices;

/// <summary>An administrator decides about a unit or a model of which too many alerts were false.</summary>
internal sealed class ProposalModel(Installation installation, Inventory inventory) : DeskPage(installation)
{
    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public DeviceProposal Proposal { get; private set; } = null!;

    public IActionResult OnGet(long number) => Find(number) ? Page() : NotFound();

    public IActionResult OnPost(long number)
    {
        if (!Find(number))
        {
            return NotFound();
        }

        if (Answer is not (DeviceFaults.Accepted or DeviceFaults.Declined))
        {
            ModelState.AddModelError(nameof(Answer), "Choose what happens.");
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError(nameof(Reason), MissRules.ReasonNeeded.Sentence);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        inventory.Faults.Answer(number, Answer == DeviceFaults.Accepted, Reason!.Trim(), Who, Now);
        return Redirect("/desk/devices?done=" + Uri.EscapeDataString(Answer == DeviceFaults.Accepted ? $"{Proposal.Target} is out of use: it is given out to nobody. Replace those that are worn." : $"{Proposal.Target} stays in use."));
    }

    private bool Find(long number)
    {
        if (inventory.Faults.Proposals(onlyOpen: true).FirstOrDefault(p => p.Id == number) is not { } found)
        {
            return false;
        }

        Proposal = found;
        return true;
    }
}
