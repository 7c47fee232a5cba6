using CsCheck;
using NodaTime;
using Throughline.Casefile.Programmes;
using static Throughline.Tests.Programmes.Demonstration;

namespace Throughline.Tests.Programmes;

public sealed class OfficeCalendarTests
{
    private static readonly OfficeCalendar Calendar = new(Denver);

    [Theory]
    [InlineData("2021-03-22", true)]
    [InlineData("2021-03-20", false)]
    [InlineData("2021-03-21", false)]
    [InlineData("2024-02-29", true)]
    [InlineData("2021-05-31", false)]
    [InlineData("2021-06-18", false)]
    [InlineData("2021-12-31", false)]
    [InlineData("2023-01-02", false)]
    [InlineData("2028-12-25", false)]
    public void An_office_is_closed_on_weekends_holidays_and_their_observed_days(string day, bool isOpen) =>
        Assert.Equal(isOpen, Calendar.IsOpen(Date(day)));

    [Fact]
    public void Why_an_office_is_closed_is_a_sentence()
    {
        Assert.Equal("Denver Field Office is closed on 2021-07-05: Independence Day (observed).", Calendar.WhyClosed(new(2021, 7, 5)));
        Assert.Equal("Denver Field Office does not open on Sundays.", Calendar.WhyClosed(new(2021, 3, 21)));
        Assert.Null(Calendar.WhyClosed(new(2021, 7, 6)));
    }

    [Fact]
    public void A_day_that_only_one_office_is_closed_closes_no_other()
    {
        Assert.False(new OfficeCalendar(Shipped.Offices["WAS"]).IsOpen(new(2021, 1, 20)));
        Assert.True(Calendar.IsOpen(new(2021, 1, 20)));
    }

    [Fact]
    public void The_next_open_day_passes_a_long_weekend()
    {
        Assert.Equal(new(2021, 7, 6), Calendar.NextOpenDay(new(2021, 7, 3)));
        Assert.Equal(new(2021, 7, 6), Calendar.NextOpenDay(new(2021, 7, 6)));
    }

    [Theory]
    [InlineData("2021-07-06T08:00:00", 8, "2021-07-06T16:00:00")]
    [InlineData("2021-07-06T08:00:01", 8, "2021-07-07T08:00:01")]
    [InlineData("2021-07-06T15:59:59", 1, "2021-07-07T08:59:59")]
    [InlineData("2021-07-06T16:00:00", 1, "2021-07-07T09:00:00")]
    [InlineData("2021-07-02T12:00:00", 24, "2021-07-08T12:00:00")]
    [InlineData("2021-07-03T23:30:00", 24, "2021-07-08T16:00:00")]
    [InlineData("2024-02-28T08:00:00", 16, "2024-02-29T16:00:00")]
    [InlineData("2021-03-12T12:00:00", 8, "2021-03-15T12:00:00")]
    [InlineData("2021-11-05T12:00:00", 8, "2021-11-08T12:00:00")]
    public void Only_open_hours_count_towards_an_answer(string from, int hours, string expected) =>
        Assert.Equal(Local(Denver, expected), Calendar.AddOpenHours(Local(Denver, from), hours));

    [Fact]
    public void No_hours_end_where_they_begin() =>
        Assert.Equal(Local(Denver, "2021-07-03T23:30:00"), Calendar.AddOpenHours(Local(Denver, "2021-07-03T23:30:00"), 0));

    [Fact]
    public void The_day_on_which_the_clocks_change_inside_opening_time_is_an_hour_shorter_or_longer()
    {
        var night = new OfficeCalendar(Denver.OpenEveryDay() with { Opens = new(0, 0), Closes = new(16, 0) });

        Assert.Equal(Duration.FromHours(15), night.OpenHoursBetween(At(Denver, 2021, 3, 14, 0), At(Denver, 2021, 3, 15, 0)));
        Assert.Equal(Duration.FromHours(17), night.OpenHoursBetween(At(Denver, 2021, 11, 7, 0), At(Denver, 2021, 11, 8, 0)));
        Assert.Equal(At(Denver, 2021, 3, 15, 1), night.AddOpenHours(At(Denver, 2021, 3, 14, 0), 16));
        Assert.Equal(At(Denver, 2021, 11, 7, 15), night.AddOpenHours(At(Denver, 2021, 11, 7, 0), 16));
    }

    [Fact]
    public void Open_hours_between_instants_in_the_wrong_order_are_none() =>
        Assert.Equal(Duration.Zero, Calendar.OpenHoursBetween(At(Denver, 2021, 7, 7, 12), At(Denver, 2021, 7, 6, 12)));

    [Fact]
    public void An_office_that_never_opens_is_a_bug_and_not_an_endless_search() =>
        Assert.Throws<InvalidOperationException>(() => new OfficeCalendar(Denver with { OpeningDays = [] }).NextOpenDay(new(2021, 1, 1)));

    [Fact]
    public void Adding_open_hours_and_counting_them_agree_in_every_zone() =>
        Gen.Select(Gen.Int[0, Shipped.Offices.Count - 1], Gen.Int[0, 3 * 365 * 24 * 60], Gen.Int[1, 60]).Sample((which, minutes, hours) =>
        {
            var calendar = new OfficeCalendar(Shipped.Offices.Values.ElementAt(which));
            var from = Instant.FromUtc(2021, 1, 1, 0, 0) + Duration.FromMinutes(minutes);
            var end = calendar.AddOpenHours(from, hours);
            return calendar.OpenHoursBetween(from, end) == Duration.FromHours(hours)
                && calendar.OpenHoursBetween(from, end - Duration.FromSeconds(1)) < Duration.FromHours(hours);
        }, iter: 2000);

    private static LocalDate Date(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static Instant Local(Office office, string text) =>
        NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(text).Value.InZoneStrictly(office.Zone).ToInstant();
}
