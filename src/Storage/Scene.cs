using System.Collections.Immutable;
using System.Data.Common;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Storage.Keeping;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Storage;

/// <summary>Who records, and on what grounds. The instant is that of the recording, not of what happened.</summary>
internal sealed record Recording(Actor Who, Instant At, string? Why = null, string? Evidence = null);

/// <summary>Something to send once the events are written: sent at least once, under a key that makes a repetition harmless.</summary>
/// <param name="SendAt">Not before; what waited is asked again then whether it is still true.</param>
internal sealed record OutboxEntry(string Key, CaseId Case, string Kind, string Text, Instant SendAt);

/// <summary>
/// The store as one writer sees it inside one transaction: cases and calendars as they are now, writes of earlier acts of the same
/// transaction included. What a rule reads here is what holds when its events are written.
/// </summary>
internal sealed class Scene : IDisposable
{
    private readonly Statements _sql;
    private readonly CaseLog _log;
    private readonly ReadTables _tables;
    private readonly Dictionary<CaseId, (CaseFile File, byte[] Key)> _loaded = [];
    private long? _lastCase;
    private readonly Forgetting _forgetting;
    private bool? _someoneWaits;
    private bool? _anyErased;

    public Scene(DbConnection writer, InstallationKey key)
    {
        _sql = new Statements(writer);
        Key = key;
        _log = new CaseLog(_sql, key);
        _tables = new ReadTables(_sql, key);
        _forgetting = new Forgetting(_sql, _log, key);
    }

    public InstallationKey Key { get; }

    public Statements Sql => _sql;

    /// <summary>Belongs to the transaction that begins; what was loaded in the one before is forgotten.</summary>
    public void Begin(DbTransaction transaction)
    {
        _sql.Begin(transaction);
        _tables.Begin();
        _loaded.Clear();
        _lastCase = null;
        _someoneWaits = null;
        _anyErased = null;
        _forgetting.Begin();
    }

    /// <summary>Before the commit: writes what is counted over all cases of the transaction.</summary>
    public void End()
    {
        _forgetting.End();
        _tables.End();
    }

    public void Commit() => _sql.Commit();

    public CaseFile? Find(CaseId id)
    {
        if (_loaded.TryGetValue(id, out var known))
        {
            return known.File;
        }

        var file = _log.Load(id, out var personKey);
        if (file is not null)
        {
            _loaded[id] = (file, personKey);
        }

        return file;
    }

    public CaseId? ByRecord(string recordId) => ById("select case_id from cases where record_key = @p0", Key.Lookup("record", recordId));

    /// <summary>A walk-in or a returned row by what identifies it; see <see cref="CaseRow.RecordKey"/>.</summary>
    public CaseId? ByKey(string kind, string text) => ById("select case_id from cases where record_key = @p0", Key.Lookup(kind, text));

    public CaseId? ByHearing(string hearingId) => ById("select case_id from hearings where hearing_key = @p0", Key.Lookup("hearing", hearingId));

    public ImmutableArray<CaseFile> ByCode(string code) => Files("select case_id from cases where code_key = @p0 order by case_id", Key.Lookup("code", code));

    public ImmutableArray<CaseFile> Household(HouseholdId household) => Files("select case_id from cases where household = @p0 union select case_id from protections where household = @p0 order by case_id", household.Number);

    /// <summary>The case, and with it the others of its household, in the order of their numbers.</summary>
    public ImmutableArray<CaseFile> WithHousehold(CaseFile file) => file.State.Release?.Household is { } h ? Household(h) : [file];

    /// <summary>Walk-ins and returned rows that wait for a record with this number.</summary>
    public ImmutableArray<CaseFile> WaitingFor(string recordId)
    {
        // Asked for each record of a file, and nearly always by nobody: whether anyone waits at all is read once a transaction.
        _someoneWaits ??= _sql.Scalar("select 1 from cases where waits_for is not null limit 1") is not null;
        return _someoneWaits.Value ? Files("select case_id from cases where waits_for = @p0 order by case_id", Key.Lookup("record", recordId)) : [];
    }

    /// <summary>Whether a record, a report or a row (by its kind) is of somebody who was erased: it must not come back.</summary>
    public bool WasErased(string kind, string text)
    {
        // As above: asked for each record of a file.
        _anyErased ??= _sql.Scalar("select 1 from tombstones limit 1") is not null;
        return _anyErased.Value && _sql.Scalar("select 1 from tombstones where record_key = @p0", Key.Lookup(kind, text)) is not null;
    }

    /// <summary>Booked places by day at an office, those of <paramref name="except"/> left out.</summary>
    public Dictionary<LocalDate, int> PlacesTaken(string office, LocalDate from, LocalDate to, HouseholdId? except = null) =>
        Bookings.Taken(_sql, office, from, to, except);

    /// <summary>The ledger's faults that lasted beyond an instant, those of other people's alone left out.</summary>
    public IReadOnlyList<Fault> Faults(Instant since, CaseId? ofCase = null) => Ledger.Since(_sql, since, ofCase);

    /// <summary>
    /// A part of the system says that it works; null at its first time. What it answers is when it said so last, and two processes never
    /// get the same answer.
    /// </summary>
    public Instant? Beat(string name, Instant at)
    {
        var last = LastBeat(name);
        _sql.Execute("insert into heartbeats (name, at) values (@p0, @p1) on conflict (name) do update set at = excluded.at where excluded.at > heartbeats.at", name, at.Micros());
        return last;
    }

