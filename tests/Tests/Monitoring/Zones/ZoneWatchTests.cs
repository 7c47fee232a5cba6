using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;

namespace Throughline.Tests.Monitoring.Zones;

public sealed class ZoneWatchTests
{
    private static readonly WeekHours Curfew = Watched.Daily(new(13, 0), new(18, 0));

    [Fact]
    public void Two_fixes_whose_whole_circles_lie_outside_are_one_breach_and_no_more_come_of_it()
    {
        var w = new Watched().Stay(0, 180, 0).See(180, 300);
        Assert.Empty(w.Signals(SignalKind.Breach));
        var breach = Assert.Single(w.See(240, 320).Stay(300, 900, 400).Signals(SignalKind.Breach));
        Assert.Equal(Watched.Start + Duration.FromSeconds(240), breach.Occurred);
        Assert.Equal(2, breach.Evidence.Count);
        Assert.False(breach.Late);
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(600, true)]
    public void A_zone_asks_for_nothing_behind_its_own_end(int end, bool isBreach)
    {
        foreach (var hours in new[] { null, Watched.Daily(new LocalTime(6, 0), new LocalTime(22, 0)) })
        {
            var w = new Watched(hours: hours, zone: z => z with { Until = Watched.Start + Duration.FromSeconds(end) }).Stay(0, 300, 0).Stay(300, 900, 400);

            Assert.Equal(isBreach ? 1 : 0, w.Signals(SignalKind.Breach).Count);
            Assert.Equal(Watched.Start + Duration.FromSeconds(end), w.Band(900)[^1].Until);
        }
    }

    [Fact]
    public void One_fix_far_outside_is_not_a_breach() =>
        Assert.Empty(new Watched().Stay(0, 180, 0).See(180, 5000).Stay(240, 900, 0).Signals(SignalKind.Breach));

    [Fact]
    public void A_breach_ends_with_two_fixes_wholly_inside() =>
        Assert.Equal([SignalKind.Breach, SignalKind.BreachEnded], new Watched().Stay(0, 120, 300).See(120, 0).See(180, 0).Kinds);

    [Fact]
    public void One_fix_back_inside_does_not_end_it_so_that_it_does_not_begin_again() =>
        Assert.Single(new Watched().Stay(0, 300, 300).See(300, 0).Stay(360, 900, 300).Kinds);

    [Fact]
    public void A_point_beside_the_border_with_thirty_metres_of_accuracy_is_unknown_and_no_breach()
    {
        var w = new Watched().Stay(0, 120, 0).Stay(120, 1200, 120, 30);
        Assert.Equal([SignalKind.NearBorder], w.Kinds);
        Assert.Equal("0-120 In, 120-1200 Unknown NearBorder", w.Text(1200));
    }

    [Fact]
    public void A_fix_that_says_nothing_of_its_accuracy_has_a_wide_circle()
    {
        var w = new Watched().Stay(0, 120, 0);
        w.Watch.Step(Watched.At(120, 125) with { Accuracy = null }, Watched.Start + Duration.FromSeconds(120), w.Findings);
        Assert.EndsWith("120-150 Unknown NearBorder", w.Text(150));
    }

    [Fact]
    public void A_tunnel_is_unknown_for_as_long_as_it_lasts_and_no_violation()
    {
        var w = new Watched().Stay(0, 300, 0);
        for (var s = 300; s < 1200; s += 60)
        {
            w.Watch.Step(Watched.At(s, 4000) with { Valid = false }, Watched.Start + Duration.FromSeconds(s), w.Findings);
            w.Tick(s + 30);
        }

        w.Stay(1200, 1500, 0);
        Assert.Equal([SignalKind.FixLost, SignalKind.FixBack], w.Kinds);
        Assert.Equal(UnknownCause.NoFix, w.Findings.Signals[0].Cause);
        Assert.Equal("0-306 In, 306-1200 Unknown NoFix, 1200-1500 In", w.Text(1500));
    }

    [Fact]
    public void A_garage_is_silence_and_no_violation()
    {
        var w = new Watched().Stay(0, 300, 0).Silence(300, 3600).Stay(3600, 3900, 0);
        Assert.Equal([SignalKind.ContactLost, SignalKind.ContactBack], w.Kinds);
        Assert.Equal("0-306 In, 306-3600 Unknown NoContact, 3600-3900 In", w.Text(3900));
    }

