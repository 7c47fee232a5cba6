using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Obligations;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>
/// A miss is reviewed: what the system asked itself first, then what a person decides. Ask, reasons, check answers, done; only the check
/// records. Against the person it takes a second one, who sees the same page with the author's reasons on it.
/// </summary>
internal sealed class MissModel(Installation installation, Reviewing reviewing) : CasePage(installation)
{
    public const string Excuse = "excuse", MoreTime = "time", Propose = "propose", Confirm = "confirm", Decline = "decline", Withdraw = "withdraw";

    public Obligation Duty { get; private set; } = null!;

    public MissStory Story { get; private set; } = null!;

    [BindProperty]
    public int Version { get; set; }

    /// <summary>0 ask, 1 reasons, 2 check answers.</summary>
    [BindProperty]
    public int Step { get; set; }

    [BindProperty]
    public string? Choice { get; set; }

    [BindProperty]
    public string? Reasons { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    [BindProperty]
    public string? Means { get; set; }

    public MissProposal? Proposal => Duty.Proposal;

    public bool IsAuthor => Proposal?.Author.Name == Who.Name;

    /// <summary>What may be decided now; what may not is shown with the reason.</summary>
    public IEnumerable<Choice> Choices => Duty.State switch
    {
        ObligationState.ConfirmedMissed => [new(Withdraw, "Withdraw it", "Its ground fell away. The duty counts as excused, and the person is told.")],
        _ when Proposal is not null =>
        [
            new(Confirm, "Confirm the miss", "You sign as the second person. The person is told, and can object.", IsAuthor ? MissRules.SecondPersonNeeded.Sentence : User.RoleName() != Roles.Supervisor ? "A supervisor signs as the second person." : null),
            new(Decline, IsAuthor ? "Take the proposal back" : "Do not confirm it", "The miss is in review as before."),
        ],
        _ =>
        [
            new(Excuse, "Excuse it", "The duty counts as excused. Nothing else changes."),
            new(MoreTime, "Give more time", $"Another {Reviewing.MoreDays} days with a new place. Nobody has missed anything."),
            new(Propose, "Ask to confirm the miss", "It takes reasons, evidence, the milder means that were tried, and a second person."),
        ],
    };

    public string Chosen => Choices.FirstOrDefault(c => c.Value == Choice)?.Word ?? "";

    public async Task<IActionResult> OnGetAsync(string id)
    {
        var found = await FindAsync(id);
        Version = found ? Opened.State.Version : 0;
        return found ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string id, bool back)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        if (back)
        {
            Step = Math.Max(0, Step - 1);
            return Page();
        }

        if (Choices.FirstOrDefault(c => c.Value == Choice) is not { NotPossible: null })
        {
            Step = 0;
            ModelState.AddModelError(nameof(Choice), "Choose what happens with this miss.");
            return Page();
        }

        // Confirming asks for no words of its own: the author's stand, and the signature is the act.
        if (Step > 0 && Choice != Confirm && Missing() is var (field, sentence))
        {
            Step = 1;
            ModelState.AddModelError(field, sentence);
            return Page();
        }

        if (Step < 2)
        {
            Step = Choice == Confirm ? 2 : Step + 1;
            return Page();
        }

        var number = Opened.State.Id;
        var outcome = Choice switch
        {
            Excuse => await reviewing.ExcuseAsync(Who, number, Reasons, Version),
            MoreTime => await reviewing.GiveTimeAsync(Who, number, Reasons, Version),
            Propose => await reviewing.ProposeAsync(Who, number, Reasons, Evidence, Means, Version),
            Confirm => await reviewing.ConfirmAsync(Who, number, Version),
            Decline => await reviewing.DeclineAsync(Who, number, Reasons, Version),
            _ => await reviewing.WithdrawAsync(Who, number, Reasons, Version),
        };
        return Refused(outcome) ? Page() : Redirect($"/desk/cases/{number}?done=" + Uri.EscapeDataString(Done(Choice)));
    }

    private static string Done(string? choice) => choice switch
    {
        Excuse => "The miss is excused. The person reads why in the file.",
        MoreTime => "The person has more time and a new place.",
        Propose => "A second person is asked. Until then nothing changes.",
        Confirm => "The miss is confirmed. It is withdrawn when its ground falls away.",
        Decline => "The miss is in review as before.",
        _ => "The confirmed miss is withdrawn.",
    };

    private (string Field, string Sentence)? Missing() =>
        string.IsNullOrWhiteSpace(Reasons) ? (nameof(Reasons), MissRules.ReasonNeeded.Sentence)
        : Choice == Propose && string.IsNullOrWhiteSpace(Evidence) ? (nameof(Evidence), MissRules.EvidenceNeeded.Sentence)
        : Choice == Propose && string.IsNullOrWhiteSpace(Means) ? (nameof(Means), MissRules.MeansNeeded.Sentence)
        : null;

    private async Task<bool> FindAsync(string id)
    {
        if (!await OpenAsync(id, Sight.Act, "review a miss") || Opened.State.Obligations.FindLast(o => o.IsMissed) is not { } duty)
        {
            return false;
        }

        Duty = duty;
        var faults = Ledger.Since(Installation.Store, duty.Opens, Opened.State.Id);
        Story = new MissStory(Opened.State, duty, [.. faults.Where(f => f.Hits(Opened.State.Id, Opened.State.Handoff.Office) && f.From < duty.Closes)], HouseholdNotices(), Zone, Now);
        return true;
    }

    private IReadOnlyList<Notice> HouseholdNotices() =>
        [.. Household().SelectMany(c => c.Notices.Values).Where(n => n.Code is not null)];

    private IEnumerable<Case> Household() => Opened.State.Release?.Household is { } h
        ? Installation.Cases.Household(h.Number).Select(c => Installation.Cases.Load(c.Id)!.State)
        : [Opened.State];
}
