using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Throughline.Casefile;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Storage.Keeping;

/// <summary>
/// What follows an erasure in the store, in the transaction that records it: the key is destroyed, and with it goes whatever led to the
/// person without the key. Whoever writes the event brings this about: there is no other way to one.
/// </summary>
internal sealed class Forgetting(Statements sql, CaseLog log, InstallationKey key)
{
    private readonly List<byte[]> _words = [];

    /// <summary>At the begin of each transaction.</summary>
    public void Begin() => _words.Clear();

    /// <param name="file">As it was before: what must be found to be taken out.</param>
    public void Forget(CaseFile file, Instant at)
    {
        var (id, state) = (file.State.Id.Number, file.State);
        log.DestroyKey(state.Id);
        if (CaseRow.RecordKey(state, key) is { } recordKey)
        {
            sql.Execute("insert into tombstones (record_key, case_id, at) values (@p0, @p1, @p2) on conflict (record_key) do nothing", recordKey, id, at.Micros());
        }

        SearchIndex.Forget(sql, key, file);
        sql.Execute("delete from outbox where case_id = @p0", id);
        // The trail went with the key; when somebody was where must not be told by its rows either.
        sql.Execute("delete from unread_messages where device_id in (select device_id from shard_devices where case_id = @p0)", id);
        foreach (var table in new[] { "trail_chunks", "trail_keys", "shard_devices" })
        {
            sql.Execute($"delete from {table} where case_id = @p0", id);
        }

        // Where the person was and when; how often a device was wrong stays, for the figures.
        sql.Execute("delete from verdicts where case_id = @p0", id);
        sql.Execute("update alert_signals set evidence = null, erase_at = null where case_id = @p0 and evidence is not null", id);
        sql.Execute("delete from trail_readings where case_id = @p0", id);

        // Who looked, when and why stays. A machine's way names the record.
        sql.Execute("update accesses set route = '/api' where case_id = @p0 and route like '/api/%'", id);
        _words.Add(Encoding.UTF8.GetBytes(state.Id.ToString()));
        if ((state.Release?.Record.RecordId ?? state.WalkIn?.Kept.RecordId ?? state.Returned?.Row.RecordId) is { Length: > 0 } recordId)
        {
            _words.Add(Encoding.UTF8.GetBytes(recordId));
        }
    }

    /// <summary>
    /// Before the commit: kept answers and forms half filled in are sealed by the installation's own key and hang on no case, so each is
    /// looked into. One too many is no loss: they only save a repetition.
    /// </summary>
    public void End()
    {
        if (_words.Count == 0)
        {
            return;
        }

        foreach (var answer in Naming("select key, body from idempotency", row => (byte[])row.GetValue(0)))
        {
            sql.Execute("delete from idempotency where key = @p0", answer);
        }

        foreach (var draft in Naming("select key, sealed from drafts", row => row.GetString(0)))
        {
            sql.Execute("delete from drafts where key = @p0", draft);
        }

        _words.Clear();
    }

    private List<T> Naming<T>(string query, Func<System.Data.Common.DbDataReader, T> keyOf)
    {
        var found = new List<T>();
        using var rows = sql.Query(query);
        while (rows.Read())
        {
            if (Names((byte[])rows.GetValue(1)))
            {
                found.Add(keyOf(rows));
            }
        }

        return found;
    }

    private bool Names(byte[] sealedBytes)
    {
        try
        {
            var plain = key.UnsealOwn(sealedBytes);
            return _words.Exists(w => plain.AsSpan().IndexOf(w) >= 0);
        }
        catch (CryptographicException)
        {
            // Nobody can use it, and nobody can tell what is in it.
            return true;
        }
    }
}
