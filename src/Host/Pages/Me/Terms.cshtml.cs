using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Enrolments;
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

    [BindProperty]
    public string? Milder { get; set; }

    public string? MilderRefusal { get; private set; }

    public IReadOnlyList<Petition> StepDowns => Mine!.State.Supervision.StepDowns;

    public bool StepDownWaits => StepDowns.Any(r => r.IsOpen);

    public bool CanBeEased => Order is { } order && (order.Technology != Levels.None || Mine!.State.Supervision.StepUps.Exists(s => !s.IsWithdrawn));

    public bool IsNotSetUp => EnrolmentRules.IsMissing(Mine!.State);

    /// <summary>As they are published, in the language of the page.</summary>
    public IEnumerable<string> Criteria => Installation.Programme.StepDownCriteria.Select(c => Language == "es" ? c.Spanish : c.English);

    public OrderMade? Order => Mine!.State is { Order: { } order, OrderHasEnded: false, Closed: null } && order.Ends > Now ? order : null;

    public WornDevice? Device => Mine!.State.Devices.Current;

    public CollectionTerms? Collection => Device is { AskedBackAt: null } ? Mine!.State.Devices.Collection : null;

    public IReadOnlyList<ZoneTerms> Zones => Mine!.State.Devices.Zones;

    public IReadOnlyList<LifePlace> Places => Mine!.State.Devices.Places;

    public bool CanBeRenewed => RenewalRules.DaysFor(Mine!.State, Installation.Programme) is not null;

    public IReadOnlyList<Petition> Letters => Mine!.State.Supervision.Representations;

    public bool LetterWaits => Letters.Any(l => l.IsOpen);

    public async Task<IActionResult> OnPostMilderAsync()
    {
        var outcome = await acts.AskStepDownAsync(Person, Mine!.State.Id, Milder);
        MilderRefusal = outcome.Refused is { } refusal ? Refused(refusal) : null;
        return MilderRefusal is null ? Redirect("/me/terms#milder") : Page();
    }

    public async Task<IActionResult> OnPostLetterAsync()
    {
        var outcome = await acts.RepresentAsync(Person, Mine!.State.Id, Letter);
        LetterRefusal = outcome.Refused is { } refusal ? Refused(refusal) : null;
        return LetterRefusal is null ? Redirect("/me/terms#letter") : Page();
    }
}
