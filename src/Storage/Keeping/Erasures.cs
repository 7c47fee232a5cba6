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

    /// <summary>A key that somebody put back is destroyed once more; then what was overwritten is let go of, as far as the engine can.</summary>
    public static void DestroyAgain(Store store, CaseId id)
    {
        using var db = store.OpenWriter();
        using (var sql = new Statements(db))
        {
            using var transaction = store.Engine.Begin(db, Turn.Record | Turn.Index);
            sql.Begin(transaction);
            if (sql.Scalar("select erased_at from keeping where case_id = @p0", id.Number) is not null)
            {
                sql.Execute("update person_keys set wrapped = @p1 where case_id = @p0 and wrapped <> @p1", id.Number, Array.Empty<byte>());
                sql.Execute("delete from outbox where case_id = @p0", id.Number);
            }

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
