using System.Text.RegularExpressions;
using NodaTime;
using Throughline.Host.Texts;
using Throughline.Tests.Programmes;

namespace Throughline.Tests.Texts;

public sealed partial class NoticeTextsTests
{
    [Fact]
    public void Every_text_is_there_in_every_language_with_the_same_braces()
    {
        Assert.True(NoticeTexts.Faults.IsEmpty, string.Join("\n", NoticeTexts.Faults));
        Assert.All(NoticeTexts.All.Values, t => Assert.All(t.Words, words =>
        {
            Assert.False(string.IsNullOrWhiteSpace(words.Value), $"{words.Key}, {t.Key}");
            Assert.Equal((words.Key, string.Join(' ', Braces().Matches(t.English).Select(m => m.Value).Order())), (words.Key, string.Join(' ', Braces().Matches(words.Value).Select(m => m.Value).Order())));
        }));
    }

    [Fact]
    public void A_text_is_reviewed_only_with_a_name_and_a_day()
    {
        Assert.All(NoticeTexts.All.Values.SelectMany(t => t.Reviews.Values), r => Assert.False(string.IsNullOrWhiteSpace(r.By)));
        Assert.All(TextLanguage.All, l => Assert.False(NoticeTexts.IsReviewed(l.Code), "Say in the notes of the change who has read it: this test then goes."));
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
    [InlineData("pt", "segunda-feira, 27 de setembro de 2021, 10h20")]
    [InlineData("ht", "lendi 27 septanm 2021, 10:20 a.m.")]
    [InlineData("ro", "luni, 27 septembrie 2021, ora 10:20")]
    public void A_day_is_written_in_the_manner_of_the_language(string language, string written) =>
        Assert.Equal(written, PersonTime.DayAndTime(language, new LocalDate(2021, 9, 27), new LocalTime(10, 20)).Replace('\u00a0', ' '));

    [Theory]
    [InlineData(0, 0, "12:00 a. m.")]
    [InlineData(12, 5, "12:05 p. m.")]
    [InlineData(23, 59, "11:59 p. m.")]
    public void Midnight_and_noon_are_twelve(int hour, int minute, string written) =>
        Assert.Equal(written, PersonTime.Clock("es", new LocalTime(hour, minute)).Replace('\u00a0', ' '));

    [Theory]
    [InlineData("en", "June 1")]
    [InlineData("es", "1 de junio")]
    [InlineData("pt", "1º de junho")]
    [InlineData("ht", "premye jen")]
    [InlineData("ro", "1 iunie")]
    public void The_first_of_a_month_is_written_as_that_language_counts(string language, string written) =>
        Assert.Equal(written, PersonTime.Day(language, new LocalDate(2026, 6, 1), withYear: false));

    [Theory]
    [InlineData("pt", 14, 5, "14h05", "14h05")]
    [InlineData("pt", 8, 0, "8h00", "8h")]
    [InlineData("ro", 17, 0, "17:00", "17:00")]
    [InlineData("ht", 17, 0, "5:00 p.m.", "5 p.m.")]
    public void An_hour_is_written_as_that_language_counts(string language, int hour, int minute, string whole, string brief)
    {
        Assert.Equal(whole, PersonTime.Clock(language, new LocalTime(hour, minute)).Replace('\u00a0', ' '));
        Assert.Equal(brief, PersonTime.Clock(language, new LocalTime(hour, minute), brief: true).Replace('\u00a0', ' '));
    }

    [Theory]
    [InlineData("en", "Monday to Friday")]
    [InlineData("es", "de lunes a viernes")]
    [InlineData("pt", "de segunda-feira a sexta-feira")]
    [InlineData("ht", "lendi rive vandredi")]
    [InlineData("ro", "de luni până vineri")]
    public void A_run_of_weekdays_is_one_phrase(string language, string written) =>
        Assert.Equal(written, PersonTime.Weekdays(language, [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday]));

    [Theory]
    [InlineData("ESPAÑOL", "es")]
    [InlineData("portugues", "pt")]
    [InlineData("Kreyol", "ht")]
    [InlineData("KREYÒL AYISYEN", "ht")]
    [InlineData("romana", "ro")]
    [InlineData("english", "en")]
    [InlineData("deutsch", null)]
    public void A_language_is_asked_for_by_its_own_name_with_or_without_accents(string word, string? code) => Assert.Equal(code, TextLanguage.OfWord(word)?.Code);

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
