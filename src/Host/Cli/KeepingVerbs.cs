using System.CommandLine;
using System.Diagnostics;
using NodaTime;
using Throughline.Storage;
using Throughline.Storage.Keeping;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Host.Cli;

/// <summary><c>backup</c> and <c>restore</c>.</summary>
internal static class KeepingVerbs
{
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "The backup to write. One that is there is replaced when the new one is whole" };
        var verb = new Command("backup", "Writes the whole store into one file, while the service runs. The installation key is not in it: keep it, and keep it apart") { file };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            var path = parsed.GetValue(file)!;
            var (watch, progress) = (Stopwatch.StartNew(), new Progress());
            try
            {
                var made = BackupMaking.Make(installation.Store, path, installation.Clock, (done, all) => progress.Say($"{done:N0} of {all:N0} rows, {watch.Elapsed.TotalSeconds:0} s"));
                progress.End();
                Console.Out.WriteLine($"Wrote {made.Events:N0} events of {made.Cases:N0} cases to {path}, up to checkpoint {made.Checkpoint:N0}: {new FileInfo(path).Length:N0} bytes in {watch.Elapsed.TotalSeconds:0.0} s.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                progress.End();
                throw new BadArgumentsException($"The backup {path} can't be written: {e.Message} Nothing of it is left.");
            }

            await Console.Error.WriteLineAsync($"Not in it: the keys ({installation.KeysFolder}), and the programme and settings in {installation.Store.DataFolder}.");
            return Exit.Done;
        });
        return verb;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "A backup, of this engine or the other one" };
        var verb = new Command("restore", "Makes an empty store what a backup says. Takes the installation key under which it was made; erases again who was erased since") { file };
        verb.SetAction(async (parsed, _) =>
        {
            var watch = Stopwatch.StartNew();
            try
            {
                using var backup = BackupReading.Open(parsed.GetValue(file)!);
                return await RestoreAsync(backup, CommandLine.OpenEmpty(parsed, backup.Header), watch);
            }
            catch (BackupFaultException e)
            {
                throw new BadArgumentsException(e.Message);
            }
        });
        return verb;
    }

    private static async Task<int> RestoreAsync(BackupReading backup, Store store, Stopwatch watch)
    {
        var progress = new Progress();
        try
        {
            var restored = Restoring.Run(store, backup, (done, all) => progress.Say($"{done:N0} of {all:N0} rows, {watch.Elapsed.TotalSeconds:0} s"));
            progress.End();
            Checkpoints.Make(store, SystemClock.Instance);
            new SearchIndex(store).CatchUp(CancellationToken.None);
            Console.Out.WriteLine($"Restored {restored.Events:N0} events of {restored.Cases:N0} cases, as they were {backup.Header.MadeAt}, in {watch.Elapsed.TotalSeconds:0.0} s.");
            if (restored.Gone is { } last)
            {
                await Console.Error.WriteLineAsync($"The store had gone on after this backup: events {backup.Header.LastEvent + 1:N0} to {last:N0} at least are not in it. Say so to whoever recorded them.");
            }

            var verdict = Verification.Run(store);
            foreach (var sentence in verdict.Breaks)
            {
                Console.Out.WriteLine(sentence);
            }

            return verdict.Breaks.Count == 0 ? Exit.Done : Exit.CheckFailed;
        }
        finally
        {
            store.Close();
        }
    }
}
