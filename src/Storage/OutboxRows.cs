using Dapper;
using NodaTime;
using Throughline.Casefile;

namespace Throughline.Storage;

internal sealed record OutboxRow(long Id, CaseId Case, string Kind);

internal static class OutboxRows
{
    public static IReadOnlyList<OutboxRow> Waiting(Store store, int atMost)
    {
        using var db = store.OpenReader();
        return [.. db.Query<(long Id, long Case, string Kind)>("select id, case_id, kind from outbox where sent_at is null order by id limit @atMost", new { atMost })
            .Select(r => new OutboxRow(r.Id, new CaseId(r.Case), r.Kind))];
    }

    public static void Done(Store store, long id, Instant at, string? error)
    {
        using var db = store.OpenWriter();
        db.Execute("update outbox set sent_at = @at, attempts = attempts + 1, last_error = @error where id = @id", new { id, at = at.Micros(), error });
    }

    public static long Count(Store store)
    {
        using var db = store.OpenReader();
        return db.ExecuteScalar<long>("select count(*) from outbox");
    }
}
