using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Host.Access;
using Throughline.Host.Pages.Desk.Handoffs;
using Throughline.Host.Parts;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk;

/// <summary>One line of what needs a human: until when, who, why it is here, what can be done next. The first act is the main one.</summary>
internal sealed record WorkItem(Instant By, string Href, string Name, string Second, string Icon, string Kind, string Why, IReadOnlyList<(string Word, string Href)> Acts);

/// <summary>Today: one queue ordered by the time left, and what the place can expect.</summary>
internal sealed class IndexModel(Installation installation) : HandoffPage(installation)
{
    private const int PageSize = 50, ExpectedAtMost = 200, OpenDays = 5;

    private readonly Worklists _worklists = new(installation.Store);

    public IReadOnlyList<WorkItem> Work { get; private set; } = [];

    /// <summary>Kind, its word, how many.</summary>
    public IReadOnlyList<(string Kind, string Word, int Count)> Choices { get; private set; } = [];

    public string? Kind { get; private set; }

    public int Total => Choices.Sum(f => f.Count);

    public int Items { get; private set; }

    public int From { get; private set; }

    public IReadOnlyList<(Instant At, Household Household)> Expected { get; private set; } = [];

    public IReadOnlyList<(LocalDate Day, int Booked, int Places, string? Closed)> Slots { get; private set; } = [];

    public long Unmatched { get; private set; }

    public long BadAddresses { get; private set; }

    public long BadAddressesOfHistory { get; private set; }

    public Balance Yesterday { get; private set; } = null!;

    public LocalDate Today => Now.InZone(Zone).Date;

    public async Task<IActionResult> OnGetAsync(string? kind, int from)
    {
        if (User.RoleName() == Roles.Analyst)
        {
            return Redirect("/statistics");
        }

        if (User.RoleName() == Roles.Administrator)
        {
            return Redirect("/desk/users");
        }

        var settings = Installation.Programme.Settings;
        var question = new WorkQuestion(
            Whose, IsStation || IsInspector, IsOffice || IsInspector, Now, Duration.FromHours(settings.CompleteWithinHours), Duration.FromHours(settings.HistoryAfterHours));
        var counts = _worklists.Counts(question).ToDictionary(c => c.Kind, c => c.Items);
        Choices = [.. Kinds.Where(k => counts.ContainsKey(k.Kind)).Select(k => (k.Kind, k.Facet, counts[k.Kind]))];
        Kind = Choices.Any(f => f.Kind == kind) ? kind : null;
        Items = Kind is null ? Total : counts[Kind];
        From = Math.Clamp(from, 0, Math.Max(0, Items - 1));
        var page = _worklists.Page(question, Kind, From, PageSize);
        Work = [.. page.Select(Item)];
        if (IsInspector)
        {
            await Accesses.RecordAsync(Installation, Who, page.SelectMany(w => w.Members).Select(m => m.Id), "Oversight: the work of the day", "/desk");
        }

        Beside();
        return Page();
    }

    /// <summary>The head of the group that a line belongs to.</summary>
    public string GroupOf(Instant by)
    {
        var day = by.InZone(Zone).Date;
        return by < Now ? "Past its time" : by - Now < Duration.FromHours(4) ? "Within 4 hours" : day == Today ? "Today" : day == Today.PlusDays(1) ? "Tomorrow" : "Later";
    }

    public static string Address(string? kind, int from = 0) => "/desk" + (kind, from) switch
    {
        (null, 0) => "",
        (null, _) => $"?from={from}",
        (_, 0) => $"?kind={kind}",
        _ => $"?kind={kind}&from={from}",
    };

    public string? Earlier => From > 0 ? Address(Kind, Math.Max(0, From - PageSize)) : null;

    public string? Next => From + PageSize < Items ? Address(Kind, From + PageSize) : null;