    [Fact]
    public void Outside_before_the_silence_and_after_it_is_not_outside_during_it()
    {
        var w = new Watched().Stay(0, 60, 300).Silence(60, 3600).See(3600, 300);
        Assert.Empty(w.Signals(SignalKind.Breach));
        Assert.Single(w.See(3660, 300).Signals(SignalKind.Breach));
    }

    [Fact]
    public void A_flat_battery_is_named_as_the_cause()
    {
        var w = new Watched().Stay(0, 300, 0);
        w.Watch.Observe(new(ObservationKind.BatteryLevel, false, 4, 0, -1), null, Watched.Start + Duration.FromSeconds(250), Watched.Start + Duration.FromSeconds(250), w.Findings);
        w.Silence(300, 3600);
        Assert.Equal([SignalKind.BatteryLow, SignalKind.ContactLost], w.Kinds);
        Assert.Equal(UnknownCause.BatteryFlat, w.Signals(SignalKind.ContactLost)[0].Cause);
        Assert.Equal("0-306 In, 306-3600 Unknown BatteryFlat", w.Text(3600));
    }

    [Fact]
    public void A_dead_feed_is_ours_and_nobody_is_said_to_be_gone()
    {
        var w = new Watched().Stay(0, 300, 0);
        w.Watch.Feed(down: true, Watched.Start + Duration.FromSeconds(310));
        w.Silence(300, 3600);
        w.Watch.Feed(down: false, Watched.Start + Duration.FromSeconds(3600));
        w.Tick(3600).Stay(3660, 3900, 0);
        Assert.Empty(w.Findings.Signals);
        Assert.Equal("0-306 In, 306-3660 Unknown FeedDown, 3660-3900 In", w.Text(3900));
    }

    [Fact]
    public void Jamming_that_the_device_reports_is_the_cause()
    {
        var w = new Watched().Stay(0, 300, 0);
        w.Watch.Observe(new(ObservationKind.Jamming, true, 0, 7, -1), null, Watched.Start + Duration.FromSeconds(280), Watched.Start + Duration.FromSeconds(280), w.Findings);
        Assert.Equal("0-306 In, 306-3600 Unknown Jamming", w.Silence(300, 3600).Text(3600));
        Assert.Equal([SignalKind.Jamming, SignalKind.ContactLost], w.Kinds);
    }

    [Fact]
    public void A_bad_cell_is_the_cause()
    {
        var w = new Watched().Stay(0, 300, 0);
        w.Watch.Cell(bad: true);
        Assert.Equal("0-306 In, 306-900 Unknown BadCell", w.Silence(300, 900).Text(900));
    }

    [Fact]
    public void A_curfews_first_minute_with_two_fresh_fixes_outside_is_one_breach_at_that_minute()
    {
        var w = new Watched(hours: Curfew).Stay(0, 3540, 500).See(3550, 500).See(3590, 500).Tick(3600);
        var breach = Assert.Single(w.Findings.Signals);
        Assert.Equal((SignalKind.Breach, Watched.Start + Duration.FromHours(1)), (breach.Kind, breach.Occurred));
        Assert.Single(w.See(3630, 500).See(3690, 500).Findings.Signals);
    }

    [Fact]
    public void With_stale_fixes_it_is_unknown_and_none()
    {
        var w = new Watched(hours: Curfew).Stay(0, 3000, 500).Silence(3000, 3800);
        Assert.Empty(w.Signals(SignalKind.Breach));
        Assert.Equal("3600-3800 Unknown NoContact", w.Text(3800));
    }

    [Fact]
    public void With_one_fresh_fix_the_next_one_outside_makes_it_a_breach()
    {
        var w = new Watched(hours: Curfew).See(3520, 500).See(3580, 500).Tick(3600);
        Assert.Empty(w.Findings.Signals);
        Assert.Equal(Watched.Start + Duration.FromSeconds(3640), Assert.Single(w.See(3640, 500).Findings.Signals).Occurred);
    }

