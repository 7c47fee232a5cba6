using Throughline.Casefile;
using Throughline.Casefile.Contacts;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

/// <summary>Marisol and her child are protected from the rest of their household.</summary>
public sealed class ProtectionStories
{
    internal static readonly Actor Named = new("supervisor", "V. Named", "DEN"), Sanchez = new("supervisor", "R. Sanchez", "DEN");

    [Fact]
    public async Task Who_goes_along_is_a_household_of_its_own_with_a_code_that_nobody_else_has()
    {
        await using var t = await FamilyAsync();
        var (old, place) = (Code(t, "R-1"), t.Case("R-2").Slot);

        Assert.False((await new Protecting(t.Installation).BeginAsync(Named, t.Case("R-2").Id, [t.Case("R-3").Id], null, byPerson: false)).IsRefused);

        var (she, child, he) = (t.Case("R-2"), t.Case("R-3"), t.Case("R-1"));
        Assert.Equal(she.Release!.Household, child.Release!.Household);
        Assert.NotEqual(he.Release!.Household, she.Release.Household);
        Assert.Equal((she.Id, he.Release.Household), (child.ResponsibleAdult, she.Protection!.Left));
        Assert.Equal((place, place), (she.Slot, child.Slot));
        Assert.Equal(old, Code(t, "R-1"));
        Assert.NotEqual(old, Code(t, "R-2"));
        Assert.Equal([she.Id, child.Id], t.Installation.Cases.Household(she.Release.Household!.Value.Number).Select(c => c.Id));
        Assert.Equal([he.Id], t.Installation.Cases.Household(he.Release.Household!.Value.Number).Select(c => c.Id));
    }

    [Fact]
    public async Task Her_report_is_for_the_child_as_well_and_his_is_for_himself()
    {
        await using var t = await ProtectedAsync();
        Casefile.CheckIns.Report Now() => new(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null);

        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-1").Id, Now());
        Assert.Equal((1, 0, 0), (t.Case("R-1").CheckIns.Count, t.Case("R-2").CheckIns.Count, t.Case("R-3").CheckIns.Count));
        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-2").Id, Now());
        Assert.Equal((1, 1), (t.Case("R-2").CheckIns.Count, t.Case("R-3").CheckIns.Count));
    }

    [Fact]
    public async Task When_the_person_asks_naming_somebody_is_the_offices_work()
    {
        await using var t = await FamilyAsync();
        var protecting = new Protecting(t.Installation);
        var (id, person) = (t.Case("R-2").Id, new Actor("person", t.Case("R-2").Id.ToString()));
        await protecting.BeginAsync(person, id, [t.Case("R-3").Id], null, byPerson: true);

        Assert.Equal(2, TransferStories.Work(t, "DEN", WorkKind.ProtectionUnnamed));
        Assert.Equal("not-named", (await protecting.NameReaderAsync(TestInstallation.Denver, id, TestInstallation.Denver, "I have the case.")).Refused?.Code);
        Assert.False((await protecting.NameReaderAsync(Sanchez, id, TestInstallation.Denver, "He has the case.")).IsRefused);
        Assert.Equal(1, TransferStories.Work(t, "DEN", WorkKind.ProtectionUnnamed));

        await new Transferring(t.Installation).SendAsync(TestInstallation.Denver, id, "DEN", "LOS", "She moved.");
        await new Transferring(t.Installation).AcceptAsync(new Actor("case officer", "M. Okafor", "LOS"), id, "LOS");
        Assert.Equal(2, TransferStories.Work(t, "LOS", WorkKind.ProtectionUnnamed));
    }

    [Fact]
    public async Task While_the_station_is_responsible_naming_somebody_is_its_work()
    {
        await using var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: false);
        var (protecting, id) = (new Protecting(t.Installation), t.Case("R-1").Id);
        await protecting.BeginAsync(new Actor("person", id.ToString()), id, [], null, byPerson: true);

