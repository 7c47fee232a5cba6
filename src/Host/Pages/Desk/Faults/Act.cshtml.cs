using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Faults;

/// <summary>A fault ends, or was none. One of a single person's is changed nowhere by hand: it follows from the message that came back.</summary>
internal sealed class ActModel(Installation installation, Faulting faulting) : FaultPage(installation)
{
    public Fault Fault { get; private set; } = null!;

    /// <summary>Else it is withdrawn.</summary>
    public bool Ends { get; private set; }

    public string Title => Ends ? "End the fault" : "Withdraw the fault";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? Time { get; set; }

    [BindProperty]
    public string? Because { get; set; }

    public bool IsChecking { get; private set; }

    public IActionResult OnGet(string fault, string act)
    {
        if (Find(fault, act) is not { } file)
        {
            return NotFound();
        }

        Version = file.Version;
        var ended = (Fault.Until ?? Now).InZone(Zone);
        (Day, Time) = (ended.ToString("uuuu-MM-dd", null), ended.ToString("HH:mm", null));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string fault, string act, bool checkedAnswers, bool change)
    {
        if (Find(fault, act) is not { } file)
        {
            return NotFound();
        }

        var until = Ends ? At(Day, Time, nameof(Day)) : null;
        if (ModelState.IsValid)
        {
            // The rule itself says what is wrong before the answers are checked; nothing is recorded by asking it.
            var decision = until is { } at ? FaultRules.End(file, at, Now) : FaultRules.Withdraw(file, Because, Now);
            IsChecking = !Refused(new Outcome(decision.Events, decision.Refused), Ends ? nameof(Day) : nameof(Because)) && !change;
        }

        if (!checkedAnswers || !IsChecking)
        {
            return Page();
        }

        var outcome = until is { } end ? await faulting.EndAsync(Who, file.Id, end, Version) : await faulting.WithdrawAsync(Who, file.Id, Because, Version);
        return Refused(outcome)
            ? Page()
            : Redirect("/desk/faults?done=" + Uri.EscapeDataString(Ends ? "The end of the fault is in the ledger." : "The fault is withdrawn. Nobody loses time that it gave."));
    }

    private Case? Find(string number, string act)
    {
        Ends = act == "end";
        if (!CaseId.TryParse(number, out var id) || Installation.Cases.Load(id)?.State is not { Fault: { } fault } file || !MayChange(fault))
        {
            return null;
        }

        Fault = fault;
        return file;
    }
}
