using NodaTime;
namespace Throughline.Casefile.People;

public static class NameKeys
{
    public static IReadOnlyList<string> ForPerson(string g, string s, LocalDate? b, string? a, string? p, string? r) => [.. (g + " " + s).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => "n:" + w)];
    public static IReadOnlyList<IReadOnlyList<string>> ForQuery(string q) => [.. q.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => (IReadOnlyList<string>)["n:" + w])];
    public static int Closeness(string q, string g, string s) => (g + " " + s).Contains(q, StringComparison.OrdinalIgnoreCase) ? 0 : 1;
}
