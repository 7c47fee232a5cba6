using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Host.Casework;
using Throughline.Host.Participant;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Me;

/// <summary>One form for a move, and whom the person must still tell.</summary>
internal sealed class MovedModel(Installation installation, Addressing addressing) : FullPage(installation)
{
    public string? Refusal { get; private set; }

    public bool Done { get; private set; }

    public string Court => PersonTime.LongDay(Language, WorkingDays(Now.InZone(Office.Zone).Date, 5));

    public string Uscis => PersonTime.LongDay(Language, Now.InZone(Office.Zone).Date.PlusDays(10));

    public void OnGet(bool done) => Done = done;

    public async Task<IActionResult> OnPostAsync(string? addressLine, string? unit, string? city, string? state, string? postalCode)
    {
        if (string.IsNullOrWhiteSpace(addressLine))
        {
            Refusal = Say("move.line");
            return Page();
        }

        var address = new Address(addressLine.Trim(), unit?.Trim() ?? "", city?.Trim() ?? "", state?.Trim().ToUpperInvariant() ?? "", postalCode?.Trim() ?? "");
        var outcome = await addressing.ReportAsync(Person, Mine!.State.Id, address, Now.InZone(Office.Zone).Date);
        Refusal = outcome.Refused?.Sentence;
        return Refusal is null ? Redirect("/me/moved?done=true") : Page();
    }

    private static LocalDate WorkingDays(LocalDate from, int days)
    {
        for (; days > 0; from = from.PlusDays(1))
        {
            days -= from.PlusDays(1).DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? 0 : 1;
        }

        return from;
    }
}
