using Dapper;
using NodaTime;

namespace Throughline.Storage;

/// <summary>
/// Unfinished forms, sealed whole under the installation's key, so that a journey over several pages carries no personal data in its
/// addresses and survives a restart. A draft is no record: nothing follows from it.
/// </summary>
internal static class Drafts
{
    private static readonly Duration Kept = Duration.FromDays(1);

    public static void Save(Store store, string key, ReadOnlySpan<byte> content, Instant now)
    {
        var sealedContent = store.Key.SealOwn(content);
        using var db = store.OpenWriter();
        db.Execute(
            """
            delete from drafts where at < @old;
            insert into drafts (key, sealed, at) values (@key, @sealedContent, @at) on conflict (key) do update set sealed = excluded.sealed, at = excluded.at
            """,
            new { key, sealedContent, at = now.Micros(), old = (now - Kept).Micros() });
    }

    public static byte[]? Load(Store store, string key, Instant now)
    {
        using var db = store.OpenReader();
        return db.QuerySingleOrDefault<byte[]>("select sealed from drafts where key = @key and at >= @old", new { key, old = (now - Kept).Micros() }) is { } found
            ? store.Key.UnsealOwn(found)
            : null;
    }

    public static void Remove(Store store, string key)
    {
        using var db = store.OpenWriter();
        db.Execute("delete from drafts where key = @key", new { key });
    }
}