    private static readonly IReadOnlyList<(string Kind, string Facet, string Icon, string Words)> Kinds =
    [
        (WorkKind.Answer, "Hand-offs", "sent", "Hand-off to answer"),
        (WorkKind.WalkIn, "Walk-ins", "person", "Walk-in without a record"),
        (WorkKind.Alert, "Alerts", "bell", "Alert to look at"),
        (WorkKind.DeviceFault, "Device faults", "bell", "A device to check"),
        (WorkKind.Review, "Misses", "miss", "Miss to review"),
        (WorkKind.Second, "Second signature", "pencil", "Waits for the second person"),
        (WorkKind.Challenge, "Challenges", "speech", "Challenge to answer"),
        (WorkKind.Order, "Reviews falling due", "review", "Order to review"),
        (WorkKind.Representation, "Letters", "speech", "Letter about the terms"),
        (WorkKind.StepDown, "Step-downs", "speech", "Milder terms asked for"),
        (WorkKind.StepDownLate, "Late step-downs", "speech", "Milder terms, not answered in time"),
        (WorkKind.Enrol, "Not enrolled", "person", "Accepted, not enrolled"),
        (WorkKind.DeviceFit, "Devices to fit", "key", "Device to fit"),
        (WorkKind.DeviceHere, "Devices on their way", "key", "Device to look for"),
        (WorkKind.DeviceBack, "Devices to fetch", "back", "Device to fetch"),
        (WorkKind.Sign, "To sign", "pencil", "Decision to sign"),
        (WorkKind.Known, "Notices", "file", "Served, not yet known"),
        (WorkKind.Transfer, "Transfers", "sent", "Transfer to answer"),
        (WorkKind.TransferLate, "Transfers without answer", "clock", "Transfer without an answer"),
        (WorkKind.TransferReturned, "Transfers returned", "back", "Transfer came back"),
        (WorkKind.TransferProposed, "Moves", "pin", "Moved to another area"),
        (WorkKind.MaybeSame, "Maybe the same person", "people", "Maybe the same person"),
        (WorkKind.ProtectionUnnamed, "Protected", "shield", "Protected: nobody is named"),
        (WorkKind.ProtectionLift, "Protections to lift", "pencil", "Lifting waits for the second person"),
        (WorkKind.Returned, "Returned", "back", "Return to answer"),
        (WorkKind.Unanswered, "No answer", "clock", "No answer yet"),
        (WorkKind.Serve, "Not served", "file", "Notice to serve"),
        (WorkKind.Send, "Not sent", "sent", "Hand-off to send"),
        (WorkKind.Missing, "Incomplete", "pencil", "Record to complete"),
        (WorkKind.Rows, "Rows", "mail-back", "Rows returned to their sender"),
    ];

