using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;

namespace Throughline.Storage.Reading;

/// <summary>Reads the fault ledger.</summary>
internal static class Ledger
{
    private const string Columns = "case_id, kind, office, of_case, starts, ends, words, withdrawn";

    /// <summary>Faults in effect that lasted beyond <paramref name="since"/>: everybody's, and those of one case.</summary>
    public static IReadOnlyList<Fault> Since(Statements sql, Instant since, CaseId? ofCase) => Read(
        sql, $"select {Columns} from faults where ends > @p0 and withdrawn = 0 and (of_case is null or of_case = @p1) order by starts", since.Micros(), ofCase?.Number);

    /// <summary>Faults that last beyond an instant, read outside any act: for showing, not for booking.</summary>
    public static IReadOnlyList<Fault> Since(Store store, Instant since, CaseId? ofCase = null)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return Since(sql, since, ofCase);
    }

    /// <summary>The newest first, withdrawn ones too: what people read.</summary>
    public static IReadOnlyList<Fault> Newest(Store store, int atMost)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return Read(sql, $"select {Columns} from faults where of_case is null order by starts desc limit {atMost}");
    }

    /// <summary>What was declared, ended or withdrawn from an instant on, for those who must look at misses again.</summary>
    public static IReadOnlyList<(Fault Fault, Instant ChangedAt)> Changed(Store store, Instant since, int atMost)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query($"select {Columns}, changed_at from faults where changed_at >= @p0 order by changed_at limit {atMost}", since.Micros());
        var changed = new List<(Fault, Instant)>();
        while (rows.Read())
        {
            changed.Add((Row(rows), rows.GetInt64(8).ToInstant()));
        }

        return changed;
    }

    private static List<Fault> Read(Statements sql, string query, params ReadOnlySpan<object?> values)
    {
        using var rows = sql.Query(query, values);
        var faults = new List<Fault>();
        while (rows.Read())
        {
            faults.Add(Row(rows));
        }

        return faults;
    }

    private static Fault Row(System.Data.Common.DbDataReader row) => new(
        new CaseId(row.GetInt64(0)), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : new CaseId(row.GetInt64(3)),
        row.GetInt64(4).ToInstant(), row.GetInt64(5) == Moments.Never ? null : row.GetInt64(5).ToInstant(), row.GetString(6), row.GetInt64(7) == 1);
}
