using Throughline.Storage.Reading;

namespace Throughline.Host.Statistics;

/// <summary>
/// Public cuts withhold counts under 5 and what would give them away. A group with a small count keeps only its total, or nothing when the
/// total is small itself; and one such group alone takes the next smallest with it, or subtraction from the whole would tell.
/// </summary>
internal static class Withholding
{
    public const int Under = 5;

    /// <summary>The keys of groups whose parts must not be shown.</summary>
    public static IReadOnlySet<string> Of(IReadOnlyList<CohortCounts> groups)
    {
        var small = groups.Where(HasSmall).Select(g => g.Key!).ToHashSet();
        if (small.Count == 1 && groups.Where(g => !small.Contains(g.Key!)).MinBy(g => g.Released) is { } next)
        {
            small.Add(next.Key!);
        }

        return small;
    }

    public static bool IsSmall(long count) => count is > 0 and < Under;

    private static bool HasSmall(CohortCounts g) => new[]
    {
        g.Released, g.ReportedInWindow, g.NotReported, g.WindowOpen, g.ReportedLate, g.NoticeToAppearServed, g.NoticeToAppearFiled,
        g.ReportedInWindow - g.NoticeToAppearServed, g.NoticeToAppearServed - g.NoticeToAppearFiled, g.NotReported - g.ReportedLate,
    }.Any(IsSmall);
}
