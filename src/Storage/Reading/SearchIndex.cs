using System.Diagnostics;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.People;
using Throughline.Storage.Engines;
using Throughline.Storage.Log;

namespace Throughline.Storage.Reading;

/// <summary>
/// Finds people by keyed hashes of normalised parts of their names and numbers. The index follows the log by a stored position;
/// what is newer than that is not found yet, and a page says so.
/// </summary>
internal sealed class SearchIndex(Store store)
{
    private const string Position = "search-position";
    private const int CasesAtOnce = 4000;
    private const int PartsAtOnce = 256;
    private const int CasesBesidePages = 500;

    // A word of so many people is a common one.
    private const int Common = 4096;
    private readonly Dictionary<string, long> _hashes = new(StringComparer.Ordinal);
    private readonly Lock _one = new();

    private enum Progress
    {
        UpToDate,
        Indexed,

        /// <summary>Another process had done the same step by the time we came to write it.</summary>
        Overtaken,
    }

    /// <summary>Indexes everything up to now, as fast as it goes. Safe beside another thread or process that does the same.</summary>
    public void CatchUp(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && Step(CasesAtOnce) != Progress.UpToDate)
        {
        }
    }

    /// <summary>
    /// The same beside people who wait for a page or record something: in small steps, with a rest after each as long as the step took.
    /// Leaves off while another process does the work.
    /// </summary>
    public async Task FollowAsync(CancellationToken stopping)
    {
        for (var began = Stopwatch.GetTimestamp(); Step(CasesBesidePages) == Progress.Indexed; began = Stopwatch.GetTimestamp())
        {
            await Task.Delay(Stopwatch.GetElapsedTime(began), stopping);
        }
    }

    /// <summary>Whether records were written that the index does not know yet.</summary>
    public bool IsBehind()
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return (long)(sql.Scalar("select coalesce(max(pos), 0) from events") ?? 0L) > ReadPosition(sql);
    }

    /// <summary>
    /// Cases whose parts match every word of the query: first all that match as typed, up to <paramref name="atMost"/>. Where those are
    /// fewer than <paramref name="enough"/>, then those that only sound alike or begin so.
    /// </summary>
    /// <returns>The cases, and whether there may be more: a query of common words alone is not followed through a million people.</returns>
    /// <remarks>Starts from the rarest word and asks the index about the others, so that a name costs no more among a million than among ten thousand.</remarks>
    public (IReadOnlyList<long> Found, bool MayBeMore) Find(string query, int enough, int atMost)
    {
        var words = NameKeys.ForQuery(query).Select(alternatives => alternatives.Select(part => store.Key.LookupNumber("part", part)).ToArray()).ToList();
        if (words.Count == 0)
        {
            return ([], false);
        }

        using var db = store.OpenReader();
        using var sql = new Statements(db);
        var found = new List<long>();
        var seen = new HashSet<long>();
        Match(sql, [.. words.Select(w => w[..1])], enough, int.MaxValue, seen, found);
        if (found.Count >= enough)
        {
            return (found, true);
        }

        var isWhole = Match(sql, words, atMost, words.Count == 1 ? atMost + found.Count : Common, seen, found);
        return (found, !isWhole || found.Count == atMost);
    }

    /// <summary>
    /// Adds cases that have one of the parts of each word, until there are <paramref name="atMost"/> or <paramref name="looksAtMost"/> of the
    /// rarest word were looked at. The rarest word's parts come in their order.
    /// </summary>
    /// <returns>Whether all of the rarest word were looked at.</returns>
    private static bool Match(Statements sql, List<long[]> words, int atMost, int looksAtMost, HashSet<long> seen, List<long> found)
    {
        static string In(long[] parts) => string.Join(',', parts);
        var byCount = words.Count == 1
            ? words.ConvertAll(w => (Parts: w, People: 0L))
            : [.. words.Select(w => (Parts: w, People: (long)sql.Scalar($"select count(*) from (select 1 from search where part in ({In(w)}) limit {Common}) hits")!)).OrderBy(w => w.People)];
        var others = string.Concat(byCount.Skip(1).Select(w => $" and exists (select 1 from search o where o.case_id = s.case_id and o.part in ({In(w.Parts)}))"));
        foreach (var part in byCount[0].Parts)
        {
            // Those found before come again, and must not take the places of others.
            using var rows = sql.Query($"select s.case_id from (select case_id from search where part = @p0 limit {looksAtMost}) s where true{others} limit {atMost + seen.Count}", part);
            while (found.Count < atMost && rows.Read())
            {
                if (rows.GetInt64(0) is var id && seen.Add(id))
                {
                    found.Add(id);
                }
            }
        }

        return words.Count == 1 || byCount[0].People < Common;
    }

    private Progress Step(int casesAtOnce)
    {
        lock (_one)
        {
            return StepAlone(casesAtOnce);
        }
    }

    private Progress StepAlone(int casesAtOnce)
    {
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        var from = ReadPosition(sql);
        if ((long)(sql.Scalar("select coalesce(max(pos), 0) from events") ?? 0L) <= from)
        {
            return Progress.UpToDate;
        }

        var (upto, parts, releases) = Collect(from, casesAtOnce);
        using var transaction = store.Engine.Begin(db, Turn.Index);
        sql.Begin(transaction);
        var isOurs = ReadPosition(sql) == from;
        if (isOurs)
        {
            var erased = Erased(sql, from, upto);
            Insert(sql, parts.FindAll(p => !erased.Contains(p.Case)));
            Likenesses.Follow(sql, store.Key, releases.FindAll(r => !erased.Contains(r.CaseId)));
            sql.Execute("insert into store (name, value) values (@p0, @p1) on conflict (name) do update set value = excluded.value", Position, upto.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        sql.Commit();
        return isOurs ? Progress.Indexed : Progress.Overtaken;
    }

    /// <summary>Who was erased, perhaps since the names were read, is not written down again.</summary>
    private static HashSet<long> Erased(Statements sql, long after, long upto)
    {
        var erased = new HashSet<long>();
        using var rows = sql.Query("select case_id from keeping where erased_at is not null and case_id in (select case_id from events where pos > @p0 and pos <= @p1)", after, upto);
        while (rows.Read())
        {
            erased.Add(rows.GetInt64(0));
        }

        return erased;
    }

    /// <summary>Takes out all that this file was ever found by: each version of the record left its own parts.</summary>
    public static void Forget(Statements sql, InstallationKey key, CaseFile file)
    {
        var state = new Case(file.State.Id);
        var parts = new HashSet<long>();
        foreach (var e in file.Events)
        {
            state = e.Event is RecordedInError ? state : state.Apply(e);
            if (NamesSomebody(EventJson.NameOf(e.Event)))
            {
                parts.UnionWith(Parts(CaseCard.From(state)).Select(p => key.LookupNumber("part", p)));
            }
        }

        parts.UnionWith(Parts(CaseCard.From(file.State)).Select(p => key.LookupNumber("part", p)));
        foreach (var part in parts)
        {
            sql.Execute("delete from search where part = @p0 and case_id = @p1", part, file.State.Id.Number);
        }
    }

    private static IEnumerable<string> Parts(CaseCard card) => NameKeys.ForPerson(card.GivenName, card.Surname, card.BirthDate, card.ANumber, card.Phone, card.RecordId);

    private static bool IsErased(System.Data.Common.DbDataReader row, int wrapped) => ((byte[])row.GetValue(wrapped)).Length == 0;

    /// <summary>In the order of the table's key, and many in one statement: neighbours on a page are written together.</summary>
    private static void Insert(Statements sql, List<(long Part, long Case)> parts)
    {
        parts.Sort();
        foreach (var some in parts.Chunk(PartsAtOnce))
        {
            var places = string.Join(", ", Enumerable.Range(0, some.Length).Select(i => $"(@p{i * 2}, @p{i * 2 + 1})"));
            sql.Execute($"insert into search (part, case_id) values {places} on conflict do nothing", [.. some.SelectMany(s => new object?[] { s.Part, s.Case })]);
        }
    }

    private (long Upto, List<(long Part, long Case)> Parts, List<Likenesses.Followed> Releases) Collect(long from, int casesAtOnce)
    {
        var parts = new List<(long, long)>();
        var releases = new Dictionary<long, Likenesses.Followed>();
        var seen = new HashSet<long>();
        var upto = from;
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query(
            """
            select e.pos, e.case_id, e.type, c.card, k.wrapped, c.kind, c.a_number, c.is_history, e.recorded_at from events e
            left join cases c on c.case_id = e.case_id left join person_keys k on k.case_id = e.case_id
            where e.pos > @p0 order by e.pos limit @p1
            """,
            from, casesAtOnce * 3);
        while (rows.Read() && seen.Count < casesAtOnce)
        {
            upto = rows.GetInt64(0);
            var (id, type) = (rows.GetInt64(1), rows.GetString(2));
            var isNamed = NamesSomebody(type);
            if ((!isNamed && !SaysWhoIsWho(type)) || rows.IsDBNull(3) || rows.IsDBNull(4) || IsErased(rows, 4))
            {
                continue;
            }

            var known = releases.GetValueOrDefault(id);
            var card = known?.Card ?? CaseCard.Open((byte[])rows.GetValue(3), (byte[])rows.GetValue(4), store.Key, id);
            if (isNamed && seen.Add(id))
            {
                parts.AddRange(Parts(card).Select(part => (Hash(part), id)));
            }

            if (rows.GetString(5) == CaseRow.Release)
            {
                // What was said about a line may be that it was an error: then the record is the one before it again.
                var isNew = isNamed || type.StartsWith("recorded-in-error/", StringComparison.Ordinal);
                releases[id] = new(
                    id, card, !rows.IsDBNull(6) && rows.GetString(6) == "present", rows.GetInt64(7) == 1, isNew ? rows.GetInt64(8) : known?.At ?? rows.GetInt64(8), isNew || known?.IsNamed == true);
            }
        }

        return (upto, parts, [.. releases.Values]);
    }

    private static bool NamesSomebody(string type) =>
        type.StartsWith("person-released/", StringComparison.Ordinal) || type.StartsWith("release-corrected/", StringComparison.Ordinal)
        || type.StartsWith("walk-in-kept/", StringComparison.Ordinal) || type.StartsWith("row-returned/", StringComparison.Ordinal);

    private static bool SaysWhoIsWho(string type) =>
        type.StartsWith("same-person-", StringComparison.Ordinal) || type.StartsWith("not-same-person/", StringComparison.Ordinal)
        || type.StartsWith("recorded-in-error/", StringComparison.Ordinal);

    /// <summary>Names repeat, so their hashes are kept; numbers do not, and would only fill the memory.</summary>
    private long Hash(string part)
    {
        if (part.AsSpan().IndexOfAnyInRange('0', '9') >= 0)
        {
            return store.Key.LookupNumber("part", part);
        }

        if (!_hashes.TryGetValue(part, out var hash))
        {
            if (_hashes.Count > 200_000)
            {
                _hashes.Clear();
            }

            _hashes[part] = hash = store.Key.LookupNumber("part", part);
        }

        return hash;
    }

    private static long ReadPosition(Statements sql) =>
        sql.Scalar("select value from store where name = @p0", Position) is string text ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
