using NodaTime;
using Throughline.Casefile.Alerts;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Messages;
using Throughline.Host;
using Throughline.Host.Bridges;
using Throughline.Host.Casework;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Bridges;

/// <summary>From what a device says to what becomes of it: in the store, at the desk, for the person.</summary>
public sealed class AlertStories : IAsyncLifetime
{
    private DeviceSite _s = null!;

    public async ValueTask InitializeAsync() => _s = await DeviceSite.StartAsync();

    public ValueTask DisposeAsync() => _s.DisposeAsync();

    [Fact]
    public async Task The_same_signal_twice_counts_once_also_after_a_restart()
    {
        var signal = new Signal(DeviceSite.Assignment, new DeviceId(7), _s.Case.Number, SignalKind.StrapOpen, null, _s.Now, _s.Now, false, []);
        await _s.Signals.TakeAsync([signal, signal], CancellationToken.None);
        await _s.Signals.TakeAsync([signal], CancellationToken.None);

        Assert.Equal(1, Assert.Single(_s.Reading.Of(_s.Case, 10)).Signals);
    }

    [Fact]
    public async Task What_a_device_says_enters_the_case_only_once_a_person_has_looked()
    {
        var before = _s.Test.Case("R-1").Version;
        await _s.SaysAsync(SignalKind.StrapOpen);
        Assert.Equal(before, _s.Test.Case("R-1").Version);

        var outcome = await CloseAsync("CHARGER", "It clicked on the charger.");

        Assert.Equal("device", Assert.IsType<AlertClosed>(Assert.Single(outcome.Events).Event).Side);
        Assert.Equal((AlertState.Closed, "CHARGER"), (Newest.State, Newest.Cause));
        Assert.Equal((1, 1), _s.Reading.OfUnit(7));
    }

    [Fact]
    public async Task An_alert_is_closed_with_a_cause_of_the_programme_that_fits_and_with_reasons_and_once()
    {
        await _s.SaysAsync(SignalKind.StrapOpen);

        Assert.Equal(AlertClosing.CauseNeeded, (await CloseAsync(null, "So it was.")).Refused);
        Assert.Equal(AlertClosing.CauseNeeded, (await CloseAsync("NOT_CHARGED", "So it was.")).Refused);
        Assert.Equal(AlertClosing.ReasonsNeeded, (await CloseAsync("CHARGER", " ")).Refused);
        Assert.Null((await CloseAsync("CHARGER", "So it was.")).Refused);
        Assert.Equal(AlertClosing.ClosedAlready, (await CloseAsync("UNKNOWN", "So it was.")).Refused);
    }

    [Fact]
    public async Task It_is_put_down_to_the_person_only_after_a_contact_and_with_a_second_piece_of_evidence()
    {
        await _s.SaysAsync(SignalKind.StrapOpen);
        Assert.Equal(AlertClosing.ContactNeeded, (await CloseAsync("PERSON", "It was cut.", "Seen at the desk.")).Refused);

        await _s.Test.CaseActs.ContactAsync(TestInstallation.Denver, _s.Case, "call", "reached", null, _s.Now);
        Assert.Equal(AlertClosing.EvidenceNeeded, (await CloseAsync("PERSON", "It was cut.")).Refused);
        Assert.Null((await CloseAsync("PERSON", "It was cut.", "Seen at the desk.")).Refused);
    }

    [Fact]
    public async Task The_wearer_is_told_of_a_low_battery_first_and_the_desk_after_two_hours()
    {
        await _s.SaysAsync(SignalKind.BatteryLow, value: 14);
        await _s.SendMessagesAsync();

        Assert.Contains(_s.Test.Case("R-1").Messages, m => m.Kind == MessageRules.DeviceBattery);
        Assert.Empty(_s.Reading.OpenOf("DEN", 10));
        await _s.WaitAsync(Duration.FromMinutes(119));
        Assert.Empty(_s.Reading.OpenOf("DEN", 10));
        await _s.WaitAsync(Duration.FromMinutes(1));
        Assert.Single(_s.Reading.OpenOf("DEN", 10));
    }

