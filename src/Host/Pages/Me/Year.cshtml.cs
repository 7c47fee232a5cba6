using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>The second fact: the birth year of one adult of the household.</summary>
internal sealed class YearModel(Installation installation, Tries tries) : MePage(installation)
{
    public string? Wrong { get; private set; }

    [BindProperty(SupportsGet = true)]
    public string? Then { get; set; }

    public IActionResult OnGet() => Mine is null ? Redirect("/me") : Page();

    public async Task<IActionResult> OnPostAsync(string? year)
    {
        if (Mine is null)
        {
            return Redirect("/me");
        }

        var household = Mine.State.Id.ToString();
        if (!tries.Take(TryLimit.Year, household))
        {
            Wrong = Say("year.often", ("phone", OfficePhone));
            return Page();
        }

        if (!int.TryParse(year?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            || !Household.Any(f => f.State.Release is { IsMinor: false, Record.BirthDate: { } born } && born.Year == given))
        {
            Wrong = Say("year.wrong", ("phone", OfficePhone));
            return Page();
        }

        tries.GiveBack(TryLimit.Year, household);
        await SignInAsync(Mine.State.Id, isFull: true);
        return LocalRedirect(Url.IsLocalUrl(Then) ? Then : "/me");
    }
}
