using System.Text;
using Dapper;
using NodaTime;
using Throughline.Casefile;
using Throughline.Storage.Log;

namespace Throughline.Storage;

/// <summary>Something to send. <see cref="Key"/> is the same at each try, in every process.</summary>
internal sealed record OutboxRow(long Id, string Key, CaseId Case, string Kind, string Text, int Attempts);

/// <summary>The queue of what leaves us: claimed, sent, then marked, so that a crash in between sends again under the same key and never loses.</summary>
internal static class OutboxRows
{
    // Longer than any sender may take; a process that died holds a row no longer than this.
    private static readonly Duration Claim = Duration.FromMinutes(2);

    /// <summary>Takes rows whose time has come. No other process gets them while the claim lasts.</summary>
    public static IReadOnlyList<OutboxRow> Take(Store store, Instant now, int atMost)
    {
        using var db = store.OpenWriter();
        var taken = db.Query<(long Id, string Key, long Case, string Kind, byte[] Payload, long Attempts)>(
            $"""
            update outbox set claimed_to = @to, attempts = attempts + 1
            where id in (select id from outbox where sent_at is null and withdrawn_at is null and send_at <= @now and claimed_to < @now order by send_at, id limit {atMost} {store.Engine.SkipLocked})
              and sent_at is null and withdrawn_at is null and claimed_to < @now
            returning id, key, case_id, kind, payload, attempts
            """,
            new { now = now.Micros(), to = (now + Claim).Micros() }).ToList();
        using var sql = new Statements(db);
        var log = new CaseLog(sql, store.Key);
        return [.. taken.OrderBy(r => r.Id).Select(r => new OutboxRow(
            r.Id, r.Key, new CaseId(r.Case), r.Kind,
            log.KeyOf(new CaseId(r.Case)) is { } key ? Encoding.UTF8.GetString(InstallationKey.Unseal(key, r.Payload, "outbox"u8)) : "", (int)r.Attempts))];
    }

    public static void Sent(Store store, long id, Instant at, string? error) =>
        Execute(store, "update outbox set sent_at = @at, last_error = @error where id = @id", new { id, at = at.Micros(), error });

    /// <summary>It is no longer true, or nobody is to be told.</summary>
    public static void Withdraw(Store store, long id, Instant at, string because) =>
        Execute(store, "update outbox set withdrawn_at = @at, last_error = @because where id = @id", new { id, at = at.Micros(), because });

    /// <summary>Not now: again from <paramref name="at"/> on.</summary>
    public static void Postpone(Store store, long id, Instant at, string because) =>
        Execute(store, "update outbox set send_at = @at, claimed_to = 0, last_error = @because where id = @id", new { id, at = at.Micros(), because });

    public static long Count(Store store)
    {
        using var db = store.OpenReader();
        return db.ExecuteScalar<long>("select count(*) from outbox");
    }

    /// <summary>Silence and language that the holder of a number asked for.</summary>
    public static (bool Silent, string? Language) Number(Store store, string number)
    {
        using var db = store.OpenReader();
        return db.QuerySingleOrDefault<(bool, string?)>("select silent, language from numbers where number_key = @key", new { key = store.Key.Lookup("number", number) });
    }

    private static void Execute(Store store, string sql, object values)
    {
        using var db = store.OpenWriter();
        db.Execute(sql, values);
    }
}
