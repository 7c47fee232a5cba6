using NodaTime;
using Throughline.Casefile.Devices;

namespace Throughline.Tests.Devices;

public sealed class WeekTextTests
{
    [Fact]
    public void An_end_that_is_not_later_than_its_beginning_is_on_the_next_day()
    {
        Assert.Equal([new WeekStretch(IsoDayOfWeek.Sunday, new(22, 0), IsoDayOfWeek.Monday, new(6, 0))], WeekText.Read("Sun 22:00-06:00")!.Value);
        Assert.Equal([new WeekStretch(IsoDayOfWeek.Monday, new(0, 0), IsoDayOfWeek.Tuesday, new(0, 0))], WeekText.Read("mon 00:00-00:00")!.Value);
        Assert.Equal(7, WeekText.Read("daily 08:00-09:00")!.Value.Length);
    }

    [Theory]
    [InlineData("Mon")]
    [InlineData("Mon 8:00-09:00")]
    [InlineData("Mon 08:00-24:00")]
    [InlineData("Fri-Mon 08:00-09:00")]
    [InlineData("Mon-Tue-Wed 08:00-09:00")]
    [InlineData("Montag 08:00-09:00")]
    [InlineData("Mon 08:00-09:00-10:00")]
    public void What_is_no_stretch_of_a_week_is_not_guessed(string text) => Assert.Null(WeekText.Read(text));

    [Theory]
    [InlineData("Mon 08:00-09:00", "Mon 08:00-09:00", true)]
    [InlineData("Mon 08:00-09:00", "Mon 08:01-09:00", false)]
    [InlineData("Sun 23:00-01:00", "Sat-Sun 22:00-02:00", true)]
    [InlineData("Mon 00:00-01:00", "Sun 22:00-02:00", true)]
    [InlineData("Mon 08:00-09:00", null, true)]
    [InlineData(null, "Mon 08:00-09:00", false)]
    [InlineData(null, null, true)]
    [InlineData(null, "daily 00:00-00:00", true)]
    public void One_is_within_the_other_when_no_minute_lies_outside(string? one, string? other, bool isWithin) => Assert.Equal(isWithin, WeekText.IsWithin(one, other));

    [Theory]
    [InlineData("2026-12-25 none (holiday)", true)]
    [InlineData("2026-12-25 none (holiday); 2026-12-26 10:00-12:00, 14:00-15:00 (visit)", true)]
    [InlineData("2026-12-25 none", false)]
    [InlineData("2026-12-25 (holiday)", false)]
    [InlineData("25.12.2026 none (holiday)", false)]
    [InlineData("2026-12-25 none (a); 2026-12-25 none (b)", false)]
    public void A_date_that_differs_says_its_hours_and_why(string text, bool isRead) => Assert.Equal(isRead, DaysText.Read(text) is not null);
}
