using NodaTime;
using Throughline.Monitoring.Alerts;

namespace Throughline.Tests.Monitoring.Alerts;

public sealed class AlertRulesTests
{
    private static readonly Around Nothing = new();

    [Fact]
    public void A_cut_strap_is_work_of_the_desk_at_once_and_the_wearer_is_told()
    {
        var alert = new GivenAlerts().Says(SignalKind.StrapOpen, 0).Alert!;

        Assert.Equal((AlertState.Open, Severity.Urgent), (alert.State, alert.Severity));
        Assert.Equal((GivenAlerts.Noon, GivenAlerts.Noon), (alert.ToldAt, alert.WearerAt));
        Assert.Equal(GivenAlerts.Noon + Duration.FromHours(2), alert.CauseBy);
    }

    [Fact]
    public void A_thousand_times_the_same_is_one_incident()
    {
        var given = new GivenAlerts();
        for (var i = 0; i < 1000; i++)
        {
            given.Says(SignalKind.StrapOpen, i);
        }

        Assert.Equal((1, 1000), (given.Count, given.Alert!.Signals));
    }

    [Fact]
    public void A_strap_that_flaps_is_one_incident_and_the_last_word_counts()
    {
        var given = new GivenAlerts().Says(SignalKind.StrapOpen, 0).Says(SignalKind.StrapClosed, 1).Says(SignalKind.StrapOpen, 2);
        Assert.Null(given.Alert!.Cleared);

        given.Says(SignalKind.StrapClosed, 3);
        Assert.Equal((1, GivenAlerts.Noon + Duration.FromMinutes(3)), (given.Count, given.Alert!.Cleared));
    }

    [Fact]
    public void What_the_device_says_is_over_stays_the_work_of_a_person_once_the_desk_was_told()
    {
        var alert = new GivenAlerts().Says(SignalKind.StrapOpen, 0).Says(SignalKind.StrapClosed, 0.1).Alert!;

        Assert.Equal(AlertState.Open, alert.State);
        Assert.NotNull(alert.Cleared);
    }

    [Fact]
    public void A_low_battery_is_the_wearers_for_two_hours()
    {
        var given = new GivenAlerts().Says(SignalKind.BatteryLow, 0);
        Assert.Equal((AlertState.Waiting, GivenAlerts.Noon), (given.Alert!.State, given.Alert.WearerAt));

        Assert.Equal(AlertState.Waiting, given.Told(119.9, Nothing).Alert!.State);
        Assert.Equal(AlertState.Open, given.Told(120, Nothing).Alert!.State);
    }

