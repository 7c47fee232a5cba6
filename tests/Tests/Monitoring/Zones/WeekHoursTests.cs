using CsCheck;
using NodaTime;
using Throughline.Monitoring.Zones;

namespace Throughline.Tests.Monitoring.Zones;

public sealed class WeekHoursTests
{
    private static readonly WeekHours Night = Watched.Daily(new(22, 0), new(6, 0));

    [Theory]
    [InlineData("2026-03-02T21:59:59", false)]
    [InlineData("2026-03-02T22:00:00", true)]
    [InlineData("2026-03-03T05:59:59", true)]
    [InlineData("2026-03-03T06:00:00", false)]
    public void A_part_holds_from_its_first_instant_to_its_last_and_past_midnight(string local, bool inside) =>
        Assert.Equal(inside, Night.Contains(Local(local), Watched.Chicago));

    [Fact]
    public void On_the_day_the_clocks_go_forward_a_night_has_seven_hours()
    {
        var night = Night.At(Local("2026-03-08T01:00:00"), Watched.Chicago);
        Assert.Equal(Duration.FromHours(7), night.Until - night.From);
    }

    [Fact]
    public void On_the_day_they_go_back_it_has_nine()
    {
        var night = Night.At(Local("2026-10-31T23:00:00"), Watched.Chicago);
        Assert.Equal(Duration.FromHours(9), night.Until - night.From);
    }

    [Fact]
    public void What_begins_in_the_hour_that_is_skipped_begins_when_the_clock_has_skipped_it()
    {
        var hours = Watched.Daily(new(2, 30), new(4, 0));
        Assert.Equal(Instant.FromUtc(2026, 3, 8, 8, 0), hours.At(Local("2026-03-08T03:30:00"), Watched.Chicago).From);
    }

    [Fact]
    public void What_ends_in_the_hour_that_comes_twice_ends_the_first_time()
    {
        var hours = Watched.Daily(new(22, 0), new(1, 30));
        Assert.Equal(Instant.FromUtc(2026, 11, 1, 6, 30), hours.NextChange(Local("2026-10-31T23:00:00"), Watched.Chicago));
        Assert.False(hours.Contains(Instant.FromUtc(2026, 11, 1, 7, 15), Watched.Chicago));
    }

    [Fact]
    public void A_day_apart_holds_in_place_of_what_would_begin_on_it()
    {
        var hours = Night with { Exceptions = [new(new(2026, 3, 3), [], "Clinic"), new(new(2026, 3, 4), [(new(23, 0), new(1, 0))], "Work")] };
        Assert.True(hours.Contains(Local("2026-03-03T05:00:00"), Watched.Chicago));
        Assert.False(hours.Contains(Local("2026-03-03T23:30:00"), Watched.Chicago));
        Assert.False(hours.Contains(Local("2026-03-04T22:30:00"), Watched.Chicago));
        Assert.True(hours.Contains(Local("2026-03-05T00:30:00"), Watched.Chicago));
        Assert.Equal(Local("2026-03-04T23:00:00"), hours.NextChange(Local("2026-03-03T12:00:00"), Watched.Chicago));
    }

    [Fact]
    public void A_part_may_run_over_the_end_of_the_week()
    {
        var weekend = new WeekHours([new(IsoDayOfWeek.Friday, new(18, 0), IsoDayOfWeek.Monday, new(6, 0))], []);
        Assert.True(weekend.Contains(Local("2026-03-08T12:00:00"), Watched.Chicago));
        Assert.True(weekend.Contains(Local("2026-03-09T05:59:00"), Watched.Chicago));
        Assert.False(weekend.Contains(Local("2026-03-09T06:00:00"), Watched.Chicago));
    }

    [Fact]
    public void Parts_that_touch_are_one_stretch()
    {
        var hours = new WeekHours([new(IsoDayOfWeek.Monday, new(8, 0), IsoDayOfWeek.Monday, new(12, 0)), new(IsoDayOfWeek.Monday, new(12, 0), IsoDayOfWeek.Monday, new(17, 0))], []);
        var stretch = hours.At(Local("2026-03-02T13:00:00"), Watched.Chicago);
        Assert.Equal((Local("2026-03-02T08:00:00"), Local("2026-03-02T17:00:00")), (stretch.From, stretch.Until));
    }

    [Fact]
    public void Hours_without_a_part_never_begin() => Assert.Null(new WeekHours([], []).NextChange(Watched.Start, Watched.Chicago));

    [Fact]
    public void What_a_stretch_says_holds_at_each_instant_of_it()
    {
        var time = Gen.Int[0, 1439].Select(m => LocalTime.FromMinutesSinceMidnight(m));
        var part = Gen.Select(Gen.Int[1, 7], time, Gen.Int[1, 7], time, (d, f, l, u) => new WeekPart((IsoDayOfWeek)d, f, (IsoDayOfWeek)l, u));
        // Days on which the clocks change are among them.
        var minute = Gen.Int[0, 365 * 24 * 60];
        Gen.Select(part.Array[0, 4], minute).Sample((parts, m) =>
        {
            var hours = new WeekHours([.. parts], []);
            var at = Watched.Start + Duration.FromMinutes(m);
            var stretch = hours.At(at, Watched.Chicago);
            var until = stretch.Until ?? at + Duration.FromDays(9);
            var from = stretch.From ?? at;
            return stretch.Covers(at) && Enumerable.Range(0, 8).All(i => hours.Contains(from + ((until - from) * (i / 8.0)), Watched.Chicago) == stretch.Inside)
                && (stretch.Until is null || hours.Contains(until, Watched.Chicago) != stretch.Inside);
        }, iter: 2000);
    }

    private static Instant Local(string text) =>
        Watched.Chicago.AtStrictly(NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(text).Value).ToInstant();
}
