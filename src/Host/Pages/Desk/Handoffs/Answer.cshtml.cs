using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Protections;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>A return by the office; a withdrawal or another sending by the station: ask, check answers, done. Only the check records.</summary>
internal sealed class AnswerModel(Installation installation, Receiving receiving, Releasing releasing) : HandoffPage(installation)
{
    public CaseFile Opened { get; private set; } = null!;

    public Household Household { get; private set; } = null!;

    /// <summary>return, withdraw or send.</summary>
    public string Act { get; private set; } = "";

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>follow: the office of the address; other: <see cref="Office"/>.</summary>
    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public bool IsChecking { get; private set; }

    public string Title => Act switch { "return" => "Return a hand-off", "withdraw" => "Withdraw a hand-off", _ => "Send a hand-off again" };

    public string Person => Opened.State.Release!.Record.FullName;

    public string StandsNow
    {
        get
        {
            var word = HandoffRules.Word(Opened.State.Handoff.State);
            return char.ToUpperInvariant(word[0]) + word[1..] + (Opened.State.Handoff.Office is { } office ? ", " + NameOf(office) : "");
        }
    }

    public IEnumerable<Choice> Codes => Installation.Programme.ReasonCodes.HandoffReturned.Select(r => new Choice(r.Code, r.Words));

    /// <summary>The office that follows from where the person goes, with the sentence that says why.</summary>
    public Destination Follows => Opened.State.Release!.IsChildAlone
        ? Installation.Programme.DestinationOfChildAlone()
        : releasing.DestinationOf(Opened.State.CurrentAddress?.Address ?? Casefile.Addresses.Address.None);

    public IEnumerable<Choice> Ways =>
    [
        new("follow", Follows.Office.Name, Follows.Because),
        new("other", "Another office", "Choose it below.", Opened.State.Release!.IsChildAlone ? HandoffRules.ChildAlone.Sentence : null),
    ];

    public IEnumerable<(string, string)> Offices => Installation.Programme.Offices.Values
        .OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => (o.Code, o.Name)).Prepend(("", "Choose an office"));

    public string DestinationCode => To == "other" ? Office ?? "" : Follows.Office.Code;

    public async Task<IActionResult> OnGetAsync(string id, string act)
    {
        if (!await OpenAsync(id, act))
        {
            return NotFound();
        }

        Version = Opened.State.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string act, bool checkedAnswers, bool change)
    {
        if (!await OpenAsync(id, act))
        {
            return NotFound();
        }

        Check();
        IsChecking = ModelState.IsValid && !change;
        if (!checkedAnswers || !IsChecking)
        {
            return Page();
        }

        var number = Opened.State.Id;
        var outcome = Act switch
        {
            "return" => await receiving.ReturnAsync(Who, number, Place, Code!, Text?.Trim(), Version),
            "withdraw" => await releasing.WithdrawAsync(Who, number, Text, Version),
            _ => await releasing.SendAsync(Who, number, Version, To == "other" ? Office : null),
        };
        if (!Refused(outcome))
        {
            return Redirect(Act switch { "return" => "/desk/handoffs?done=returned", "withdraw" => "/desk/handoffs?show=withdrawn&done=withdrawn", _ => "/desk/handoffs?show=sent&done=sent" });
        }

        // What was typed stands. The newest version is in the form now, so pressing again is a decision made with both in view.
        Opened = Shield.For(Installation.Cases.Load(number)!, Who);
        Version = Opened.State.Version;
        return Page();
    }

    private void Check()
    {
        if (Act == "return" && Codes.All(c => c.Value != Code))
        {
            ModelState.AddModelError("Code", "Choose why it is returned.");
        }

        if (Act == "withdraw" && string.IsNullOrWhiteSpace(Text))
        {
            ModelState.AddModelError("Text", HandoffRules.ReasonNeeded.Sentence);
        }

        if (Act == "send" && To is not ("follow" or "other"))
        {
            ModelState.AddModelError("To", "Choose the office.");
        }
        else if (Act == "send" && To == "other" && !Installation.Programme.Offices.ContainsKey(Office ?? ""))
        {
            ModelState.AddModelError("Office", "Choose which office.");
        }
    }

    private async Task<bool> OpenAsync(string id, string act)
    {
        Act = act;
        if (await MineAsync(id, state => act == "return" ? MayAnswer(state) : MaySend(state)) is not { } file)
        {
            return false;
        }

        Opened = file;
        Household = new Household(file.State.Release!.Household is { } h ? Installation.Cases.Household(h.Number) : Installation.Cases.ByIds([file.State.Id.Number]));
        await Accesses.RecordAsync(Installation, Who, [file.State.Id], act == "return" ? "To answer the hand-off" : "To send or end the hand-off", HttpContext.Request.Path);
        return true;
    }
}
