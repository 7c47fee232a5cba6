using System.Text.RegularExpressions;
using NodaTime;
using Throughline.Host.Parts;

namespace Throughline.Tests.Parts;

public sealed class PartsTests
{
    [Fact]
    public void What_people_write_is_text_and_never_markup()
    {
        const string name = "<script>alert(1)</script>\"O'Neill";
        var parts = string.Concat(
            Markup.Of($"<b>{name}</b>"), Tag.Of("person", name), Block.Finding(name, name, name), Block.Note(name, name),
            Summary.Facts((name, name)), Reads.Line([new(name, name, name, name)]), Field.Text("id", name, name, name, name),
            Timeline.Rows([new(name, name, "person", name, name, name)]), Line.Window(name, 0.2, name, name, 0.5, name));

        Assert.DoesNotContain("<script", parts);
        Assert.DoesNotContain("\"O'", parts);
        Assert.Contains("&lt;script&gt;", parts);
    }

    [Fact]
    public void No_part_needs_an_inline_style() =>
        Assert.DoesNotContain("style=", string.Concat(
            TimeLeft.Line(Duration.FromHours(3), "13:00"), BalanceLine.Draw(42, 33, 4, 4, 0), CohortFunnel.Draw(new(100, 40, 50, 10, 20, 5, 7), "t", "60 days", "now")));

    [Theory]
    [InlineData(38, "38 min")]
    [InlineData(239, "3 h 59")]
    [InlineData(326, "5 h 26")]
    [InlineData(27 * 60, "1 d 3 h")]
    [InlineData(48 * 60, "2 d")]
    [InlineData(12 * 24 * 60 + 60, "12 d")]
    [InlineData(-130, "since 2 h 10")]
    public void Time_left_is_said_in_the_units_that_matter(int minutes, string words) =>
        Assert.Equal(words, TimeLeft.Words(Duration.FromMinutes(minutes)));

    [Fact]
    public void Time_left_turns_black_only_under_four_hours()
    {
        Assert.Contains("tl-left--short", TimeLeft.Line(Duration.FromMinutes(239), "").ToString());
        Assert.DoesNotContain("tl-left--short", TimeLeft.Line(Duration.FromHours(4), "").ToString());
    }

    [Theory]
    [InlineData("missed to review")]
    [InlineData("MissedToReview")]
    [InlineData("missed-to-review")]
    public void A_state_has_one_look_in_every_spelling(string state)
    {
        Assert.Contains("Miss to review", Tag.Obligation(state).ToString());
        Assert.DoesNotContain("fault", Tag.Obligation(state).ToString());
    }

    [Fact]
    public void The_difference_of_a_balance_is_computed_and_shown_only_when_there_is_one()
    {
        Assert.Contains("<b>1</b>difference", BalanceLine.Sum(42, 33, 4, 4, 0).ToString());
        Assert.DoesNotContain("difference", BalanceLine.Sum(42, 33, 4, 4, 1).ToString());
        Assert.Contains("No receipt", BalanceLine.Draw(42, 33, 4, 4, 0).ToString());
        Assert.DoesNotContain("missing", BalanceLine.Draw(42, 33, 4, 4, 1).ToString());
    }

    [Theory]
    [InlineData(49_859, 104_171, "47.9 %")]
    [InlineData(1, 104_171, "under 0.1 %")]
    [InlineData(104_170, 104_171, "over 99.9 %")]
    [InlineData(0, 12, "0.0 %")]
    [InlineData(0, 0, "none")]
    public void A_rate_never_shows_a_part_as_all_or_nothing(int part, int whole, string words) =>
        Assert.Equal(words, CohortFunnel.Percent(part, whole));

    [Fact]
    public void The_parts_of_a_cohort_are_drawn_to_scale()
    {
        var picture = CohortFunnel.Draw(new(1000, 500, 400, 100, 200, 50, 80), "t", "60 days", "now").ToString();
        var widths = Regex.Matches(picture, "class=\"(full|part|wait|mid|ours)\" x=\"[\\d.]+%\" y=\"[\\d.]+\" width=\"([\\d.]+)%\"")
            .Select(m => double.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        // Each part gives 0.3 % to the gap beside it.
        Assert.Equal([99.7, 49.7, 39.7, 9.7, 19.7, 29.7, 7.7, 4.7], widths);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0)]
    [InlineData(5, 0, 5, 0, 0, 0, 0)]
    [InlineData(1, 1, 0, 0, 1, 1, 0)]
    [InlineData(104_171, 1, 104_169, 1, 1, 1, 1)]
    public void A_cohort_with_nothing_in_a_part_is_drawn_without_it(int released, int inWindow, int not, int open, int served, int filed, int late)
    {
        var picture = CohortFunnel.Draw(new(released, inWindow, not, open, served, filed, late), "t", "60 days", "now").ToString();
        Assert.DoesNotContain("NaN", picture);
        Assert.DoesNotContain("width=\"0%\"", picture);
        Assert.DoesNotContain("-0.", picture);
    }
}
