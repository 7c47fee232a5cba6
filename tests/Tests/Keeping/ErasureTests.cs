using System.Data.Common;
using System.Text;
using Dapper;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.WalkIns;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Host.Imports;
using Throughline.Host.Messages;
using Throughline.Storage;
using Throughline.Storage.Keeping;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Keeping;

/// <summary>A person is erased everywhere, for good, and the figures stay what they were.</summary>
public sealed class ErasureTests
{
    private static readonly ErasureOrder Order = new("The person asked.", "Decision 12 of the privacy officer", "R. Sanchez");

    [Fact]
    public async Task Nothing_of_an_erased_person_can_be_read_or_found()
    {
        await using var t = await BackupTests.FullAsync();
        var id = t.Case("R-1").Id;
        var code = t.Case("R-1").Notices.Values.First(n => n.Code is not null).Code!;
        var messages = Path.Combine(t.DataFolder, "messages");
        await Send(messages, $"reminder-7:{id.Number}:{t.Clock.GetCurrentInstant().ToUnixTimeTicks()}-abc");
        await Send(messages, $"moved:{id.Number}:{t.Clock.GetCurrentInstant().ToUnixTimeTicks()}");
        await Send(messages, $"reminder-{id.Number}:{id.Number + 11}:{t.Clock.GetCurrentInstant().ToUnixTimeTicks()}-abc");
        Answers.Keep(t.Installation.Store, [1], [2], 200, Encoding.UTF8.GetBytes("{\"recordId\":\"R-1\"}"), t.Clock.GetCurrentInstant());
        Answers.Keep(t.Installation.Store, [3], [4], 200, Encoding.UTF8.GetBytes("{\"recordId\":\"R-2\"}"), t.Clock.GetCurrentInstant());
        Drafts.Save(t.Installation.Store, "draft", Encoding.UTF8.GetBytes("{\"of\":\"R-1\"}"), t.Clock.GetCurrentInstant());
        await Accesses.RecordAsync(t.Installation, Actor.Machine("intake"), [id], "Asked by a machine", "/api/releases/R-1");
        Assert.Contains(id.Number, t.Installation.Search.Find("quispe", 10, 10).Found);

        Assert.Null((await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, id, Order)).Refused);