    [Fact]
    public void Outside_of_its_hours_a_zone_asks_nothing()
    {
        var w = new Watched(hours: Curfew).Stay(0, 3500, 500);
        Assert.Empty(w.Findings.Signals);
        Assert.Equal("", w.Text(3500));
    }

    [Fact]
    public void A_breach_ends_with_the_hours_of_its_zone()
    {
        var w = new Watched(hours: Curfew).Stay(20000, 21600, 500).Tick(21600);
        Assert.Equal([SignalKind.Breach, SignalKind.BreachEnded], w.Kinds);
        Assert.Equal("20000-21600 Out", w.Text(22000));
    }

    [Fact]
    public void Outside_the_orders_hours_nothing_is_taken_and_the_day_says_that_it_was_not_asked()
    {
        var w = new Watched(order: o => o with { Hours = Watched.Daily(new(8, 0), new(12, 5)) }).Stay(0, 300, 0);
        Assert.Equal(Stepped.NotAsked, w.Watch.Step(Watched.At(300, 900), Watched.Start + Duration.FromSeconds(300), w.Findings));
        Assert.Empty(w.Silence(300, 3600).Findings.Signals);
        Assert.Equal("0-300 In, 300-3600 Unknown NotAsked", w.Text(3600));
    }

    [Fact]
    public void After_the_orders_end_nothing_is_taken()
    {
        var w = new Watched(order: o => o with { Until = Watched.Start });
        Assert.Equal(Stepped.NotAsked, w.Watch.Step(Watched.At(0, 900), Watched.Start, w.Findings));
        Assert.Equal(Stepped.NotAsked, w.Watch.Observe(new(ObservationKind.StrapOpen, true, 0, 0, -1), null, Watched.Start, Watched.Start, w.Findings));
        Assert.Empty(w.Findings.Signals);
    }

    [Fact]
    public void A_segment_that_crosses_an_exclusion_zone_is_passed_and_never_a_breach()
    {
        var w = new Watched(ZoneKind.Exclusion).Stay(0, 240, -400).Stay(240, 600, 400);
        var passed = Assert.Single(w.Findings.Signals);
        Assert.Equal((SignalKind.Passed, 2), (passed.Kind, passed.Evidence.Count));
        Assert.Equal("0-600 Out", w.Text(600));
    }

    [Fact]
    public void Two_fixes_wholly_within_an_exclusion_zone_are_a_breach()
    {
        var w = new Watched(ZoneKind.Exclusion).Stay(0, 120, -400).Stay(120, 360, 0).Stay(360, 600, 400);
        Assert.Equal([SignalKind.Breach, SignalKind.BreachEnded], w.Kinds);
        Assert.Equal("0-120 Out, 120-360 In, 360-600 Out", w.Text(600));
    }

    [Fact]
    public void The_buffer_is_in_the_persons_favour_on_both_sides_of_the_law()
    {
        Assert.Empty(new Watched(zone: z => z with { Buffer = 50 }).Stay(0, 600, 140, 5).Signals(SignalKind.Breach));
        Assert.Empty(new Watched(ZoneKind.Exclusion, zone: z => z with { Buffer = 50 }).Stay(0, 600, 60, 5).Signals(SignalKind.Breach));
    }

    [Fact]
    public void A_dwell_and_a_number_of_fixes_are_waited_for()
    {
        var w = new Watched(zone: z => z with { Fixes = 3, Dwell = Duration.FromMinutes(4) }).Stay(0, 240, 300);
        Assert.Empty(w.Findings.Signals);
        Assert.Equal(Watched.Start + Duration.FromMinutes(4), Assert.Single(w.See(240, 300).Findings.Signals).Occurred);
    }

    [Fact]
    public void Attendance_is_met_by_one_fix_that_may_be_inside() =>
        Assert.Empty(new Watched(ZoneKind.Attendance, Curfew).Stay(3000, 8000, 900).See(8000, 105).Stay(8060, 21700, 900).Signals(SignalKind.NotAttended));