    private WorkItem Item(Work w)
    {
        var (_, _, icon, words) = Kinds.First(k => k.Kind == w.Kind);
        var h = new Household(w.Members);
        var lead = h.Lead;
        var (sent, released) = (lead.SentAt is { } s ? DeskTime.At(s, Zone, Now) : "", lead.ReleasedAt is { } r ? DeskTime.At(r, Zone, Now) : "");
        var isLate = w.Until < Now;
        WorkItem Of(string why, params (string, string)[] acts) => new(
            w.Until, OpenFile.Href(lead.Id, "hand-off"), h.Name, h.Members.Count > 1 ? $"{h.People} · {lead.Id}" : $"{lead.Id} · {LanguageOf(lead.Card.Language)}", icon, words, why,
            IsInspector ? [] : acts);
        var hours = Installation.Programme.Settings.HandoffAnswerOpenHours;
        return w.Kind switch
        {
            WorkKind.Answer => Of(
                isLate ? $"Sent by {NameOf(lead.Station)}, {sent}. No answer in {hours} open office hours: it is work for the station as well."
                    : $"Sent by {NameOf(lead.Station)}, {sent}. After {hours} open office hours without an answer it is work for both.",
                ("Answer", $"/desk/handoffs?show=sent#{lead.Id}"), ("Open file", OpenFile.Href(lead.Id, "hand-off"))),
            WorkKind.WalkIn => Of("Came in and no record fitted. Kept here until the record is found.", ("Match", $"/desk/walk-in/unmatched?walkIn={lead.Id}")) with
            {
                Href = $"/desk/walk-in/unmatched?walkIn={lead.Id}",
                Second = "No record yet",
            },
            WorkKind.Known => Of(
                $"The notice was served{(lead.ServedAt is { } at ? " " + DeskTime.At(at, Zone, Now) : "")}, and nobody has recorded that it was understood. The slot is near.",
                ("Record", $"/desk/cases/{lead.Id}/notices"), ("Open file", OpenFile.Href(lead.Id, "hand-off"))),
            WorkKind.Review => Of(
                "The window ended without a report, and no fault of ours counts for it. A person decides.",
                ("Review", $"/desk/cases/{lead.Id}/miss"), ("Open file", OpenFile.Href(lead.Id, "review"))),
            WorkKind.Alert or WorkKind.DeviceFault => OfAlerts(lead.Id, w.Kind == WorkKind.DeviceFault) is var alerts && alerts.Count == 0 ? Of("It was closed a moment ago.") : Of(
                $"{Bridges.AlertWords.Title(alerts[0])}, {DeskTime.At(alerts[0].Opened, Zone, Now)}.{(alerts.Count > 1 ? FormattableString.Invariant($" {alerts.Count - 1} more of this person.") : "")}",
                ("Look", FormattableString.Invariant($"/desk/alerts/{alerts[0].Number}")), ("Open file", OpenFile.Href(lead.Id, "alert"))),
            WorkKind.Challenge => Of(
                "The person says that a line of the file is wrong. Until it is answered nothing stricter can rest on it.",
                ("Answer", $"/desk/cases/{lead.Id}/challenge"), ("Open file", OpenFile.Href(lead.Id, "challenge"))),
            WorkKind.Second => Of(
                "An officer asks to confirm a miss, with reasons. It takes a second person.",
                ("Look and sign", $"/desk/cases/{lead.Id}/miss"), ("Open file", OpenFile.Href(lead.Id, "review"))),
            WorkKind.Transfer => Of(
                isLate ? $"{NameOf(lead.Responsible)} asks you to take it over. No answer in {hours} open office hours: it is work for both offices."
                    : $"{NameOf(lead.Responsible)} asks you to take it over, and is responsible until you accept.",
                ("Answer", $"/desk/cases/{lead.Id}/transfer"), ("Open file", OpenFile.Href(lead.Id, "hand-off"))),
            WorkKind.TransferLate => Of(
                $"The other office has not answered in {hours} open office hours. You are still responsible.",
                ("Look", $"/desk/cases/{lead.Id}/transfer"), ("Open file", OpenFile.Href(lead.Id, "hand-off"))),
            WorkKind.TransferReturned => Of(
                "The other office did not take it over. Send it again, to another office, or keep it.", ("Decide", $"/desk/cases/{lead.Id}/transfer"), ("Open file", OpenFile.Href(lead.Id, "hand-off"))),
            WorkKind.TransferProposed => Of(
                "A move into another office's area was reported. Send the case on, or keep it: nothing moves by itself.",
                ("Decide", $"/desk/cases/{lead.Id}/transfer"), ("Open file", OpenFile.Href(lead.Id, "hand-off"))),
            WorkKind.MaybeSame => Of(
                "Two cases have an equal A-number, or equal name and birth date. A person says whether it is one person or two.",
                ("Compare", $"/desk/cases/{w.Members.First(m => Whose is null || m.Responsible == Whose).Id}/same-person")) with
            {
                Name = lead.Card.FullName,
                Second = string.Join(" · ", w.Members.Select(m => m.Id)),
                Href = OpenFile.Href(w.Members.First(m => Whose is null || m.Responsible == Whose).Id, "same-person"),
            },
            WorkKind.ProtectionUnnamed => Of(
                "The case is protected, and nobody of this place is named who may see address, phone and household.", ("Name somebody", $"/desk/cases/{lead.Id}/protect")),
            WorkKind.ProtectionLift => Of("Lifting the protection was proposed with reasons. It takes a second person.", ("Look and decide", $"/desk/cases/{lead.Id}/protect")),
            WorkKind.Order => Of(
                "The order must be looked at. Without a renewal it ends by itself.",
                ("Review", $"/desk/cases/{lead.Id}/review"), ("Renew", $"/desk/cases/{lead.Id}/renew"), ("Open file", OpenFile.Href(lead.Id, "terms"))),
            WorkKind.Representation => Of(
                "The person writes why the terms should not go on. Until it is answered they can’t be renewed.",
                ("Answer", $"/desk/cases/{lead.Id}/representation"), ("Open file", OpenFile.Href(lead.Id, "terms"))),
            WorkKind.StepDown => Of(
                "The person asks for milder terms. The criteria are published; the answer names them.",
                ("Answer", $"/desk/cases/{lead.Id}/step-down"), ("Open file", OpenFile.Href(lead.Id, "terms"))),
            WorkKind.StepDownLate => Of(
                "The person asked for milder terms and the office did not answer in time. A supervisor answers now.",
                ("Answer", $"/desk/cases/{lead.Id}/step-down"), ("Open file", OpenFile.Href(lead.Id, "terms"))),
            WorkKind.Enrol => Of(
                "The terms ask for an app, a call or a device, and nobody has explained and set it up. Nothing can be missed on it until then.",
                ("Enrol", $"/desk/cases/{lead.Id}/enrol"), ("Open file", OpenFile.Href(lead.Id, "terms"))),
            WorkKind.DeviceFit => Of(
                "A device is assigned and not fitted. Nothing is collected until then, and nothing can be missed on it.",
                ("Fit it", $"/desk/cases/{lead.Id}/device-fit"), ("Open file", OpenFile.Href(lead.Id, "device"))),
            WorkKind.DeviceHere => Of(
                "A station assigned a device, and it travelled with the hand-off. Look whether it is here.",
                ("It is here", $"/desk/cases/{lead.Id}/device-here"), ("Open file", OpenFile.Href(lead.Id, "device"))),
            WorkKind.DeviceBack => Of(
                "What the device was worn for is over. It collects nothing more. The person was asked to bring it.",
                ("It came back", $"/desk/cases/{lead.Id}/device-return"), ("Open file", OpenFile.Href(lead.Id, "device"))),
            WorkKind.Sign => Of(
                "An officer proposes something stricter, with reasons. It takes a supervisor as the second person.",
                ("Look and sign", $"/desk/cases/{lead.Id}/sign"), ("Open file", OpenFile.Href(lead.Id, "terms"))),
            WorkKind.Returned => Of(
                $"{NameOf(lead.Office)} returned the hand-off: {ReasonOf(lead.HandoffCode).TrimEnd('.')}. You are responsible until another answer.",
                ("Send again", $"/desk/handoffs/{lead.Id}/send"), ("Correct", $"/desk/cases/{lead.Id}/complete"), ("Withdraw", $"/desk/handoffs/{lead.Id}/withdraw")),
            WorkKind.Unanswered => Of(
                $"{NameOf(lead.Office)} has not answered in {hours} open office hours, sent {sent}. You are still responsible.",
                ("Look", $"/desk/handoffs?show=sent#{lead.Id}"), ("Withdraw", $"/desk/handoffs/{lead.Id}/withdraw")),
            WorkKind.Serve => Of($"Released {released} and no notice is recorded as served.{Lacks(h)}", ("Serve", $"/desk/release/done/{lead.Id}")),
            WorkKind.Send => Of($"Released {released} and no office has the record yet.{Lacks(h)}", ("Send", $"/desk/release/done/{lead.Id}")),
            WorkKind.Missing => Of($"The release lacks something.{Lacks(h)}", ("Complete", $"/desk/cases/{lead.Id}/complete")),
            _ => Of(
                "Each names a person and can’t be a record as it was sent. It ends with a good row of the same number, or with your reason.", ("Look", "/desk/handoffs?show=rows")) with
            {
                Href = "/desk/handoffs?show=rows",
                Name = w.People == 1 ? "1 row of a sender’s file" : $"{w.People:N0} rows of senders’ files",
                Second = NameOf(lead.Responsible),
            },
        };
    }

