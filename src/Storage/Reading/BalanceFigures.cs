using NodaTime;
using Throughline.Casefile;

namespace Throughline.Storage.Reading;

/// <summary>
/// One person's hand-off in the balance. <see cref="Code"/> is set for a return. <see cref="WasSent"/> is false where an answer stands
/// without a sending: a difference, and a name.
/// </summary>
internal sealed record HandoffLine(CaseId Case, string State, bool WasSent, string? Station, string? Office, string? Code, Instant SentAt, Instant LastAt);

/// <summary>
/// Cumulative up to the end of a day: sent = accepted + waiting + returned and not sent again + withdrawn. Both sides are counted on their
/// own, by following each person, so a difference is a list of people.
/// </summary>
internal sealed record BalanceDay(LocalDate Date, long Sent, long Accepted, long Waiting, long Returned, long Withdrawn)
{
    public long Difference => Sent - Accepted - Waiting - Returned - Withdrawn;
}

/// <summary>The balance of a day and of the days before it, the newest first. The people in it are read apart.</summary>
/// <param name="Unsent">How many answers stand without a sending.</param>
internal sealed record Balance(
    LocalDate Date, Instant Until, long BeforeThisSystem, IReadOnlyList<BalanceDay> Days, IReadOnlyDictionary<string, long> ReturnedByCode, long Unsent)
{
    private BalanceDay Day => Days[0];

    public long Sent => Day.Sent;

    public long Accepted => Day.Accepted;

    public long Waiting => Day.Waiting;

    public long Returned => Day.Returned;

    public long Withdrawn => Day.Withdrawn;

    public long Difference => Day.Difference;
}

internal static class BalanceFigures
{
    private const int NamesAtOnce = 500;

    private readonly record struct Count(long Day, string Part, string Code, bool WasSent, long People);

    private readonly record struct Step(long Kind, string? Code, long At);

    /// <param name="date">A day in UTC: stations and offices lie in several zones, and the balance is one for all.</param>
    /// <param name="place">Only hand-offs of this station or to this office; null for all.</param>
    /// <param name="days">How many days are counted: <paramref name="date"/> and those before it.</param>
    public static Balance At(Store store, LocalDate date, string? place = null, int days = 1)
    {
        var counts = Counts(store, date.PlusDays(1 - days), date, place);
        return new Balance(
            date, EndOf(date), counts.Where(c => c.Part == Standings.Inherited).Sum(c => c.People),
            [.. Enumerable.Range(0, days).Select(d => DayOf(date.PlusDays(-d), counts))],
            counts.Where(c => c.Part == "returned").GroupBy(c => c.Code).ToDictionary(g => g.Key, g => g.Sum(c => c.People)),
            counts.Where(c => c.Part != Standings.Inherited && !c.WasSent).Sum(c => c.People));
    }

    /// <summary>The people in one part (accepted, waiting, returned, withdrawn, or difference), or in all; the longest sent first.</summary>
    public static IReadOnlyList<HandoffLine> Lines(Store store, LocalDate date, string? place = null, string? part = null)
    {
        var until = EndOf(date).Micros();
        var lines = new List<HandoffLine>();
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using (var rows = sql.Query(
            """
            select f.case_id, f.kind, f.code, f.occurred_at, c.station from facts f left join cases c on c.case_id = f.case_id
            where f.kind between 10 and 15 and f.occurred_at < @p0 and f.superseded_at = @p1 order by f.case_id, f.occurred_at, f.line
            """,
            until, Moments.Never))
        {
            var (id, station, steps) = (0L, (string?)null, new List<Step>());
            while (rows.Read())
            {
                if (rows.GetInt64(0) is var next && next != id)
                {
                    Add(id, station, steps);
                    (id, station) = (next, rows.IsDBNull(4) ? null : rows.GetString(4));
                    steps.Clear();
                }

                steps.Add(new Step(rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetInt64(3)));
            }

            Add(id, station, steps);
        }

        return [.. lines.OrderBy(l => l.SentAt)];

        void Add(long id, string? station, List<Step> steps)
        {
            if (Follow(id, station, steps) is { State.Length: > 0 } line && (place is null || place == line.Station || place == line.Office)
                && (part is null || (part == "difference" ? !line.WasSent : part == line.State)))
            {
                lines.Add(line);
            }
        }
    }

    /// <summary>The names behind lines; a person whose record is gone has none.</summary>
    public static IReadOnlyDictionary<CaseId, string> Names(Store store, IEnumerable<HandoffLine> lines) =>
        lines.Chunk(NamesAtOnce).SelectMany(some => new Cases(store).ByIds([.. some.Select(l => l.Case.Number)])).ToDictionary(c => c.Id, c => c.Card.FullName);

    private static Instant EndOf(LocalDate date) => date.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>What moved on each day up to the last; everything before the first is one sum on it.</summary>
    private static List<Count> Counts(Store store, LocalDate first, LocalDate last, string? place)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            """
            select case when day < @p0 then @p0 else day end, part, code, was_sent, sum(people) from standings
            where day <= @p1 and part not like 'transfer-%' and (cast(@p2 as text) is null or station = @p2 or office = @p2) group by 1, 2, 3, 4
            """,
            first.Day(), last.Day(), place);
        var counts = new List<Count>();
        while (rows.Read())
        {
            counts.Add(new Count(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3) == 1, rows.GetInt64(4)));
        }

        return counts;
    }

    private static BalanceDay DayOf(LocalDate date, List<Count> counts)
    {
        var until = date.Day();
        long In(string part) => counts.Where(c => c.Day <= until && c.Part == part).Sum(c => c.People);
        return new BalanceDay(date, counts.Where(c => c.Day <= until && c.WasSent).Sum(c => c.People), In("accepted"), In("waiting"), In("returned"), In("withdrawn"));
    }

    /// <summary>Where a person stands after the last of their steps; null before the first.</summary>
    private static HandoffLine? Follow(long id, string? station, List<Step> steps)
    {
        if (steps.Count == 0)
        {
            return null;
        }

        var standing = default(Standing);
        var sentAt = 0L;
        foreach (var step in steps)
        {
            standing = standing.After(step.Kind, step.Code);
            sentAt = step.Kind == FactKind.Sent || sentAt == 0 ? step.At : sentAt;
        }

        return new HandoffLine(
            new CaseId(id), standing.Part, standing.WasSent, station, standing.Office, standing.Code, sentAt.ToInstant(), steps[^1].At.ToInstant());
    }
}
