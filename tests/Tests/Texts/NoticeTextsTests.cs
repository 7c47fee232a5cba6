using System.Text.RegularExpressions;
using NodaTime;
using Throughline.Host.Texts;
using Throughline.Tests.Programmes;

namespace Throughline.Tests.Texts;

public sealed partial class NoticeTextsTests
{
    [Fact]
    public void Every_text_is_there_in_both_languages_with_the_same_braces()
    {
        Assert.All(NoticeTexts.All.Values, t =>
        {
            Assert.False(string.IsNullOrWhiteSpace(t.English) || string.IsNullOrWhiteSpace(t.Spanish), t.Key);
            Assert.Equal(Braces().Matches(t.English).Select(m => m.Value).Order(), Braces().Matches(t.Spanish).Select(m => m.Value).Order());
        });
    }

    [Fact]
    public void A_sentence_for_the_person_has_at_most_25_words_and_calls_out_to_nobody() =>
        Assert.All(NoticeTexts.All.Values.SelectMany(t => t.Words.Values), words =>
        {
            Assert.DoesNotContain('!', words);
            Assert.All(Sentences().Split(words), s => Assert.True(s.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 25, s));
        });

    [Fact]
    public void Every_notice_of_the_demonstration_programme_has_a_title_and_says_what_happens_that_day() =>
        Assert.All(Demonstration.Shipped.NoticeKinds, k => Assert.True(NoticeTexts.Has("title." + k.Code) && NoticeTexts.Has("day." + k.Code), k.Code));

    [Theory]
    [InlineData("es", "lunes 27 de septiembre de 2021, 10:20 a. m.")]
    [InlineData("en", "Monday, September 27, 2021, 10:20 a.m.")]
    public void A_day_is_written_in_the_manner_of_the_language(string language, string written) =>
        Assert.Equal(written, PersonTime.DayAndTime(language, new LocalDate(2021, 9, 27), new LocalTime(10, 20)).Replace('\u00a0', ' '));

    [Theory]
    [InlineData(0, 0, "12:00 a. m.")]
    [InlineData(12, 5, "12:05 p. m.")]
    [InlineData(23, 59, "11:59 p. m.")]
    public void Midnight_and_noon_are_twelve(int hour, int minute, string written) =>
        Assert.Equal(written, PersonTime.Clock("es", new LocalTime(hour, minute)).Replace('\u00a0', ' '));

    [Fact]
    public void Reminders_of_one_month_share_its_name()
    {
        LocalDate Day(int month, int day) => new(2021, month, day);
        Assert.Equal("20, 24 y 26 sep", PersonTime.Several("es", [Day(9, 20), Day(9, 24), Day(9, 26)]));
        Assert.Equal("Sep 28, Oct 2 and Oct 4", PersonTime.Several("en", [Day(9, 28), Day(10, 2), Day(10, 4)]));
    }

    [GeneratedRegex(@"[.:;?](?:\s|$)")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Braces();
}
