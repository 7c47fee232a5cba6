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

    public string Data => Path.Combine(_folder.FullName, "data");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
