using Dapper;
using NodaTime;

namespace Throughline.Storage;

/// <summary>An answer that was given already.</summary>
internal sealed record Answer(byte[] Request, int Status, byte[] Body);

/// <summary>Answers by idempotency key. Bodies may name people, so they are sealed by the installation's key.</summary>
internal static class Answers
{
    public static Answer? Find(Store store, byte[] key)
    {
        using var db = store.OpenReader();
        var row = db.QuerySingleOrDefault<(byte[] Request, long Status, byte[] Body)?>("select request, status, body from idempotency where key = @key", new { key });
        return row is { } r ? new Answer(r.Request, (int)r.Status, store.Key.UnsealOwn(r.Body)) : null;
    }

    public static void Keep(Store store, byte[] key, byte[] request, int status, byte[] body, Instant now)
    {
        using var db = store.OpenWriter();
        db.Execute(
            "insert into idempotency (key, request, status, body, at) values (@key, @request, @status, @body, @at) on conflict (key) do nothing",
            new { key, request, status, body = store.Key.SealOwn(body), at = now.Micros() });
    }
}
