using NodaTime;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

public sealed class FromReleaseToReported
{
    [Fact]
    public async Task A_household_of_two_adults_and_three_small_children_has_one_notice_one_booking_and_no_duty_on_a_child()
    {
        await using var t = new TestInstallation();
        var born = new[] { "1990-01-01", "1992-05-05", "2016-03-03", "2018-04-04", "2021-06-06" };
        var members = born.Select((b, i) => t.Submission(("recordId", $"R-{i}"), ("familyUnitId", "F-1"), ("birthDate", b))).ToList();

        var outcome = await t.Releasing.RecordHouseholdAsync(TestInstallation.Station, members);

        Assert.Null(outcome.Refused);
        var cases = born.Select((_, i) => t.Case($"R-{i}")).ToList();
        Assert.Single(cases, c => c.Notices.Values.Any(n => n.Code is not null));
        Assert.Single(cases.Select(c => c.Slot).Distinct());
        Assert.NotNull(cases[0].Slot);
        Assert.Equal([1, 1, 0, 0, 0], cases.Select(c => c.Obligations.Count));
        var question = new CohortQuestion(new LocalDate(2026, 11, 1), new LocalDate(2026, 11, 30), "NTR", 60, t.Clock.GetCurrentInstant(), t.Clock.GetCurrentInstant());
        Assert.Equal(5, CohortFigures.Total(t.Installation.Store, question).Released);
    }

    [Fact]
    public async Task The_station_is_responsible_until_the_office_accepts_and_a_report_meets_the_duty()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: false);
        var id = t.Case("R-1").Id;
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, id, NoticeKinds.ToReport, t.Clock.GetCurrentInstant(), "in hand");
        await t.Releasing.SendAsync(TestInstallation.Station, id);
        Assert.Equal("EPT-ELPASO", t.Case("R-1").Responsible);
        Assert.Equal("DEN", t.Case("R-1").Handoff.Office);

        Assert.Null((await t.Receiving.AcceptAsync(TestInstallation.Denver, id, "DEN")).Refused);
        Assert.Equal("DEN", t.Case("R-1").Responsible);

        t.Clock.AdvanceDays(12);
        var report = new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null);
        Assert.Null((await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, id, report)).Refused);

        var state = t.Case("R-1");
        Assert.Equal(ObligationState.Met, state.Obligations[0].State);
        Assert.Null(state.Slot);
        Assert.True(state.OrderHasEnded);
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task History_books_no_slot_starts_no_clock_and_names_an_office_all_the_same()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("releasedAt", "2021-08-14T11:35:00-06:00")), sendsHandoff: true);

        var state = t.Case("R-1");
        Assert.Equal(HandoffState.Inherited, state.Handoff.State);
        Assert.Equal("DEN", state.Responsible);
        Assert.Empty(state.Obligations);
        Assert.Null(state.Slot);
        Assert.Null(state.Order);
    }
}
