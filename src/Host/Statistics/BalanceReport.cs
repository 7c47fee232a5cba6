using NodaTime;
using Throughline.Casefile;
using Throughline.Storage.Reading;

namespace Throughline.Host.Statistics;

/// <summary>The balance of hand-offs. It prints names, so each printed person gets an access line.</summary>
internal static class BalanceReport
{
    public static async Task<Sheet> MakeAsync(Installation installation, LocalDate date, Actor who)
    {
        var now = installation.Clock.GetCurrentInstant();
        var balance = BalanceFigures.At(installation.Store, date);
        var lines = BalanceFigures.Lines(installation.Store, date);
        var names = BalanceFigures.Names(installation.Store, lines);
        await Accesses.RecordAsync(installation, who, lines.Select(l => l.Case), "The names behind the balance of hand-offs", "report handoffs");
        var open = lines.Where(l => l.State is "waiting" or "returned").ToList();
        return new Sheet(
            $"The balance of hand-offs up to {date:uuuu-MM-dd} (24:00 UTC): {Sheet.Number(balance.Sent)} sent = {Sheet.Number(balance.Accepted)} accepted + {Sheet.Number(balance.Waiting)} waiting"
            + $" + {Sheet.Number(balance.Returned)} returned and not sent again + {Sheet.Number(balance.Withdrawn)} withdrawn. Difference: {Sheet.Number(balance.Difference)}."
            + $"\nBefore this system: {Sheet.Number(balance.BeforeThisSystem)} people, each with a named office.",
            ["state", "code", "age in days#", "case", "name", "station", "office", "sent"],
            [.. open.Select(l => Row(l, names, balance.Until < now ? balance.Until : now))],
            [open.Count == 0 ? "Nobody is waiting and nothing is returned." : "Listed are those who wait and those who were returned; `--format json` names all."],
            Sheet.ToJson(Json(balance, lines, names, now)));
    }

    private static IReadOnlyList<string> Row(HandoffLine l, IReadOnlyDictionary<CaseId, string> names, Instant now) =>
    [
        l.State, l.Code ?? "", Sheet.Number((long)(now - l.SentAt).TotalDays), l.Case.ToString(), names.GetValueOrDefault(l.Case, "No record"), l.Station ?? "", l.Office ?? "", CohortReport.Instant(l.SentAt),
    ];

    private static object Json(Balance b, IReadOnlyList<HandoffLine> lines, IReadOnlyDictionary<CaseId, string> names, Instant now) => new
    {
        date = b.Date.ToString("uuuu-MM-dd", null),
        sent = b.Sent,
        accepted = b.Accepted,
        waiting = b.Waiting,
        waitingByAge = lines.Where(l => l.State == "waiting").GroupBy(l => (now - l.SentAt).TotalDays switch { < 1 => "under 1 day", < 2 => "1 day", < 7 => "2 to 6 days", _ => "7 days or more" })
            .ToDictionary(g => g.Key, g => g.Count()),
        returned = b.Returned,
        returnedByCode = b.ReturnedByCode,
        withdrawn = b.Withdrawn,
        difference = b.Difference,
        beforeThisSystem = b.BeforeThisSystem,
        names = lines.Select(l => new { @case = l.Case.ToString(), name = names.GetValueOrDefault(l.Case, "No record"), state = l.State, code = l.Code, station = l.Station, office = l.Office, sentAt = CohortReport.Instant(l.SentAt) }),
    };
}
