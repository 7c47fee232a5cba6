using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Host.Casework;
using Throughline.Host.Participant;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Me;

/// <summary>One form for a move, and whom the person must still tell.</summary>
internal sealed class MovedModel(Installation installation, Addressing addressing) : FullPage(installation)
{
    private const int PartAtMost = 200;

    [BindProperty]
    public string? AddressLine { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? City { get; set; }

    [BindProperty]
    public string? State { get; set; }

    [BindProperty]
    public string? PostalCode { get; set; }

    /// <summary>Case numbers of the members who move along: all of them, until somebody is taken out.</summary>
    [BindProperty]
    public List<string> With { get; set; } = [];

    /// <summary>The other members at the same address.</summary>
    public IReadOnlyList<CaseFile> Together => [.. Household.Where(f => f.State.Id != Mine!.State.Id && MoveRules.LiveTogether(f.State, Mine.State))];

    public string? Refusal { get; private set; }

    /// <summary>The address as it stands in the record, and since when: a page read a week later shows the same dates.</summary>
    public (Address Address, LocalDate From, Instant OccurredAt)? Told { get; private set; }

    public void OnGet(bool done)
    {
        With = [.. Together.Select(f => f.State.Id.ToString())];
        if (done && Mine!.Events.LastOrDefault(e => e.Event is AddressReported) is { Event: AddressReported told } line)
        {
            Told = (told.Address, told.From, line.OccurredAt);
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var parts = new[] { AddressLine, Unit, City, State, PostalCode }.Select(p => p?.Trim() ?? "").ToArray();
        if (parts[0].Length == 0 || parts.Any(p => p.Length > PartAtMost))
        {
            Refusal = Say(parts[0].Length == 0 ? "move.write" : "move.long");
            return Page();
        }

        var address = new Address(parts[0], parts[1], parts[2], parts[3].ToUpperInvariant(), parts[4]);
        var outcome = await addressing.ReportAsync(Person, Mine!.State.Id, address, Now.InZone(Office.Zone).Date, staying: [.. Together.Select(f => f.State.Id).Where(id => !With.Contains(id.ToString()))]);
        Refusal = outcome.Refused is { } refusal ? Refused(refusal) : null;
        return Refusal is null ? Redirect("/me/moved?done=true") : Page();
    }

    /// <summary>Form EOIR-33 says five working days. Holidays are not left out, so the day named is never too late.</summary>
    public string Court(LocalDate moved) => PersonTime.LongDay(Language, WorkingDays(moved, 5));

    /// <summary>Form AR-11: ten days (8 CFR 265.1).</summary>
    public string Uscis(LocalDate moved) => PersonTime.LongDay(Language, moved.PlusDays(10));

    internal static LocalDate WorkingDays(LocalDate from, int days)
    {
        for (; days > 0; from = from.PlusDays(1))
        {
            days -= from.PlusDays(1).DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? 0 : 1;
        }

        return from;
    }
}
