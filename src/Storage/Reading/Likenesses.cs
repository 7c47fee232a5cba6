using Throughline.Casefile;
using Throughline.Casefile.People;

namespace Throughline.Storage.Reading;

/// <summary>
/// Keeps which cases may be of one person: an equal A-number, or equal name and birth date, and nobody has said yet. Only that; what it
/// means a person decides. Two releases of history alone are nobody's work.
/// What people say holds in the act itself; new pairs come with the search index, which opens every new card anyway: a release waits for neither.
/// </summary>
internal static class Likenesses
{
    private const long ByNumber = 1, ByName = 2;
    private const int CasesAtOnce = 200;

    /// <summary>In the act: what people said, and that nobody asks any more about who was erased.</summary>
    public static void Change(Statements sql, Case? before, Case after)
    {
        var id = after.Id.Number;
        if (after.Erased is not null)
        {
            // A keyed name would still lead to this person.
            if (before?.Erased is null)
            {
                sql.Execute("delete from maybe_same where low = @p0 or high = @p0", id);
                sql.Execute("delete from likenesses where case_id = @p0", id);
            }

            return;
        }

        if (ReferenceEquals(before?.SamePerson ?? [], after.SamePerson) && ReferenceEquals(before?.NotSamePerson ?? [], after.NotSamePerson))
        {
            return;
        }

        sql.Execute("delete from same_person where case_id = @p0", id);
        foreach (var (other, same) in after.SamePerson.Select(o => (o.Number, true)).Concat(after.NotSamePerson.Select(o => (o.Number, false))))
        {
            sql.Execute("insert into same_person (case_id, other, is_same) values (@p0, @p1, @p2)", id, other, same ? 1L : 0L);
            sql.Execute("delete from maybe_same where low = @p0 and high = @p1", Math.Min(id, other), Math.Max(id, other));
        }
    }

    /// <summary>Behind the log: the keys of what was recorded anew, and the pairs of all that are named.</summary>
    /// <param name="found">Each case once.</param>
    public static void Follow(Statements sql, InstallationKey key, IReadOnlyList<Followed> found)
    {
        foreach (var some in found.Chunk(CasesAtOnce))
        {
            var named = some.Where(f => f.IsNamed).ToList();
            if (named.Count > 0)
            {
                sql.Execute($"delete from likenesses where case_id in ({Ids(named)})");
            }

            foreach (var f in named)
            {
                Insert(sql, f, ByNumber, f.HasNumber ? f.Card.ANumber : null, key);
                Insert(sql, f, ByName, SamePersonRules.NameText(f.Card.GivenName, f.Card.Surname, f.Card.BirthDate), key);
            }
        }

        // A store of history alone asks nothing.
        if (sql.Scalar("select 1 from likenesses where is_history = 0 limit 1") is null)
        {
            return;
        }

        foreach (var some in found.Chunk(CasesAtOnce))
        {
            var ids = Ids(some);
            sql.Execute($"delete from maybe_same where low in ({ids}) or high in ({ids})");
            sql.Execute(
                $"""
                insert into maybe_same (low, high, kind, at)
                select low, high, min(kind), min(at) from (
                  select case when o.case_id < m.case_id then o.case_id else m.case_id end as low, case when o.case_id < m.case_id then m.case_id else o.case_id end as high,
                    m.kind as kind, case when o.at > m.at then o.at else m.at end as at
                  from likenesses m join likenesses o on o.kind = m.kind and o.key = m.key and o.case_id <> m.case_id
                  where m.case_id in ({ids}) and (m.is_history = 0 or o.is_history = 0)
                    and not exists (select 1 from same_person s where s.case_id = m.case_id and s.other = o.case_id)) pairs
                group by low, high
                """);
        }
    }

    private static string Ids(IEnumerable<Followed> found) => string.Join(',', found.Select(f => f.CaseId));

    private static void Insert(Statements sql, Followed f, long kind, string? text, InstallationKey key)
    {
        if (text is not null)
        {
            sql.Execute(
                "insert into likenesses (case_id, kind, key, is_history, at) values (@p0, @p1, @p2, @p3, @p4)",
                f.CaseId, kind, key.LookupNumber(kind == ByNumber ? "same-number" : "same-name", text), f.IsHistory ? 1L : 0L, f.At);
        }
    }

    /// <summary>A release that something was recorded about.</summary>
    /// <param name="At">When what names the person was last recorded.</param>
    /// <param name="IsNamed">The name or number may be another than before; else only what people said about it is new.</param>
    internal sealed record Followed(long CaseId, CaseCard Card, bool HasNumber, bool IsHistory, long At, bool IsNamed);
}
