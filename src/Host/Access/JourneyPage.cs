using Microsoft.AspNetCore.Mvc;

namespace Throughline.Host.Access;

/// <summary>A decision on a case in four steps: ask, reason, check answers, done. Only the check records, on the file as it was when the page was opened.</summary>
internal abstract class JourneyPage(Installation installation) : CasePage(installation)
{
    [BindProperty]
    public int Version { get; set; }

    public bool IsChecking { get; protected set; }

    protected IActionResult Begin(bool found)
    {
        Version = found ? Opened.State.Version : 0;
        return found ? Page() : NotFound();
    }

    /// <summary>Once the answers were looked at. False: the page asks again, or shows them to be checked.</summary>
    protected bool MayRecord(bool checkedAnswers, bool change)
    {
        IsChecking = ModelState.IsValid && !change;
        return checkedAnswers && IsChecking;
    }

    /// <summary>Back to the file, where the sentence stands; a refusal stays on the page.</summary>
    protected IActionResult End(Outcome outcome, string done, string field = "") =>
        Refused(outcome, field) ? Page() : Redirect($"/desk/cases/{Opened.State.Id}?done=" + Uri.EscapeDataString(done));
}
