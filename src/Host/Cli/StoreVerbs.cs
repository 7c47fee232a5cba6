using System.CommandLine;
using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using Throughline.Casefile;
using Throughline.Host.Agencies;
using Throughline.Storage.Log;

namespace Throughline.Host.Cli;

/// <summary><c>verify</c>, <c>rebuild</c>, <c>export case</c> and <c>key create</c>.</summary>
internal static class StoreVerbs
{
    public static Command Verify()
    {
        var verb = new Command("verify", "Checks the whole event log and names the first broken case and event (exit code 4)");
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            Verdict verdict;
            try
            {
                verdict = Verification.Run(installation.Store);
            }
            catch (DbException e)
            {
                await Console.Error.WriteLineAsync($"The store is damaged: {e.Message}");
                return Exit.CheckFailed;
            }

            foreach (var sentence in verdict.Breaks)
            {
                Console.Out.WriteLine(sentence);
            }

            var whole = verdict.Breaks.Count == 0;
            Console.Out.WriteLine(
                $"{(whole ? "The log is whole" : "The log is broken")}: {verdict.Events:N0} events of {verdict.Cases:N0} cases under {verdict.Checkpoints:N0} checkpoints"
                + (verdict.Unsealed > 0 ? $"; {verdict.Unsealed:N0} newer events are chained and not sealed yet." : "."));
            if (verdict.Noted < verdict.Checkpoints)
            {
                await Console.Error.WriteLineAsync(
                    $"{(verdict.Noted == 0 ? "No checkpoint is" : $"Checkpoint {verdict.Noted:N0} is the last")} noted beside the installation key: a store rolled back to an older copy would {(verdict.Noted == 0 ? "not be noticed" : "be noticed only from there")}.");
            }

            return whole ? Exit.Done : Exit.CheckFailed;
        });
        return verb;
    }

    public static Command Rebuild()
    {
        var verb = new Command("rebuild", "Refills every read table from the log");
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            var watch = Stopwatch.StartNew();
            var progress = new Progress();
            var cases = Rebuilding.Run(installation.Store, done => progress.Say($"{done:N0} cases, {watch.Elapsed.TotalSeconds:0} s"));
            installation.Search.CatchUp(CancellationToken.None);
            progress.End();
            Console.Out.WriteLine($"Refilled the read tables from the log: {cases:N0} cases in {watch.Elapsed.TotalSeconds:0.0} s.");
            return Exit.Done;
        });
        return verb;
    }

    public static Command Export()
    {
        var id = new Argument<string>("ID") { Description = "A case number (C-000123-4) or a record number" };
        var format = new Option<string>("--format") { Description = "json", DefaultValueFactory = _ => "json", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("json");
        var verb = new Command("case", "One case, all of it, as JSON") { id, format };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            var text = parsed.GetValue(id)!;
            if (installation.Cases.Find(text) is not { } file)
            {
                throw new BadArgumentsException($"There is no case or record '{(text.Length > 80 ? text[..80] + "..." : text)}' in this store.");
            }

            await Accesses.RecordAsync(installation, CommandLine.Who(parsed), [file.State.Id], "Exported to a file", "export case");
            Console.Out.Write(CaseExport.ToJson(installation, file, namesStaff: true));
            return Exit.Done;
        });
        return new Command("export", "Writes data out") { verb };
    }

    public static Command Key()
    {
        var nameOption = CommandLine.Required<string>("--name", "Who uses the key; it stands in the record of what they do", "NAME");
        var scopes = CommandLine.Required<string>("--scopes", "What it may do, with commas: " + string.Join(", ", ApiScopes.All), "SCOPES");
        var create = new Command("create", "Makes an API key and prints it once") { nameOption, scopes };
        create.SetAction(async (parsed, _) =>
        {
            var wanted = parsed.GetValue(scopes)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var unknown = wanted.FirstOrDefault(s => !ApiScopes.All.Contains(s));
            if (unknown is not null || wanted.Length == 0)
            {
                throw new BadArgumentsException($"'{unknown}' is no scope. Take {string.Join(", ", ApiScopes.All)}.");
            }

            var name = CommandLine.Name(parsed.GetValue(nameOption)!, "--name");
            await using var installation = CommandLine.Open(parsed);
            var key = "tl_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            if (!ApiKeys.Add(installation.Store, name, key, wanted.Distinct(), installation.Clock.GetCurrentInstant()))
            {
                throw new BadArgumentsException($"There is a key named '{name}' already. Choose another name.");
            }

            Console.Out.WriteLine(key);
            await Console.Error.WriteLineAsync("This is shown once. The store keeps only its hash.");
            return Exit.Done;
        });
        return new Command("key", "Makes keys of the machine API") { create };
    }
}
