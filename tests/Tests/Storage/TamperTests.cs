using System.Data.Common;
using System.Text;
using Dapper;
using Throughline.Casefile;
using Throughline.Storage;
using Throughline.Storage.Log;

namespace Throughline.Tests.Storage;

/// <summary>Whoever changes the store past the program is found: the check names the case and the event.</summary>
public sealed class TamperTests
{
    private static readonly string[] Columns = ["pos", "case_id", "version", "type", "occurred_at", "recorded_at", "who", "clear", "sealed", "hash"];

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
    [InlineData("delete from person_keys where case_id = 2", "Case C-000002-6: the person's key is missing")]
    [InlineData("update events set pos = -1 where pos = (select max(pos) from events where case_id = 1); update events set pos = pos - 1 where pos = (select min(pos) from events where case_id = 2); update events set pos = (select min(pos) + 1 from events where case_id = 2) where pos = -1", "in the order in which checkpoint 1 sealed them")]
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
            db.Execute(TestStore.InItsWords(sql));
        }

        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.Contains(names, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_flipped_bit_in_any_column_of_any_event_is_named_with_its_case()
    {
        await using var t = new TestInstallation();
        await SealedAsync(t, 3);
        using var db = t.Installation.Store.OpenWriter();
        var flips = 0;
        foreach (var (pos, caseId) in db.Query<(long, long)>("select pos, case_id from events").ToList())
        {
            foreach (var column in Columns)
            {
                var before = db.ExecuteScalar<object>($"select {column} from events where pos = @pos", new { pos });
                foreach (var after in Flipped(before))
                {
                    try
                    {
                        db.Execute($"update events set {column} = @value where pos = @pos", new { pos, value = after });
                    }
                    catch (DbException)
                    {
                        // The place is taken: the store itself does not let two events have one.
                        continue;
                    }

                    flips++;
                    var at = column == "pos" ? (long)after : pos;
                    var breaks = Verification.Run(t.Installation.Store).Breaks;
                    Assert.True(breaks.Any(b => column == "pos" || b.Contains(new CaseId(caseId).ToString(), StringComparison.Ordinal)), $"{column} of event {pos}: {string.Join(' ', breaks)}");
                    db.Execute($"update events set {column} = @value where pos = @at", new { at, value = before });
                }
            }
        }

        Assert.InRange(flips, 150, int.MaxValue);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task An_event_written_anew_with_every_hash_after_it_made_to_fit_is_named()
    {
        await using var t = new TestInstallation();
        await SealedAsync(t, 2);
        using (var db = t.Installation.Store.OpenWriter())
        {
            // All that somebody can do who has the program and the store, and not the key.
            var hash = Array.Empty<byte>();
            foreach (var e in db.Query<(long Version, string Type, long Occurred, long Recorded, string Who, byte[] Clear, byte[] Sealed)>(
                "select version, type, occurred_at, recorded_at, who, clear, sealed from events where case_id = 2 order by version").ToList())
            {
                hash = CaseLog.Hash(hash, 2, e.Version, e.Type, e.Occurred + 1, e.Recorded, e.Who, e.Clear, e.Sealed);
                db.Execute("update events set occurred_at = occurred_at + 1, hash = @hash where case_id = 2 and version = @version", new { hash, version = e.Version });
            }
        }

        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.StartsWith("Case C-000002-6, event", StringComparison.Ordinal) && b.EndsWith("written anew after it had been sealed.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_copied_while_it_runs_is_whole_when_the_note_was_copied_first()
    {
        await using var t = new TestInstallation();
        await SealedAsync(t, 1);
        var keys = Directory.CreateDirectory(Path.Combine(t.Folder, "copied", "keys")).FullName;
        var writing = SealedAsync(t, 20, first: 2);
        foreach (var file in new[] { Anchor.FileOf(t.Installation.Store), Path.Combine(t.KeysFolder, t.Installation.Store.Id + ".key") })
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
        }

        var copy = t.Store.Copy(Path.Combine(t.Folder, "copied", "data"));
        await writing;
        var copied = Store.Open(copy.Folder, keys, copy.Connection);
        Assert.Empty(Verification.Run(copied).Breaks);
        copied.Close();
        copy.Drop();
    }

    [Fact]
    public async Task A_note_that_cannot_be_written_stops_no_checkpoint_and_one_that_cannot_be_read_is_named()
    {
        await using var t = new TestInstallation();
        var note = Anchor.FileOf(t.Installation.Store);

        // A folder in its place: also the administrator, whom no mode of a file stops, can't write there.
        Directory.CreateDirectory(note);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        Assert.False(Checkpoints.Make(t.Installation.Store, t.Clock));
        Assert.Equal(1, Verification.Run(t.Installation.Store).Checkpoints);
        Assert.Contains(Verification.Run(t.Installation.Store).Breaks, b => b.Contains("can't be read", StringComparison.Ordinal));

        Directory.Delete(note);
        Assert.True(Checkpoints.Make(t.Installation.Store, t.Clock));
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
        Assert.Equal([Path.GetFileName(note), t.Installation.Store.Id + ".key"], Directory.GetFiles(t.KeysFolder).Select(Path.GetFileName).Order());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(note));
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
        var old = t.Store.Copy(Path.Combine(t.Folder, "old"));
        await SealedAsync(t, 2, first: 3);
        await t.CloseAsync();
        t.Store.PutBack(old);
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

    /// <summary>The value with one bit of its first, its middle and its last byte turned.</summary>
    private static IEnumerable<object> Flipped(object? value)
    {
        var bytes = value switch
        {
            long number => BitConverter.GetBytes(number),
            string text => Encoding.UTF8.GetBytes(text),
            byte[] blob => blob,
            _ => [],
        };
        foreach (var at in new[] { 0, bytes.Length / 2, bytes.Length - 1 }.Where(i => i >= 0 && i < bytes.Length).Distinct())
        {
            var turned = bytes.ToArray();
            turned[at] ^= 1;
            yield return value switch { long => BitConverter.ToInt64(turned), string => Encoding.UTF8.GetString(turned), _ => turned };
        }
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
