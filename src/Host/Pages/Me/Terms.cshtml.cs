using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Orders;
using Throughline.Host.Casework;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>The terms that run, until when, and what the person can ask about them.</summary>
internal sealed class TermsModel(Installation installation, TermsActs acts) : FullPage(installation)
{
    [BindProperty]
    public string? Letter { get; set; }

    public string? LetterRefusal { get; private set; }

    public OrderMade? Order => Mine!.State is { Order: { } order, OrderHasEnded: false, Closed: null } && order.Ends > Now ? order : null;

    public bool CanBeRenewed => RenewalRules.DaysFor(Mine!.State, Installation.Programme) is not null;

    public IReadOnlyList<Petition> Letters => Mine!.State.Supervision.Representations;

    public bool LetterWaits => Letters.Any(l => l.IsOpen);

    public async Task<IActionResult> OnPostLetterAsync()
    {
        var outcome = await acts.RepresentAsync(Person, Mine!.State.Id, Letter);
        LetterRefusal = outcome.Refused is { } refusal ? Refused(refusal) : null;
        return LetterRefusal is null ? Redirect("/me/terms#letter") : Page();
    }
}