        Assert.Equal(1, TransferStories.Work(t, "EPT-ELPASO", WorkKind.ProtectionUnnamed));
        Assert.Equal("not-named", (await protecting.NameReaderAsync(Sanchez, id, Sanchez, "I have it.")).Refused?.Code);
        Assert.False((await protecting.NameReaderAsync(TestInstallation.Station, id, TestInstallation.Station, "I have it.")).IsRefused);
        Assert.Equal(0, TransferStories.Work(t, "EPT-ELPASO", WorkKind.ProtectionUnnamed));
    }

    [Fact]
    public async Task It_takes_the_person_or_two_of_the_staff_to_lift_it()
    {
        await using var t = await ProtectedAsync();
        var (protecting, id) = (new Protecting(t.Installation), t.Case("R-2").Id);

        Assert.False((await protecting.ProposeLiftAsync(Named, id, "She asked me to.")).IsRefused);
        Assert.Equal(1, TransferStories.Work(t, "DEN", WorkKind.ProtectionLift));
        Assert.Equal("second-person-needed", (await protecting.ConfirmLiftAsync(Named, id, "Yes.")).Refused?.Code);
        Assert.Equal("not-named", (await protecting.ConfirmLiftAsync(TestInstallation.Denver, id, "Yes.")).Refused?.Code);
        Assert.NotNull(t.Case("R-2").Protection);
        await protecting.ConfirmLiftAsync(Sanchez, id, "I spoke with her alone.");
        Assert.Null(t.Case("R-2").Protection);

        await protecting.LiftByPersonAsync(new Actor("person", t.Case("R-3").Id.ToString()), t.Case("R-3").Id);
        Assert.Null(t.Case("R-3").Protection);
    }

    [Fact]
    public async Task Alone_or_with_the_whole_household_only_the_code_is_new()
    {
        await using var t = await FamilyAsync();
        var (old, household) = (Code(t, "R-1"), t.Case("R-1").Release!.Household);

        await new Protecting(t.Installation).BeginAsync(Named, t.Case("R-1").Id, [t.Case("R-2").Id, t.Case("R-3").Id], null, byPerson: false);

        Assert.All(new[] { "R-1", "R-2", "R-3" }, r => Assert.Equal((household, true), (t.Case(r).Release!.Household, t.Case(r).Protection is not null)));
        Assert.NotEqual(old, Code(t, "R-1"));
    }

    [Fact]
    public async Task No_child_is_left_behind_without_an_adult()
    {
        await using var t = await TransferStories.FamilyAsync();

        var outcome = await new Protecting(t.Installation).BeginAsync(Named, t.Case("R-1").Id, [], null, byPerson: false);

        Assert.Equal("child-left-without-an-adult", outcome.Refused?.Code);
        Assert.Null(t.Case("R-1").Protection);
    }

    [Fact]
    public async Task A_rebuild_keeps_what_is_hidden_and_what_the_rules_need()
    {
        await using var t = await ProtectedAsync();
        Throughline.Storage.Log.Rebuilding.Run(t.Installation.Store, _ => { });

        var listed = t.Installation.Cases.Household(t.Case("R-2").Release!.Household!.Value.Number);
        Assert.Equal(2, listed.Count);
        Assert.All(listed, c => Assert.Equal((null, true), (c.Household, c.Card.IsProtected)));
    }

    /// <summary>Wilson, Marisol (R-2, at another address) and Inés (R-3, a child), accepted in Denver; a note names Marisol's phone and street.</summary>
    internal static async Task MakeAsync(TestInstallation t)
    {
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("familyUnitId", "F-1"), ("phone", "+12025550123")), sendsHandoff: true);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(
            ("recordId", "R-2"), ("familyUnitId", "F-1"), ("givenName", "Marisol"), ("surname", "Huanca"), ("birthDate", "1996-04-05"), ("phone", "+12025550177"), ("aNumber", "A098765432"),
            ("addressLine", "44 Harbor Lane"), ("city", "Denver"), ("postalCode", "80219")), sendsHandoff: true);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(
            ("recordId", "R-3"), ("familyUnitId", "F-1"), ("givenName", "Inés"), ("surname", "Huanca"), ("birthDate", "2018-05-06"), ("addressLine", "44 Harbor Lane"), ("city", "Denver"), ("postalCode", "80219")), sendsHandoff: true);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, t.Case("R-1").Id, "notice-to-report", t.Clock.GetCurrentInstant() - NodaTime.Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN");
        await t.CaseActs.ContactAsync(TestInstallation.Denver, t.Case("R-2").Id, "visit", "reached", "She opened at 44 Harbor Lane; her number is 202 555 0177.", t.Clock.GetCurrentInstant());
        Assert.Contains(t.Installation.Cases.Load(t.Case("R-2").Id)!.Events, e => e.Event is ContactMade);
    }

    internal static async Task<TestInstallation> ProtectedAsync()
    {
        var t = await FamilyAsync();
        await new Protecting(t.Installation).BeginAsync(Named, t.Case("R-2").Id, [t.Case("R-3").Id], null, byPerson: false);
        return t;
    }

    private static async Task<TestInstallation> FamilyAsync()
    {
        var t = new TestInstallation();
        await MakeAsync(t);
        return t;
    }

    private static string Code(TestInstallation t, string record) => t.Case(record).Notices["notice-to-report"].Code!;
}