    [Fact]
    public async Task Whoever_charges_in_time_is_not_told_and_nobody_else_is()
    {
        await _s.SaysAsync(SignalKind.BatteryLow);
        await _s.SaysAsync(SignalKind.Charging);
        await _s.SendMessagesAsync();
        await _s.WaitAsync(Duration.FromHours(5));

        Assert.DoesNotContain(_s.Test.Case("R-1").Messages, m => MessageRules.OfDevice.Contains(m.Kind));
        Assert.Equal(AlertState.Settled, Newest.State);
    }

    [Fact]
    public async Task A_tunnel_a_flat_battery_and_a_dead_feed_are_no_violation()
    {
        _s.Feeds.Add(new Feed("5023 gt06", _s.Now - Duration.FromHours(1), 0, 40, 40, 0, true));
        await _s.SaysAsync(SignalKind.FixLost);
        await _s.SaysAsync(SignalKind.ContactLost);
        for (var i = 0; i < 20; i++)
        {
            await _s.WaitAsync(Duration.FromHours(4));
        }

        Assert.Empty(_s.Reading.OpenOf("DEN", 10));
        Assert.All(_s.Reading.Of(_s.Case, 10), a => Assert.Equal((CauseHint.Feed, Severity.Note), (a.Held, a.Severity)));
    }

    [Fact]
    public async Task A_feed_that_stops_is_one_fault_from_its_last_message_until_its_next()
    {
        var watch = new FeedWatch(_s.Test.Installation, _s.Test.Faulting, _s);
        var last = _s.Now;
        _s.Feeds.Add(new Feed("5023 gt06", last, 40, 40, 0, 900, true));
        await watch.LookAsync();
        _s.Test.Clock.Advance(FeedRules.SilentFor);
        await watch.LookAsync();
        await watch.LookAsync();

        var fault = Assert.Single(Ledger.Newest(_s.Test.Installation.Store, 10));
        Assert.Equal((FaultKinds.DeviceFeed, last, null), (fault.Kind, fault.From, fault.Until));

        _s.Test.Clock.Advance(Duration.FromMinutes(5));
        _s.Feeds[0] = _s.Feeds[0] with { LastHeard = _s.Now };
        await watch.LookAsync();
        Assert.Equal(_s.Now, Assert.Single(Ledger.Newest(_s.Test.Installation.Store, 10)).Until);
    }

    [Fact]
    public async Task Positions_that_carry_an_alert_die_after_the_orders_days_and_the_alert_stays()
    {
        await _s.SaysAsync(SignalKind.StrapOpen);
        Assert.Equal(39.7392, Assert.Single(_s.Alerting.EvidenceOf(Newest)).Latitude);

        await _s.WaitAsync(Duration.FromDays(7));
        Assert.Empty(_s.Alerting.EvidenceOf(Newest));
        Assert.Single(_s.Reading.Of(_s.Case, 10));
    }

    [Fact]
    public async Task An_erased_person_leaves_no_place_behind_and_the_figures_stay()
    {
        await _s.SaysAsync(SignalKind.StrapOpen);
        await CloseAsync("CHARGER", "It clicked on the charger.");
        var figures = _s.Reading.Figures(Instant.MinValue);
        await _s.Test.CaseActs.CloseAsync(TestInstallation.Denver, _s.Case, "ORDER_ENDED", "It ended.");
        var erasing = new Erasing(_s.Test.Installation);
        _s.Test.Clock.Advance(Duration.FromDays(8 * 366));
        var outcome = await erasing.EraseAsync(new("administrator", "A. Administrator"), _s.Case, new Casefile.Keeping.ErasureOrder("The person asks.", "Decision 12", "S. Second"));

        Assert.Null(outcome.Refused);
        Assert.Empty(_s.Alerting.EvidenceOf(Newest));
        Assert.Equal(figures, _s.Reading.Figures(Instant.MinValue));
        await _s.SaysAsync(SignalKind.StrapOpen);
        Assert.Single(_s.Reading.Of(_s.Case, 10));
    }

    private Alert Newest => _s.Reading.Of(_s.Case, 1)[0];

    private Task<Outcome> CloseAsync(string? cause, string? reasons, string? evidence = null) =>
        _s.Alerting.CloseAsync(TestInstallation.Denver, Newest.Number, cause, reasons, evidence, "One of eight tests points to the charger.", null);
}
