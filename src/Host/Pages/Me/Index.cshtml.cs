using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Host.Access;
using Throughline.Host.Participant;
using Throughline.Host.Texts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Me;

/// <summary>The code, then what is due. The address never keeps the code.</summary>
internal sealed class IndexModel(Installation installation, Tries tries) : MePage(installation)
{
    public string? Wrong { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? code) => code is null ? Page() : await EnterAsync(code);

    public Task<IActionResult> OnPostAsync(string? code) => EnterAsync(code ?? "");

    public async Task<IActionResult> OnPostOutAsync()
    {
        await HttpContext.SignOutAsync(SignedIn.PersonScheme);
        return Redirect("/me");
    }

    private async Task<IActionResult> EnterAsync(string code)
    {
        var who = HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        if (tries.AreTooMany(who))
        {
            Wrong = Say("code.often");
            return Page();
        }

        if (Find(code) is not { } found)
        {
            tries.Wrong(who);
            Wrong = Say("code.wrong");
            return Page();
        }

        var state = Installation.Cases.Load(found.Id)!.State;
        var ends = Installation.Cases.Household(found.Household ?? 0).Select(c => Installation.Cases.Load(c.Id)!.State).Append(state)
            .SelectMany(s => s.Obligations).Select(o => (Instant?)o.Closes).Max();
        if (ends < Now)
        {
            var office = Installation.Programme.Offices.GetValueOrDefault(state.Handoff.Office ?? "") ?? Installation.Programme.IntakeDesk;
            Wrong = Say("code.ended", ("phone", PersonTime.Phone(office.Phone)));
            return Page();
        }

        await SignInAsync(found.Id, isFull: false);
        return Redirect("/me");
    }

    /// <summary>Spaces, dashes and small letters make no difference; characters that are never used are read as those they resemble.</summary>
    private ListedCase? Find(string code)
    {
        var plain = new string([.. code.ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        return plain.Length == 12 && Installation.Cases.ByCode(plain) is [var found, ..] ? found : null;
    }
}
