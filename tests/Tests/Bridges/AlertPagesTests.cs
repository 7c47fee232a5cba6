using System.Net;
using System.Text;
using NodaTime;
using Throughline.Casefile.Alerts;
using Throughline.Host.Access;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Zones;

namespace Throughline.Tests.Bridges;

public sealed class AlertPagesTests : IAsyncLifetime
{
    private DeviceSite _s = null!;

    public async ValueTask InitializeAsync() => _s = await DeviceSite.StartAsync();

    public ValueTask DisposeAsync() => _s.DisposeAsync();

    [Fact]
    public async Task A_cut_strap_reaches_an_open_page_as_one_alert()
    {
        await _s.OfficerAsync();
        await _s.Site.GetAsync("/desk/alerts");
        Assert.Contains("No alert needs you now", _s.Site.Text, StringComparison.Ordinal);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var stream = await _s.Site.ListenAsync("/desk/alerts/live?seen=0", stop.Token);

        await _s.SaysAsync(SignalKind.StrapOpen);

        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(stop.Token) is { } line && !line.StartsWith("event: alerts", StringComparison.Ordinal))
        {
        }

        await _s.Site.GetAsync("/desk/alerts");
        Assert.Contains("1 needs a cause", _s.Site.Text, StringComparison.Ordinal);
        Assert.Contains("Strap open", _s.Site.Text, StringComparison.Ordinal);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task An_officer_looks_names_the_cause_checks_and_closes()
    {
        await _s.SaysAsync(SignalKind.Charging, Duration.FromSeconds(20));
        await _s.SaysAsync(SignalKind.StrapOpen);
        await _s.SaysAsync(SignalKind.StrapClosed, -Duration.FromSeconds(2));
        await _s.OfficerAsync();
        await _s.Site.GetAsync("/desk");
        Assert.Contains("Alert to look at", _s.Site.Text, StringComparison.Ordinal);

        await _s.Site.GetAsync("/desk/alerts/1");
        Assert.Contains("Strap open for 2 seconds, then closed", _s.Site.Text, StringComparison.Ordinal);
        Assert.Contains("One of eight tests points to the charger. None points to the person.", _s.Site.Text, StringComparison.Ordinal);
        Assert.Contains("The charger came on 20 seconds before", _s.Site.Text, StringComparison.Ordinal);
        Assert.Contains(_s.Test.Installation.Cases.Openings(_s.Case), o => o.Reason == "Look at an alert");

        await _s.Site.SendAsync(("Reasons", ""));
        Assert.Contains(AlertClosing.CauseNeeded.Sentence, _s.Site.Text, StringComparison.Ordinal);
        await _s.Site.SendAsync(("Cause", "CHARGER"), ("Reasons", "It clicked on the charger."));
        Assert.Contains("Check your answers", _s.Site.Text, StringComparison.Ordinal);
        await _s.Site.SendAsync(("checkedAnswers", "true"));

        Assert.Contains("closed with its cause", _s.Site.Text, StringComparison.Ordinal);
        Assert.Single(_s.Test.Installation.Cases.Load(_s.Case)!.Events, e => e.Event is AlertClosed { Cause: "CHARGER", Side: "device" });
        await _s.Site.GetAsync("/desk/alerts/figures");
        Assert.Contains("H3, firmware 2.1.7", _s.Site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looks_can_say_so_to_colleagues()
    {
        await _s.SaysAsync(SignalKind.StrapOpen);
        await _s.OfficerAsync();
        await _s.Site.GetAsync("/desk/alerts/1");
        await _s.Site.SendAsync(("take", "yes"));

        Assert.Contains("Somebody is looking", _s.Site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_desk_was_not_told_of_is_a_number_without_a_name_and_no_page()
    {
        await _s.SaysAsync(SignalKind.BatteryLow);
        await _s.OfficerAsync();
        await _s.Site.GetAsync("/desk/alerts");
        Assert.DoesNotContain("Wilson", _s.Site.Text, StringComparison.Ordinal);
        Assert.Contains("The wearer was told first and has time 1", _s.Site.Text, StringComparison.Ordinal);

        await _s.Site.GetAsync("/desk/alerts/1");
        Assert.Equal(HttpStatusCode.NotFound, _s.Site.Status);
    }

    [Fact]
    public async Task Another_offices_alert_is_not_found_and_the_asking_leaves_a_line()
    {
        await _s.SaysAsync(SignalKind.StrapOpen);
        await _s.Site.SignInAsync(Roles.CaseOfficer, "LOS");
        await _s.Site.GetAsync("/desk/alerts");
        Assert.DoesNotContain("Wilson", _s.Site.Text, StringComparison.Ordinal);

        await _s.Site.GetAsync("/desk/alerts/1");
        Assert.Equal(HttpStatusCode.NotFound, _s.Site.Status);
        Assert.Contains(_s.Test.Installation.Cases.Openings(_s.Case), o => o.Reason == "Asked for a case of another place");
    }

    [Fact]
    public async Task The_desk_and_the_person_see_the_same_day()
    {
        var from = _s.Now - Duration.FromHours(5);
        await _s.Verdicts.TakeAsync(
            [new VerdictRevision(_s.Case.Number, DeviceSite.Assignment, DeviceSite.Home, from, _s.Now,
                [new(DeviceSite.Assignment, DeviceSite.Home, Verdict.In, UnknownCause.None, from, from + Duration.FromHours(4)), new(DeviceSite.Assignment, DeviceSite.Home, Verdict.Unknown, UnknownCause.NoFix, from + Duration.FromHours(4), _s.Now)])],
            CancellationToken.None);
        await _s.OfficerAsync();
        await _s.Site.OpenAsync($"/desk/cases/{_s.Case}", "alert");
        Assert.Contains("IN 4 h 00, UNKNOWN 1 h 00", _s.Site.Text, StringComparison.Ordinal);

        await using var person = _s.Site.OtherBrowser();
        await person.GetAsync("/me?code=" + _s.Test.Case("R-1").Notices.Values.First(n => n.Code is not null).Code);
        await person.GetAsync("/me/year?then=/me/device&lang=es");
        await person.SendAsync(("year", "1994"));
        await person.GetAsync("/me/device?lang=es");
        Assert.Contains("dentro 4 h 00, no se sabe 1 h 00", person.Text, StringComparison.Ordinal);
        Assert.Contains("Se borra después de 7 días", person.Text, StringComparison.Ordinal);
        Assert.Contains("INA 212(d)(5)", person.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_way_in_is_shown_as_ours()
    {
        _s.Feeds.Add(new Feed("5023 gt06", _s.Now - Duration.FromHours(1), 0, 40, 40, 0, true) { BadChecksums = 3 });
        await _s.OfficerAsync();
        await _s.Site.GetAsync("/desk/feeds");

        Assert.Contains("5023 gt06", _s.Site.Text, StringComparison.Ordinal);
        Assert.Contains("tl-tag--fault", _s.Site.Html, StringComparison.Ordinal);
    }
}
