using NodaTime;
using Throughline.Casefile;

namespace Throughline.Storage.Keeping;

/// <summary>What retention has carried out on one day under one rule. Names nobody.</summary>
internal sealed record Receipt(LocalDate Day, string Class, string Rule, long Things, Instant At);

/// <summary>Rows that are past their days, and the proof that they went.</summary>
internal static class Receipts
{
    // Keeps a write transaction short.
    private const int AtOnce = 5000;

    private const string NotHeld = "case_id not in (select case_id from keeping where is_held = 1)";

    /// <summary>Rows of the outbox that were sent or withdrawn by then.</summary>
    public static long Outbox(Statements sql, Instant before) =>
        Delete(sql, "outbox", "id", $"(sent_at <= @p0 or withdrawn_at <= @p0) and {NotHeld}", before);

    public static long Accesses(Statements sql, Instant before) =>
        Delete(sql, "accesses", "id", $"at <= @p0 and (case_id is null or {NotHeld})", before);

    /// <summary>Answers kept for a repeated request.</summary>
    public static long Answers(Statements sql, Instant before) => Delete(sql, "idempotency", "key", "at <= @p0", before);

    /// <summary>Cases of a kind that were closed (rows: returned, and settled) by then, that nothing holds and nobody erased; from a number on.</summary>
    public static IReadOnlyList<CaseId> Closed(Store store, string kind, Instant before, CaseId after, int atMost)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            $"""
            select k.case_id from keeping k join cases c on c.case_id = k.case_id
            where k.closed_at <= @p0 and k.is_held = 0 and k.erased_at is null and c.kind = @p1 and k.case_id > @p2 order by k.case_id limit {atMost}
            """,
            before.Micros(), kind, after.Number);
        var cases = new List<CaseId>();
        while (rows.Read())
        {
            cases.Add(new CaseId(rows.GetInt64(0)));
        }

        return cases;
    }

    /// <summary>In the transaction that did it, so that two processes never count one thing twice.</summary>
    public static void Add(Statements sql, string @class, string rule, long things, Instant now)
    {
        if (things > 0)
        {
            sql.Execute(
                """
                insert into receipts (day, class, rule, things, at) values (@p0, @p1, @p2, @p3, @p4)
                on conflict (day, class, rule) do update set things = receipts.things + excluded.things, at = excluded.at
                """,
                now.InUtc().Date.Day(), @class, rule, things, now.Micros());
        }
    }

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<Receipt> List(Store store, int from, int atMost)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query($"select day, class, rule, things, at from receipts order by day desc, class, rule limit {atMost} offset {from}");
        var receipts = new List<Receipt>();
        while (rows.Read())
        {
            receipts.Add(new Receipt(rows.GetInt64(0).ToDate(), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4).ToInstant()));
        }

        return receipts;
    }

    /// <summary>At most a batch; the number says whether there is more.</summary>
    private static long Delete(Statements sql, string table, string key, string condition, Instant before)
    {
        var some = $"select {key} from {table} where {condition} order by {key} limit {AtOnce}";
        var count = (long)(sql.Scalar($"select count(*) from ({some}) some_of_them", before.Micros()) ?? 0L);
        if (count > 0)
        {
            sql.Execute($"delete from {table} where {key} in ({some})", before.Micros());
        }

        return count;
    }
}
