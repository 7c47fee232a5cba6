using NodaTime;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Releases;

namespace Throughline.Tests.Releases;

public sealed class ChildAloneTests
{
    [Fact]
    public async Task A_minor_without_a_family_unit_is_handed_to_the_child_welfare_desk_and_has_no_order_duty_place_or_notice()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("birthDate", "2012-01-01")), sendsHandoff: true);

        var state = t.Case("R-1");
        Assert.Equal(("CHILD-WELFARE", "EPT-ELPASO", "NTR"), (state.Handoff.Office, state.Responsible, state.Release!.Pathway));
        Assert.Null(state.Order);
        Assert.Null(state.Slot);
        Assert.Empty(state.Obligations);
        Assert.Empty(state.Notices);
    }

    [Fact]
    public async Task History_names_the_child_welfare_desk_for_a_minor_alone()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("birthDate", "2012-01-01"), ("releasedAt", "2021-08-14T11:35:00-06:00")), sendsHandoff: true);

        Assert.Equal((HandoffState.Inherited, "CHILD-WELFARE"), (t.Case("R-1").Handoff.State, t.Case("R-1").Responsible));
    }

    [Fact]
    public async Task A_minor_whose_family_unit_is_named_waits_for_its_adult_on_the_familys_pathway()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("birthDate", "2012-01-01"), ("familyUnitId", "F-1")), sendsHandoff: true);

        Assert.Equal("DEN", t.Case("R-1").Handoff.Office);
        Assert.NotNull(t.Case("R-1").Slot);
    }

    [Fact]
    public async Task Brothers_and_sisters_released_together_without_an_adult_are_on_no_pathway()
    {
        await using var t = new TestInstallation();
        var members = new[] { "2010-01-01", "2014-01-01" }.Select((b, i) => t.Submission(("recordId", $"R-{i}"), ("familyUnitId", "F-1"), ("birthDate", b))).ToList();

        await t.Releasing.RecordHouseholdAsync(TestInstallation.Station, members);
        await t.Releasing.SendAsync(TestInstallation.Station, t.Case("R-0").Id);

        Assert.All(new[] { t.Case("R-0"), t.Case("R-1") }, c =>
        {
            Assert.Equal((Pathway.None, "CHILD-WELFARE"), (c.Release!.Pathway, c.Handoff.Office));
            Assert.Null(c.Slot);
        });
    }

    [Fact]
    public async Task A_child_alone_is_sent_to_no_other_office_whoever_asks()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("birthDate", "2012-01-01")), sendsHandoff: false);

        Assert.Equal(HandoffRules.ChildAlone, (await t.Releasing.SendAsync(TestInstallation.Station, t.Case("R-1").Id, office: "DEN")).Refused);
    }

    [Theory]
    [InlineData("2008-11-11", true)]
    [InlineData("2008-11-10", false)]
    public async Task Only_who_is_under_18_on_the_day_of_the_release_may_be_on_no_pathway(string born, bool isTaken)
    {
        await using var t = new TestInstallation();
        var outcome = await t.Releasing.RecordAsync(
            TestInstallation.Station, t.Submission(("birthDate", born), ("pathway", "none"), ("releasedAt", "2026-11-10T07:00:00-07:00")), sendsHandoff: false);

        Assert.Equal(isTaken ? null : ReleaseRules.PathwayNeeded, outcome.Refused);
    }

    [Fact]
    public async Task A_birth_date_that_turns_out_to_be_a_childs_takes_duty_place_and_order_away()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("birthDate", "")), sendsHandoff: false);
        Assert.Single(t.Case("R-1").Obligations);

        await t.Releasing.CompleteAsync(TestInstallation.Station, t.Case("R-1").Id, null, t.Submission(("birthDate", "2012-01-01")));

        var state = t.Case("R-1");
        Assert.Equal(ObligationState.Cancelled, state.Obligations[0].State);
        Assert.Null(state.Slot);
        Assert.True(state.OrderHasEnded);
    }
}
