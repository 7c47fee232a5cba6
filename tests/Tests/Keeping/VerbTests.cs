using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Throughline.Tests.Keeping;

/// <summary>The verbs as scripts call them: exit codes, sentences on standard error, and a kill in the middle.</summary>
public sealed class VerbTests : IDisposable
{
    private static readonly string Program = Path.Combine(
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "src", "Host", "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "throughline");

    private static readonly string[] Erase = ["--reason", "The person asked.", "--authority", "Decision 12", "--as", "J. Aldana"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("throughline-verbs-");
    private readonly List<TestStore> _stores = [];

    private string File => Path.Combine(_folder.FullName, "store.backup");

    [Fact]
    public async Task Backup_erase_and_restore_say_what_they_did_and_why_they_did_not()
    {
        var data = await ImportedAsync(50);
        Assert.Equal((0, ""), (await RunAsync(data, "backup", File)) is var (exit, output, _) ? (exit, output.StartsWith("Wrote 100 events of 50 cases", StringComparison.Ordinal) ? "" : output) : default);
        Assert.Equal(2, (await RunAsync(data, "backup", Path.Combine(_folder.FullName, "no", "where"))).Exit);

        // A mistyped folder costs no good backup, and makes no store.
        if (!TestStore.IsPostgres)
        {
            var (before, typo) = (await System.IO.File.ReadAllBytesAsync(File), Path.Combine(_folder.FullName, "dta"));
            var nothing = await RunAsync(Make("dta"), "backup", File);
            Assert.Equal(3, nothing.Exit);
            Assert.Contains("There is no store in " + typo, nothing.Error, StringComparison.Ordinal);
            Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
            Assert.False(Directory.Exists(typo));
        }

        Assert.Equal(2, (await RunAsync(data, ["erase", "person", "R-7", .. Erase, "--second", "j. aldana"])).Exit);
        Assert.Equal(2, (await RunAsync(data, ["erase", "person", "R-700", .. Erase, "--second", "R. Sanchez"])).Exit);
        Assert.Equal(2, (await RunAsync(data, "erase", "person", "R-7", "--reason", "Asked.", "--second", "R. Sanchez")).Exit);
        var erased = await RunAsync(data, ["erase", "person", "R-7", .. Erase, "--second", "R. Sanchez"]);
        Assert.Equal((0, "Erased C-000007-5"), (erased.Exit, erased.Output.Split(':')[0]));
        var again = await RunAsync(data, ["erase", "person", "R-7", .. Erase, "--second", "R. Sanchez"]);
        Assert.Equal(0, again.Exit);
        Assert.Contains("was erased already", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(data, "verify")).Exit);
        Assert.Contains("(erased)", (await RunAsync(data, "export", "case", "C-000007-5")).Output, StringComparison.Ordinal);

        Assert.Equal(3, (await RunAsync(data, "restore", File)).Exit);
        var keys = Path.Combine(_folder.FullName, "keys");
        var into = Make("restored");
        var missing = await RunAsync(into, "restore", File, "--keys", Path.Combine(_folder.FullName, "none"));
        Assert.Equal(3, missing.Exit);
        Assert.Contains("It is never in a backup", missing.Error, StringComparison.Ordinal);
        var cut = File + ".cut";
        await System.IO.File.WriteAllBytesAsync(cut, (await System.IO.File.ReadAllBytesAsync(File))[..^9]);
        var damaged = await RunAsync(into, "restore", cut, "--keys", keys);
        Assert.Equal(2, damaged.Exit);
        Assert.Contains(cut + " is damaged", damaged.Error, StringComparison.Ordinal);

        var restored = await RunAsync(into, "restore", File, "--keys", keys);
        Assert.True(restored.Exit == 0, restored.Error);
        Assert.StartsWith("Restored 100 events of 50 cases", restored.Output, StringComparison.Ordinal);
        Assert.Contains("Erased again, as the list beside the key says: 1", restored.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(into, "verify", "--keys", keys)).Exit);
        Assert.Equal((await RunAsync(data, "report", "quality", "--format", "json")).Output, (await RunAsync(into, "report", "quality", "--format", "json", "--keys", keys)).Output);
        Assert.Contains("(erased)", (await RunAsync(into, "export", "case", "C-000007-5", "--keys", keys)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_is_killed_leaves_an_empty_store_and_is_done_again()
    {
        var data = await ImportedAsync(4000);
        Assert.Equal(0, (await RunAsync(data, "backup", File)).Exit);
        var (into, keys) = (Make("restored"), Path.Combine(_folder.FullName, "keys"));
        var cut = 0;
        for (var kill = 0; kill < 3 && cut == kill; kill++)
        {
            using var restore = Start(into, "restore", File, "--keys", keys);
            while (!restore.HasExited && !IsWriting(into))
            {
                await Task.Delay(2);
            }

            await Task.Delay(kill * 40);
            restore.Kill();
            await restore.WaitForExitAsync();
            using var db = into.Peek();
            var (events, cases) = (db.ExecuteScalar<long>("select count(*) from events"), db.ExecuteScalar<long>("select count(*) from cases"));

            // All or nothing; a quick machine may have been done.
            Assert.Contains((events, cases), new[] { (0L, 0L), (8000L, 4000L) });
            cut += events == 0 ? 1 : 0;
        }

        Assert.InRange(cut, 1, 3);
        var restored = await RunAsync(into, "restore", File, "--keys", keys);
        Assert.True(restored.Exit == (cut == 3 ? 0 : 3), restored.Error);
        Assert.Equal(0, (await RunAsync(into, "verify", "--keys", keys)).Exit);
    }

    [Fact]
    public async Task A_backup_that_is_killed_leaves_the_one_before()
    {
        var data = await ImportedAsync(4000);
        Assert.Equal(0, (await RunAsync(data, "backup", File)).Exit);
        var before = await System.IO.File.ReadAllBytesAsync(File);
        using (var backup = Start(data, "backup", File))
        {
            while (!backup.HasExited && !System.IO.File.Exists(File + ".part"))
            {
                await Task.Delay(1);
            }

            backup.Kill();
            await backup.WaitForExitAsync();
        }

        // Whole, whichever of the two it is: a quick machine may have been done.
        using (var whole = Throughline.Storage.Keeping.BackupReading.Open(File))
        {
            Assert.Equal(4000, whole.Header.Cases);
        }

        Assert.Equal(0, (await RunAsync(data, "backup", File)).Exit);
        Assert.False(System.IO.File.Exists(File + ".part"));
        Assert.NotEmpty(before);
    }

    public void Dispose()
    {
        _stores.ForEach(s => s.Drop());
        _folder.Delete(recursive: true);
    }

    private TestStore Make(string name)
    {
        var store = TestStore.Make(Path.Combine(_folder.FullName, name));
        _stores.Add(store);
        return store;
    }

    private static bool IsWriting(TestStore store)
    {
        try
        {
            if (TestStore.IsPostgres)
            {
                return store.IsWriting();
            }

            // Asked without waiting: a small restore is done within a driver's patience.
            var file = Path.Combine(store.Folder, "throughline.db");
            using var db = new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=False");
            db.Open();
            return db.ExecuteScalar<long>("pragma user_version") > 0 && SQLitePCL.raw.sqlite3_exec(db.Handle, "begin immediate") == SQLitePCL.raw.SQLITE_BUSY;
        }
        catch (System.Data.Common.DbException)
        {
            // Not made yet.
            return false;
        }
    }

    private async Task<TestStore> ImportedAsync(int people)
    {
        var file = Path.Combine(_folder.FullName, "releases.csv");
        await System.IO.File.WriteAllLinesAsync(file, Enumerable.Range(1, people)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"R-{i},Quispe,2021-04-0{i % 9 + 1}T10:00:00Z,EPT-ELPASO,NTR,A{100000000 + i},1875 Quarry Road,Aurora,CO,80011"))
            .Prepend("recordId,surname,releasedAt,station,pathway,aNumber,addressLine,city,state,postalCode"));
        var store = Make("data");
        var imported = await RunAsync(store, "import", "releases", file);
        Assert.True(imported.Exit == 0, imported.Error);
        return store;
    }

    private static Process Start(TestStore data, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Concat(data.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(TestStore data, params string[] arguments)
    {
        using var process = Start(data, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
