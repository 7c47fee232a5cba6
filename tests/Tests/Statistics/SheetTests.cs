using Throughline.Host.Statistics;

namespace Throughline.Tests.Statistics;

public sealed class SheetTests
{
    [Fact]
    public void A_heading_stacks_its_words_and_figures_stand_to_the_right()
    {
        var sheet = new Sheet("Title.", ["station", "reported in window#", "filed#"], [["Yuma", "1,234", "5"]], [], "");

        Assert.Equal(
            """
            Title.

                     reported
                           in
            station    window  filed
            -------  --------  -----
            Yuma        1,234      5

            """.ReplaceLineEndings("\n"), sheet.Text());
    }

    [Fact]
    public void Title_and_notes_fit_a_terminal_and_a_table_without_rows_is_left_out()
    {
        var sheet = new Sheet(string.Join(' ', Enumerable.Repeat("balance", 30)) + "\nsecond", ["state", "name"], [], ["Nobody is waiting."], "");

        var lines = sheet.Text().Split('\n');

        Assert.All(lines, l => Assert.True(l.Length <= 80));
        Assert.Contains("second", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("state", StringComparison.Ordinal));
        Assert.Contains("Nobody is waiting.", lines);
    }
}
