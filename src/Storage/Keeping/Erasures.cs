using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Keeping;
using Throughline.Storage.Engines;
using Throughline.Storage.Reading;

namespace Throughline.Storage.Keeping;

/// <summary>Erasures as the store knows them.</summary>
internal static class Erasures
{
    /// <summary>Every case that was erased.</summary>
    public static IReadOnlyList<CaseId> All(Store store)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        using var rows = sql.Query("select case_id from keeping where erased_at is not null order by case_id");
        var all = new List<CaseId>();
        while (rows.Read())
        {
            all.Add(new CaseId(rows.GetInt64(0)));
        }

        return all;
    }

    /// <summary>The case that this record was before it was erased; null when no record of this number was.</summary>
    public static CaseId? ByRecord(Store store, string recordId)
    {
        using var db = store.OpenReader();
        using var sql = new Statements(db);
        return sql.Scalar("select case_id from tombstones where record_key = @p0", store.Key.Lookup("record", recordId)) is long number ? new CaseId(number) : null;
    }

    /// <summary>
    /// Whoever was erased and has a key all the same (somebody put it back) loses it once more; then what was overwritten is let go of, as
    /// far as the engine can.
    /// </summary>
    public static void DestroyAgain(Store store)
    {
        using var db = store.OpenWriter();
        using (var sql = new Statements(db))
        {
            using var transaction = store.Engine.Begin(db, Turn.Record);
            sql.Begin(transaction);
            const string Erased = "case_id in (select case_id from keeping where erased_at is not null)";
            sql.Execute($"update person_keys set wrapped = @p0 where {Erased} and wrapped <> @p0", Array.Empty<byte>());
            sql.Execute($"delete from outbox where {Erased}");
            sql.Commit();
        }

        store.Engine.LetGo(db);
    }

    /// <summary>In a store that was put back to a backup: who was erased since is erased again, and no record of them is taken in.</summary>
    public static int Replay(Scene scene, IEnumerable<Listed> list, Instant now)
    {
        var erased = 0;
        foreach (var listed in list.Where(l => l.Record is not null).DistinctBy(l => l.Record))
        {
            var recordKey = Convert.FromHexString(listed.Record!);
            var at = InstantPattern.ExtendedIso.Parse(listed.At) is { Success: true, Value: var then } ? then : now;
            if (scene.Sql.Scalar("select case_id from cases where record_key = @p0", recordKey) is long number)
            {
                var state = scene.Find(new CaseId(number))!.State;
                var (numberKey, place) = ReadTables.TracesOf(state, scene.Key);
                var decision = ErasureRules.Again(state, new PersonErased(listed.Reason, listed.Authority, listed.Second, null, numberKey, place), at);
                scene.Write(new Recording(Actor.Parse(listed.Who), now), decision.Events, []);
                erased++;
            }
            else
            {
                scene.Sql.Execute(
                    "insert into tombstones (record_key, case_id, at) values (@p0, @p1, @p2) on conflict (record_key) do nothing",
                    recordKey, CaseId.TryParse(listed.Case, out var id) ? id.Number : 0L, at.Micros());
            }
        }

        return erased;
    }
}
