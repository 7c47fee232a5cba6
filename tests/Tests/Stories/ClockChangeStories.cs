using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Tests.Stories;

/// <summary>Windows that run over the days on which clocks change, and over a leap day, in the zone of every office.</summary>
public sealed class ClockChangeStories
{
    // Spring forward, fall back, a leap day; each window of sixty days has the day in its middle.
    private static readonly LocalDate[] Days = [new(2027, 3, 14), new(2026, 11, 1), new(2028, 2, 29)];

    private static readonly Programme Programme = Programmes.Demonstration.Shipped;

    /// <summary>One office for each zone that the programme names.</summary>
    public static TheoryData<string, string> Places()
    {
        var places = new TheoryData<string, string>();
        foreach (var zone in Programme.Offices.Values.GroupBy(o => o.Zone.Id))
        {
            foreach (var day in Days)
            {
                places.Add(zone.First().Code, day.ToString("uuuu-MM-dd", null));
            }
        }

        return places;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Sixty_days_are_sixty_days_and_a_place_is_at_its_hour_on_the_wall(string code, string day)
    {
        var (office, changes) = (Programme.Offices[code], NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value);
        var released = changes.PlusDays(-30).At(new LocalTime(9, 30)).InZoneStrictly(office.Zone).ToInstant();
        await using var t = await AcceptedAsync(office, released);
        var closes = Duty(t).Closes;
        Assert.Equal(Duration.FromDays(60), closes - released);

        // Hour by hour around the change: a place that goes unused is booked anew, always inside opening time.
        for (var at = t.Clock.GetCurrentInstant(); at < closes; at += Hours(at, changes, office))
        {
            t.Clock.Reset(at);
            await t.Sweeping.SweepAsync();
            Assert.Equal(ObligationState.Running, Duty(t).State);
            if (t.Case("R-1").Slot is { } slot)
            {
                var local = slot.At.InZone(office.Zone);
                Assert.Equal((slot.Day, slot.Time), (local.Date, local.TimeOfDay));
                Assert.True(new OfficeCalendar(office).IsOpen(slot.Day) && slot.Time >= office.Opens && slot.Time < office.Closes);
            }
        }

        t.Clock.Reset(closes - Duration.FromSeconds(1));
        await t.Sweeping.SweepAsync();
        Assert.Equal(ObligationState.Running, Duty(t).State);
        t.Clock.Reset(closes);
        await t.Sweeping.SweepAsync();
        Assert.Equal(ObligationState.MissedToReview, Duty(t).State);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_failure_over_the_change_counts_the_hours_that_passed_and_ends_at_closing_time(string code, string day)
    {
        var (office, changes) = (Programme.Offices[code], NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value);

        // The window ends at noon of the day after, so that the night of the change lies in its last open days.
        var closes = changes.PlusDays(1).At(new LocalTime(12, 0)).InZoneStrictly(office.Zone).ToInstant();
        await using var t = await AcceptedAsync(office, closes - Duration.FromDays(60));
        Instant At(LocalDate date, int hour) => date.At(new LocalTime(hour, 30)).InZoneLeniently(office.Zone).ToInstant();
        var (from, until) = (At(changes.PlusDays(-1), 22), At(changes, 6));
        Assert.Equal(Duration.FromHours(8) - Duration.FromSeconds(office.Zone.GetUtcOffset(until).Seconds - office.Zone.GetUtcOffset(from).Seconds), until - from);
        t.Clock.Reset(closes - Duration.FromHours(1));
        await t.Faulting.DeclareAsync(new Actor("administrator", "M. Okafor"), new FaultDeclared(FaultKinds.ServiceDown, null, null, from, until, "The service was down."));

        t.Clock.Reset(closes);
        await t.Sweeping.SweepAsync();

        var extended = Duty(t).Closes;
        var local = extended.InZone(office.Zone);
        Assert.Equal(until - from, FaultLedger.Length(Duty(t).Counted));
        Assert.True(extended >= closes + (until - from));
        Assert.True(new OfficeCalendar(office).IsOpen(local.Date));
        t.Clock.Reset(extended - Duration.FromSeconds(1));
        await t.Sweeping.SweepAsync();
        Assert.Equal(ObligationState.Running, Duty(t).State);
    }

    private static Duration Hours(Instant at, LocalDate changes, Office office) =>
        Math.Abs(Period.DaysBetween(at.InZone(office.Zone).Date, changes)) <= 1 ? Duration.FromHours(1) : Duration.FromHours(31);

    private static Obligation Duty(TestInstallation t) => Assert.Single(t.Case("R-1").Obligations);

    private static async Task<TestInstallation> AcceptedAsync(Office office, Instant released)
    {
        var t = new TestInstallation(released + Duration.FromHours(1));
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("releasedAt", released.ToString())), sendsHandoff: false);
        var id = t.Case("R-1").Id;
        await t.Releasing.SendAsync(TestInstallation.Station, id, office: office.Code);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(new Actor("case officer", "D. Whitfield", office.Code), id, office.Code);
        return t;
    }
}
