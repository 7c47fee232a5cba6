using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Protections;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Protection of a case: asked for without proof, who may see, and its end. Ask, check answers, done; only the check records.</summary>
internal sealed class ProtectModel(Installation installation, Protecting protecting) : JourneyPage(installation)
{
    /// <summary>begin, name, remove, propose, confirm or decline.</summary>
    [BindProperty]
    public string? Act { get; set; }

    /// <summary>Case numbers of the members who are protected with the person.</summary>
    [BindProperty]
    public List<string> With { get; set; } = [];

    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public string? Reader { get; set; }

    [BindProperty]
    public string? Remove { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public Protection? Protection => Opened.State.Protection;

    /// <summary>The others of the household, before it is protected.</summary>
    public IReadOnlyList<ListedCase> Others { get; private set; } = [];

    /// <summary>Who decides on it: whoever is named, and a supervisor of the place that is responsible.</summary>
    public bool MayDecide => Protection is null || Protection.MaySee(Who) || Protecting.Decides(Who, Opened.State);

    public static IEnumerable<(string, string)> ReaderRoles => [(Roles.CaseOfficer, "Case officer"), (Roles.Supervisor, "Supervisor"), (Roles.IntakeOfficer, "Intake officer")];

    public IEnumerable<(string Key, string Words)> Readers => (Protection?.Readers ?? []).Select(r => (r, Words(Actor.Parse(r))));

    public IEnumerable<Choice> Acts
    {
        get
        {
            yield return new("name", "Name somebody who may see it");
            if (Protection!.Readers.Count > 0)
            {
                yield return new("remove", "Take somebody off the list");
            }

            if (Protection.Lift is null)
            {
                yield return new("propose", "Propose to lift it", "A second person must agree. The person alone can end it at any time.");
            }
            else
            {
                var isMine = Protection.Lift.Value.Author.Name == Who.Name;
                yield return new("confirm", "Lift it", "The second signature.", isMine ? ProtectionRules.SecondPersonNeeded.Sentence : null);
                yield return new("decline", isMine ? "Take the proposal back" : "Leave it protected");
            }
        }
    }

    public string ActWords => Protection is null ? "Protect the case" : Acts.FirstOrDefault(a => a.Value == Act)?.Word ?? "";

    private Actor? Named => string.IsNullOrWhiteSpace(Reader) || ReaderRoles.All(r => r.Item1 != Role) ? null : new Actor(Role!, Reader.Trim(), Place.Length > 0 ? Place : null);

    public async Task<IActionResult> OnGetAsync(string id) => Begin(await FindAsync(id));

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        Check();
        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var number = Opened.State.Id;
        var outcome = Act switch
        {
            "name" => await protecting.NameReaderAsync(Who, number, Named, Why, Version),
            "remove" => await protecting.RemoveReaderAsync(Who, number, Remove, Why, Version),
            "propose" => await protecting.ProposeLiftAsync(Who, number, Why, Version),
            "confirm" => await protecting.ConfirmLiftAsync(Who, number, Why, Version),
            "decline" => await protecting.DeclineLiftAsync(Who, number, Why, Version),
            _ => await protecting.BeginAsync(Who, number, [.. Others.Select(o => o.Id).Where(o => With.Contains(o.ToString()))], Why, byPerson: false, Version),
        };
        return End(outcome, Done);
    }

    private string Done => Act switch
    {
        "begin" => "The case is protected. Give the person the new notice: the old code no longer opens the person's page.",
        "name" => "The list is longer by one. The person sees who was named.",
        "remove" => "The list is shorter by one.",
        "propose" => "It waits for the second person.",
        "confirm" => "The protection is lifted.",
        _ => "The case stays protected.",
    };

    private void Check()
    {
        if (Protection is null ? Act != "begin" : Acts.All(a => a.Value != Act || a.NotPossible is not null))
        {
            ModelState.AddModelError(nameof(Act), "Choose what to do.");
        }
        else if (Act == "name" && Named is null)
        {
            ModelState.AddModelError(nameof(Reader), ProtectionRules.NameNeeded.Sentence);
        }
        else if (Act == "remove" && Readers.All(r => r.Key != Remove))
        {
            ModelState.AddModelError(nameof(Remove), "Choose whom to take off the list.");
        }
        else if (Act != "begin" && string.IsNullOrWhiteSpace(Why))
        {
            ModelState.AddModelError(nameof(Why), ProtectionRules.ReasonNeeded.Sentence);
        }
    }

    private string Words(Actor who) => $"{who.Name}, {who.Role}{(who.Place is null ? "" : ", " + NameOf(who.Place))}";

    private async Task<bool> FindAsync(string id)
    {
        if (!await OpenAsync(id, Sight.Act, "protect the person") || Opened.State.Release is not { } release)
        {
            return false;
        }

        Others = Protection is null && release.Household is { } h ? [.. Installation.Cases.Household(h.Number).Where(c => c.Id != Opened.State.Id)] : [];
        return true;
    }
}
