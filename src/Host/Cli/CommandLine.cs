using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Host.Casework;
using Throughline.Host.Programmes;
using Throughline.Storage;
using Throughline.Storage.Keeping;

namespace Throughline.Host.Cli;

/// <summary>Exit codes that scripts rely on.</summary>
internal static class Exit
{
    public const int Done = 0, RejectedInput = 1, BadArguments = 2, StoreUnusable = 3, CheckFailed = 4;
}

/// <summary>Bad arguments or an unreadable file: one sentence, exit code 2, nothing changed.</summary>
internal sealed class BadArgumentsException(string sentence) : Exception(sentence);

/// <summary>The verbs. Standard output carries only a verb's result; progress and sentences go to standard error.</summary>
internal static class CommandLine
{
    private const int NameAtMost = 200;

    public static readonly Option<string> Data = new("--data") { Description = "The data folder of the store", DefaultValueFactory = _ => "data", HelpName = "DIR", Recursive = true };

    public static readonly Option<string?> Store = new("--store") { Description = "The PostgreSQL database that holds the store (default: a file in the data folder)", HelpName = "CONNECTION", Recursive = true };

    public static readonly Option<string?> Keys = new("--keys") { Description = "The folder of the installation key (default: keys beside the data folder)", HelpName = "DIR", Recursive = true };

    public static readonly Option<string> As = new("--as") { Description = "Who acts, for the record", DefaultValueFactory = _ => Environment.UserName, HelpName = "NAME", Recursive = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Throughline keeps the line unbroken between a person released from custody on conditions and the offices that must meet that person.")
        {
            Serving.Serve(), ImportVerbs.Import(), ReportVerbs.Report(), StoreVerbs.Verify(), StoreVerbs.Rebuild(), KeepingVerbs.Backup(), KeepingVerbs.Restore(), KeepingVerbs.Erase(), StoreVerbs.Export(), StoreVerbs.Key(), UserVerbs.User(), Serving.Demo(),
        };
        root.Options.Add(Data);
        root.Options.Add(Store);
        root.Options.Add(Keys);
        root.Options.Add(As);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // A word that is no command is one fault, not two.
            var unknown = parsed.UnmatchedTokens.Count > 0;
            foreach (var error in parsed.Errors.Where((e, i) => i > 0 || !unknown || parsed.Errors.Count == 1))
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync($"See `throughline {string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Where(c => c is not RootCommand).Select(c => c.Name + " "))}{(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help`.");
            return Exit.BadArguments;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BadArgumentsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Exit.BadArguments;
        }
        catch (StoreException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Exit.StoreUnusable;
        }
        catch (ProgrammeFaultsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Exit.StoreUnusable;
        }
        catch (DbException e)
        {
            // A full disk above all: what was recorded before stands.
            await Console.Error.WriteLineAsync($"The store can't be used: {e.Message}");
            return Exit.StoreUnusable;
        }
    }

    public static Installation Open(ParseResult parsed, IClock? clock = null) =>
        Installation.Open(Folder(parsed.GetValue(Data), "--data")!, Folder(parsed.GetValue(Keys), "--keys"), clock ?? SystemClock.Instance, parsed.GetValue(Store));

    /// <summary>
    /// The store that is there already. A mistyped folder would be a new, empty store, and a backup of it would replace a good one.
    /// </summary>
    public static Installation OpenMade(ParseResult parsed)
    {
        var folder = Folder(parsed.GetValue(Data), "--data")!;
        return parsed.GetValue(Store) is not null || File.Exists(Path.Combine(folder, "throughline.db"))
            ? Open(parsed)
            : throw new StoreException($"There is no store in {Path.GetFullPath(folder)}. Name its folder with --data, or its database with --store.");
    }

    /// <summary>The store that a backup is to become.</summary>
    public static Throughline.Storage.Store OpenEmpty(ParseResult parsed, BackupHeader of) =>
        Throughline.Storage.Store.OpenEmpty(Folder(parsed.GetValue(Data), "--data")!, Folder(parsed.GetValue(Keys), "--keys"), parsed.GetValue(Store), of.Store, of.KeyMark);

    private static string? Folder(string? path, string option) => path is null || path.Trim().Length > 0
        ? path
        : throw new BadArgumentsException($"{option} names no folder.");

    public static Actor Who(ParseResult parsed) => new("command line", Name(parsed.GetValue(As)!, "--as"));

    /// <summary>A name that stands in the record for good.</summary>
    public static string Name(string text, string option) => text.Trim() is { Length: > 0 and <= NameAtMost } name && !name.Any(char.IsControl)
        ? name
        : throw new BadArgumentsException($"{option} takes a name of 1 to {NameAtMost} characters in one line.");

    public static Option<T> Required<T>(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, Required = true };

    public static LocalDate Date(string text, string option) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and <= 2999 } date }
        ? date
        : throw new BadArgumentsException($"{option} '{text}' is no date. Write it as 2021-03-21.");

    public static Instant Moment(string text, string option) =>
        SubmissionReader.InstantWithOffset(text, option) is var (value, fault) && value is { } instant
            ? instant.ToInstant()
            : throw new BadArgumentsException(fault!.Sentence);

    public static int Days(string text, string option) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3650
            ? days
            : throw new BadArgumentsException($"{option} '{text}' is no number of days from 1 to 3650. Write it as 60d.");
}
