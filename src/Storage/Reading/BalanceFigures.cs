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

/// <summary>The balance of a day with its lines, and the days before it, the newest first. Names are read apart, for those that are shown.</summary>
internal sealed record Balance(LocalDate Date, Instant Until, long BeforeThisSystem, IReadOnlyList<BalanceDay> Days, IReadOnlyList<HandoffLine> Lines)
{
    private BalanceDay Day => Days[0];

    public long Sent => Day.Sent;

    public long Accepted => Day.Accepted;

    public long Waiting => Day.Waiting;

    public long Returned => Day.Returned;

    public long Withdrawn => Day.Withdrawn;

    public long Difference => Day.Difference;

    /// <summary>The people in one part: accepted, waiting, returned, withdrawn, or difference.</summary>
    public IEnumerable<HandoffLine> In(string part) => Lines.Where(l => part == "difference" ? !l.WasSent : l.State == part);
}

internal static class BalanceFigures
{
    private const int NamesAtOnce = 500;

    private readonly record struct Step(long Kind, string? Code, long At);

    /// <param name="date">A day in UTC: stations and offices lie in several zones, and the balance is one for all.</param>
    /// <param name="place">Only hand-offs of this station or to this office; null for all.</param>
    /// <param name="days">How many days are counted: <paramref name="date"/> and those before it.</param>
    public static Balance At(Store store, LocalDate date, string? place = null, int days = 1)
    {
        var untils = Enumerable.Range(0, days).Select(d => EndOf(date.PlusDays(-d)).Micros()).ToArray();
        var counts = new long[days, 5];
        var lines = new List<HandoffLine>();
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using (var rows = sql.Query(
            """
            select f.case_id, f.kind, f.code, f.occurred_at, c.station from facts f left join cases c on c.case_id = f.case_id
            where f.kind >= 10 and f.occurred_at < @p0 and f.superseded_at = @p1 order by f.case_id, f.occurred_at, f.line
            """,
            untils[0], Moments.Never))
        {
            var (id, station, steps) = (0L, (string?)null, new List<Step>());
            while (rows.Read())
            {
                if (rows.GetInt64(0) is var next && next != id)
                {
                    Count(id, station, steps);
                    (id, station) = (next, rows.IsDBNull(4) ? null : rows.GetString(4));
                    steps.Clear();
                }

                steps.Add(new Step(rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetInt64(3)));
            }

            Count(id, station, steps);
        }

        var inherited = (long)(sql.Scalar(
            "select count(*) from cases c where c.handoff = 'inherited' and (@p1 is null or c.station = @p1 or c.office = @p1) and exists (select 1 from figures f where f.case_id = c.case_id and f.recorded_at < @p0)",
            untils[0], place) ?? 0L);
        return new Balance(
            date, EndOf(date), inherited, [.. Enumerable.Range(0, days).Select(d => new BalanceDay(date.PlusDays(-d), counts[d, 0], counts[d, 1], counts[d, 2], counts[d, 3], counts[d, 4]))],
            [.. lines.OrderBy(l => l.SentAt)]);

        void Count(long id, string? station, List<Step> steps)
        {
            for (var d = 0; d < days && Follow(id, station, steps, untils[d]) is { } line; d++)
            {
                // Settled: a good row came in place of a returned one, and is followed under its own case.
                if (line.State.Length == 0 || (place is not null && place != line.Station && place != line.Office))
                {
                    continue;
                }

                counts[d, 0] += line.WasSent ? 1 : 0;
                counts[d, line.State switch { "accepted" => 1, "waiting" => 2, "returned" => 3, _ => 4 }]++;
                if (d == 0)
                {
                    lines.Add(line);
                }
            }
        }
    }

    /// <summary>The names behind lines; a person whose record is gone has none.</summary>
    public static IReadOnlyDictionary<CaseId, string> Names(Store store, IEnumerable<HandoffLine> lines) =>
        lines.Chunk(NamesAtOnce).SelectMany(some => new Cases(store).ByIds([.. some.Select(l => l.Case.Number)])).ToDictionary(c => c.Id, c => c.Card.FullName);

    private static Instant EndOf(LocalDate date) => date.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>Where a person stood at an instant; null before the first step.</summary>
    private static HandoffLine? Follow(long id, string? station, List<Step> steps, long until)
    {
        Step? last = null;
        string? office = null;
        var (sentAt, wasSent) = (0L, false);
        foreach (var step in steps)
        {
            if (step.At >= until)
            {
                break;
            }

            last = step;
            office = step.Kind is FactKind.Sent or FactKind.Delivered or FactKind.Accepted ? step.Code : office;
            sentAt = step.Kind == FactKind.Sent || sentAt == 0 ? step.At : sentAt;
            wasSent |= step.Kind == FactKind.Sent || (step.Kind == FactKind.Returned && step.Code == "ROW");
        }

        return last is { } l
            ? new HandoffLine(new CaseId(id), Word(l.Kind), wasSent, station, office, l.Kind == FactKind.Returned ? l.Code : null, sentAt.ToInstant(), l.At.ToInstant())
            : null;
    }

    private static string Word(long kind) => kind switch
    {
        FactKind.Sent or FactKind.Delivered => "waiting",
        FactKind.Accepted => "accepted",
        FactKind.Returned => "returned",
        FactKind.Settled => "",
        _ => "withdrawn",
    };
}
