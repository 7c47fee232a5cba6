using Dapper;
using NodaTime;
using Npgsql;
using Throughline.Host;

namespace Throughline.Bench;

/// <summary>One figure of ours and the reference's of the same run, in the same unit.</summary>
internal sealed record Measured(double Ours, double Reference, string Unit)
{
    /// <summary>What else the run showed, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

/// <summary>A folder that goes with the run.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("throughline-bench-");

    /// <summary>Where a PostgreSQL is, as <c>tools/with-postgres</c> says it; null when there is none.</summary>
    public static readonly string? Server = Environment.GetEnvironmentVariable("THROUGHLINE_POSTGRES");

    private static int _made;

    /// <summary>Whether ours is measured on it.</summary>
    public static bool OnPostgres { get; set; }

    public string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>A store of its own in this folder, or in a database of its own.</summary>
    public Installation Open(IClock? clock = null)
    {
        clock ??= SystemClock.Instance;
        if (Server is null || !OnPostgres)
        {
            return Installation.Open(Data, null, clock);
        }

        var name = $"bench_{++_made}";
        using (var db = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false"))
        {
            db.Execute("create database " + name);
        }

        return Installation.Open(Data, null, clock, $"{Server};Database={name}");
    }

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