    [Fact]
    public void Not_having_been_there_is_said_once_at_the_end_and_only_if_the_device_could_be_heard_throughout()
    {
        var absent = Assert.Single(new Watched(ZoneKind.Attendance, Curfew).Stay(3000, 21700, 900).Findings.Signals);
        Assert.Equal((SignalKind.NotAttended, Watched.Start + Duration.FromHours(6)), (absent.Kind, absent.Occurred));
        Assert.Empty(new Watched(ZoneKind.Attendance, Curfew).Stay(3000, 9000, 900).Silence(9000, 9300).Stay(9300, 21700, 900).Signals(SignalKind.NotAttended));
    }

    [Fact]
    public void Late_fixes_revise_what_was_unknown_and_leave_what_is_true_now()
    {
        var w = new Watched().Stay(0, 300, 0).Silence(300, 3600).See(3600, 0);
        Assert.Equal("0-306 In, 306-3600 Unknown NoContact, 3600-3610 In", w.Text(3610));
        for (var s = 300; s < 3600; s += 60)
        {
            w.See(s, s is >= 600 and < 900 ? 400 : 0, after: 3610 - s);
        }

        w.Stay(3660, 3720, 0);
        Assert.Equal("0-600 In, 600-900 Out, 900-3720 In", w.Text(3720));
        Assert.All(w.Signals(SignalKind.Breach), s => Assert.True(s.Late));
        Assert.Single(w.Signals(SignalKind.Breach));
    }

    [Fact]
    public void A_backlog_that_comes_before_the_first_live_fix_says_the_same()
    {
        var w = new Watched().Stay(0, 300, 0).Silence(300, 3600);
        for (var s = 300; s < 3600; s += 60)
        {
            w.See(s, s is >= 600 and < 900 ? 400 : 0, after: 3605 - s + (s / 1000.0));
        }

        Assert.Equal("0-600 In, 600-900 Out, 900-3720 In", w.See(3604, 0, after: 6).Stay(3660, 3720, 0).Text(3720));
    }

    [Fact]
    public void An_alarm_that_comes_with_a_backlog_counts_and_is_marked_late()
    {
        var w = new Watched().Stay(0, 300, 0);
        w.Watch.Observe(new(ObservationKind.StrapOpen, true, 0, 1, -1), null, Watched.Start, Watched.Start + Duration.FromHours(1), w.Findings);
        Assert.True(Assert.Single(w.Findings.Signals).Late);
    }

    [Fact]
    public void A_state_that_each_heartbeat_repeats_is_told_once()
    {
        var w = new Watched();
        for (var s = 0; s < 600; s += 60)
        {
            var at = Watched.Start + Duration.FromSeconds(s);
            w.Watch.Observe(new(ObservationKind.StrapOpen, false, 0, 1, -1), null, at, at, w.Findings);
        }

        Assert.Single(w.Findings.Signals);
    }

    [Fact]
    public void A_clock_that_is_weeks_wrong_is_not_believed()
    {
        Assert.Equal(Watched.Start, ZoneWatch.TimeOf(Watched.Start - Duration.FromDays(8), Watched.Start));
        Assert.Equal(Watched.Start, ZoneWatch.TimeOf(Watched.Start + Duration.FromMinutes(5), Watched.Start));
        Assert.Equal(Watched.Start - Duration.FromDays(6), ZoneWatch.TimeOf(Watched.Start - Duration.FromDays(6), Watched.Start));
    }

    [Fact]
    public void A_restart_in_the_middle_of_anything_changes_nothing()
    {
        var json = new JsonSerializerOptions().ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
        var (kept, restarted) = (new Watched(), new Watched());
        for (var i = 0; i < 60; i++)
        {
            var north = i is > 20 and < 40 && i != 30 ? 400 : 0;
            if (i is < 45 or > 55)
            {
                kept.See(i * 60, north);
                restarted.See(i * 60, north);
            }

            kept.Tick((i * 60) + 20);
            restarted.Tick((i * 60) + 20);
            var state = JsonSerializer.Deserialize<WatchState>(JsonSerializer.Serialize(restarted.Watch.Snapshot(restarted.Findings), json), json);
            restarted.Watch = new(restarted.Order, null, state);
        }

        Assert.Equal(kept.Kinds, restarted.Kinds);
        Assert.Equal(kept.Text(3600), restarted.Text(3600));
    }
}
