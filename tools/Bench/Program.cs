using System.Globalization;
using Throughline.Bench;

// Each benchmark is measured beside a reference in the same run, so that the ratio travels between machines.
if (args is [StartBench.EmptyServer, var url])
{
    return await StartBench.ServeNothingAsync(url);
}

var all = new (string Name, string Reach, Func<Task<Measured>> Run, Func<Task<double>>? OnPostgres)[]
{
    ("import", "at most 8 without the search index", ImportBench.WithoutSearchAsync, () => ImportBench.OursAsync(withSearch: false)),
    ("import-search", "at most 15 with the search index", ImportBench.WithSearchAsync, () => ImportBench.OursAsync(withSearch: true)),
    ("report", "at most 3", ReportBench.RunAsync, ReportBench.OursAsync),
    ("check-in", "at least 1 (rate)", CheckInBench.RunAsync, CheckInBench.OursAsync),
    ("start", "at most 3", StartBench.RunAsync, null),
    ("pages", "statistics beside an import, p95", BesideBench.RunAsync, null),
    ("sweep", "10,000 due of 5,000,000 open, at most 1.3", () => MillionBench.SweepAsync(), null),
    ("work-list", "a page over 1,000,000 cases, at most 1.5", () => MillionBench.WorkListAsync(), null),
    ("search", "over 1,000,000 people, at most 2", () => MillionBench.SearchAsync(), null),
    ("verify", "", LogBench.VerifyAsync, async () => (await LogBench.VerifyAsync()).Ours),
    ("rebuild", "", LogBench.RebuildAsync, async () => (await LogBench.RebuildAsync()).Ours),
    ("decode-gt06", "at least 0.3 (rate)", DecodeBench.Gt06Async, null),
    ("decode-teltonika", "at least 0.2 (rate)", DecodeBench.TeltonikaAsync, null),
    ("gateway-1000", "at least 0.75 of a bare echo", GatewayBench.ThousandAsync, GatewayBench.OursThousandAsync),
    ("gateway-5000", "at least 0.75 of a bare echo", GatewayBench.FiveThousandAsync, GatewayBench.OursFiveThousandAsync),
    ("gateway-10", "10 fixes a packet, at least 0.6", GatewayBench.PacketsAsync, GatewayBench.OursPacketsAsync),
    ("gateway-rows", "a row a fix, at least 40", GatewayBench.RowsAsync, null),
    ("gateway-logins", "20,000 beside 2,000, at least 0.83", GatewayBench.LoginsAsync, null),
    ("gateway-memory", "at most 12 kB connected, 1 kB known", GatewayBench.MemoryAsync, null),
    ("zones-flat", "10,000 zones beside 10, at least 0.67 (rate)", ZoneBench.FlatAsync, null),
    ("zones-loop", "1,000 zones beside a plain loop, at least 50 (rate)", ZoneBench.AgainstLoopAsync, null),
    ("trail-size", "bytes a point beside a row table, at most 6 and 0.067", TrailBench.SizeAsync, null),
    ("trail-read", "43,200 fixes beside a row table, at most 0.2", TrailBench.ReadAsync, null),
};
var wanted = all.Where(b => args.Length == 0 || b.Name.StartsWith(args[0], StringComparison.Ordinal)).ToList();
if (wanted.Count == 0)
{
    Console.Error.WriteLine($"No benchmark is named '{args[0]}'. There are {string.Join(", ", all.Select(b => b.Name))}.");
    return 2;
}

Console.WriteLine($"{"name",-14} {"ours",12} {"reference",12} {"ratio",8}  reach");
foreach (var (name, reach, run, onPostgres) in wanted)
{
    var m = await run();
    Print(name, m, reach);
    foreach (var note in m.Notes)
    {
        Console.WriteLine("  " + note);
    }

    if (Scratch.Server is not null && onPostgres is not null)
    {
        Scratch.OnPostgres = true;
        Print("  PostgreSQL", m with { Ours = await onPostgres(), Reference = m.Ours }, "beside ours on SQLite");
        Scratch.OnPostgres = false;
    }
}

return 0;

static void Print(string name, Measured m, string reach) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14} {m.Ours,10:0.000} {m.Unit} {m.Reference,10:0.000} {m.Unit} {m.Ours / m.Reference,7:0.00}  {reach}"));
