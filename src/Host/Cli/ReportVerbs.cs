using System.CommandLine;
using NodaTime;
using Throughline.Host.Statistics;
using Throughline.Storage.Reading;

namespace Throughline.Host.Cli;

/// <summary><c>report cohort|quality|handoffs|pathways</c>: figures are replays; each says what it counts.</summary>
internal static class ReportVerbs
{
    private static readonly Option<string> Format = FormatOption();

    public static Command Report() => new("report", "Prints figures, each with its definition") { Cohort(), Quality(), Handoffs(), Pathways() };

    private static Command Cohort()
    {
        var from = CommandLine.Required<string>("--from", "The first day of release, at the station", "DATE");
        var to = CommandLine.Required<string>("--to", "The last day of release, at the station", "DATE");
        var pathway = new Option<string?>("--pathway") { Description = "Only releases on this pathway", HelpName = "CODE" };
        var window = new Option<string>("--window") { Description = "The window, in whole periods of 24 hours from the release", DefaultValueFactory = _ => "60d", HelpName = "DAYS" };
        var asOf = new Option<string?>("--as-of") { Description = "What had happened by then (default: now)", HelpName = "INSTANT" };
        var knownAt = new Option<string?>("--known-at") { Description = "What had been written down by then (default: now)", HelpName = "INSTANT" };
        var by = new Option<string?>("--by") { Description = "Groups: " + string.Join(", ", CohortQuestion.Groupings) + "; several with commas", HelpName = "GROUPS" };
        var family = new Option<bool>("--family-only") { Description = "Only people who were released in a family unit" };
        var verb = new Command("cohort", "Who reported, of those released between two days") { from, to, pathway, window, asOf, knownAt, by, family, Format };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            var now = installation.Clock.GetCurrentInstant();
            var question = new CohortQuestion(
                CommandLine.Date(parsed.GetValue(from)!, "--from"), CommandLine.Date(parsed.GetValue(to)!, "--to"), Known(installation, parsed.GetValue(pathway)),
                CommandLine.Days(parsed.GetValue(window)!, "--window"), parsed.GetValue(asOf) is { } a ? CommandLine.Moment(a, "--as-of") : now,
                parsed.GetValue(knownAt) is { } k ? CommandLine.Moment(k, "--known-at") : now, parsed.GetValue(family));
            if (question.To < question.From)
            {
                throw new BadArgumentsException($"--to {question.To:uuuu-MM-dd} lies before --from {question.From:uuuu-MM-dd}.");
            }

            var groups = Groups(parsed.GetValue(by));
            return Print(parsed, CohortReport.Make(installation, question, groups));
        });
        return verb;
    }

    private static Command Quality()
    {
        var verb = new Command("quality", "How good the records are, by station and week") { Format };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            return Print(parsed, QualityReport.Make(installation));
        });
        return verb;
    }

    private static Command Handoffs()
    {
        var date = new Option<string?>("--date") { Description = "The balance up to the end of that day, UTC (default: today)", HelpName = "DATE" };
        var verb = new Command("handoffs", "The balance: sent = accepted + waiting + returned and not sent again + withdrawn, and the names behind each") { date, Format };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            var day = parsed.GetValue(date) is { } d ? CommandLine.Date(d, "--date") : installation.Clock.GetCurrentInstant().InUtc().Date;
            return Print(parsed, await BalanceReport.MakeAsync(installation, day, CommandLine.Who(parsed)));
        });
        return verb;
    }

    private static Command Pathways()
    {
        var by = new Option<string>("--by") { Description = "week", DefaultValueFactory = _ => "week", HelpName = "week" };
        by.AcceptOnlyFromAmong("week");
        var verb = new Command("pathways", "Releases by pathway and week beside the pathway's declared dates") { by, Format };
        verb.SetAction(async (parsed, _) =>
        {
            await using var installation = CommandLine.Open(parsed);
            return Print(parsed, PathwayReport.Make(installation));
        });
        return verb;
    }

    private static string? Known(Installation installation, string? pathway) =>
        pathway is null || installation.Programme.Pathways.ContainsKey(pathway)
            ? pathway
            : throw new BadArgumentsException($"--pathway '{pathway}' is not in the programme. It knows {string.Join(", ", installation.Programme.Pathways.Keys)}.");

    private static IReadOnlyList<string> Groups(string? by)
    {
        var groups = by?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return groups.FirstOrDefault(g => !CohortQuestion.Groupings.Contains(g)) is { } unknown
            ? throw new BadArgumentsException($"--by '{unknown}' is no group. Take {string.Join(", ", CohortQuestion.Groupings)}.")
            : groups;
    }

    private static int Print(ParseResult parsed, Sheet sheet)
    {
        Console.Out.Write(parsed.GetValue(Format) switch { "json" => sheet.Json, "csv" => sheet.Csv(), _ => sheet.Text() });
        return Exit.Done;
    }

    private static Option<string> FormatOption()
    {
        var format = new Option<string>("--format") { Description = "table, csv or json", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        return format;
    }
}
