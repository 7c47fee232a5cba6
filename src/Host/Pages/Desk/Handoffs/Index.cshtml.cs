using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>The inbox of an office, and what a station has sent. Answered in place; a return is a journey of its own.</summary>
internal sealed class IndexModel(Installation installation, Receiving receiving, Releasing releasing) : DeskPage(installation)
{
    private const int AtMost = 200;

    public IReadOnlyList<Household> Waiting { get; private set; } = [];

    public IReadOnlyList<Household> Returned { get; private set; } = [];

    public IReadOnlyList<Household> Drafts { get; private set; } = [];

    public IReadOnlyList<ListedCase> Rows { get; private set; } = [];

    public Balance Balance { get; private set; } = null!;

    public string? Done { get; private set; }

    public void OnGet(string? done)
    {
        Done = done;
        Load();
    }

    public async Task<IActionResult> OnPostAcceptAsync(string id, int version)
    {
        if (await MineAsync(id) is not { } file)
        {
            return NotFound();
        }

        if (Refused(await receiving.AcceptAsync(Who, file.State.Id, Place, version)))
        {
            Load();
            return Page();
        }

        return Redirect("/desk/handoffs?done=" + Uri.EscapeDataString("Accepted. This office is responsible from here on."));
    }

    public async Task<IActionResult> OnPostSendAsync(string id, int version)
    {
        if (await MineAsync(id) is not { } file)
        {
            return NotFound();
        }

        if (Refused(await releasing.SendAsync(Who, file.State.Id, version)))
        {
            Load();
            return Page();
        }

        return Redirect("/desk/handoffs?done=" + Uri.EscapeDataString("Sent. The office has 24 open hours to answer; until it accepts you are responsible."));
    }

    public async Task<IActionResult> OnPostSettleAsync(string id, string? reason)
    {
        if (await MineAsync(id) is not { } file)
        {
            return NotFound();
        }

        if (Refused(await releasing.SettleAsync(Who, file.State.Id, reason)))
        {
            Load();
            return Page();
        }

        return Redirect("/desk/handoffs?done=" + Uri.EscapeDataString("The row is closed with your reason."));
    }

    public string When(Instant at) => DeskTime.At(at, Zone, Now);

    /// <summary>A hand-off of this place; another place's is not found, and the asking is recorded.</summary>
    private async Task<CaseFile?> MineAsync(string id)
    {
        if (!CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { } file)
        {
            return null;
        }

        if (IsStation ? (file.State.Release?.Station ?? file.State.Returned?.Row.Station) == Place : file.State.Handoff.Office == Place)
        {
            return file;
        }

        await Accesses.RecordAsync(Installation, Who, [file.State.Id], "Asked for a hand-off of another place", HttpContext.Request.Path);
        return null;
    }

    private void Load()
    {
        var cases = Installation.Cases;
        if (IsStation)
        {
            Waiting = Household.Of(cases.List("c.station = @p0 and c.handoff in ('sent', 'delivered') order by c.answer_by", AtMost, Place));
            Returned = Household.Of(cases.List("c.kind = 'release' and c.station = @p0 and c.handoff = 'returned' order by c.answered_at", AtMost, Place));
            Drafts = Household.Of(cases.List("c.kind = 'release' and c.station = @p0 and c.handoff in ('draft', 'withdrawn') and c.is_history = 0 order by c.released_at", AtMost, Place));
            Rows = cases.List("c.kind = 'returned-row' and c.handoff = 'returned' and (c.station = @p0 or c.station is null) order by c.case_id", AtMost, Place);
        }
        else
        {
            Waiting = Household.Of(cases.List("c.office = @p0 and c.handoff in ('sent', 'delivered') order by c.answer_by", AtMost, Place));
        }

        Balance = BalanceFigures.At(Installation.Store, Now.InUtc().Date, Place.Length > 0 ? Place : null);
    }
}
