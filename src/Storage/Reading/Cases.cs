using NodaTime;
using Throughline.Casefile;
using Throughline.Storage.Log;

namespace Throughline.Storage.Reading;

/// <summary>One opening of a file, as the person sees it.</summary>
internal sealed record Opening(Instant At, Actor Who, string Reason, string Route);

/// <summary>One line of a list of cases. Instants are null where the case has none.</summary>
internal sealed record ListedCase(
    CaseId Id, int Version, string Kind, CaseCard Card, long? Household, string? Station, string? Office, string Responsible, string Handoff, string? HandoffCode, string? Pathway,
    Instant? SentAt, Instant? AnswerBy, Instant? ReleasedAt, bool IsMinor, string? AddressGrade, string? ANumber, Instant? ServedAt, string? Obligation, Instant? Due,
    Instant? ReportedAt);

/// <summary>Reads cases, whole or as lists.</summary>
internal sealed class Cases(Store store)
{
    /// <summary>By case number or by the sender's record number.</summary>
    public CaseFile? Find(string idOrRecord) => CaseId.TryParse(idOrRecord, out var id) ? Load(id) : ByRecord(idOrRecord);

    public CaseFile? ByRecord(string recordId) =>
        Ids("record_key = @p0 and kind = 'release'", 1, store.Key.Lookup("record", recordId)) is [var id] ? Load(id) : null;

    public CaseFile? Load(CaseId id)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return new CaseLog(sql, store.Key).Load(id, out _);
    }

    /// <summary>Those of the household who were not erased; also of a protected one, for those who may see it and for its own members.</summary>
    public IReadOnlyList<ListedCase> Household(long household) => List(
        $"c.case_id in (select case_id from cases where household = @p0 union select case_id from protections where household = @p0) and {Worklists.NotErased} order by c.case_id", 100, household);

    public IReadOnlyList<ListedCase> ByCode(string code) => List("c.code_key = @p0 order by c.case_id", 10, store.Key.Lookup("code", code));

    /// <summary>Cases that people said are of the same person, by the case that was asked for.</summary>
    public ILookup<CaseId, CaseId> SamePerson(IReadOnlyCollection<CaseId> ids) =>
        Pairs(ids.Count == 0 ? null : $"select case_id, other from same_person where is_same = 1 and case_id in ({string.Join(',', ids.Select(i => i.Number))}) order by 1, 2");

    /// <summary>Cases that are alike and of which nobody has said anything yet.</summary>
    public IEnumerable<CaseId> MaybeSame(CaseId id) => Pairs(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"select low, high from maybe_same where low = {id.Number} union select high, low from maybe_same where high = {id.Number} order by 1, 2"))[id];

    private ILookup<CaseId, CaseId> Pairs(string? query)
    {
        var pairs = new List<(CaseId One, CaseId Other)>();
        if (query is not null)
        {
            using var db = store.OpenReader();
            using var sql = new Statements(db);
            using var rows = sql.Query(query);
            while (rows.Read())
            {
                pairs.Add((new CaseId(rows.GetInt64(0)), new CaseId(rows.GetInt64(1))));
            }
        }

        return pairs.ToLookup(p => p.One, p => p.Other);
    }

    public IReadOnlyList<ListedCase> ByIds(IReadOnlyCollection<long> ids) =>
        ids.Count == 0 ? [] : List($"c.case_id in ({string.Join(',', ids)}) order by c.case_id", ids.Count);

    /// <summary>Booked places by day at an office, as they are outside any act: for showing, not for booking.</summary>
    public Dictionary<LocalDate, int> PlacesTaken(string office, LocalDate from, LocalDate to)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return Bookings.Taken(sql, office, from, to);
    }

    /// <summary>Who opened the file, the newest first.</summary>
    public IReadOnlyList<Opening> Openings(CaseId id)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select at, who, reason, route from accesses where case_id = @p0 order by id desc limit 500", id.Number);
        var openings = new List<Opening>();
        while (rows.Read())
        {
            openings.Add(new Opening(rows.GetInt64(0).ToInstant(), Actor.Parse(rows.GetString(1)), rows.GetString(2), rows.GetString(3)));
        }

        return openings;
    }

    /// <summary>Counts the rows of <c>cases c</c> under a condition written by us.</summary>
    public long Count(string condition, params ReadOnlySpan<object?> values)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (long)(sql.Scalar($"select count(*) from cases c where {condition}", values) ?? 0L);
    }

    /// <summary>How often senders sent a record again that we had.</summary>
    public long SentAgain()
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (long)(sql.Scalar("select cast(coalesce(sum(sent_twice), 0) as bigint) from cases where sent_twice > 0") ?? 0L);
    }

    /// <summary>The rows of <c>cases c</c> under a condition (and order) written by us; values come as parameters @p0, @p1 ...</summary>
    public IReadOnlyList<ListedCase> List(string condition, int atMost, params ReadOnlySpan<object?> values) => Page(condition, 0, atMost, values);

    /// <summary>As <see cref="List"/>, from row <paramref name="from"/> on.</summary>
    public IReadOnlyList<ListedCase> Page(string condition, int from, int atMost, params ReadOnlySpan<object?> values)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            $"""
            select c.case_id, c.version, c.kind, c.card, k.wrapped, c.household, c.station, c.office, c.responsible, c.handoff, c.handoff_code, c.pathway, c.sent_at,
              c.answer_by, c.released_at, c.is_minor, c.address_grade, c.a_number, c.served_at, c.obligation, c.due, c.reported_at
            from cases c join person_keys k on k.case_id = c.case_id where {condition} limit {atMost} offset {from}
            """,
            values);
        var list = new List<ListedCase>();
        while (rows.Read())
        {
            string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
            Instant? At(int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column).ToInstant();
            var id = rows.GetInt64(0);
            var card = CaseCard.Open((byte[])rows.GetValue(3), (byte[])rows.GetValue(4), store.Key, id);
            list.Add(new ListedCase(
                new CaseId(id), rows.GetInt32(1), rows.GetString(2), card, rows.IsDBNull(5) ? null : rows.GetInt64(5), Text(6), Text(7), rows.GetString(8), rows.GetString(9), Text(10), Text(11),
                At(12), At(13), At(14), rows.GetInt64(15) == 1, Text(16), Text(17), At(18), Text(19), At(20), At(21)));
        }

        return list;
    }

    private List<CaseId> Ids(string condition, int atMost, params ReadOnlySpan<object?> values)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query($"select case_id from cases where {condition} limit {atMost}", values);
        var ids = new List<CaseId>();
        while (rows.Read())
        {
            ids.Add(new CaseId(rows.GetInt64(0)));
        }

        return ids;
    }
}
