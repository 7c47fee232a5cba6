using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Participant;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Me;

/// <summary>The code, then what is due. The address never keeps the code, not even a wrong or an ended one.</summary>
internal sealed class IndexModel(Installation installation, Tries tries) : MePage(installation)
{
    public string? Wrong { get; private set; }

    public string? Given { get; private set; }

    /// <summary>What comes after the report: shown only with the second fact.</summary>
    public IEnumerable<(string Title, string When, string? Where)> Later
    {
        get
        {
            if (!IsFull)
            {
                yield break;
            }

            var state = Mine!.State;
            foreach (var h in state.Hearings.Where(h => h.Outcome is null && h.At > Now).OrderBy(h => h.At))
            {
                var local = h.At.InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(h.Zone) ?? Office.Zone);
                yield return (Say("later.hearing"), PersonTime.DayAndTime(Language, local.Date, local.TimeOfDay), h.Room is null ? h.Court : $"{h.Court}, {h.Room}");
            }

            if (state.Order is { } order && !state.OrderHasEnded && order.Ends > Now)
            {
                yield return (Say("later.order"), Day(order.Ends), Say("later.order.itself"));
            }
        }
    }

    public async Task<IActionResult> OnGetAsync(string? code, string? said, string? office)
    {
        if (code is not null)
        {
            var no = await EnterAsync(code);
            return Redirect(no is { } n ? $"/me?said={n.Said}{(n.Office is null ? "" : "&office=" + n.Office)}" : "/me");
        }

        Wrong = Words(said, office);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code)
    {
        if (await EnterAsync(code ?? "") is not { } no)
        {
            return Redirect("/me");
        }

        (Wrong, Given) = (Words(no.Said, no.Office), code);
        return Page();
    }

    public async Task<IActionResult> OnPostOutAsync()
    {
        await HttpContext.SignOutAsync(SignedIn.PersonScheme);
        return Redirect("/me");
    }

    /// <summary>Signs in, or says why not.</summary>
    private async Task<(string Said, string? Office)?> EnterAsync(string code)
    {
        var who = HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!tries.Take(TryLimit.Code, who))
        {
            return ("often", null);
        }

        if (Find(code) is not { } file)
        {
            return ("wrong", null);
        }

        tries.GiveBack(TryLimit.Code, who);
        if (HasEnded(HouseholdOf(file)))
        {
            return ("ended", OfficeOf(file.State).Code);
        }

        await SignInAsync(file.State.Id, isFull: false);
        return null;
    }

    private string? Words(string? said, string? office) => said switch
    {
        "wrong" or "often" => Say("code." + said),
        "ended" => Say("code.ended", ("phone", PersonTime.Phone((Installation.Programme.Offices.GetValueOrDefault(office ?? "") ?? Installation.Programme.IntakeDesk).Phone))),
        _ => null,
    };

    private CaseFile? Find(string typed) =>
        NoticeCodes.Read(typed) is { } code && Installation.Cases.ByCode(code) is [var found, ..] ? Installation.Cases.Load(found.Id) : null;
}
