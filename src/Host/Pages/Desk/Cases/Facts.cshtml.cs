using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Hearings;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Small facts about a case, each a form: notices, hearings, another address.</summary>
internal sealed class FactsModel(Installation installation, Noticing noticing, Addressing addressing) : CasePage(installation)
{
    public string Subject { get; private set; } = "";

    public IEnumerable<(string, string)> Kinds => Installation.Programme.NoticeKinds.Select(k => (k.Code, k.Name));

    [BindProperty]
    public int Version { get; set; }

    public async Task<IActionResult> OnGetAsync(string id, string subject)
    {
        Subject = subject;
        var found = await OpenAsync(id, Sight.Act, "record a fact");
        Version = found ? Opened.State.Version : 0;
        return found && Opened.State.Release is not null ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostNoticeAsync(string id, string subject, string kind, string? fact, string? day, string? time, string? detail, string? language, string? interpreter)
    {
        Subject = subject;
        if (!await OpenAsync(id, Sight.Act, "record a notice"))
        {
            return NotFound();
        }

        if (fact is not ("served" or "filed" or "known"))
        {
            ModelState.AddModelError("fact", "Choose which of the three facts you record.");
        }

        if (When(day, time) is not { } at || !ModelState.IsValid)
        {
            return Page();
        }

        var outcome = fact switch
        {
            "served" => await noticing.ServeAsync(Who, Opened.State.Id, kind, at, detail, Version),
            "filed" => await noticing.FileAsync(Who, Opened.State.Id, kind, at, detail, Version),
            _ => await noticing.KnowAsync(Who, Opened.State.Id, kind, at, language ?? "eng", interpreter, detail, Version),
        };
        return Refused(outcome, "detail") ? Page() : Done($"The notice is recorded as {fact}.");
    }

    public async Task<IActionResult> OnPostHearingAsync(string id, string subject, string? number, string? court, string? room, string? day, string? time)
    {
        Subject = subject;
        if (!await OpenAsync(id, Sight.Act, "set a hearing"))
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(number) || string.IsNullOrWhiteSpace(court))
        {
            ModelState.AddModelError(string.IsNullOrWhiteSpace(number) ? "number" : "court", "The hearing needs a number and a court.");
        }

        return When(day, time) is not { } at || !ModelState.IsValid
            ? Page()
            : Refused(await noticing.SetHearingAsync(Who, Opened.State.Id, new HearingSet(number!.Trim(), at, Zone.Id, court!.Trim(), room), Version), "number") ? Page() : Done("The hearing is set.");
    }

    public async Task<IActionResult> OnPostOutcomeAsync(string id, string subject, string hearing, string? outcome, string? note)
    {
        Subject = subject;
        if (!await OpenAsync(id, Sight.Act, "record an outcome"))
        {
            return NotFound();
        }

        if (!Opened.State.Hearings.Exists(h => h.HearingId == hearing))
        {
            return NotFound();
        }

        return Refused(await noticing.RecordOutcomeAsync(Who, hearing, outcome, note, Now), "outcome") ? Page() : Done("The outcome is recorded.");
    }

    public async Task<IActionResult> OnPostAddressAsync(string id, string subject, string? line, string? unit, string? city, string? state, string? postalCode)
    {
        Subject = subject;
        if (!await OpenAsync(id, Sight.Act, "record an address"))
        {
            return NotFound();
        }

        var address = new Address(line?.Trim() ?? "", unit?.Trim() ?? "", city?.Trim() ?? "", state?.Trim().ToUpperInvariant() ?? "", postalCode?.Trim() ?? "");
        return Refused(await addressing.ReportAsync(Who, Opened.State.Id, address, Now.InZone(Zone).Date, Version), "line") ? Page() : Done("The address is recorded.");
    }

    /// <summary>What was typed, when the form comes back.</summary>
    public string? Typed(string field) => ModelState.TryGetValue(field, out var entry) ? entry.AttemptedValue : null;

    private Instant? When(string? day, string? time)
    {
        if (DeskTime.Read(day ?? "", time ?? "") is { } local)
        {
            return local.InZoneLeniently(Zone).ToInstant();
        }

        ModelState.AddModelError("day", "Give the day and the time.");
        return null;
    }

    private RedirectResult Done(string sentence) => Redirect($"/desk/cases/{Opened.State.Id}?done={Uri.EscapeDataString(sentence)}");
}
