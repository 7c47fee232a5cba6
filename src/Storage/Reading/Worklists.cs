using NodaTime;

namespace Throughline.Storage.Reading;

/// <summary>Why something is work, as <see cref="Work.Kind"/> holds it.</summary>
internal static class WorkKind
{
    /// <summary>For an office: a hand-off that waits for its answer, a walk-in without a record, a paper that nobody is known to have understood, a miss to review, a miss whose confirming waits for the second person.</summary>
    public const string Answer = "answer", WalkIn = "walk-in", Known = "known", Review = "review", Second = "second", Challenge = "challenge";

    /// <summary>Between offices: a transfer to answer, one that we sent and that has no answer in time, one that came back to us, one that a move proposes.</summary>
    public const string Transfer = "transfer", TransferLate = "transfer-late", TransferReturned = "transfer-returned", TransferProposed = "transfer-proposed";

    /// <summary>A protected case of which nobody here is named, and one whose lifting waits for the second person.</summary>
    public const string ProtectionUnnamed = "protection-unnamed", ProtectionLift = "protection-lift";

    /// <summary>Two cases with an equal A-number, or equal name and birth date: one person, or two. For each place that has one of them.</summary>
    public const string MaybeSame = "maybe-same";

    /// <summary>For an office, about the terms of somebody's order: see <see cref="Wait"/>.</summary>
    public const string Order = "order", Representation = "representation", Sign = "sign", StepDown = "step-down", StepDownLate = "step-down-late", Enrol = "enrol";

    /// <summary>For a place, about a device: one to fit, one that travelled with a hand-off and is to be looked for, one to fetch.</summary>
    public const string DeviceFit = "device-fit", DeviceHere = "device-here", DeviceBack = "device-back";

    /// <summary>What a device reports, and a unit that needs a look: see <c>alerts</c>.</summary>
    public const string Alert = "alert", DeviceFault = "device-fault";

    /// <summary>For a station: returned to it, no answer in time, no paper served, not sent yet, something missing, rows of its files.</summary>
    public const string Returned = "returned", Unanswered = "unanswered", Serve = "serve", Send = "send", Missing = "missing", Rows = "rows";
}

/// <summary>One thing that needs a human, with the household it is about. <see cref="Until"/> may lie in the past.</summary>
internal sealed record Work(string Kind, Instant Until, int People, IReadOnlyList<ListedCase> Members);

/// <summary>How much of a kind there is.</summary>
internal sealed record WorkCount(string Kind, int Items, int People);

/// <summary>Whose work. A null <see cref="Place"/> is every place's: the inspector's view.</summary>
/// <param name="CompleteWithin">How long a station has for what a release lacks, and an office for a walk-in.</param>
/// <param name="HistoryAfter">What was recorded longer than this after it happened is history: counted elsewhere, never work here.</param>
internal sealed record WorkQuestion(string? Place, bool OfStation, bool OfOffice, Instant Now, Duration CompleteWithin, Duration HistoryAfter);

/// <summary>
/// What needs a human, in the order of the time left. Everything is found through an index on what is open, so that the cost follows the
/// work and not the cases; history is never among it.
/// </summary>
internal sealed class Worklists(Store store)
{
    /// <summary>Walk-ins without a record. The second term lets the index on what is no release answer.</summary>
    public const string UnmatchedWalkIns = "c.kind = 'walk-in' and c.kind <> 'release' and c.handoff = 'unmatched'";

    /// <summary>Rows of senders' files that are open; <c>responsible</c> is their station, or the intake desk where none is known.</summary>
    public const string ReturnedRows = "c.kind = 'returned-row' and c.kind <> 'release' and c.handoff = 'returned'";

    /// <summary>Addresses that no letter reaches, or that too many people gave.</summary>
    public const string BadAddress = "c.address_grade in ('blank', 'undeliverable', 'unit-missing', 'crowded')";

    /// <summary>In an erased file there is nothing left to do.</summary>
    public const string NotErased = "not exists (select 1 from keeping k where k.case_id = c.case_id and k.erased_at is not null)";

    // As the index cases_at_station says it, word for word: otherwise it is not used.
    private const string AtStation = "c.handoff in ('draft', 'sent', 'delivered', 'returned')";

    private static readonly Duration KnownAhead = Duration.FromDays(7);
    private readonly Cases _cases = new(store);

