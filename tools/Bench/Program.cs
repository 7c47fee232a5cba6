using System.Globalization;

namespace Throughline.Bench;

/// <summary>One comparison: our seconds and the reference's, both measured in this run on this machine.</summary>
/// <param name="Name">What <c>./bench NAME</c> selects, whole or in part.</param>
/// <param name="Reach">The highest ratio that we aim for; the reference is 1.</param>
/// <param name="Measure">Runs both; seconds.</param>
internal sealed record Benchmark(string Name, double Reach, Func<(double Ours, double Reference)> Measure);

/// <summary><c>./bench [NAME]</c>: prints each as a ratio, because seconds of another machine say nothing.</summary>
internal static class Program
{
    private static readonly Benchmark[] Benchmarks = [];

    public static int Main(string[] args)
    {
        var chosen = Benchmarks.Where(b => args.Length == 0 || b.Name.Contains(args[0], StringComparison.OrdinalIgnoreCase)).ToList();
        if (args.Length > 0 && chosen.Count == 0)
        {
            Console.Error.WriteLine($"No benchmark is named '{args[0]}'. There are: {(Benchmarks.Length == 0 ? "none yet" : string.Join(", ", Benchmarks.Select(b => b.Name)))}.");
            return 2;
        }

        Line("name", "ours", "reference", "ratio", "reach");
        foreach (var benchmark in chosen)
        {
            var (ours, reference) = benchmark.Measure();
            Line(benchmark.Name, Seconds(ours), Seconds(reference), Number(ours / reference), Number(benchmark.Reach));
        }

        return 0;
    }

    private static void Line(string name, string ours, string reference, string ratio, string reach) =>
        Console.WriteLine($"{name,-32}  {ours,10}  {reference,10}  {ratio,7}  {reach,7}");

    private static string Seconds(double value) => value.ToString("0.000", CultureInfo.InvariantCulture) + " s";

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
