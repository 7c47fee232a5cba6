using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Corrections;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>One line is taken out of effect: it stays visible, with who and why.</summary>
internal sealed class LineModel(Installation installation, Correcting correcting) : JourneyPage(installation)
{
    public RecordedEvent Line { get; private set; } = null!;

    public Told Told { get; private set; } = null!;

    [BindProperty]
    public string? Why { get; set; }

    /// <summary>Why this line can't be taken out; null when it can.</summary>
    public string? NotPossible { get; private set; }

    /// <summary>What followed from the line and is taken out with it.</summary>
    public IReadOnlyList<string> Followed { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id, int line) => Begin(await FindAsync(id, line));

    public async Task<IActionResult> OnPostAsync(string id, int line, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id, line))
        {
            return NotFound();
        }

        if (change)
        {
            return Page();
        }

        if (!checkedAnswers)
        {
            IsChecking = !Refused(Rule(line, Why), nameof(Why));
            return Page();
        }

        IsChecking = true;
        return End(await correcting.RecordInErrorAsync(Who, Opened.State.Id, line, Why, Version), "The line is out of effect, and what followed from it too. It stays visible.", nameof(Why));
    }

    private Outcome Rule(int line, string? why)
    {
        var decision = CorrectionRules.RecordInError(Opened, line, why, Now);
        return new Outcome(decision.Events, decision.Refused);
    }

    private async Task<bool> FindAsync(string id, int line)
    {
        if (!await OpenAsync(id, Sight.Act, "correct a line") || line < 1 || line > Opened.Events.Length)
        {
            return false;
        }

        Line = Opened.Events[line - 1];
        Told = Telling.Of(Line.Event, Zone, NameOf);
        var wouldBe = Rule(line, "asked beforehand");
        NotPossible = wouldBe.Refused?.Sentence ?? (wouldBe.Changed ? null : "This line is out of effect already.");
        Followed = [.. wouldBe.Events.Select(e => ((RecordedInError)e.Event).Line).Where(l => l != line).Select(l => Telling.Of(Opened.Events[l - 1].Event, Zone, NameOf).Title)];
        return true;
    }
}
