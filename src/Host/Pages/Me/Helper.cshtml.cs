using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Parties;
using Throughline.Host.Casework;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>The person names a lawyer or helper and says what they may see, and ends it at any time.</summary>
internal sealed class HelperModel(Installation installation, TermsActs acts) : FullPage(installation)
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Contact { get; set; }

    [BindProperty]
    public List<string> Sees { get; set; } = [];

    public string? Refusal { get; private set; }

    /// <summary>The field that the refusal is about.</summary>
    public string At { get; private set; } = "Kind";

    public IEnumerable<Party> Parties => Mine!.State.Supervision.Parties.Where(p => !p.HasEnded);

    public async Task<IActionResult> OnPostNameAsync()
    {
        var outcome = await acts.NamePartyAsync(Person, Mine!.State.Id, Kind, Name, Channel, Contact, Sees);
        Refusal = outcome.Refused is { } refusal ? Refused(refusal) : null;
        At = outcome.Refused == PartyRules.NameNeeded ? "Name" : outcome.Refused == PartyRules.ContactNeeded ? "Contact" : "Kind";
        return Refusal is null ? Redirect("/me/helper") : Page();
    }

    public async Task<IActionResult> OnPostEndAsync(int party)
    {
        await acts.EndPartyAsync(Person, Mine!.State.Id, party);
        return Redirect("/me/helper");
    }

    public string Sights(Party p) => p.Sees.IsEmpty ? Say("helper.sees.nothing") : string.Join(". ", p.Sees.Select(s => Say("helper.sees." + s))) + ".";
}
