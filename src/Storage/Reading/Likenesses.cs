using Throughline.Casefile;
using Throughline.Casefile.People;
using Throughline.Casefile.Releases;

namespace Throughline.Storage.Reading;

/// <summary>
/// Keeps which cases may be of one person: an equal A-number, or equal name and birth date, and nobody has said yet. Only that; what it
/// means a person decides. Two releases of history alone are nobody's work.
/// </summary>
internal sealed class Likenesses(Statements sql, InstallationKey key)
{
    private const long ByNumber = 1, ByName = 2;
    private bool? _hasLive;

    /// <summary>At the begin of each transaction: what another process has recorded meanwhile is asked again.</summary>
    public void Begin() => _hasLive = null;

    public void Change(Case? before, Case after, long at)
    {
        if (after.Release is not { } release)
        {
            return;
        }

        var id = after.Id.Number;
        if (after.Erased is not null)
        {
            // Nobody can be asked any more whether they are one person, and a keyed name would still lead to this one.
            if (before?.Erased is null)
            {
                sql.Execute("delete from maybe_same where low = @p0 or high = @p0", id);
                sql.Execute("delete from likenesses where case_id = @p0", id);
            }

            return;
        }

        var isSame = ReferenceEquals(before?.Release?.Record, release.Record);
        var isSaid = before is null
            ? after.SamePerson.IsEmpty && after.NotSamePerson.IsEmpty
            : ReferenceEquals(before.SamePerson, after.SamePerson) && ReferenceEquals(before.NotSamePerson, after.NotSamePerson);
        if (isSame && isSaid)
        {
            return;
        }

        if (!isSaid)
        {
            sql.Execute("delete from same_person where case_id = @p0", id);
            foreach (var (other, same) in after.SamePerson.Select(o => (o.Number, true)).Concat(after.NotSamePerson.Select(o => (o.Number, false))))
            {
                sql.Execute("insert into same_person (case_id, other, is_same) values (@p0, @p1, @p2)", id, other, same ? 1L : 0L);
            }
        }

        if (before is not null)
        {
            sql.Execute("delete from maybe_same where low = @p0 or high = @p0", id);
        }

        // The keys stand since they were first so: a later answer changes no time.
        if (!isSame)
        {
            if (before is not null)
            {
                sql.Execute("delete from likenesses where case_id = @p0", id);
            }

            Insert(id, ByNumber, release.ANumber == ANumberState.Present ? release.Record.ANumber : null, release.IsHistory, at);
            Insert(id, ByName, SamePersonRules.NameText(release.Record), release.IsHistory, at);
        }

        // An import of history into a store without anything else asks nothing.
        _hasLive = _hasLive == true || !release.IsHistory ? true : _hasLive ?? sql.Scalar("select 1 from likenesses where is_history = 0 limit 1") is not null;
        if (_hasLive == true)
        {
            sql.Execute(
                """
                insert into maybe_same (low, high, kind, at)
                select case when o.case_id < @p0 then o.case_id else @p0 end, case when o.case_id < @p0 then @p0 else o.case_id end, min(o.kind), min(case when o.at > m.at then o.at else m.at end)
                from likenesses m join likenesses o on o.kind = m.kind and o.key = m.key and o.case_id <> m.case_id
                where m.case_id = @p0 and (m.is_history = 0 or o.is_history = 0)
                  and not exists (select 1 from same_person s where s.case_id = @p0 and s.other = o.case_id)
                group by o.case_id
                """,
                id);
        }
    }

    private void Insert(long id, long kind, string? text, bool isHistory, long at)
    {
        if (text is not null)
        {
            sql.Execute(
                "insert into likenesses (case_id, kind, key, is_history, at) values (@p0, @p1, @p2, @p3, @p4)",
                id, kind, key.LookupNumber(kind == ByNumber ? "same-number" : "same-name", text), isHistory ? 1L : 0L, at);
        }
    }
}
