using Dapper;
using Throughline.Storage.Log;

namespace Throughline.Tests.Storage;

/// <summary>Whoever changes the store past the program is found: the check names the case and the event.</summary>
public sealed class TamperTests
{
    [Theory]
    [InlineData("update events set pos = pos + 900 where case_id = 2 and version = 2", "C-000002-6, event 2")]
    [InlineData("update events set pos = -1 where case_id = 2 and version = 2", "C-000002-6, event 2")]
    [InlineData("update events set case_id = 9 where case_id = 2", "Case C-000002-6 is missing")]
    [InlineData("update events set version = version + 90 where case_id = 2 and version = (select max(version) from events where case_id = 2)", "Case C-000002-6: event")]
    [InlineData("update events set type = 'notice-filed/1' where case_id = 2 and version = 2", "C-000002-6, event 2")]
    [InlineData("update events set occurred_at = occurred_at + 1 where case_id = 2 and version = 1", "C-000002-6, event 1")]
    [InlineData("update events set recorded_at = recorded_at + 1 where case_id = 2 and version = 1", "C-000002-6, event 1")]
    [InlineData("update events set who = 'x' || substr(who, 2) where case_id = 2 and version = 1", "C-000002-6, event 1")]
    [InlineData("update events set clear = cast(replace(clear, 'EPT', 'EPS') as blob) where case_id = 2 and version = 1", "C-000002-6, event 1")]
    [InlineData("update events set sealed = cast(substr(sealed, 2) || x'00' as blob) where case_id = 2 and version = 1", "C-000002-6, event 1")]
    [InlineData("update events set hash = zeroblob(32) where case_id = 2 and version = 2", "C-000002-6, event 2")]
    [InlineData("delete from events where case_id = 2 and version = (select max(version) from events where case_id = 2)", "Case C-000002-6: event")]
    [InlineData("delete from events where case_id = 2 and version = 2", "C-000002-6: event 2 is missing")]
    [InlineData("delete from events where case_id = 2; delete from cases where case_id = 2; delete from person_keys where case_id = 2; delete from figures where case_id = 2; delete from facts where case_id = 2", "Case C-000002-6 is missing")]
    [InlineData("delete from checkpoints", "Checkpoints 1 to 1 are missing")]
    [InlineData("delete from checkpoints; delete from events where case_id = 2; delete from cases where case_id = 2; delete from person_keys where case_id = 2; delete from figures where case_id = 2; delete from facts where case_id = 2", "Checkpoints 1 to 1 are missing")]
    [InlineData("update checkpoints set made_at = made_at + 1", "Checkpoint 1")]
    [InlineData("update person_keys set wrapped = (select wrapped from person_keys where case_id = 1) where case_id = 2", "Case C-000002-6: the person's key does not open")]
    [InlineData("update events set sealed = (select sealed from events where case_id = 1 and version = 1) where case_id = 2 and version = 1", "C-000002-6, event 1")]
    [InlineData("update events set version = -2 where case_id = 2 and version = 2; update events set version = 2 where case_id = 2 and version = 3; update events set version = 3 where case_id = 2 and version = -2", "C-000002-6, event 2")]
    [InlineData("update checkpoints set upto = upto + 1", "Checkpoint 1")]
    [InlineData("update checkpoints set root = zeroblob(32)", "Checkpoint 1")]
    [InlineData("update checkpoints set number = 2", "Checkpoint 1")]
    [InlineData("update checkpoints set heads = cast(substr(heads, 1, length(heads) - 1) || x'00' as blob)", "Checkpoint 1")]
    public async Task Each_change_behind_the_programs_back_is_named(string sql, string names)
    {
        await using var t = new TestInstallation();
        for (var i = 1; i <= 3; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
        }

        Checkpoints.Make(t.Installation.Store, t.Clock);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
        using (var db = t.Installation.Store.OpenWriter())
        {
            db.Execute(sql);
        }

        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.Contains(names, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_checkpoint_that_was_taken_out_is_missed(int number)
    {
        await using var t = new TestInstallation();
        for (var i = 1; i <= 3; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
            Checkpoints.Make(t.Installation.Store, t.Clock);
        }

        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
        using (var db = t.Installation.Store.OpenWriter())
        {
            db.Execute("delete from checkpoints where number = @number", new { number });
        }

        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.Contains($"Checkpoint {number} is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_checkpoint_taken_out_is_missed_because_it_is_noted_outside_the_store()
    {
        await using var t = new TestInstallation();
        await SealedAsync(t, 3);

        using (var db = t.Installation.Store.OpenWriter())
        {
            db.Execute("delete from checkpoints where number = 3");
        }

        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.StartsWith("Checkpoints 3 to 3 are missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_put_back_to_an_older_copy_is_named_and_stays_named_when_it_goes_on()
    {
        await using var t = new TestInstallation();
        await SealedAsync(t, 2);
        var file = Path.Combine(t.DataFolder, "throughline.db");
        using (var db = t.Installation.Store.OpenWriter())
        {
            db.Execute("vacuum into @copy", new { copy = file + ".old" });
        }

        await SealedAsync(t, 2, first: 3);
        await t.CloseAsync();
        File.Move(file + ".old", file, overwrite: true);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        await t.ReopenAsync();

        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.StartsWith("Checkpoints 3 to 4 are missing", StringComparison.Ordinal));
        await SealedAsync(t, 3, first: 5);
        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.StartsWith("Checkpoint 4 is not the one that was noted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_note_that_was_lost_or_is_older_than_the_store_breaks_nothing()
    {
        await using var t = new TestInstallation();
        await SealedAsync(t, 1);
        var note = await File.ReadAllTextAsync(Anchor.FileOf(t.Installation.Store));
        await SealedAsync(t, 1, first: 2);

        await File.WriteAllTextAsync(Anchor.FileOf(t.Installation.Store), note);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
        File.Delete(Anchor.FileOf(t.Installation.Store));
        Assert.Equal((0, 0), (Verification.Run(t.Installation.Store).Breaks.Count, (int)Verification.Run(t.Installation.Store).Noted));
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Assert.Equal(2, Verification.Run(t.Installation.Store).Noted);
    }

    private static async Task SealedAsync(TestInstallation t, int checkpoints, int first = 1)
    {
        for (var i = first; i < first + checkpoints; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
            Checkpoints.Make(t.Installation.Store, t.Clock);
        }
    }
}
