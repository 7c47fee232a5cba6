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
internal sealed class IndexModel(Installation installation, Tries tries, Bridges.IWearers wearers) : MePage(installation)
{
    public string? Wrong { get; private set; }

    public string? Given { get; private set; }

    public bool WearsDevice => wearers.Of(Mine!.State.Id) is not null;

    /// <summary>A link that the person may follow; the address in it is the office's, and nothing of the page is told to the map.</summary>
    public string Map => "https://www.openstreetmap.org/search?query=" + Uri.EscapeDataString($"{Office.AddressLine}, {Office.City}, {Office.State} {Office.PostalCode}");

    /// <summary>What happens on the day, as the notice says it.</summary>
    public string? ThatDay => Mine!.State.Notices.Values.FirstOrDefault(n => n.Code is not null) is { } notice && NoticeTexts.Has("day." + notice.Kind) ? NoticeTexts.Say(Language, "day." + notice.Kind) : null;

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
        var who = Tries.Of(HttpContext.Connection.RemoteIpAddress);
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

        await SignInAsync(file.State.Id, isFull: false, NoticeCodes.Read(code));
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
