using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Challenges;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>The person's objection to a line, beside the line, and its answer by somebody who did not write it.</summary>
internal sealed class ChallengeModel(Installation installation, CaseActs acts) : JourneyPage(installation)
{
    public Challenge Objection { get; private set; } = null!;

    public RecordedEvent Line => Opened.Events[Objection.Line - 1];

    public Told Told => Telling.Of(Line.Event, Zone, NameOf);

    [BindProperty]
    public string? Choice { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    public static IEnumerable<Choice> Choices =>
    [
        new("upheld", "The person is right", "Correct the line after this: it is an act of its own, with your name."),
        new("not-upheld", "The line stands", "Say why, in words that the person can check."),
    ];

    public async Task<IActionResult> OnGetAsync(string id) => Begin(await FindAsync(id));

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        if (Choices.All(c => c.Value != Choice))
        {
            ModelState.AddModelError(nameof(Choice), "Choose the answer.");
        }

        if (string.IsNullOrWhiteSpace(Answer))
        {
            ModelState.AddModelError(nameof(Answer), ChallengeRules.AnswerNeeded.Sentence);
        }

        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        return End(await acts.AnswerAsync(Who, Opened.State.Id, Objection.Number, Choice == "upheld", Answer, Version), Choice == "upheld" ? "The challenge is upheld. Correct the line now: it is in the timeline." : "The challenge is answered.");
    }

    private async Task<bool> FindAsync(string id)
    {
        if (!await OpenAsync(id, Sight.Act, "answer a challenge") || Opened.State.Challenges.Find(c => c.IsOpen) is not { } open)
        {
            return false;
        }

        Objection = open;
        return true;
    }
}
