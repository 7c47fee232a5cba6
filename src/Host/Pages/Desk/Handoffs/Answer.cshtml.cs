using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>A return by the office, or a withdrawal by the station: reason, check answers, done. Only the check records.</summary>
internal sealed class AnswerModel(Installation installation, Receiving receiving, Releasing releasing) : DeskPage(installation)
{
    public CaseFile Opened { get; private set; } = null!;

    public bool IsReturn { get; private set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public bool IsChecking { get; private set; }

    public IEnumerable<Choice> Codes => Installation.Programme.ReasonCodes.HandoffReturned.Select(r => new Choice(r.Code, r.Words));

    public string CodeWords => Installation.Programme.ReasonCodes.HandoffReturned.FirstOrDefault(r => r.Code == Code)?.Words ?? "";

    public async Task<IActionResult> OnGetAsync(string id, string act)
    {
        if (!await OpenAsync(id, act))
        {
            return NotFound();
        }

        Version = Opened.State.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string act, bool checkedAnswers)
    {
        if (!await OpenAsync(id, act))
        {
            return NotFound();
        }

        if (IsReturn && CodeWords.Length == 0)
        {
            ModelState.AddModelError("Code", "Choose why it is returned.");
        }

        if (!IsReturn && string.IsNullOrWhiteSpace(Text))
        {
            ModelState.AddModelError("Text", "Write the reason: it is part of the record.");
        }

        IsChecking = ModelState.IsValid;
        if (!checkedAnswers || !IsChecking)
        {
            return Page();
        }

        var outcome = IsReturn
            ? await receiving.ReturnAsync(Who, Opened.State.Id, Place, Code!, Text, Version)
            : await releasing.WithdrawAsync(Who, Opened.State.Id, Text, Version);
        return Refused(outcome) ? Page() : Redirect("/desk/handoffs?done=" + Uri.EscapeDataString(IsReturn ? "Returned. It is the station's open work now." : "Withdrawn. The case stays with the station."));
    }

    private async Task<bool> OpenAsync(string id, string act)
    {
        IsReturn = act == "return";
        if (!CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { State.Release: { } release } file)
        {
            return false;
        }

        Opened = file;
        var isMine = IsReturn ? !IsStation && file.State.Handoff.Office == Place : IsStation && release.Station == Place;
        await Accesses.RecordAsync(Installation, Who, [number], isMine ? "To answer the hand-off" : "Asked for a hand-off of another place", HttpContext.Request.Path);
        return isMine;
    }
}
