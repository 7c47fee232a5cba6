using NodaTime;
using Throughline.Casefile;

namespace Throughline.Storage.Reading;

/// <summary>One transfer of one person between two offices. A returned one that is sent again goes on; after an acceptance a new one begins.</summary>
internal sealed record TransferLine(CaseId Case, TransferStanding Standing, Instant SentAt, Instant LastAt);

/// <summary>Where a transfer stands: waiting, accepted, returned, withdrawn. <see cref="WasSent"/> is false where an answer stands without a sending.</summary>
internal readonly record struct TransferStanding(string Part, string From, string To, string? Code, bool WasSent);

/// <summary>
/// The balance of transfers between offices: its own line, never mixed with that of releases. Sent = accepted + waiting + returned and not sent
/// again + withdrawn, cumulative up to the end of a day, and every difference is a list of names.
/// </summary>
internal static class TransferFigures
{
    /// <summary>How the parts of transfers are told from those of releases in <c>standings</c>.</summary>
    public const string Prefix = "transfer-";

    /// <summary>Each transfer in turn with the steps that led it on; the last of them says where it stands now.</summary>
    public static IEnumerable<(int Number, TransferStanding Standing, long At, bool IsSending)> Follow(IEnumerable<(long Kind, string? Code, long At)> steps)
    {
        var (number, standing) = (0, default(TransferStanding));
        foreach (var (kind, code, at) in steps)
        {
            if (kind == FactKind.TransferSent && standing.Part == "accepted")
            {
                (number, standing) = (number + 1, default);
            }

            var ends = kind is FactKind.TransferSent or FactKind.TransferAccepted ? code!.Split('>') : [standing.From ?? "", standing.To ?? ""];
            standing = new TransferStanding(
                Word(kind), ends[0], ends[1], kind == FactKind.TransferReturned ? code : null, standing.WasSent || kind == FactKind.TransferSent);
            yield return (number, standing, at, kind == FactKind.TransferSent);
        }
    }

    /// <param name="place">Only transfers from or to this office; null for all.</param>
    public static BalanceDay At(Store store, LocalDate date, string? place = null)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            """
            select part, was_sent, sum(people) from standings
            where day <= @p0 and part like 'transfer-%' and (cast(@p1 as text) is null or station = @p1 or office = @p1) group by part, was_sent
            """,
            date.Day(), place);
        var counts = new List<(string Part, bool WasSent, long People)>();
        while (rows.Read())
        {
            counts.Add((rows.GetString(0)[Prefix.Length..], rows.GetInt64(1) == 1, rows.GetInt64(2)));
        }

        long In(string part) => counts.Where(c => c.Part == part).Sum(c => c.People);
        return new BalanceDay(date, counts.Where(c => c.WasSent).Sum(c => c.People), In("accepted"), In("waiting"), In("returned"), In("withdrawn"));
    }

    /// <summary>The people behind the balance of a day, the longest sent first.</summary>
    public static IReadOnlyList<TransferLine> Lines(Store store, LocalDate date, string? place = null)
    {
        var until = date.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant().Micros();
        var steps = new List<(long Case, long Kind, string? Code, long At)>();
        using (var db = store.OpenReader())
        using (var sql = new Statements(db))
        using (var rows = sql.Query(
            "select case_id, kind, code, occurred_at from facts where kind >= @p0 and occurred_at < @p1 and superseded_at = @p2 order by case_id, occurred_at, line",
            FactKind.TransferSent, until, Moments.Never))
        {
            while (rows.Read())
            {
                steps.Add((rows.GetInt64(0), rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetInt64(3)));
            }
        }

        var lines =
            from ofCase in steps.GroupBy(s => s.Case)
            from transfer in Follow(ofCase.Select(s => (s.Kind, (string?)s.Code, s.At))).GroupBy(s => s.Number)
            let all = transfer.ToList()
            let last = all[^1]
            let sent = all.Exists(s => s.IsSending) ? all.FindLast(s => s.IsSending) : all[0]
            where place is null || last.Standing.From == place || last.Standing.To == place
            orderby sent.At, ofCase.Key
            select new TransferLine(new CaseId(ofCase.Key), last.Standing, sent.At.ToInstant(), last.At.ToInstant());
        return [.. lines];
    }

    private static string Word(long kind) => kind switch
    {
        FactKind.TransferSent or FactKind.TransferDelivered => "waiting",
        FactKind.TransferAccepted => "accepted",
        FactKind.TransferReturned => "returned",
        _ => "withdrawn",
    };
}