    public IReadOnlyList<WorkCount> Counts(WorkQuestion question)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query($"select kind, count(*), sum(people) from ({Open(question)}) work group by kind", Values(question));
        var counts = new List<WorkCount>();
        while (rows.Read())
        {
            counts.Add(new WorkCount(rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2)));
        }

        return counts;
    }

    /// <param name="kind">Only this kind; null for all.</param>
    public IReadOnlyList<Work> Page(WorkQuestion question, string? kind, int from, int atMost)
    {
        var found = new List<(string Kind, Instant Until, int People, long[] Cases)>();
        using (var db = store.OpenReader())
        using (var sql = new Statements(db))
        using (var rows = sql.Query(
            $"select kind, until, people, cases from ({Open(question)}) work where cast(@p4 as text) is null or kind = @p4 order by until, cases limit {atMost} offset {from}", Values(question, kind)))
        {
            while (rows.Read())
            {
                found.Add((rows.GetString(0), rows.GetInt64(1).ToInstant(), rows.GetInt32(2), Numbers(rows.GetString(3))));
            }
        }

        var members = Members(found.SelectMany(f => f.Cases));
        return [.. found.Select(f => new Work(f.Kind, f.Until, f.People, Of(f.Cases, members)))];
    }

    /// <summary>Who has a place at the office on a day and has not come yet, in the order of the times, each with its household.</summary>
    public IReadOnlyList<(Instant At, IReadOnlyList<ListedCase> Members)> Expected(string office, LocalDate day, int atMost)
    {
        var found = new List<(Instant At, long[] Cases)>();
        using (var db = store.OpenReader())
        using (var sql = new Statements(db))
        using (var rows = sql.Query(
            $"""
            select min(b.at), string_agg(cast(b.case_id as text), ',') from bookings b join cases c on c.case_id = b.case_id
            where b.office = @p0 and b.day = @p1 group by coalesce(c.household, -c.case_id) order by 1, 2 limit {atMost}
            """,
            office, day.Day()))
        {
            while (rows.Read())
            {
                found.Add((rows.GetInt64(0).ToInstant(), Numbers(rows.GetString(1))));
            }
        }

        var members = Members(found.SelectMany(f => f.Cases));
        return [.. found.Select(f => (f.At, Of(f.Cases, members)))];
    }

    /// <summary>Households whose hand-off stands at this office or came from this station, and how many people they are. A null place is every place.</summary>
    /// <param name="state">sent (delivered included), returned, draft or withdrawn.</param>
    public (IReadOnlyList<IReadOnlyList<ListedCase>> Page, int Items, int People) Handoffs(string state, string? place, bool ofStation, int from, int atMost)
    {
        var (condition, order) = state switch
        {
            "sent" => ("c.handoff in ('sent', 'delivered')" + (ofStation ? " and " + AtStation : ""), "min(c.answer_by)"),
            "returned" => ("c.handoff = 'returned'", "min(c.answered_at)"),
            "draft" => ("c.handoff = 'draft' and " + AtStation + " and " + NotErased, "min(c.released_at)"),
            _ => ("c.handoff = 'withdrawn'", "-max(c.answered_at)"),
        };
        var here = place is null ? "" : ofStation ? " and c.station = @p0" : " and c.office = @p0";
        var households = $"""
            select {order} as place_in_line, string_agg(cast(c.case_id as text), ',') as cases, count(*) as people
            from cases c where {condition}{here} and c.kind = 'release' group by coalesce(c.household, -c.case_id), c.office
            """;
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        int items, people;
        using (var row = sql.Query($"select count(*), coalesce(sum(people), 0) from ({households}) households", place))
        {
            row.Read();
            (items, people) = (row.GetInt32(0), row.GetInt32(1));
        }

        var found = new List<long[]>();
        using (var rows = sql.Query($"select cases from ({households}) households order by place_in_line, cases limit {atMost} offset {from}", place))
        {
            while (rows.Read())
            {
                found.Add(Numbers(rows.GetString(0)));
            }
        }

        var members = Members(found.SelectMany(f => f));
        return ([.. found.Select(f => Of(f, members))], items, people);
    }

    private static long[] Numbers(string list) => [.. list.Split(',').Select(n => long.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];

    private Dictionary<long, ListedCase> Members(IEnumerable<long> ids) => _cases.ByIds([.. ids.Distinct()]).ToDictionary(c => c.Id.Number);

    private static IReadOnlyList<ListedCase> Of(long[] ids, Dictionary<long, ListedCase> members) => [.. ids.Where(members.ContainsKey).Order().Select(id => members[id])];

    private static object?[] Values(WorkQuestion q, string? kind = null) =>
        [q.Place, q.Now.Micros(), q.CompleteWithin.ToInt64Nanoseconds() / 1000, q.HistoryAfter.ToInt64Nanoseconds() / 1000, kind, (q.Now + KnownAhead).Micros()];

    private static string Open(WorkQuestion q)
    {
        string Here(string column) => q.Place is null ? "" : $" and c.{column} = @p0";
        string There(string column) => q.Place is null ? "" : $" and t.{column} = @p0";
        var rows = $"""
            select 'rows' as kind, min(e.recorded_at) + @p2 as until, count(*) as people, cast(min(c.case_id) as text) as cases
            from cases c join events e on e.case_id = c.case_id and e.version = 1 where {ReturnedRows}{Here("responsible")} group by c.responsible
            union all
            select case when p.lift_at is null then 'protection-unnamed' else 'protection-lift' end, coalesce(p.lift_at, p.at) + @p2, 1, cast(p.case_id as text)
            from protections p where (p.has_reader = 0 or p.lift_at is not null){(q.Place is null ? "" : " and p.office = @p0")}
            union all
            select 'maybe-same', m.at + @p2, 2, cast(m.low as text) || ',' || cast(m.high as text)
            from maybe_same m join cases a on a.case_id = m.low join cases b on b.case_id = m.high{(q.Place is null ? "" : " where a.responsible = @p0 or b.responsible = @p0")}
            """;
        var office = $"""
            select 'answer' as kind, min(c.answer_by) as until, count(*) as people, string_agg(cast(c.case_id as text), ',') as cases
            from cases c where c.handoff in ('sent', 'delivered'){Here("office")} group by coalesce(c.household, -c.case_id), c.office
            union all
            select 'walk-in', e.recorded_at + @p2, 1, cast(c.case_id as text)
            from cases c join events e on e.case_id = c.case_id and e.version = 1
            where {UnmatchedWalkIns}{Here("responsible")} and e.recorded_at - e.occurred_at <= @p3
            union all
            select 'known', c.due, 1, cast(c.case_id as text)
            from cases c where c.obligation = 'running' and c.due < @p5{Here("office")} and c.handoff = 'accepted' and c.served_at is not null and c.known_at is null
              and not exists (select 1 from cases o where o.household = c.household and o.known_at is not null)
            union all
            select case when o.is_proposed = 1 then 'second' else 'review' end, o.closes + @p2, 1, cast(o.case_id as text)
            from obligations o where o.state = 'missed-to-review'{(q.Place is null ? "" : " and o.office = @p0")}
            union all
            select 'transfer', min(t.answer_by), count(*), string_agg(cast(t.case_id as text), ',')
            from transfers t join cases c on c.case_id = t.case_id where t.state in ('sent', 'delivered'){There("to_office")} group by coalesce(c.household, -c.case_id), t.to_office
            union all
            select case t.state when 'returned' then 'transfer-returned' when 'proposed' then 'transfer-proposed' else 'transfer-late' end,
              min(case when t.state in ('returned', 'proposed') then t.at + @p2 else t.answer_by end), count(*), string_agg(cast(t.case_id as text), ',')
            from transfers t join cases c on c.case_id = t.case_id
            where t.state in ('proposed', 'sent', 'delivered', 'returned') and (t.state in ('proposed', 'returned') or t.answer_by < @p1){There("from_office")} and c.closed is null
            group by coalesce(c.household, -c.case_id), t.from_office, 1
            union all
            select case when a.kind = 40 then 'device-fault' else 'alert' end, min(a.cause_by), 1, cast(a.case_id as text)
            from alerts a join cases c on c.case_id = a.case_id where a.state in (2, 3){Here("responsible")} group by a.case_id, 1
            union all
            select 'challenge', h.answer_by, 1, cast(h.case_id as text) from challenges h where h.is_open = 1{(q.Place is null ? "" : " and h.office = @p0")}
            union all
            select case when w.kind = 'step-down' and w.until < @p1 then 'step-down-late' else w.kind end, w.until, 1, cast(w.case_id as text) from waits w where w.since <= @p1{(q.Place is null ? "" : " and w.office = @p0")}
            """;
        var station = $"""
            select case when state = 'returned' then 'returned' when paper = 1 and served = 0 then 'serve' when state = 'draft' then 'send' when answer_by < @p1 then 'unanswered'
                else 'missing' end as kind,
              case when state = 'returned' then answered_at + @p2 when state = 'sent' and (served = 1 or paper = 0) and answer_by < @p1 then answer_by else recorded_at + @p2 end as until,
              people, cases
            from (
              select case c.handoff when 'delivered' then 'sent' else c.handoff end as state, max(c.answered_at) as answered_at, min(c.answer_by) as answer_by,
                max(e.recorded_at) as recorded_at, max(case when c.code_key is not null then 1 else 0 end) as paper, max(case when c.served_at is not null then 1 else 0 end) as served,
                max(case when (c.is_minor = 0 and c.a_number <> 'present') or {BadAddress} then 1 else 0 end) as lacks, count(*) as people, string_agg(cast(c.case_id as text), ',') as cases
              from cases c join events e on e.case_id = c.case_id and e.version = 1
              where {AtStation}{Here("station")} and c.kind = 'release' and c.is_history = 0 and c.closed is null and {NotErased}
              group by coalesce(c.household, -c.case_id), 1
            ) households
            where state in ('draft', 'returned') or (paper = 1 and served = 0) or answer_by < @p1 or lacks = 1
            """;
        return string.Join("\nunion all\n", new[] { q.OfOffice ? office : null, q.OfStation ? station : null, rows }.OfType<string>());
    }
}
