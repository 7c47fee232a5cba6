using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Host.Casework;
using Throughline.Host.Pages.Desk.Releases;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

/// <summary>The person asks for protection, without proof and at once, and ends it. The old paper opens nothing of theirs any more.</summary>
internal sealed class ProtectModel(Installation installation, Protecting protecting) : FullPage(installation)
{
    /// <summary>Case numbers of the children who go along: all of them, until somebody is taken out.</summary>
    [BindProperty]
    public List<string> With { get; set; } = [];

    public bool IsProtected => Mine!.State.Protection is not null;

    /// <summary>The new code, once: the person writes it down.</summary>
    public string? Code { get; private set; }

    /// <summary>The person asked to end it, and is asked whether they mean it.</summary>
    public bool IsEnding { get; private set; }

    public string? Refusal { get; private set; }

    public void OnGet(bool end)
    {
        With = [.. Children.Select(c => c.State.Id.ToString())];
        IsEnding = end && IsProtected;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!IsProtected)
        {
            var outcome = await protecting.BeginAsync(Person, Mine!.State.Id, [.. Children.Select(c => c.State.Id).Where(id => With.Contains(id.ToString()))], null, byPerson: true);
            if (outcome.Refused is { } refusal)
            {
                Refusal = Refused(refusal);
                return Page();
            }

            await EnterAnewAsync(Mine.State.Id);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync()
    {
        var outcome = await protecting.LiftByPersonAsync(Person, Mine!.State.Id);
        Refusal = outcome.Refused is { } refusal ? Refused(refusal) : null;
        return Refusal is null ? Redirect("/me") : Page();
    }

    /// <summary>This page goes on under the new code; every other one that the old code opened has ended.</summary>
    private async Task EnterAnewAsync(CaseId id)
    {
        var code = CodesOf(HouseholdOf(Installation.Cases.Load(id)!)).FirstOrDefault();
        Code = code is null ? null : ReleasedPage.Written(code);
        await SignInAsync(id, isFull: true, code);
        GoOn(id, code);
    }
}