        var state = t.Installation.Cases.Load(id)!.State;
        Assert.Equal((Erasure.Marker, Erasure.Marker, Address.None), (state.Release!.Record.Surname, state.Release.Record.RecordId, state.CurrentAddress!.Address));
        Assert.Null(t.Installation.Cases.ByRecord("R-1"));
        Assert.Empty(t.Installation.Cases.ByCode(code));
        Assert.Equal([2L, 3L], t.Installation.Search.Find("quispe", 10, 10).Found);
        Assert.Equal([2L], t.Installation.Cases.Household(state.Release.Household!.Value.Number).Select(c => c.Id.Number));
        using var db = t.Installation.Store.OpenReader();
        Assert.Empty(db.Query<byte[]>("select wrapped from person_keys where case_id = 1").Single());
        Assert.Equal([0L, 0L, 0L, 0L], new[] { "search", "outbox", "hearings", "bookings" }.Select(table => db.ExecuteScalar<long>($"select count(*) from {table} where case_id = 1")));
        Assert.Equal(["/api", "/desk/cases"], db.Query<string>("select route from accesses where case_id = 1 order by route"));
        Assert.Equal([3], db.Query<byte[]>("select key from idempotency").Single());
        Assert.Equal(0, db.ExecuteScalar<long>("select count(*) from drafts"));
        Assert.Equal($"reminder-{id.Number}-{id.Number + 11}-", Path.GetFileName(Assert.Single(Directory.GetFiles(messages)))[..$"reminder-{id.Number}-{id.Number + 11}-".Length]);
        Assert.Equal("Erased", t.Installation.Cases.ByIds([1])[0].Card.FullName.Trim('(', ')').Replace("erased", "Erased", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_figures_and_the_chain_stay_what_they_were()
    {
        await using var t = await HistoryAsync();
        var before = Figures(t.Installation.Store);

        foreach (var record in new[] { "R-1", "R-5", "R-22" })
        {
            Assert.Null((await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case(record).Id, Order)).Refused);
        }

        Assert.Equal(before, Figures(t.Installation.Store));
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_tables_without_the_key()
    {
        await using var t = await BackupTests.FullAsync();
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-1").Id, Order);
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-3").Id, Order);
        var walkIn = t.Installation.Cases.List(Worklists.UnmatchedWalkIns, 10).Single().Id;
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, walkIn, Order);
        var before = BackupTests.Tables(t.Installation.Store);

        Rebuilding.Run(t.Installation.Store, _ => { });
        t.Installation.Search.CatchUp(CancellationToken.None);

        Assert.Equal(before, BackupTests.Tables(t.Installation.Store));
        Assert.Equal([2L], t.Installation.Search.Find("quispe", 10, 10).Found);
        Assert.Empty(t.Installation.Cases.List(Worklists.UnmatchedWalkIns, 10));
    }

    [Fact]
    public async Task A_later_backup_holds_no_key_and_an_older_one_brings_nobody_back()
    {
        await using var t = await BackupTests.FullAsync();
        var older = BackupTests.Backup(t);
        File.Move(older, older + ".old");
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-1").Id, Order);
        var later = BackupTests.Backup(t);

        foreach (var file in new[] { older + ".old", later })
        {
            var into = TestStore.Make(Path.Combine(t.Folder, "from-" + Path.GetFileName(file), "data"));
            var store = BackupTests.Restore(t, file, into);

            var state = new Cases(store).Load(new CaseId(1))!.State;
            Assert.Equal((Erasure.Marker, Order.Authority, "D. Whitfield"), (state.Release!.Record.Surname, state.Erased!.Authority, state.Erased.By.Name));
            Assert.Null(new Cases(store).ByRecord("R-1"));
            Checkpoints.Make(store, t.Clock);
            Assert.Empty(Verification.Run(store).Breaks);
            store.Close();
            await using (var restored = Installation.Open(into.Folder, t.KeysFolder, t.Clock, into.Connection))
            {
                Assert.Equal("record-erased", (await new Releasing(restored).RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true)).Refused?.Code);
            }

            into.Drop();
        }
    }

    [Fact]
    public async Task Whose_record_is_not_in_the_older_backup_does_not_come_in_there_either()
    {
        await using var t = await BackupTests.FullAsync();
        var older = BackupTests.Backup(t);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-9")), sendsHandoff: true);
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-9").Id, Order);
        var into = TestStore.Make(Path.Combine(t.Folder, "restored", "data"));
        BackupTests.Restore(t, older, into).Close();

        await using var restored = Installation.Open(into.Folder, t.KeysFolder, t.Clock, into.Connection);
        var again = await new Releasing(restored).RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-9")), sendsHandoff: true);

        Assert.Equal(ErasureRules.NotTakenAgain, again.Refused);
        await restored.DisposeAsync();
        into.Drop();
    }

