using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Messages;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>How the person wants to be reached, told at the desk: ask, check answers, done.</summary>
internal sealed class ReachModel(Installation installation, CaseActs acts) : JourneyPage(installation)
{
    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public IEnumerable<Choice> Ways => ReachRules.Channels.Select(c => new Choice(c, Words(c), c == ReachRules.Sms && Opened.State.Release!.Record.Phone is null ? "No phone is known." : null));

    public static string Words(string? channel) => channel switch { ReachRules.Sms => "A text message", ReachRules.Email => "E-mail", ReachRules.Letter => "A letter", _ => "" };

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        (Version, Channel, Email) = (Opened.State.Version, Opened.State.Reach?.Channel, Opened.State.Reach?.Email);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        if (ReachRules.Choose(Opened.State, Channel, Email, Now).Refused is { } wrong)
        {
            ModelState.AddModelError(wrong == ReachRules.EmailNeeded || wrong == ReachRules.NoEmail ? nameof(Email) : nameof(Channel), wrong.Sentence);
        }

        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var outcome = await acts.ReachAsync(Who, Opened.State.Id, Channel, Email, Version);
        return End(outcome, "How we reach the person is recorded.");
    }

    private async Task<bool> FindAsync(string id) => await OpenAsync(id, Sight.Act, "record an address") && Opened.State.Release is not null && !IsShielded;
}
