using System.Globalization;
using Throughline.Bench;

// Each benchmark is measured beside a reference in the same run, so that the ratio travels between machines.
if (args is [StartBench.EmptyServer, var url])
{
    return await StartBench.ServeNothingAsync(url);
}

var all = new (string Name, string Reach, Func<Task<Measured>> Run)[]
{
    ("import", "at most 8 without the search index", ImportBench.WithoutSearchAsync),
    ("import-search", "at most 15 with the search index", ImportBench.WithSearchAsync),
    ("report", "at most 3", ReportBench.RunAsync),
    ("check-in", "at least 1 (rate)", CheckInBench.RunAsync),
    ("start", "at most 3", StartBench.RunAsync),
    ("pages", "statistics beside an import, p95", BesideBench.RunAsync),
    ("verify", "", LogBench.VerifyAsync),
    ("rebuild", "", LogBench.RebuildAsync),
    ("decode-gt06", "at least 0.3 (rate)", DecodeBench.Gt06Async),
    ("decode-teltonika", "at least 0.2 (rate)", DecodeBench.TeltonikaAsync),
};
var wanted = all.Where(b => args.Length == 0 || b.Name.StartsWith(args[0], StringComparison.Ordinal)).ToList();
if (wanted.Count == 0)
{
    Console.Error.WriteLine($"No benchmark is named '{args[0]}'. There are {string.Join(", ", all.Select(b => b.Name))}.");
    return 2;
}

Console.WriteLine($"{"name",-14} {"ours",12} {"reference",12} {"ratio",8}  reach");
foreach (var (name, reach, run) in wanted)
{
    var m = await run();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14} {m.Ours,10:0.000} {m.Unit} {m.Reference,10:0.000} {m.Unit} {m.Ours / m.Reference,7:0.00}  {reach}"));
    foreach (var note in m.Notes)
    {
        Console.WriteLine("  " + note);
    }
}

return 0;