    [Fact]
    public async Task A_record_of_an_erased_person_is_refused_from_a_file_and_kept_nowhere()
    {
        await using var t = new TestInstallation();
        var releases = Path.Combine(t.Folder, "releases.csv");
        await File.WriteAllTextAsync(releases, "recordId,surname,releasedAt,station,pathway\nR-1,Quispe,2026-11-09T10:00:00Z,EPT-ELPASO,NTR\nR-2,Paz,2026-11-09T10:00:00Z,EPT-ELPASO,NTR\n");
        await new Importing(t.Installation, TestInstallation.Station).ReleasesAsync(releases);
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-1").Id, Order);
        var cases = t.Installation.Cases.Count("true");

        var again = await new Importing(t.Installation, TestInstallation.Station).ReleasesAsync(releases);
        // Also a row that is faulty besides, and a report under that number.
        await File.WriteAllTextAsync(releases, "recordId,surname,releasedAt,station,pathway\nR-1,Quispe,never,EPT-ELPASO,NTR\n");
        var faulty = await new Importing(t.Installation, TestInstallation.Station).ReleasesAsync(releases);
        var reports = Path.Combine(t.Folder, "reports.csv");
        await File.WriteAllTextAsync(reports, "recordId,reportedAt,channel,givenName,surname\nR-1,2026-11-10T10:00:00Z,office,Wilson,Quispe\n");
        var reported = await new Importing(t.Installation, TestInstallation.Station).ReportsAsync(reports);

        Assert.Equal((1, 1, 1, 1), ((int)again.Rejected, (int)again.Repeated, (int)faulty.Rejected, (int)reported.Rejected));
        Assert.Equal(cases, t.Installation.Cases.Count("true"));
        Assert.Contains("is not taken in again", await File.ReadAllTextAsync(reports + ".rejected.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_walk_in_that_was_matched_and_a_row_that_was_settled_go_with_the_person()
    {
        await using var t = new TestInstallation();
        var releases = Path.Combine(t.Folder, "releases.csv");
        await File.WriteAllTextAsync(releases, "recordId,surname,releasedAt,station,pathway\nR-1,Quispe,never,EPT-ELPASO,NTR\n");
        await new Importing(t.Installation, TestInstallation.Station).ReleasesAsync(releases);
        await t.Reporting.KeepAsync(TestInstallation.Denver, new ToldReport("R-1", new Report(t.Clock.GetCurrentInstant() - Duration.FromMinutes(5), "office", "DEN", false, null, null), "Wilson", "Quispe"));
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        Assert.Single(t.Case("R-1").CheckIns);

        var outcome = await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-1").Id, Order);

        Assert.Equal(3, outcome.Events.Count(e => e.Event is PersonErased));
        Assert.Equal(Erasure.Marker, t.Installation.Cases.Load(new CaseId(2))!.State.WalkIn!.Kept.Surname);
        Assert.Empty(t.Installation.Cases.Load(new CaseId(1))!.State.Returned!.Row.Content);
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
        await new Importing(t.Installation, TestInstallation.Station).ReleasesAsync(releases);
        Assert.Equal(3, t.Installation.Cases.Count("true"));
    }

    [Fact]
    public async Task Nothing_more_is_recorded_in_an_erased_file_and_the_others_of_the_household_go_on()
    {
        await using var t = await BackupTests.FullAsync();
        var id = t.Case("R-1").Id;
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, id, Order);

        Assert.Equal("erased-already", (await t.CaseActs.ContactAsync(TestInstallation.Denver, id, "call", "reached", null, t.Clock.GetCurrentInstant())).Refused?.Code);
        Assert.Equal("erased-already", (await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, id, Order)).Refused?.Code);
        Assert.False((await t.CaseActs.ContactAsync(TestInstallation.Denver, t.Case("R-2").Id, "call", "reached", null, t.Clock.GetCurrentInstant())).IsRefused);
        t.Clock.AdvanceDays(200);
        await t.Sweeping.SweepAsync();
        Assert.Equal("person-erased/1", EventJson.NameOf(t.Installation.Cases.Load(id)!.Events[^1].Event));
    }

    [Fact]
    public async Task Where_the_list_beside_the_key_cannot_be_written_nothing_is_erased()
    {
        await using var t = await BackupTests.FullAsync();
        Directory.CreateDirectory(ErasureList.FileOf(t.Installation.Store));

        await Assert.ThrowsAsync<StoreException>(() => new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-1").Id, Order));

        Assert.Equal("Quispe Condori", t.Case("R-1").Release!.Record.Surname);
    }

    [Fact]
    public async Task A_list_whose_last_line_broke_off_is_read_and_written_on()
    {
        await using var t = await BackupTests.FullAsync();
        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-1").Id, Order);
        await File.AppendAllTextAsync(ErasureList.FileOf(t.Installation.Store), "{\"case\":\"C-0000");

        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, t.Case("R-2").Id, Order);

        Assert.Equal(["C-000001-8", "C-000002-6"], ErasureList.Read(t.Installation.Store).Select(l => l.Case));
        Assert.DoesNotContain("Quispe", await File.ReadAllTextAsync(ErasureList.FileOf(t.Installation.Store)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_destroyed_or_put_back_behind_the_programs_back_is_named()
    {
        await using var t = await BackupTests.FullAsync();
        using var db = t.Installation.Store.OpenWriter();
        var wrapped = db.ExecuteScalar<byte[]>("select wrapped from person_keys where case_id = 1");
        db.Execute("update person_keys set wrapped = @none where case_id = 2", new { none = Array.Empty<byte>() });
        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.StartsWith("Case C-000002-6: the person's key was destroyed without an erasure", StringComparison.Ordinal));

        await new Erasing(t.Installation).EraseAsync(TestInstallation.Denver, new CaseId(1), Order);
        db.Execute("update person_keys set wrapped = @wrapped where case_id = 1", new { wrapped });
        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.StartsWith("Case C-000001-8: it was erased, and its person's key is there", StringComparison.Ordinal));

        new Erasing(t.Installation).Finish([new CaseId(1)]);
        Assert.DoesNotContain(Verification.Run(t.Installation.Store).Breaks, b => b.StartsWith("Case C-000001-8", StringComparison.Ordinal));
    }

    private static Task Send(string folder, string id) => new FolderSender(folder).SendAsync(new Outgoing(id, "sms", "+12025550123", "Your place.", "es"), CancellationToken.None);

    /// <summary>What any report could say: cohorts, quality, the balance, who stands where.</summary>
    private static List<string> Figures(Store store)
    {
        using var db = store.OpenReader();
        return
        [
            .. QualityFigures.Groups(store).Select(g => g.ToString()),
            .. new[] { "figures", "facts", "standings", "places" }.SelectMany(table => Rows(db, "select * from " + table)),
            .. Rows(db, "select address_grade, a_number, count(*), sum(sent_twice) from cases group by address_grade, a_number"),
        ];
    }

    private static IEnumerable<string> Rows(DbConnection db, string query)
    {
        using var rows = db.ExecuteReader(query);
        var lines = new List<string>();
        while (rows.Read())
        {
            lines.Add(string.Join(" ", Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        }

        return lines.Order(StringComparer.Ordinal);
    }

    /// <summary>Twenty-one of different households at one place, two of one number, somebody whose address was mended, somebody who reported.</summary>
    private static async Task<TestInstallation> HistoryAsync()
    {
        var t = new TestInstallation();
        for (var i = 1; i <= 22; i++)
        {
            await t.Releasing.RecordAsync(
                TestInstallation.Station,
                t.Submission(
                    ("recordId", $"R-{i}"), ("releasedAt", "2026-03-01T10:00:00Z"), ("aNumber", i is 1 or 22 ? "A123456789" : i == 3 ? "" : $"A2000000{i:00}"),
                    ("addressLine", i == 22 ? "" : "1875 Quarry Road"), ("familyUnitId", i is 5 or 6 ? "F-1" : "")),
                sendsHandoff: true);
        }

        await t.Releasing.RecordAsync(
            TestInstallation.Station,
            t.Submission(("recordId", "R-22"), ("releasedAt", "2026-03-01T10:00:00Z"), ("amendedAt", "2026-04-01T10:00:00Z"), ("aNumber", "A123456789"), ("addressLine", "with family")), sendsHandoff: true);
        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-5").Id, new Report(Instant.FromUtc(2026, 3, 20, 15, 0), "office", "DEN", false, null, null));
        Assert.Contains(QualityFigures.Groups(t.Installation.Store), g => g is { Crowded: > 20, ANumberShared: 2 });
        return t;
    }
}
