using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Host.Access;
using Throughline.Host.Pages.Desk.Handoffs;
using Throughline.Host.Parts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk;

/// <summary>One line of what needs a human: until when, who, why it is here, what can be done next.</summary>
internal sealed record WorkItem(Instant? By, string Href, string Name, string Second, string Icon, string Kind, string Why, string Act, string ActHref);

/// <summary>Today: one queue ordered by the time left, and what the place can expect.</summary>
internal sealed class IndexModel(Installation installation) : DeskPage(installation)
{
    private const int AtMost = 60;

    public List<WorkItem> Work { get; } = [];

    public IReadOnlyList<ListedCase> Expected { get; private set; } = [];

    public IReadOnlyList<(LocalDate Day, int Booked, int Places, string? Closed)> Slots { get; private set; } = [];

    public long Unmatched { get; private set; }

    public long BadAddresses { get; private set; }

    public IActionResult OnGet()
    {
        if (User.RoleName() == Roles.Analyst)
        {
            return Redirect("/statistics");
        }

        if (IsStation)
        {
            Station();
        }
        else
        {
            Office();
        }

        Work.Sort((a, b) => (a.By ?? Instant.MaxValue).CompareTo(b.By ?? Instant.MaxValue));
        return Page();
    }

    private void Station()
    {
        var cases = Installation.Cases;
        foreach (var h in Household.Of(cases.List("c.kind = 'release' and c.station = @p0 and c.handoff = 'returned' order by c.answered_at", AtMost, Place)))
        {
            Add(h, null, "back", "Return to answer", $"{NameOf(h.Lead.Office)} returned the hand-off: {Words(h.Lead.HandoffCode)}.", "Add what is missing", $"/desk/cases/{h.Lead.Id}/complete");
        }

        foreach (var h in Household.Of(cases.List("c.kind = 'release' and c.station = @p0 and c.handoff in ('draft', 'withdrawn') and c.is_history = 0 order by c.released_at", AtMost, Place)))
        {
            var isServed = h.Members.Any(m => m.ServedAt is not null);
            Add(
                h, h.Lead.ReleasedAt + Duration.FromHours(24), "file", isServed ? "Hand-off to send" : "Notice to serve",
                isServed ? "The release is recorded and no office has it yet." : "Released without a served notice on record.",
                isServed ? "Send" : "Serve", $"/desk/release/done/{h.Lead.Id}");
        }

        foreach (var h in Household.Of(cases.List("c.station = @p0 and c.handoff in ('sent', 'delivered') and c.answer_by < @p1 order by c.answer_by", AtMost, Place, Now.ToUnixTimeTicks() / 10)))
        {
            Add(h, h.Lead.AnswerBy, "sent", "No answer yet", $"{NameOf(h.Lead.Office)} has not answered in 24 open office hours. You are still responsible.", "Look", "/desk/handoffs");
        }
    }

    private void Office()
    {
        var cases = Installation.Cases;
        foreach (var h in Household.Of(cases.List("c.office = @p0 and c.handoff in ('sent', 'delivered') order by c.answer_by", AtMost, Place)))
        {
            Add(h, h.Lead.AnswerBy, "sent", "Hand-off to answer", $"Sent by {NameOf(h.Lead.Station)}{(h.Lead.SentAt is { } s ? " " + DeskTime.At(s, Zone, Now) : "")}. After 24 open hours without an answer it is overdue at both places.", "Answer", "/desk/handoffs");
        }

        Unmatched = cases.Count("c.kind = 'walk-in' and c.handoff = 'unmatched'");
        BadAddresses = cases.Count("c.office = @p0 and c.kind = 'release' and c.is_history = 0 and c.address_grade in ('blank', 'undeliverable', 'unit-missing', 'crowded')", Place);
        if (!Installation.Programme.Offices.TryGetValue(Place, out var office))
        {
            return;
        }

        var today = Now.InZone(Zone).Date;
        Expected = cases.List(
            "c.office = @p0 and c.obligation = 'running' and c.due between @p1 and @p2 order by c.due", AtMost, Place,
            Micros(today.AtStartOfDayInZone(Zone).ToInstant()), Micros(today.PlusDays(1).AtStartOfDayInZone(Zone).ToInstant()) - 1);
        var calendar = new OfficeCalendar(office);
        var booked = Calendar.Booked(Installation.Store, Place, today, today.PlusDays(7));
        Slots = [.. Enumerable.Range(0, 7).Select(today.PlusDays).Select(day => (day, booked.GetValueOrDefault(day), office.SlotsPerDay, calendar.WhyClosed(day)))];
    }

    private static long Micros(Instant at) => at.ToUnixTimeTicks() / 10;

    private string Words(string? code) => Installation.Programme.ReasonCodes.HandoffReturned.FirstOrDefault(r => r.Code == code)?.Words ?? code ?? "";

    private void Add(Household h, Instant? by, string icon, string kind, string why, string act, string href) =>
        Work.Add(new WorkItem(by, $"/desk/cases/{h.Lead.Id}?for=hand-off", h.Name, $"{h.People} · {h.Lead.Id}", icon, kind, why, act, href));
}
