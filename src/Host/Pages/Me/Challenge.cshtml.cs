using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.Corrections;
using Throughline.Host.Casework;
using Throughline.Host.Participant;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Me;

/// <summary>The person says that a line is wrong, and sees until when the answer comes.</summary>
internal sealed class ChallengeModel(Installation installation, CaseActs acts) : FullPage(installation)
{
    public RecordedEvent About { get; private set; } = null!;

    [BindProperty]
    public string? Text { get; set; }

    public string? Refusal { get; private set; }

    /// <summary>The objection to this line that waits, or was answered last.</summary>
    public Challenge? Made => Mine!.State.Challenges.FindLast(c => c.Line == About.Version);

    public string Words => NoticeTexts.Say(Language, FileLines.KeyOf(About.Event));

    public IActionResult OnGet(int line) => Find(line) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(int line)
    {
        if (!Find(line))
        {
            return NotFound();
        }

        var outcome = await acts.ChallengeAsync(Person, Mine!.State.Id, line, Text);
        Refusal = outcome.Refused is { } refusal ? Refused(refusal) : null;
        return Refusal is null ? Redirect($"/me/file/{line}") : Page();
    }

    private bool Find(int line)
    {
        if (line < 1 || line > Mine!.Events.Length || Mine.Events[line - 1].Event is LineChallenged or ChallengeAnswered or RecordedInError)
        {
            return false;
        }

        About = Mine.Events[line - 1];
        return true;
    }
}
