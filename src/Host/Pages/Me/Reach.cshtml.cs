using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Messages;
using Throughline.Host.Casework;
using Throughline.Host.Participant;
using Throughline.Host.Parts;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Me;

/// <summary>How we reach the person: one question, and an address where one is needed.</summary>
internal sealed class ReachModel(Installation installation, CaseActs acts) : FullPage(installation)
{
    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public string? Refusal { get; private set; }

    /// <summary>The field that the refusal is about.</summary>
    public string AtFault { get; private set; } = "channel";

    public bool IsDone { get; private set; }

    /// <summary>A text message only to a phone that we know.</summary>
    public IEnumerable<Choice> Ways => ReachRules.Channels
        .Where(c => c != ReachRules.Sms || HasPhone)
        .Select(c => new Choice(c, Say("reach." + c, ("phone", PersonTime.Phone(Mine!.State.Release!.Record.Phone ?? "")))));

    public void OnGet(bool done)
    {
        IsDone = done;
        (Channel, Email) = (Mine!.State.Reach?.Channel ?? (HasPhone ? ReachRules.Sms : ReachRules.Letter), Mine.State.Reach?.Email);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if ((await acts.ReachAsync(Person, Mine!.State.Id, Channel, Email)).Refused is not { } refusal)
        {
            return Redirect("/me/reach?done=true");
        }

        (Refusal, AtFault) = (Refused(refusal), refusal == ReachRules.EmailNeeded || refusal == ReachRules.NoEmail ? "email" : "channel");
        return Page();
    }
}
