using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Keeping;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>A hold is placed on a file, or one of those that stand is lifted: reason, check answers, done.</summary>
internal sealed class HoldModel(Installation installation, CaseActs acts) : JourneyPage(installation)
{
    /// <summary>hold or lift.</summary>
    public string Act { get; private set; } = "";

    /// <summary>The line of the hold to lift.</summary>
    [BindProperty]
    public int? Hold { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    public string Title => Act == "hold" ? "Place a hold" : "Lift a hold";

    public string Follows => Act == "hold"
        ? "Nothing of this file is erased while the hold stands, on whatever day the programme would end it."
        : "The programme ends the file on its day again, unless another hold stands.";

    public Hold? Chosen => Act == "lift" ? Opened.State.Holds.Find(h => h.Number == Hold) : null;

    public string Words(Hold hold) => $"{hold.Authority} ({DeskTime.At(hold.At, Zone, Now)}, {hold.Author.Name})";

    public async Task<IActionResult> OnGetAsync(string id, string act) => Begin(await FindAsync(id, act));

    public async Task<IActionResult> OnPostAsync(string id, string act, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id, act))
        {
            return NotFound();
        }

        if (change)
        {
            return Page();
        }

        var number = Opened.State.Id;
        if (!checkedAnswers)
        {
            IsChecking = !IsRefused(Rule(Opened.State));
            return Page();
        }

        IsChecking = true;
        var outcome = Act == "hold" ? await acts.HoldAsync(Who, number, Why, Authority, Version) : await acts.LiftAsync(Who, number, Hold ?? 0, Why, Authority, Version);
        return End(outcome, Act == "hold" ? "The hold stands, and the person sees it." : "The hold is lifted.");
    }

    private Decision Rule(Case state) => Act == "hold" ? HoldRules.Place(state, Why, Authority, Now) : HoldRules.Lift(state, Hold ?? 0, Why, Authority, Now);

    private bool IsRefused(Decision decision) => Refused(
        new Outcome(decision.Events, decision.Refused),
        decision.Refused == HoldRules.ReasonNeeded ? nameof(Why) : decision.Refused == HoldRules.NoSuchHold ? nameof(Hold) : nameof(Authority));

    private async Task<bool> FindAsync(string id, string act)
    {
        Act = act;
        return await OpenAsync(id, Sight.Act, "decide on the case") && Opened.State.Release is not null && (act == "hold" || Opened.State.Holds.Count > 0);
    }
}
