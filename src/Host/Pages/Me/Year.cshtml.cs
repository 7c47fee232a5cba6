using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>The second fact: the birth year of one adult of the household. Who gives it acts for themselves; of two with one year, whoever still has something due.</summary>
internal sealed class YearModel(Installation installation, Tries tries) : MePage(installation)
{
    public string? Wrong { get; private set; }

    /// <summary>No year of an adult is known: there is nothing to ask for, and nothing that could be guessed.</summary>
    public bool IsUnknown => !Adults.Any();

    [BindProperty(SupportsGet = true)]
    public string? Then { get; set; }

    public IActionResult OnGet() => Mine is null ? Redirect("/me") : Page();

    public async Task<IActionResult> OnPostAsync(string? year)
    {
        if (Mine is null)
        {
            return Redirect("/me");
        }

        if (IsUnknown)
        {
            return Page();
        }

        var household = Mine.State.Id.ToString();
        if (!tries.Take(TryLimit.Year, household))
        {
            Wrong = Say("year.often", ("phone", OfficePhone));
            return Page();
        }

        if (!int.TryParse(year?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            || Adults.Where(f => f.State.Release!.Record.BirthDate?.Year == given).MaxBy(f => f.State.Running is not null) is not { } adult)
        {
            Wrong = Say("year.wrong", ("phone", OfficePhone));
            return Page();
        }

        tries.GiveBack(TryLimit.Year, household);
        await SignInAsync(adult.State.Id, isFull: true);
        return LocalRedirect(Url.IsLocalUrl(Then) ? Then : "/me");
    }

    private IEnumerable<CaseFile> Adults => Household.Where(f => f.State.Release is { IsMinor: false, Record.BirthDate: not null });
}