    private IReadOnlyList<Throughline.Monitoring.Alerts.Alert> OfAlerts(Throughline.Casefile.CaseId id, bool ofUnit) =>
        [.. new Storage.Monitoring.AlertReading(Installation.Store).Of(id, 50).Where(a => a.CauseBy is not null && !a.IsOver && a.Kind == Throughline.Monitoring.Alerts.AlertKind.Unit == ofUnit).OrderBy(a => a.CauseBy)];

    private static string Lacks(Household h) =>
        h.Lacks().ToList() is { Count: > 0 } all ? " Missing: " + string.Join(", ", all) + "." : "";

    private void Beside()
    {
        Yesterday = BalanceFigures.At(Installation.Store, Now.InUtc().Date.PlusDays(-1), Whose);
        var cases = Installation.Cases;
        if (!IsStation)
        {
            var here = Whose is null ? "" : " and c.office = @p0";
            Unmatched = cases.Count(Worklists.UnmatchedWalkIns);
            BadAddresses = cases.Count($"c.kind = 'release' and c.is_history = 0 and {Worklists.BadAddress}{here}", Whose);
            BadAddressesOfHistory = cases.Count($"c.kind = 'release' and c.is_history = 1 and {Worklists.BadAddress}{here}", Whose);
        }

        if (!IsOffice || !Installation.Programme.Offices.TryGetValue(Place, out var office))
        {
            return;
        }

        Expected = [.. _worklists.Expected(Place, Today, ExpectedAtMost).Select(e => (e.At, new Household(e.Members)))];
        if (office.SlotsPerDay > 0)
        {
            Slots = [.. NextDays(new OfficeCalendar(office), cases.PlacesTaken(Place, Today, Today.PlusDays(60)))];
        }
    }

    /// <summary>From today to the fifth open day, the closed ones between them named.</summary>
    private IEnumerable<(LocalDate, int, int, string?)> NextDays(OfficeCalendar calendar, Dictionary<LocalDate, int> taken)
    {
        var open = 0;
        for (var day = Today; open < OpenDays && day < Today.PlusDays(60); day = day.PlusDays(1))
        {
            var isOpen = calendar.IsOpen(day);
            open += isOpen ? 1 : 0;
            yield return (day, taken.GetValueOrDefault(day), calendar.Office.SlotsPerDay, isOpen ? null : calendar.Office.Holidays.GetValueOrDefault(day) ?? "");
        }
    }
}