    [Fact]
    public void Whoever_charges_in_time_has_no_alert_at_the_desk()
    {
        var given = new GivenAlerts().Says(SignalKind.BatteryLow, 0).Says(SignalKind.Charging, 119);

        Assert.Equal(AlertState.Settled, given.Alert!.State);
        Assert.Equal(AlertState.Settled, given.Told(200, Nothing).Alert!.State);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 2)]
    public void What_begins_again_within_the_set_time_joins_and_later_does_not(int minutes, int incidents) =>
        Assert.Equal(incidents, new GivenAlerts().Says(SignalKind.BatteryLow, 0).Says(SignalKind.Charging, 0).Says(SignalKind.BatteryLow, minutes).Count);

    [Fact]
    public void In_quiet_hours_nobody_is_told_and_the_wearers_time_begins_in_the_morning()
    {
        // 23:30 in Denver; the quiet hours end at 08:00, which is 15:00 UTC.
        var alert = new GivenAlerts().Says(SignalKind.BatteryLow, 11.5 * 60).Alert!;
        var morning = Instant.FromUtc(2026, 11, 11, 15, 0);

        Assert.Equal((morning, morning + Duration.FromHours(2)), (alert.WearerAt, alert.DeskAt));
    }

    [Theory]
    [InlineData(21, 0, true)]
    [InlineData(20, 59, false)]
    [InlineData(7, 59, true)]
    [InlineData(8, 0, false)]
    public void Quiet_hours_begin_and_end_to_the_minute(int hour, int minute, bool isQuiet)
    {
        var at = new LocalDateTime(2026, 11, 10, hour, minute).InZoneLeniently(GivenAlerts.Denver).ToInstant();
        Assert.Equal(isQuiet, new GivenAlerts().Policies.AfterQuiet(at, GivenAlerts.Denver) > at);
    }

    [Fact]
    public void A_cut_strap_keeps_no_quiet_hours() =>
        Assert.Equal(AlertState.Open, new GivenAlerts().Says(SignalKind.StrapOpen, 12 * 60).Alert!.State);

    [Fact]
    public void What_came_late_counts_is_marked_and_is_not_urgent_any_more()
    {
        var alert = new GivenAlerts().Says(SignalKind.StrapOpen, 0, late: true, receivedLater: 300).Alert!;

        Assert.Equal((AlertState.Open, Severity.Work, true), (alert.State, alert.Severity, alert.IsLate));
        Assert.Null(alert.WearerAt);
    }

    [Fact]
    public void What_came_late_does_not_open_again_what_is_over_now()
    {
        var given = new GivenAlerts().Says(SignalKind.StrapOpen, 0).Says(SignalKind.StrapClosed, 5).Says(SignalKind.StrapOpen, 2, late: true);

        Assert.Equal((1, GivenAlerts.Noon + Duration.FromMinutes(5)), (given.Count, given.Alert!.Cleared));
        Assert.Equal((3, 1), (given.Alert.Signals, given.Alert.Late));
    }

    [Fact]
    public void After_a_person_gave_the_cause_older_signals_are_part_of_it_and_new_ones_are_new()
    {
        var given = new GivenAlerts().Says(SignalKind.StrapOpen, 0).Closed("CHARGER", 30).Says(SignalKind.StrapOpen, 20, late: true);
        Assert.Equal((1, AlertState.Closed), (given.Count, given.Alert!.State));

        given.Says(SignalKind.StrapOpen, 31);
        Assert.Equal((2, AlertState.Open), (given.Count, given.Alert!.State));
    }

    [Theory]
    [InlineData(SignalKind.StrapClosed)]
    [InlineData(SignalKind.ContactBack)]
    [InlineData(SignalKind.BreachEnded)]
    [InlineData(SignalKind.NotCharging)]
    public void What_ends_something_that_was_not_there_is_nothing(SignalKind kind) => Assert.Null(new GivenAlerts().Says(kind, 0).Alert);

    [Fact]
    public void Silence_is_told_to_nobody_before_its_cause_was_looked_for() =>
        Assert.Equal(AlertState.Waiting, new GivenAlerts().Says(SignalKind.ContactLost, 0).Alert!.State);

    [Fact]
    public void Silence_can_be_neither_urgent_nor_immediate()
    {
        var silence = new AlertPolicy(AlertKind.Contact, Severity.Urgent, true, Duration.FromHours(4), Duration.FromDays(1), Duration.Zero, true);
        Assert.Contains("never a breach", AlertPolicies.FaultOf(silence), StringComparison.Ordinal);
        Assert.Contains("looked for", AlertPolicies.FaultOf(silence with { Severity = Severity.Work, DeskAfter = Duration.Zero }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_feed_is_our_fault_and_nobody_is_told_of_the_silence()
    {
        var given = new GivenAlerts().Says(SignalKind.ContactLost, 0);
        for (var asked = 240; asked < 3000; asked += 240)
        {
            given.Told(asked, Nothing with { FeedUp = false });
        }

        Assert.Equal((AlertState.Waiting, CauseHint.Feed), (given.Alert!.State, given.Alert.Held));
        given.Says(SignalKind.ContactBack, 3001);
        Assert.Equal((AlertState.Settled, CauseHint.None), (given.Alert!.State, given.Alert.Held));
    }

    [Theory]
    [InlineData(3, 10, true)]
    [InlineData(2, 3, false)]
    [InlineData(3, 11, false)]
    public void Many_devices_that_fall_silent_together_are_the_networks_doing(int silent, int all, bool isOurs) =>
        Assert.Equal(isOurs, CauseTest.Ask(AlertKind.Contact, Nothing with { Others = (silent, all) }).IsOurs);

    [Fact]
    public void A_flat_battery_explains_silence_and_no_open_strap()
    {
        Assert.Equal(CauseHint.Battery, CauseTest.Ask(AlertKind.Contact, Nothing with { Battery = 4 }).Hint);
        Assert.Equal(CauseHint.None, CauseTest.Ask(AlertKind.Contact, Nothing with { Battery = 5 }).Hint);
        Assert.Equal(CauseHint.None, CauseTest.Ask(AlertKind.Strap, Nothing with { Battery = 4 }).Hint);
    }

    [Fact]
    public void A_charger_that_clicked_on_explains_an_open_strap() =>
        Assert.Equal(CauseHint.Charger, CauseTest.Ask(AlertKind.Strap, Nothing with { ChargingAt = GivenAlerts.Noon }).Hint);

    [Theory]
    [InlineData(9, 9, CauseAnswerKind.NotKnown)]
    [InlineData(10, 5, CauseAnswerKind.Yes)]
    [InlineData(10, 4, CauseAnswerKind.No)]
    public void A_model_is_judged_by_ten_closed_alerts_at_least(int closed, int wrong, CauseAnswerKind answer) =>
        Assert.Equal(answer, CauseTest.Ask(AlertKind.Strap, Nothing with { Model = (closed, wrong) }).Answers.Single(a => a.Question == CauseQuestion.ModelOften).Answer);

    [Fact]
    public void A_dead_feed_explains_no_breach() => Assert.False(CauseTest.Ask(AlertKind.Breach, Nothing with { FeedUp = false }).IsOurs);
}
