using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Faults;

/// <summary>The fault ledger: what failed, when, and a form for what only people know. What a fault would move is shown before it is declared.</summary>
internal sealed class IndexModel(Installation installation, Faulting faulting) : FaultPage(installation)
{
    private const int Shown = 100;

    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? FromDay { get; set; }

    [BindProperty]
    public string? FromTime { get; set; }

    [BindProperty]
    public string? UntilDay { get; set; }

    [BindProperty]
    public string? UntilTime { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    public bool IsChecking { get; private set; }

    public string? Done { get; private set; }

    /// <summary>How many people have a place on the days of a closure, and how many misses would be looked at again.</summary>
    public (int Booked, int Missed) Moves { get; private set; }

    public static IEnumerable<Choice> Kinds => FaultKinds.Declarable.Select(k => new Choice(k, FaultKinds.Words(k)));

    public void OnGet(string? done)
    {
        Done = done;
        var today = Now.InZone(Zone);
        (FromDay, FromTime) = (today.ToString("uuuu-MM-dd", null), "08:00");
        (UntilDay, UntilTime) = (FromDay, today.ToString("HH:mm", null));
        Load();
    }

    public async Task<IActionResult> OnPostAsync(bool checkedAnswers, bool change)
    {
        if (!MayDeclare)
        {
            return NotFound();
        }

        Load();
        var fault = Read();
        if (fault is null || change)
        {
            return Page();
        }

        if (!checkedAnswers)
        {
            var decision = FaultRules.Declare(new CaseId(1), fault, Now);
            IsChecking = !Refused(new Outcome(decision.Events, decision.Refused));
            Moves = IsChecking ? Foresee(fault) : default;
            return Page();
        }

        return Refused(await faulting.DeclareAsync(Who, fault))
            ? Page()
            : Redirect("/desk/faults?done=" + Uri.EscapeDataString("The fault is in the ledger. What it touches moves by itself within a second, and everybody it touches reads why."));
    }

    private (int, int) Foresee(FaultDeclared fault)
    {
        var due = new Due(Installation.Store);
        var until = fault.Until ?? Now;
        var booked = fault.Kind == FaultKinds.OfficeClosed ? due.BookedBetween(Place, fault.From.InZone(Zone).Date, until.InZone(Zone).Date).Count : 0;
        return (booked, due.MissedBetween(fault.From, until).Count);
    }

    private FaultDeclared? Read()
    {
        if (Kinds.All(k => k.Value != Kind))
        {
            ModelState.AddModelError(nameof(Kind), FaultRules.UnknownKind.Sentence);
        }

        if (string.IsNullOrWhiteSpace(Words))
        {
            ModelState.AddModelError(nameof(Words), FaultRules.WordsNeeded.Sentence);
        }

        var from = At(FromDay, FromTime, nameof(FromDay));
        var until = string.IsNullOrWhiteSpace(UntilDay) ? null : At(UntilDay, UntilTime, nameof(UntilDay));
        return ModelState.IsValid ? new FaultDeclared(Kind!, Kind is FaultKinds.OfficeClosed or FaultKinds.TurnedAway or FaultKinds.FeedLate ? Place : null, null, from!.Value, until, Words!.Trim()) : null;
    }

    private void Load() => Faults = Ledger.Newest(Installation.Store, Shown);
}
