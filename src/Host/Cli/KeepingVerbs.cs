using System.CommandLine;
using System.Diagnostics;
using NodaTime;
using Throughline.Casefile.Keeping;
using Throughline.Host.Casework;
using Throughline.Storage;
using Throughline.Storage.Keeping;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Host.Cli;

/// <summary><c>backup</c>, <c>restore</c> and <c>erase person</c>.</summary>
internal static class KeepingVerbs
{
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "The backup to write. One that is there is replaced when the new one is whole" };
        var verb = new Command("backup", "Writes the whole store into one file, while the service runs. The installation key is not in it: keep it, and keep it apart") { file };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.OpenMade(parsed);
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
                throw new BadArgumentsException($"The backup {path} can't be written: {e.Message.TrimEnd('.')}. Nothing of it is left.");
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

    public static Command Erase()
    {
        var id = new Argument<string>("ID") { Description = "A case number (C-000123-4) or a record number" };
        var reason = CommandLine.Required<string>("--reason", "Why; it stands in the log for good, so name nobody", "TEXT");
        var authority = CommandLine.Required<string>("--authority", "On whose authority; it stands in the log for good, so name nobody", "TEXT");
        var second = CommandLine.Required<string>("--second", "The second person who answers for it; not the one who acts (--as)", "NAME");
        var verb = new Command("person", "Destroys a person's key: nothing personal of the file can be read again, in this store or in later backups. A hold or a legal duty to keep refuses it") { id, reason, authority, second };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.OpenMade(parsed);
            var text = parsed.GetValue(id)!;
            if ((installation.Cases.Find(text) ?? (Erasures.ByRecord(installation.Store, text) is { } was ? installation.Cases.Load(was) : null)) is not { } file)
            {
                throw new BadArgumentsException($"There is no case or record '{(text.Length > 80 ? text[..80] + "..." : text)}' in this store.");
            }

            var (erasing, number) = (new Erasing(installation), file.State.Id);
            if (file.State.Erased is { } before)
            {
                // What a broken-off erasure may have left outside the store is taken away now.
                erasing.Finish([number]);
                await Console.Error.WriteLineAsync($"{number} was erased already, {before.At.InUtc():uuuu-MM-dd HH:mm} UTC, on the authority of: {before.Authority}");
                return Exit.Done;
            }

            var order = new ErasureOrder(Words(parsed.GetValue(reason)!, "--reason"), Words(parsed.GetValue(authority)!, "--authority"), CommandLine.Name(parsed.GetValue(second)!, "--second"));
            var outcome = await erasing.EraseAsync(CommandLine.Who(parsed), number, order);
            if (outcome.Refused is { } refusal)
            {
                await Console.Error.WriteLineAsync(refusal.Sentence);
                return refusal == ErasureRules.SecondPersonNeeded ? Exit.BadArguments : Exit.RejectedInput;
            }

            Checkpoints.Make(installation.Store, installation.Clock);
            Console.Out.WriteLine($"Erased {number}: its key is destroyed. Files erased with it: {outcome.Events.Count(e => e.Event is PersonErased) - 1:N0}. Backups made before this still hold it until they are thrown away; a restore of one erases it again.");
            return Exit.Done;
        });
        return new Command("erase", "Ends what is personal") { verb };
    }

    private static string Words(string text, string option) => text.Trim() is { Length: > 0 and <= 1000 } words && !words.Any(char.IsControl)
        ? words
        : throw new BadArgumentsException($"{option} takes a text of 1 to 1000 characters in one line.");

    private static async Task<int> RestoreAsync(BackupReading backup, Store store, Stopwatch watch)
    {
        var progress = new Progress();
        try
        {
            var restored = Restoring.Run(store, backup, SystemClock.Instance.GetCurrentInstant(), done => progress.Say($"{done}, {watch.Elapsed.TotalSeconds:0} s"));
            progress.End();
            Checkpoints.Make(store, SystemClock.Instance);
            new SearchIndex(store).CatchUp(CancellationToken.None);
            Console.Out.WriteLine($"Restored {restored.Events:N0} events of {restored.Cases:N0} cases, as they were {backup.Header.MadeAt}, in {watch.Elapsed.TotalSeconds:0.0} s.");
            if (restored.Erased > 0)
            {
                await Console.Error.WriteLineAsync($"Erased again, as the list beside the key says: {restored.Erased:N0} who had been erased after this backup.");
            }

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
