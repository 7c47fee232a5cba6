using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Throughline.Casefile;

namespace Throughline.Storage.Log;

/// <summary>Reads and appends the events of cases. One instance belongs to one connection.</summary>
internal sealed class CaseLog(Statements sql, InstallationKey installation)
{
    private const string Columns = "version, type, occurred_at, recorded_at, who, clear, sealed";

    /// <summary>The whole file of a case; null when there is none. Of an erased person the key is empty, and what was personal is read as the marker.</summary>
    public CaseFile? Load(CaseId id, out byte[] personKey)
    {
        personKey = [];
        if (WrappedOf(id) is not { } wrapped)
        {
            return null;
        }

        personKey = wrapped.Length == 0 ? [] : installation.Unwrap(wrapped, id.Number);

        var events = ImmutableArray.CreateBuilder<RecordedEvent>();
        using var ready = personKey.Length == 0 ? null : InstallationKey.Ready(personKey);
        using var rows = sql.Query($"select {Columns} from events where case_id = @p0 order by version", id.Number);
        while (rows.Read())
        {
            events.Add(Read(id, rows, ready, 0));
        }

        return events.Count == 0 ? null : CaseFile.Of(id, events.ToImmutable());
    }

    /// <summary>Null where there is no such case, or its person was erased.</summary>
    public byte[]? KeyOf(CaseId id) => WrappedOf(id) is { Length: > 0 } wrapped ? installation.Unwrap(wrapped, id.Number) : null;

    /// <summary>The number stays taken: an empty key says that there was one.</summary>
    public void DestroyKey(CaseId id) => sql.Execute("update person_keys set wrapped = @p1 where case_id = @p0", id.Number, Array.Empty<byte>());

    public byte[] MakeKey(CaseId id)
    {
        var key = new byte[32];
        InstallationKey.Chance(key);
        sql.Execute("insert into person_keys (case_id, wrapped) values (@p0, @p1)", id.Number, installation.Wrap(key, id.Number));
        return key;
    }

    public byte[] HeadOf(CaseId id) =>
        sql.Scalar("select hash from events where case_id = @p0 order by version desc limit 1", id.Number) as byte[] ?? [];

    /// <summary>Writes one event behind <paramref name="before"/>, the hash of the event before it (empty for the first), and gives its hash.</summary>
    public byte[] Append(RecordedEvent e, AesGcm personKey, byte[] before)
    {
        var (clear, personal) = EventJson.Write(e.Event, e.Why, e.Evidence);
        var sealedBytes = personal is null ? null : InstallationKey.Seal(personKey, personal, About(e.Case, e.Version));
        var type = EventJson.NameOf(e.Event);
        var who = e.Who.ToString();
        long occurred = e.OccurredAt.Micros(), recorded = e.RecordedAt.Micros();
        var hash = Hash(before, e.Case.Number, e.Version, type, occurred, recorded, who, clear, sealedBytes);
        sql.Execute(
            "insert into events (case_id, version, type, occurred_at, recorded_at, who, clear, sealed, hash) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)",
            e.Case.Number, (long)e.Version, type, occurred, recorded, who, clear, sealedBytes, hash);
        return hash;
    }

    /// <summary>One row of <c>events</c> whose first column is at <paramref name="from"/>, in the order of <see cref="Columns"/>.</summary>
    private static RecordedEvent Read(CaseId id, DbDataReader row, AesGcm? personKey, int from)
    {
        var version = row.GetInt32(from);
        var (type, clear) = (row.GetString(from + 1), (byte[])row.GetValue(from + 5));
        var sealedBytes = row.IsDBNull(from + 6) ? null : (byte[])row.GetValue(from + 6);
        var (e, why, evidence) = sealedBytes is not null && personKey is null
            ? (EventJson.ReadErased(type, clear), null, null)
            : EventJson.Read(type, clear, sealedBytes is null ? null : InstallationKey.Unseal(personKey!, sealedBytes, About(id, version)));
        return new RecordedEvent(
            id, version, row.GetInt64(from + 2).ToInstant(), row.GetInt64(from + 3).ToInstant(), Actor.Parse(row.GetString(from + 4)), why, evidence, e);
    }

    /// <summary>Covers every stored column and the event before, so that no byte can change unseen. Lengths keep neighbours apart.</summary>
    public static byte[] Hash(
        ReadOnlySpan<byte> before, long caseId, long version, string type, long occurred, long recorded, string who, ReadOnlySpan<byte> clear, ReadOnlySpan<byte> sealedBytes)
    {
        var size = before.Length + 32 + 16 + (type.Length + who.Length) * 3 + clear.Length + sealedBytes.Length;
        var buffer = size <= 4096 ? stackalloc byte[size] : new byte[size];
        var at = 0;
        void Number(Span<byte> b, long n)
        {
            BinaryPrimitives.WriteInt64BigEndian(b[at..], n);
            at += 8;
        }

        void Part(Span<byte> b, ReadOnlySpan<byte> part)
        {
            BinaryPrimitives.WriteInt32BigEndian(b[at..], part.Length);
            part.CopyTo(b[(at + 4)..]);
            at += 4 + part.Length;
        }

        void Text(Span<byte> b, string text)
        {
            var length = Encoding.UTF8.GetBytes(text, b[(at + 4)..]);
            BinaryPrimitives.WriteInt32BigEndian(b[at..], length);
            at += 4 + length;
        }

        before.CopyTo(buffer);
        at = before.Length;
        Number(buffer, caseId);
        Number(buffer, version);
        Number(buffer, occurred);
        Number(buffer, recorded);
        Text(buffer, type);
        Text(buffer, who);
        Part(buffer, clear);
        Part(buffer, sealedBytes);
        return SHA256.HashData(buffer[..at]);
    }

    private byte[]? WrappedOf(CaseId id) => sql.Scalar("select wrapped from person_keys where case_id = @p0", id.Number) as byte[];

    private static byte[] About(CaseId id, long version)
    {
        var about = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(about, id.Number);
        BinaryPrimitives.WriteInt64BigEndian(about.AsSpan(8), version);
        return about;
    }
}