    public Instant? LastBeat(string name) => (_sql.Scalar("select at from heartbeats where name = @p0", name) as long?)?.ToInstant();

    /// <summary>A device of the inventory by its serial number, with the case that has it now.</summary>
    public Unit? Unit(string serial)
    {
        using var rows = _sql.Query(
            """
            select d.device_id, d.serial, d.model, case when d.in_use = 1 and m.model is null and not exists (select 1 from device_orders b where b.device_id = d.device_id and b.how in ('lost', 'broken') and b.ended_at > d.found_at) then 1 else 0 end, (select max(o.case_id) from device_orders o where o.device_id = d.device_id and o.ended_at is null)
            from devices d left join device_models m on m.model = d.model where d.serial = @p0
            """,
            serial);
        return rows.Read() ? new Unit(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3) == 1, rows.IsDBNull(4) ? null : new CaseId(rows.GetInt64(4))) : null;
    }

    /// <summary>The next free number. Kept by an act that writes; given again when it did not.</summary>
    public CaseId NewCase(int ahead = 0)
    {
        _lastCase ??= (long)(_sql.Scalar("select coalesce(max(case_id), 0) from person_keys") ?? 0L);
        return new CaseId(_lastCase.Value + 1 + ahead);
    }

    /// <summary>Takes back what waits to be sent for a case: what it says is no longer so.</summary>
    public void Withdraw(CaseId id, string kind, Instant at) => _sql.Execute(
        "update outbox set withdrawn_at = @p2 where case_id = @p0 and kind = @p1 and sent_at is null and withdrawn_at is null", id.Number, kind, at.Micros());

    /// <summary>What the holder of a number asked of us: silence, a language.</summary>
    public void Heed(string number, bool? silent, string? language, Instant at) => _sql.Execute(
        """
        insert into numbers (number_key, silent, language, at) values (@p0, @p1, @p2, @p3)
        on conflict (number_key) do update set silent = coalesce(@p4, numbers.silent), language = coalesce(@p2, numbers.language), at = excluded.at
        """,
        Key.Lookup("number", number), silent == true ? 1L : 0L, language, at.Micros(), silent is null ? null : silent.Value ? 1L : 0L);

    /// <summary>Writes what a rule decided: events, read tables and outbox, all in the transaction of this scene.</summary>
    public void Write(Recording recording, ImmutableArray<NewEvent> events, IEnumerable<OutboxEntry> outbox)
    {
        foreach (var ofCase in events.GroupBy(e => e.Case))
        {
            WriteCase(recording, ofCase.Key, ofCase);
        }

        foreach (var entry in outbox)
        {
            _sql.Execute(
                "insert into outbox (key, case_id, kind, payload, created_at, send_at) values (@p0, @p1, @p2, @p3, @p4, @p5) on conflict (key) do nothing",
                entry.Key, entry.Case.Number, entry.Kind,
                InstallationKey.Seal(_loaded[entry.Case].Key, System.Text.Encoding.UTF8.GetBytes(entry.Text), "outbox"u8), recording.At.Micros(), entry.SendAt.Micros());
        }
    }

    /// <summary>
    /// One opening of a file: who, when, for what reason, by which way. The same reading, page after page within ten minutes, is one line:
    /// a list that repeats itself is read by nobody. What was sent by a form ("POST ...") is not covered by a look before it.
    /// </summary>
    public void RecordAccess(CaseId id, Actor who, Instant at, string reason, string route) => _sql.Execute(
        """
        insert into accesses (case_id, at, who, reason, route)
        select @p0, @p1, @p2, @p3, @p4
        where not exists (select 1 from accesses where case_id = @p0 and who = @p2 and reason = @p3 and at > @p1 - 600000000
            and (route like 'POST %' or @p4 not like 'POST %'))
        """,
        id.Number, at.Micros(), who.ToString(), reason, route);

    public void Dispose() => _sql.Dispose();

    private void WriteCase(Recording recording, CaseId id, IEnumerable<NewEvent> events)
    {
        var before = id.Number > _lastCase ? null : Find(id);
        _lastCase = _lastCase is { } last && id.Number > last ? id.Number : _lastCase;
        var personKey = before is null ? _log.MakeKey(id) : _loaded[id].Key;
        var head = before is null ? [] : _log.HeadOf(id);
        using var ready = InstallationKey.Ready(personKey);
        var after = before ?? new CaseFile(new Case(id), []);
        foreach (var e in events)
        {
            var recorded = new RecordedEvent(
                id, after.Events.Length + 1, e.OccurredAt, recording.At, recording.Who, recording.Why, recording.Evidence, e.Event);
            head = _log.Append(recorded, ready, head);
            after = after.With(recorded);
        }

        _tables.Change(before, after, ready, recording.At);
        _loaded[id] = (after, personKey);
        if (before is not null && after.State.Erased is not null)
        {
            // From here on nothing personal of it can be read, in this transaction neither.
            _forgetting.Forget(before, recording.At);
            _loaded.Remove(id);
            _anyErased = true;
        }

        _someoneWaits = after.State.Release is null ? null : _someoneWaits;
    }

    private CaseId? ById(string query, object value) => _sql.Scalar(query, value) is long number ? new CaseId(number) : null;

    private ImmutableArray<CaseFile> Files(string query, object value)
    {
        var ids = new List<CaseId>();
        using (var rows = _sql.Query(query, value))
        {
            while (rows.Read())
            {
                ids.Add(new CaseId(rows.GetInt64(0)));
            }
        }

        return [.. ids.Select(id => Find(id)!).Where(f => f.State.Erased is null)];
    }
}
