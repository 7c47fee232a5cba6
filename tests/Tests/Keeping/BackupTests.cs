using System.Data.Common;
using Dapper;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Host.Agencies;
using Throughline.Host.Casework;
using Throughline.Storage;
using Throughline.Storage.Keeping;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Keeping;

/// <summary>What is in a backup comes back whole, on either engine, or not at all.</summary>
public sealed class BackupTests
{
    /// <summary>Of one life of a store only: what a restore begins anew.</summary>
    private static readonly string[] Without = ["search"];

    [Fact]
    public async Task A_restored_store_is_the_store_that_was_backed_up()
    {
        await using var t = await FullAsync();
        var file = Backup(t);
        var into = TestStore.Make(Path.Combine(t.Folder, "restored", "data"));

        var store = Restore(t, file, into);

        Assert.Equal(Tables(t.Installation.Store), Tables(store));
        Checkpoints.Make(store, t.Clock);
        new SearchIndex(store).CatchUp(CancellationToken.None);
        Assert.Empty(Verification.Run(store).Breaks);
        Assert.Equal(new Cases(store).ByRecord("R-1")!.Events.Length, t.Installation.Cases.ByRecord("R-1")!.Events.Length);
        Assert.Equal("Quispe Condori", new Cases(store).ByRecord("R-1")!.State.Release!.Record.Surname);
        Assert.Equal([1L, 2L, 3L], new SearchIndex(store).Find("quispe", 10, 10).Found);
        store.Close();
        into.Drop();
    }

    [Fact]
    public async Task A_restored_store_goes_on_where_the_numbers_end()
    {
        await using var t = await FullAsync();
        var into = TestStore.Make(Path.Combine(t.Folder, "restored", "data"));
        Restore(t, Backup(t), into).Close();

        await using var restored = Host.Installation.Open(into.Folder, t.KeysFolder, t.Clock, into.Connection);
        var outcome = await new Releasing(restored).RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-9")), sendsHandoff: true);
        await Host.Accesses.RecordAsync(restored, TestInstallation.Denver, [new CaseId(1)], "check an address", "/desk");

        Assert.False(outcome.IsRefused);
        Assert.Equal(new CaseId(t.Installation.Cases.Count("true") + 1), outcome.Events[0].Case);
        Checkpoints.Make(restored.Store, t.Clock);
        Assert.Empty(Verification.Run(restored.Store).Breaks);
        await restored.DisposeAsync();
        into.Drop();
    }

    [Fact]
    public async Task A_backup_of_one_engine_is_restored_into_the_other()
    {
        await using var t = await FullAsync();
        var elsewhere = Path.Combine(t.Folder, "embedded", "data");
        var embedded = Restore(t, Backup(t), elsewhere, null);
        Assert.Equal(Tables(t.Installation.Store), Tables(embedded));

        // And back again: the file of the embedded store into this engine.
        var file = Path.Combine(t.Folder, "again.backup");
        BackupMaking.Make(embedded, file, t.Clock);
        embedded.Close();
        var into = TestStore.Make(Path.Combine(t.Folder, "back", "data"));
        var back = Restore(t, file, into);

        Assert.Equal(Tables(t.Installation.Store), Tables(back));
        Checkpoints.Make(back, t.Clock);
        Assert.Empty(Verification.Run(back).Breaks);
        back.Close();
        into.Drop();
    }

    [Fact]
    public async Task A_backup_made_while_people_are_recorded_is_of_one_moment()
    {
        await using var t = await FullAsync();
        var writing = Task.Run(async () =>
        {
            for (var i = 10; i < 60; i++)
            {
                await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
            }
        });
        var file = Backup(t);
        await writing;

        var into = TestStore.Make(Path.Combine(t.Folder, "restored", "data"));
        var store = Restore(t, file, into);

        using var backup = BackupReading.Open(file);
        Checkpoints.Make(store, t.Clock);
        var verdict = Verification.Run(store);
        Assert.Empty(verdict.Breaks);
        Assert.Equal((backup.Header.Cases, backup.Header.Events), (verdict.Cases, verdict.Events));
        store.Close();
        into.Drop();
    }

