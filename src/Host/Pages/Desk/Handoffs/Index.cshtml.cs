using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Protections;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>One hand-off of a list: the household, and the file of who stands for it, where the reasons are.</summary>
internal sealed record HandoffRow(Household Household, Case Lead);

/// <summary>A row of a sender's file that is no record: what it says, and what is wrong with it.</summary>
internal sealed record ReturnedRowLine(ListedCase Listed, ReturnedRow Row);

/// <summary>The table of several days. Each day leads to its names of <paramref name="Part"/>.</summary>
internal sealed record BalanceDays(IReadOnlyList<BalanceDay> Days, LocalDate Today, string Part);

/// <summary>The inbox of an office, and what a station has sent. An acceptance is one click; what needs a reason is a journey of its own.</summary>
internal sealed class IndexModel(Installation installation, Receiving receiving, Releasing releasing) : HandoffPage(installation)
{
    private const int PageSize = 50, DaysBack = 7;

    private readonly Worklists _worklists = new(installation.Store);

    /// <summary>sent, returned, draft, withdrawn, or rows (of senders' files).</summary>
    public string Show { get; private set; } = "sent";

    public IReadOnlyList<(string Show, string Word, int? Count)> Tabs { get; private set; } = [];

    public IReadOnlyList<HandoffRow> Handoffs { get; private set; } = [];

    public IReadOnlyList<ReturnedRowLine> Rows { get; private set; } = [];

    public int Items { get; private set; }

    public int People { get; private set; }

    public int From { get; private set; }

    public Balance Balance { get; private set; } = null!;

    public string? Done { get; private set; }

    public CaseId? DoneCase { get; private set; }

    /// <summary>The row whose closing was refused, and what was typed for it.</summary>
    public (string Id, string? Reason) Typed { get; private set; }

    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        base.OnPageHandlerExecuting(context);
        if (User.RoleName() == Roles.Analyst)
        {
            context.Result = Redirect("/statistics");
        }
    }

    public void OnGet(string? show, int from, string? done, string? id)
    {
        Done = DoneSentence(done);
        DoneCase = Done is not null && CaseId.TryParse(id, out var number) ? number : null;
        Load(show, from);
    }

    public async Task<IActionResult> OnPostAcceptAsync(string? id, int version)
    {
        if (await MineAsync(id, MayAnswer) is not { } file)
        {
            return NotFound();
        }

        return Refused(await receiving.AcceptAsync(Who, file.State.Id, Place, version)) ? Again("sent") : Redirect("/desk/handoffs?done=accepted&id=" + file.State.Id);
    }

    /// <summary>To the office of the address; another office is chosen on a page of its own.</summary>
    public async Task<IActionResult> OnPostSendAsync(string? id, int version)
    {
        if (await MineAsync(id, MaySend) is not { } file)
        {
            return NotFound();
        }

        var show = file.State.Handoff.State == HandoffState.Draft ? "draft" : "returned";
        return Refused(await releasing.SendAsync(Who, file.State.Id, version)) ? Again(show) : Redirect("/desk/handoffs?show=sent&done=sent");
    }

    public async Task<IActionResult> OnPostSettleAsync(string? id, string? reason)
    {
        if (await MineAsync(id, MaySettle) is not { } file)
        {
            return NotFound();
        }

        Typed = (file.State.Id.ToString(), reason);
        return Refused(await releasing.SettleAsync(Who, file.State.Id, reason), "reason-" + file.State.Id) ? Again("rows") : Redirect("/desk/handoffs?show=rows&done=closed");
    }

    public string When(Instant at) => DeskTime.At(at, Zone, Now);

    public static string Address(string show, int from = 0) => $"/desk/handoffs?show={show}{(from > 0 ? "&from=" + from : "")}";

    public string? Earlier => From > 0 ? Address(Show, Math.Max(0, From - PageSize)) : null;

    public string? Next => From + PageSize < Items ? Address(Show, From + PageSize) : null;

    public string Shown => $"{From + 1:N0} to {From + Math.Max(Handoffs.Count, Rows.Count):N0} of {Items:N0}";

    /// <summary>"day 9 of 60", counted from the release at the office.</summary>
    public string? DayOfWindow(Case state) =>
        state is { Slot: { } slot, Release: { } release } && Installation.Programme.Pathways.GetValueOrDefault(release.Pathway)?.WindowDays is { } days
        && Installation.Programme.Offices.TryGetValue(slot.Office, out var office)
            ? $"day {Period.DaysBetween(release.ReleasedAt.ToInstant().InZone(office.Zone).Date, slot.Day)} of {days}"
            : null;

    /// <summary>Every reason of the programme, those without anybody too, and the rows of senders' files.</summary>
    public IEnumerable<(string Words, int Count)> ReturnedByReason => Installation.Programme.ReasonCodes.HandoffReturned
        .Select(r => (r.Words, (int)Balance.ReturnedByCode.GetValueOrDefault(r.Code)))
        .Append(("Rows of senders’ files", (int)Balance.ReturnedByCode.GetValueOrDefault("ROW")));

    private PageResult Again(string show)
    {
        Load(show, 0);
        return Page();
    }

    private void Load(string? show, int from)
    {
        var condition = Worklists.ReturnedRows + (Whose is null ? "" : " and c.responsible = @p0");
        var rows = (int)Installation.Cases.Count(condition, Whose);
        int Of(string state) => _worklists.Handoffs(state, Whose, IsStation, 0, 0).Items;
        Tabs = IsStation
            ? [("returned", "Returned", Of("returned")), ("draft", "Not sent yet", Of("draft")), ("sent", "Waiting", Of("sent")), ("rows", "Rows of our files", rows), ("withdrawn", "Withdrawn", null)]
            : IsInspector ? [("sent", "Waiting", Of("sent")), ("returned", "Returned", Of("returned")), ("draft", "Not sent yet", Of("draft")), ("rows", "Returned rows", rows)]
            : rows > 0 ? [("sent", "To us", Of("sent")), ("rows", "Rows without a station", rows)] : [("sent", "To us", Of("sent"))];
        Show = Tabs.Any(t => t.Show == show) ? show! : Tabs.FirstOrDefault(t => t.Count > 0) is { Show: { } first } ? first : "sent";
        From = Math.Max(0, from);
        if (Show == "rows")
        {
            Items = rows;
            Rows = [.. Installation.Cases.Page(condition + " order by c.case_id", From, PageSize, Whose).Select(r => new ReturnedRowLine(r, Installation.Cases.Load(r.Id)!.State.Returned!))];
        }
        else
        {
            (var page, Items, People) = _worklists.Handoffs(Show, Whose, IsStation, From, PageSize);
            Handoffs = [.. page.Select(members => new Household(members)).Select(h => new HandoffRow(h, Shield.For(Installation.Cases.Load(h.Lead.Id)!, Who).State))];
        }

        Balance = BalanceFigures.At(Installation.Store, Now.InUtc().Date, Whose, DaysBack);
    }
}
