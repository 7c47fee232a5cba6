using System.CommandLine;
using System.Diagnostics;
using Throughline.Host.Imports;
using Throughline.Host.Statistics;
using Throughline.Storage.Log;

namespace Throughline.Host.Cli;

/// <summary><c>import releases|reports FILE</c>.</summary>
internal static class ImportVerbs
{
    public static Command Import() => new("import", "Takes in a sender's file; can be stopped at any moment and run again")
    {
        Of("releases", "People released: one row a person (CSV or CSV.GZ)", (importing, file, progress) => importing.ReleasesAsync(file, progress)),
        Of("reports", "Who reported, when and how (CSV or CSV.GZ)", (importing, file, progress) => importing.ReportsAsync(file, progress)),
    };

    private static Command Of(string name, string description, Func<Importing, string, Action<double, long>?, Task<ImportSummary>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The file; rejected rows are listed in FILE.rejected.csv" };
        var verb = new Command(name, description) { file };
        verb.SetAction(async (parsed, stopping) =>
        {
            await using var installation = CommandLine.Open(parsed);
            ImportSummary summary;
            using (var following = new Following(installation))
            {
                try
                {
                    summary = await run(new Importing(installation, CommandLine.Who(parsed)), parsed.GetValue(file)!, Console.IsErrorRedirected ? null : new Progress().Show);
                }
                catch (CsvFileException e)
                {
                    throw new BadArgumentsException(e.Message);
                }
            }

            if (!Console.IsErrorRedirected)
            {
                await Console.Error.WriteLineAsync();
            }

            if (summary.BrokeOff is { } sentence)
            {
                await Console.Error.WriteLineAsync(sentence);
            }

            if (summary.Rejected > 0)
            {
                await Console.Error.WriteLineAsync($"{Sheet.Number(summary.Rejected)} {(summary.Rejected == 1 ? "row was" : "rows were")} rejected. Each stands with its line, column and reason in {parsed.GetValue(file)}.rejected.csv.");
            }

            Console.Out.Write(Sheet.ToJson(summary));
            return summary.Rejected > 0 || summary.BrokeOff is not null ? Exit.RejectedInput : Exit.Done;
        });
        return verb;
    }

    /// <summary>What serve's jobs do, for a verb that runs alone: the search index and the checkpoints follow the import.</summary>
    private sealed class Following(Installation installation) : IDisposable
    {
        public void Dispose()
        {
            installation.Search.CatchUp(CancellationToken.None);
            Checkpoints.Make(installation.Store, installation.Clock);
        }
    }

    private sealed class Progress
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public void Show(double share, long rows)
        {
            var seconds = _watch.Elapsed.TotalSeconds;
            var left = share > 0.01 ? TimeSpan.FromSeconds(seconds / share - seconds).ToString(@"m\:ss", null) : "...";
            Console.Error.Write($"\r{share:P0}  {rows:N0} rows  {rows / Math.Max(seconds, 0.001):N0} a second  {left} left   ");
        }
    }
}
