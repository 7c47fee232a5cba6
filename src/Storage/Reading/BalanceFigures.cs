using NodaTime;
using Throughline.Casefile;
using Throughline.Storage.Log;

namespace Throughline.Storage.Reading;

/// <summary>One hand-off in the balance, with the name behind it. <see cref="Code"/> is set for a return.</summary>
internal sealed record HandoffLine(CaseId Case, string Name, string State, string? Station, string? Office, string? Code, Instant SentAt, Instant LastAt);

/// <summary>
/// Cumulative up to the end of a day: sent = accepted + waiting + returned and not sent again + withdrawn. It is counted by following
/// each person, so a difference can only be a person whose line does not add up, and is a name.
/// </summary>
internal sealed record Balance(LocalDate Date, Instant Until, long Sent, long BeforeThisSystem, IReadOnlyList<HandoffLine> Lines)
{
    public IEnumerable<HandoffLine> In(string state) => Lines.Where(l => l.State == state);

    public long Accepted => In("accepted").LongCount();

    public long Waiting => In("waiting").LongCount();

    public long Returned => In("returned").LongCount();

    public long Withdrawn => In("withdrawn").LongCount();

    public long Difference => Sent - Accepted - Waiting - Returned - Withdrawn;
}

internal static class BalanceFigures
{
    /// <param name="date">A day in UTC: stations and offices lie in several zones, and the balance is one for all.</param>
    /// <param name="place">Only hand-offs of this station or to this office; null for all.</param>
    public static Balance At(Store store, LocalDate date, string? place = null)
    {
        var until = date.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        var last = new Dictionary<long, (long Kind, string? Code, string? Office, long SentAt, long LastAt)>();
        using (var rows = sql.Query(
            "select case_id, kind, code, occurred_at from facts where kind >= 10 and occurred_at < @p0 and superseded_at = @p1 order by case_id, occurred_at, line",
            until.Micros(), Moments.Never))
        {
            while (rows.Read())
            {
                var id = rows.GetInt64(0);
                var kind = rows.GetInt64(1);
                var code = rows.IsDBNull(2) ? null : rows.GetString(2);
                var at = rows.GetInt64(3);
                var before = last.GetValueOrDefault(id);
                last[id] = (
                    kind, kind == FactKind.Returned ? code : null,
                    kind is FactKind.Sent or FactKind.Delivered or FactKind.Accepted ? code : before.Office,
                    kind == FactKind.Sent || before.SentAt == 0 ? at : before.SentAt, at);
            }
        }

        var lines = new List<HandoffLine>();
        foreach (var (id, (kind, code, office, sentAt, lastAt)) in last)
        {
            if (kind == FactKind.Settled)
            {
                continue;
            }

            var (station, name) = Who(sql, store.Key, id);
            if (place is null || place == station || place == office)
            {
                lines.Add(new HandoffLine(new CaseId(id), name, Word(kind), station, office, code, sentAt.ToInstant(), lastAt.ToInstant()));
            }
        }

        var inherited = (long)(sql.Scalar(
            "select count(*) from cases c where c.handoff = 'inherited' and (@p1 is null or c.station = @p1 or c.office = @p1) and exists (select 1 from figures f where f.case_id = c.case_id and f.recorded_at < @p0)",
            until.Micros(), place) ?? 0L);
        return new Balance(date, until, lines.Count, inherited, [.. lines.OrderBy(l => l.SentAt)]);
    }

    private static string Word(long kind) => kind switch
    {
        FactKind.Sent or FactKind.Delivered => "waiting",
        FactKind.Accepted => "accepted",
        FactKind.Returned => "returned",
        _ => "withdrawn",
    };

    private static (string? Station, string Name) Who(Statements sql, InstallationKey key, long id)
    {
        using var row = sql.Query("select c.station, c.card, k.wrapped from cases c join person_keys k on k.case_id = c.case_id where c.case_id = @p0", id);
        return row.Read()
            ? (row.IsDBNull(0) ? null : row.GetString(0), CaseCard.Open((byte[])row.GetValue(1), key.Unwrap((byte[])row.GetValue(2), id)).FullName)
            : (null, "No record");
    }
}
