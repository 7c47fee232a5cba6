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
            var (progress, watch) = (new Progress(), Stopwatch.StartNew());
            using (var following = new Following(installation))
            {
                try
                {
                    summary = await run(new Importing(installation, CommandLine.Who(parsed)), parsed.GetValue(file)!, (share, rows) => progress.Say(HowFar(share, rows, watch.Elapsed.TotalSeconds)));
                }
                catch (CsvFileException e)
                {
                    throw new BadArgumentsException(e.Message);
                }
            }

            progress.End();

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

    private static string HowFar(double share, long rows, double seconds)
    {
        var left = share > 0.01 ? TimeSpan.FromSeconds(seconds / share - seconds).ToString(@"m\:ss", null) : "...";
        return $"{share:P0}  {rows:N0} rows  {rows / Math.Max(seconds, 0.001):N0} a second  {left} left";
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
}
