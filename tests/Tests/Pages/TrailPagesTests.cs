using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Monitoring.Trail;
using Throughline.Monitoring.Zones;
using Throughline.Storage;

namespace Throughline.Tests.Pages;

public sealed class TrailPagesTests
{
    private static readonly Instant Now = TestInstallation.Start;

    private sealed class Worn : ITrailSource, IOpenAlerts, ICaseZones
    {
        public Task<IReadOnlyList<CaseZone>> OfAsync(long @case, Instant from, Instant until, CancellationToken stop)
        {
            var rule = new ZoneRule { Id = new Guid(1, 0, 0, new byte[8]), Kind = ZoneKind.Inclusion, Shape = ZoneShape.Circle(39.7392, -104.9903, 100).Shape! };
            return Task.FromResult<IReadOnlyList<CaseZone>>([new("Home", rule, [new(default, rule.Id, Verdict.Unknown, UnknownCause.FeedDown, from, until)])]);
        }

        public Instant? Alert { get; set; }

        public Task<IReadOnlyList<TrailFix>> ReadAsync(long @case, Instant from, Instant until, CancellationToken stop) =>
            Task.FromResult<IReadOnlyList<TrailFix>>([new(from + Duration.FromMinutes(5), 397_392_000, -1_049_903_000, 120, 90, 8, 71, 9, TrailMarks.None)]);

        public Task<Instant?> LastOpenedAsync(long @case, CancellationToken stop) => Task.FromResult(Alert);
    }

    [Fact]
    public async Task A_trail_is_read_for_a_purpose_and_a_stretch_once_a_second_person_has_signed_and_the_person_sees_it()
    {
        var (site, page) = await StartAsync(new Worn());
        await using var closing = site;
        await site.GetAsync(page);
        await site.SendAsync(("FromDay", "2026-01-01"), ("FromTime", "10:00"), ("UntilDay", "2026-01-01"), ("UntilTime", "09:00"));
        Assert.Contains(TrailReading.SpanNeeded.Sentence, site.Text, StringComparison.Ordinal);
        await AskAsync(site, page, Now - Duration.FromDays(1), Now - Duration.FromHours(20));
        Assert.Contains("A supervisor is asked to sign.", site.Text, StringComparison.Ordinal);

        // Neither the one who asked nor an address alone opens it.
        Assert.DoesNotContain("name=\"sign\"", site.Html, StringComparison.Ordinal);
        await site.GetAsync(page + "?number=1");
        Assert.Contains(TrailReading.NotOpen.Sentence, site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("39.73920", site.Text, StringComparison.Ordinal);

        await site.SignInAsync(Roles.Supervisor, "DEN");
        await site.GetAsync(page);
        await site.SendAsync(("sign", "1"));
        Assert.Contains("It is signed, and open for a day.", site.Text, StringComparison.Ordinal);

        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync(page + "?number=1");
        Assert.Contains("39.73920, -104.99030", site.Text, StringComparison.Ordinal);
        Assert.Contains("Home Unknown: our side was down", site.Text, StringComparison.Ordinal);
        Assert.Contains("/map.js", site.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", site.Html, StringComparison.Ordinal);
        Assert.StartsWith("time,latitude,longitude", Encoding.UTF8.GetString(await site.DownloadAsync(page + "?number=1&form=csv")), StringComparison.Ordinal);
        foreach (var form in new[] { "gpx", "geojson", "mf-json", "parquet" })
        {
            Assert.NotEmpty(await site.DownloadAsync($"{page}?number=1&form={form}"));
            Assert.Equal(HttpStatusCode.OK, site.Status);
        }

        Assert.Contains(
            site.Test.Installation.Cases.Openings(site.Test.Case("R-1").Id),
            o => o.Reason.StartsWith("Read the trail from ", StringComparison.Ordinal) && o.Reason.Contains(" to look into an alert, signed by ", StringComparison.Ordinal));

        site.Test.Clock.AdvanceHours(25);
        await site.GetAsync(page + "?number=1");
        Assert.DoesNotContain("39.73920", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_first_hour_of_an_open_alert_nobody_waits_and_an_older_stretch_still_takes_a_signature()
    {
        var worn = new Worn { Alert = Now - Duration.FromMinutes(30) };
        var (site, page) = await StartAsync(worn);
        await using var closing = site;
        await site.GetAsync(page);
        await AskAsync(site, page, Now - Duration.FromMinutes(60), Now);
        Assert.Contains("39.73920, -104.99030", site.Text, StringComparison.Ordinal);
        await site.GetAsync(page);
        await AskAsync(site, page, Now - Duration.FromHours(5), Now);
        Assert.Contains("A supervisor is asked to sign.", site.Text, StringComparison.Ordinal);

        site.Test.Clock.AdvanceMinutes(31);
        await site.GetAsync(page + "?number=1");
        Assert.Contains(TrailReading.NotOpen.Sentence, site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_office_finds_no_trail()
    {
        var (site, page) = await StartAsync(new Worn());
        await using var closing = site;
        await site.SignInAsync(Roles.CaseOfficer, "LOS");
        await site.GetAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    [Fact]
    public void A_reading_takes_a_stretch_that_is_over_of_at_most_a_month_and_one_of_the_purposes()
    {
        var purpose = TrailReading.Purposes[0];
        Assert.Null(TrailReading.Wrong(Now - Duration.FromDays(31), Now, purpose, Now));
        Assert.Equal(TrailReading.SpanTooLong, TrailReading.Wrong(Now - Duration.FromDays(31) - Duration.FromSeconds(1), Now, purpose, Now));
        Assert.Equal(TrailReading.SpanNeeded, TrailReading.Wrong(Now, Now, purpose, Now));
        Assert.Equal(TrailReading.SpanNeeded, TrailReading.Wrong(null, Now, purpose, Now));
        Assert.Equal(TrailReading.SpanNeeded, TrailReading.Wrong(Now - Duration.FromDays(1), Now + Duration.FromDays(1), purpose, Now));
        Assert.Equal(TrailReading.PurposeNeeded, TrailReading.Wrong(Now - Duration.FromDays(1), Now, "curiosity", Now));
    }

    private static async Task<(TestSite Site, string Page)> StartAsync(Worn worn)
    {
        var site = await TestSite.StartAsync(StoreMode.Demonstration, s => s.AddSingleton<ITrailSource>(worn).AddSingleton<IOpenAlerts>(worn).AddSingleton<ICaseZones>(worn));
        await site.Test.Releasing.RecordAsync(TestInstallation.Station, site.Test.Submission(("recordId", "R-1")), sendsHandoff: true);
        await site.Test.Receiving.AcceptAsync(TestInstallation.Denver, site.Test.Case("R-1").Id, "DEN");
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        return (site, $"/desk/cases/{site.Test.Case("R-1").Id}/trail");
    }

    private static async Task AskAsync(TestSite site, string page, Instant from, Instant until)
    {
        var zone = site.Test.Installation.Programme.Offices["DEN"].Zone;
        await site.GetAsync(page);
        await site.SendAsync(
            ("FromDay", Text(from, "uuuu-MM-dd")), ("FromTime", Text(from, "HH:mm")), ("UntilDay", Text(until, "uuuu-MM-dd")), ("UntilTime", Text(until, "HH:mm")), ("Purpose", TrailReading.Purposes[0]));
        Assert.Contains("Ask the second person", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("checkedAnswers", "true"));

        string Text(Instant at, string pattern) => at.InZone(zone).LocalDateTime.ToString(pattern, System.Globalization.CultureInfo.InvariantCulture);
    }
}
