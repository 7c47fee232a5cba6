using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Messages;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Close, reopen, suspend, resume, a contact, or a letter that came back: ask, check answers, done. Only the check records.</summary>
internal sealed class ActModel(Installation installation, CaseActs acts) : JourneyPage(installation)
{
    /// <summary>close, reopen, suspend, resume, contact or letter-back.</summary>
    public string Act { get; private set; } = "";

    [BindProperty]
    public string? Choice { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public string Title => Act switch { "close" => "Close the case", "reopen" => "Reopen the case", "suspend" => "Suspend the case", "resume" => "Let the case go on", "letter-back" => "Record a returned letter", _ => "Record a contact" };

    /// <summary>What follows, before anybody decides.</summary>
    public string Follows => Act switch
    {
        "close" => "What is due is cancelled, the slot is given back, the order ends, and messages that wait are withdrawn. The person is told, but never of a death.",
        "suspend" => "Nothing is due while the case stands still. What is left of the time is kept.",
        "letter-back" => "The message counts as come back, which is a fault of ours, and the address becomes work.",
        "contact" => "It shows what we tried. It counts for nothing against the person.",
        _ => "The person gets back the time that was left, two weeks at least, and a new place.",
    };

    public IEnumerable<Choice> Choices => Act == "close"
        ? Installation.Programme.ReasonCodes.CaseClosed.Select(r => new Choice(r.Code, r.Words))
        : Act == "letter-back" ? Opened.State.Messages.Where(m => m is { Channel: ReachRules.Letter, Bounced: null }).Select(m => new Choice(m.Id, $"{m.Kind}, {DeskTime.Day(m.SentAt.InZone(Zone).Date, Now.InZone(Zone).Date)}"))
        : ContactRules.Channels.Select(c => new Choice(c.Code, c.Words));

    public static IEnumerable<Choice> Outcomes => ContactRules.Outcomes.Select(o => new Choice(o.Code, o.Words));

    public bool Chooses => Act is "close" or "contact" or "letter-back";

    /// <summary>What is written is a note, and may be left out.</summary>
    public bool IsNote => Act is "contact" or "letter-back";

    public string Chosen => Choices.FirstOrDefault(c => c.Value == Choice)?.Word ?? "";

    public async Task<IActionResult> OnGetAsync(string id, string act) => Begin(await FindAsync(id, act));

    public async Task<IActionResult> OnPostAsync(string id, string act, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id, act))
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
            "close" => await acts.CloseAsync(Who, number, Choice, Why, Version),
            "reopen" => await acts.ReopenAsync(Who, number, Why, Version),
            "suspend" => await acts.SuspendAsync(Who, number, Why, Version),
            "resume" => await acts.ResumeAsync(Who, number, Why, Version),
            "letter-back" => await acts.LetterBackAsync(Who, number, Choice, Why, Version),
            _ => await acts.ContactAsync(Who, number, Choice, Outcome, Why, Now, Version),
        };
        return End(outcome, Done);
    }

    private string Done => Act switch
    {
        "close" => "The case is closed, and what was due is cancelled.",
        "suspend" => "The case is suspended. Nothing is due meanwhile.",
        "contact" => "The contact is recorded.",
        "letter-back" => "The returned letter is recorded. Ask the person for an address that works.",
        _ => "The case goes on. The person has the time that was left, and a place.",
    };

    private void Check()
    {
        if (Chooses && Chosen.Length == 0)
        {
            ModelState.AddModelError(nameof(Choice), Act == "close" ? "Choose why the case closes." : Act == "letter-back" ? MessageRules.NoSuchLetter.Sentence : ContactRules.ChannelNeeded.Sentence);
        }

        if (Act == "contact" && Outcomes.All(o => o.Value != Outcome))
        {
            ModelState.AddModelError(nameof(Outcome), ContactRules.OutcomeNeeded.Sentence);
        }

        if (!IsNote && string.IsNullOrWhiteSpace(Why))
        {
            ModelState.AddModelError(nameof(Why), "Write why. The person reads it in the file.");
        }
    }

    private async Task<bool> FindAsync(string id, string act)
    {
        Act = act;
        return await OpenAsync(id, Sight.Act, act switch { "contact" => "record a contact", "letter-back" => "record an address", _ => "decide on the case" }) && Opened.State is { Release: not null } state && Act switch
        {
            "close" => state.Closed is null,
            "reopen" => state.Closed is not null,
            "suspend" => state is { Closed: null, SuspendedAt: null },
            "resume" => state.SuspendedAt is not null,
            _ => true,
        };
    }
}