    [Fact]
    public async Task A_file_that_was_cut_or_changed_is_named_and_nothing_comes_of_it()
    {
        await using var t = await FullAsync();
        var whole = await File.ReadAllBytesAsync(Backup(t));
        var broken = Path.Combine(t.Folder, "broken.backup");
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 60))
        {
            await File.WriteAllBytesAsync(broken, whole[..at]);
            Assert.Contains(broken, Assert.Throws<BackupFaultException>(() => BackupReading.Open(broken)).Message, StringComparison.Ordinal);

            var flipped = whole.ToArray();
            flipped[at] ^= 1;
            await File.WriteAllBytesAsync(broken, flipped);
            if (at < whole.Length - BackupFile.ChecksumSize)
            {
                Assert.Contains(broken, Assert.Throws<BackupFaultException>(() => BackupReading.Open(broken)).Message, StringComparison.Ordinal);
            }
        }

        Assert.Contains("can't be read", Assert.Throws<BackupFaultException>(() => BackupReading.Open(Path.Combine(t.Folder, "none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_was_put_together_without_the_key_is_not_taken()
    {
        await using var t = await FullAsync();
        var file = Backup(t);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var into = TestStore.Make(Path.Combine(t.Folder, "restored", "data"));

        Assert.Contains("somebody who has no key", Assert.Throws<StoreException>(() => Restore(t, file, into)).Message, StringComparison.Ordinal);
        into.Drop();
    }

    [Fact]
    public async Task A_store_that_somebody_has_used_is_not_overwritten()
    {
        await using var t = await FullAsync();
        var file = Backup(t);
        var before = Tables(t.Installation.Store);

        Assert.Contains("is not empty", Assert.Throws<StoreException>(() => Restore(t, file, t.Store)).Message, StringComparison.Ordinal);

        Assert.Equal(before, Tables(t.Installation.Store));
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task Without_the_key_or_with_another_one_nothing_is_restored_and_the_key_is_in_no_backup()
    {
        await using var t = await FullAsync();
        var file = Backup(t);
        var key = Path.Combine(t.KeysFolder, t.Installation.Store.Id + ".key");
        var (bytes, secret) = (await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(key));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(secret));
        using var backup = BackupReading.Open(file);
        var folder = Path.Combine(t.Folder, "restored", "data");

        var none = Path.Combine(t.Folder, "none");
        Assert.Contains("is missing", Assert.Throws<StoreException>(() => Store.OpenEmpty(folder, none, null, backup.Header.Store, backup.Header.KeyMark)).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(none);
        await File.WriteAllBytesAsync(Path.Combine(none, Path.GetFileName(key)), new byte[32]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(none, Path.GetFileName(key)), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Contains("not the one", Assert.Throws<StoreException>(() => Store.OpenEmpty(folder, none, null, backup.Header.Store, backup.Header.KeyMark)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_backup_that_breaks_off_leaves_the_one_before_and_nothing_else()
    {
        await using var t = await FullAsync();
        var file = Backup(t);
        var before = await File.ReadAllBytesAsync(file);

        // A table that is no table of a backup: as when the disk fills up, it fails in the middle of the writing.
        using (var db = t.Installation.Store.OpenWriter())
        {
            db.Execute("create table zz (half real); insert into zz (half) values (0.5)");
        }

        Assert.Throws<InvalidOperationException>(() => Backup(t));

        Assert.Equal(before, await File.ReadAllBytesAsync(file));
        Assert.Empty(Directory.GetFiles(t.Folder, "*.part"));
        Assert.Throws<DirectoryNotFoundException>(() => BackupMaking.Make(t.Installation.Store, Path.Combine(t.Folder, "no", "where"), t.Clock));
    }

    [Fact]
    public async Task A_backup_older_than_the_store_says_which_events_are_gone()
    {
        await using var t = await FullAsync();
        var file = Backup(t);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-9")), sendsHandoff: true);
        Checkpoints.Make(t.Installation.Store, t.Clock);
        var into = TestStore.Make(Path.Combine(t.Folder, "restored", "data"));
        using var backup = BackupReading.Open(file);
        var store = Store.OpenEmpty(into.Folder, t.KeysFolder, into.Connection, backup.Header.Store, backup.Header.KeyMark);

        var restored = Restoring.Run(store, backup, t.Clock.GetCurrentInstant());

        Assert.True(restored.Gone > backup.Header.LastEvent);
        Checkpoints.Make(store, t.Clock);
        Assert.Empty(Verification.Run(store).Breaks);
        store.Close();
        into.Drop();
    }

    [Fact]
    public async Task A_store_with_read_tables_of_an_older_program_is_refilled_when_it_is_opened()
    {
        await using var t = await FullAsync();
        var before = Tables(t.Installation.Store);
        using (var db = t.Installation.Store.OpenWriter())
        {
            db.Execute("delete from hearings; delete from figures; delete from store where name = 'read-tables'");
        }

        await t.ReopenAsync();

        Assert.Equal(before, Tables(t.Installation.Store));
    }

    [Fact]
    public async Task A_drill_beside_the_running_store_disturbs_the_notes_of_neither()
    {
        await using var t = await FullAsync();
        var file = Backup(t);
        var into = TestStore.Make(Path.Combine(t.Folder, "drill", "data"));
        var drill = Restore(t, file, into);
        Checkpoints.Make(drill, t.Clock);
        drill.Close();
        await using var restored = Host.Installation.Open(into.Folder, t.KeysFolder, t.Clock, into.Connection);

        for (var i = 10; i < 13; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
            await new Releasing(restored).RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i + 10}")), sendsHandoff: true);
            Assert.True(Checkpoints.Make(t.Installation.Store, t.Clock) && Checkpoints.Make(restored.Store, t.Clock));
            Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
            Assert.Empty(Verification.Run(restored.Store).Breaks);
        }

        Assert.Equal(Verification.Run(restored.Store).Checkpoints, Verification.Run(restored.Store).Noted);
        await restored.DisposeAsync();
        into.Drop();
    }

    [Theory]
    [InlineData("delete from store where name = 'line'")]
    [InlineData("update store set value = '00000000.00' where name = 'line'")]
    public async Task A_line_that_was_not_written_under_the_key_is_named(string sql)
    {
        await using var t = await FullAsync();
        var into = TestStore.Make(Path.Combine(t.Folder, "restored", "data"));
        var store = Restore(t, Backup(t), into);
        Checkpoints.Make(store, t.Clock);
        File.Delete(Path.Combine(t.KeysFolder, store.Id + ".anchor"));
        using (var db = store.OpenWriter())
        {
            db.Execute(sql);
        }

        store.Close();
        var again = Store.Open(into.Folder, t.KeysFolder, into.Connection);

        Assert.Contains(Verification.Run(again).Breaks, b => b.StartsWith("No checkpoint of this store is noted", StringComparison.Ordinal));
        again.Close();
        into.Drop();
    }

    internal static string Backup(TestInstallation t)
    {
        var file = Path.Combine(t.Folder, "store.backup");
        BackupMaking.Make(t.Installation.Store, file, t.Clock);
        return file;
    }

    internal static Store Restore(TestInstallation t, string file, TestStore into) => Restore(t, file, into.Folder, into.Connection);

    /// <summary>Every row of every table, but for what a restore begins anew.</summary>
    internal static List<string> Tables(Store store, params string[] columnsWithout)
    {
        // What follows the log has come to the end of it.
        new SearchIndex(store).CatchUp(CancellationToken.None);
        using var db = store.OpenReader();
        var tables = db.Query<string>(store.Engine.TablesQuery).Except(Without).Except(["drafts", "account_sessions"]).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("figures", tables);
        return [.. tables.SelectMany(table => RowsOf(db, table, columnsWithout).Order(StringComparer.Ordinal))];
    }

    private static IEnumerable<string> RowsOf(DbConnection db, string table, string[] without)
    {
        using var rows = db.ExecuteReader(table == "store" ? "select * from store where name not in ('schema', 'search-position', 'line')" : "select * from " + table);
        while (rows.Read())
        {
            yield return table + string.Concat(
                from i in Enumerable.Range(0, rows.FieldCount)
                where !without.Contains(rows.GetName(i)) && !(table == "cases" && rows.GetName(i) == "card")
                select " " + (rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i)));
        }
    }

    private static Store Restore(TestInstallation t, string file, string folder, string? connection)
    {
        using var backup = BackupReading.Open(file);
        var store = Store.OpenEmpty(folder, t.KeysFolder, connection, backup.Header.Store, backup.Header.KeyMark);
        try
        {
            Restoring.Run(store, backup, t.Clock.GetCurrentInstant());
            return store;
        }
        catch
        {
            store.Close();
            throw;
        }
    }

    /// <summary>A household, somebody without a record, a row that is no record, messages that wait, a key of the API, somebody who looked.</summary>
    internal static async Task<TestInstallation> FullAsync()
    {
        var t = new TestInstallation();
        for (var i = 1; i <= 3; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}"), ("familyUnitId", i < 3 ? "F-1" : ""), ("phone", "+12025550123"), ("aNumber", $"A12345678{i % 2}")), sendsHandoff: true);
        }

        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, t.Case("R-1").Id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN");
        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-3").Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));
        await t.Reporting.KeepAsync(TestInstallation.Denver, new ToldReport("R-77", new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null), "Ana", "Paz"));
        await new Noticing(t.Installation).SetHearingAsync(TestInstallation.Denver, t.Case("R-1").Id, new Casefile.Hearings.HearingSet("H-1", t.Clock.GetCurrentInstant() + Duration.FromDays(90), "America/Denver", "Denver Immigration Court", "3"));
        ApiKeys.Add(t.Installation.Store, "all", "tl_all", ApiScopes.All, t.Clock.GetCurrentInstant());
        await t.Faulting.BeatAsync();
        await Host.Accesses.RecordAsync(t.Installation, TestInstallation.Denver, [t.Case("R-1").Id], "check an address", "/desk/cases");
        t.Installation.Search.CatchUp(CancellationToken.None);
        return t;
    }
}
