using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Devices;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Casework;
using Throughline.Host.Devices;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

/// <summary>A device from the cupboard to the leg and back, by the pages, with what the gateway would find at each step.</summary>
public sealed class DeviceStories
{
    private static readonly Actor Admin = new(Roles.Administrator, "A. Moreau"), Sanchez = new(Roles.Supervisor, "R. Sanchez", "DEN");

    [Fact]
    public async Task A_device_is_asked_about_assigned_fitted_and_asked_back_in_the_act_that_ends_the_order()
    {
        await using var site = await OrderedAsync();
        var (t, registry) = (site.Test, site.Services.GetRequiredService<DeviceRegistry>());
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/device");
        Assert.Equal(HttpStatusCode.NotFound, site.Status);

        await AnswerAsync(site, "health", ("Yes", "none"));
        Assert.Contains("Nothing speaks against a device", site.Text, StringComparison.Ordinal);
        await AnswerAsync(site, "device", ("Serial", "TL-0001"));
        registry.Follow();
        Assert.Null(Found(registry)!.Order);

        await AnswerAsync(site, "device-fit", ("Where", "Denver office, room 2"), ("By", "D. Whitfield"), ("Checked", "both"));
        registry.Follow();
        var order = Found(registry)!.Order!;
        Assert.Equal((Id(t).Number, Duration.FromSeconds(300), 14, t.Case("R-1").Order!.Ends), (order.Case, order.Interval, order.RawDays, order.Until!.Value));
        Assert.Equal("America/Denver", order.TimeZone.Id);

        t.Clock.AdvanceDays(1);
        await t.Terms.EndOrderAsync(TestInstallation.Denver, Id(t), "It is no longer needed.");
        Assert.IsType<DeviceAskedBack>(t.Installation.Cases.Load(Id(t))!.Events[^1].Event);
        registry.Follow();
        Assert.Null(Found(registry)!.Order);
        Assert.Contains(Work(t), w => w == WorkKind.DeviceBack);

        await AnswerAsync(site, "device-return", ("Condition", "good"));
        Assert.DoesNotContain(Work(t), w => w == WorkKind.DeviceBack);
        Assert.Equal("returned", site.Services.GetRequiredService<Inventory>().Tables.Stays(Found(registry)!.Id.Number)[0].How);
    }

    [Fact]
    public async Task A_zone_is_drawn_without_a_map_and_the_check_says_what_it_closes_before_two_people_sign()
    {
        await using var site = await FittedAsync();
        var (t, registry) = (site.Test, site.Services.GetRequiredService<DeviceRegistry>());
        await t.Terms.Devices.NotePlaceAsync(TestInstallation.Denver, Id(t), "work", "Bakery", "39.7500, -104.9903");
        await t.Terms.Devices.NotePlaceAsync(TestInstallation.Denver, Id(t), "clinic", "Clinic", "39.7394, -104.9903");
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/zones");
        await site.SendAsync(
            ("Kind", "inclusion"), ("Called", "Home at night"), ("By", "circle"), ("Centre", "39.7392, -104.9903"), ("Radius", "150"), ("Hours", "daily 22:00-06:00"), ("Buffer", "50"), ("Fixes", "2"), ("Minutes", "5"),
            ("Reasons", "He left twice at night."), ("Means", "Calls in the evening."), ("Lines", Line<ContactMade>(t)));
        Assert.Contains("It closes 1 of 2 places of daily life", site.Text, StringComparison.Ordinal);
        Assert.Contains("Bakery (work)", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("checkedAnswers", "true"));
        Assert.Empty(t.Case("R-1").Devices.Zones);

        await t.Terms.SignAsync(Sanchez, Id(t), t.Case("R-1").Supervision.Proposals[0].Number);
        registry.Follow();
        var zone = Assert.Single(Found(registry)!.Order!.Zones);
        Assert.Equal((ZoneKind.Inclusion, 50d, 2, Duration.FromMinutes(5), 7), (zone.Kind, zone.Buffer, zone.Fixes, zone.Dwell, zone.Hours!.Parts.Length));
        Assert.Equal("""{"type":"Circle","coordinates":[-104.9903,39.7392],"radius":150}""", zone.Shape.Json);

        await site.GetAsync($"/desk/cases/{Id(t)}/zones?zone={zone.Id}");
        await site.SendAsync(("Hours", "daily 23:00-05:00"), ("Reasons", "It went well."));
        Assert.Contains("Your signature: it asks for no more than it does now", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("checkedAnswers", "true"));
        Assert.Equal("daily 23:00-05:00", t.Case("R-1").Devices.Zones[0].Hours);

        await site.GetAsync("/me?code=" + t.Case("R-1").Notices.Values.First(n => n.Code is not null).Code);
        await site.GetAsync("/me/year");
        await site.SendAsync(("year", "1994"));
        await site.GetAsync("/me/terms");
        Assert.Contains("TL-0001", site.Text, StringComparison.Ordinal);
        Assert.Contains("Home at night", site.Text, StringComparison.Ordinal);
        Assert.Contains("de lunes a domingo 11\u00a0p.\u00a0m.–5\u00a0a.\u00a0m.", site.Text, StringComparison.Ordinal);
        Assert.Contains("Bakery", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_that_falls_with_its_ground_is_gone_from_the_gateway_too()
    {
        await using var site = await FittedAsync();
        var (t, registry) = (site.Test, site.Services.GetRequiredService<DeviceRegistry>());
        var home = new ZoneTerms(Guid.Empty, ZoneKinds.Inclusion, "Home", ZoneShapes.Circle(39.7, -104.9, 100).Shape!.Json, null, null, 50, 2, 0, null, null);
        await t.Terms.Devices.ProposeTermsAsync(TestInstallation.Denver, Id(t), home, null, [int.Parse(Line<ContactMade>(t), null)], "He left.", "Calls.");
        await t.Terms.SignAsync(Sanchez, Id(t), t.Case("R-1").Supervision.Proposals[0].Number);
        registry.Follow();
        Assert.NotEqual(Guid.Empty, Assert.Single(Found(registry)!.Order!.Zones).Id);

        // The same line carries the device itself: with it the level falls, and the device is asked back.
        await new Correcting(t.Installation).RecordInErrorAsync(TestInstallation.Denver, Id(t), int.Parse(Line<ContactMade>(t), null), "Another person.", null);
        registry.Follow();

        Assert.Null(Found(registry)!.Order);
        Assert.Empty(t.Case("R-1").Devices.Zones);
        Assert.NotNull(t.Case("R-1").Devices.Current!.AskedBackAt);
    }

    [Fact]
    public async Task A_unit_that_one_person_has_is_assigned_to_no_other_and_what_is_lost_to_nobody()
    {
        await using var site = await FittedAsync();
        var t = site.Test;
        await OrderAsync(t, "R-2");
        await t.Terms.Devices.ScreenAsync(TestInstallation.Denver, t.Case("R-2").Id, [], null);
        Assert.Equal(DeviceRules.UnitHeld(Id(t)), (await t.Terms.Devices.AssignAsync(TestInstallation.Denver, t.Case("R-2").Id, "TL-0001")).Refused);

        await t.Terms.Devices.LoseAsync(TestInstallation.Denver, Id(t), "Left on a bus.");
        Assert.Equal(DeviceRules.UnitNotInUse, (await t.Terms.Devices.AssignAsync(TestInstallation.Denver, t.Case("R-2").Id, "TL-0001")).Refused);
        t.Clock.AdvanceMinutes(1);
        var inventory = site.Services.GetRequiredService<Inventory>();
        Assert.True(inventory.Tables.Use(inventory.Tables.Find("TL-0001")!.Id, true, "Found by the driver.", Admin, t.Clock.GetCurrentInstant()));
        Assert.Null((await t.Terms.Devices.AssignAsync(TestInstallation.Denver, t.Case("R-2").Id, "TL-0001")).Refused);
    }

    [Fact]
    public async Task What_the_registry_and_the_lists_say_is_the_same_after_a_rebuild()
    {
        await using var site = await FittedAsync();
        var inventory = site.Services.GetRequiredService<Inventory>();
        var before = inventory.Tables.Find("TL-0001")!;

        Throughline.Storage.Log.Rebuilding.Run(site.Test.Installation.Store, _ => { });

        var after = inventory.Tables.Find("TL-0001")!;
        Assert.Equal((before.Case, before.Office, before.FittedAt, before.AskedBackAt), (after.Case, after.Office, after.FittedAt, after.AskedBackAt));
    }

    [Fact]
    public async Task The_home_of_a_protected_person_is_in_no_zone_that_others_see()
    {
        await using var site = await FittedAsync();
        var t = site.Test;
        var zone = new ZoneTerms(Guid.Empty, ZoneKinds.Inclusion, "At 1875 Quarry Road", ZoneShapes.Circle(39.7, -104.9, 100).Shape!.Json, null, null, 50, 2, 0, null, null);
        await t.Terms.Devices.ProposeTermsAsync(TestInstallation.Denver, Id(t), zone, null, [int.Parse(Line<ContactMade>(t), null)], "He left.", "Calls.");
        await t.Terms.SignAsync(Sanchez, Id(t), t.Case("R-1").Supervision.Proposals[0].Number);
        var file = t.Installation.Cases.Load(Id(t))!;
        var shielded = Casefile.Protections.Shield.For(file with { State = file.State with { Protection = new Casefile.Protections.Protection(t.Clock.GetCurrentInstant(), true, [], null) } }, null);

        Assert.All(shielded.State.Devices.Zones, z => Assert.DoesNotContain("104.9", z.Shape, StringComparison.Ordinal));
        Assert.All(shielded.State.Devices.Zones, z => Assert.DoesNotContain("Quarry", z.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Roles.CaseOfficer, "DEN", HttpStatusCode.OK)]
    [InlineData(Roles.Supervisor, "DEN", HttpStatusCode.OK)]
    [InlineData(Roles.CaseOfficer, "LOS", HttpStatusCode.NotFound)]
    [InlineData(Roles.IntakeOfficer, "EPT-ELPASO", HttpStatusCode.NotFound)]
    [InlineData(Roles.Inspector, "", HttpStatusCode.NotFound)]
    [InlineData(Roles.Administrator, "", HttpStatusCode.NotFound)]
    public async Task Only_the_office_that_is_responsible_sees_to_the_device_and_the_zones(string role, string place, HttpStatusCode status)
    {
        await using var site = await FittedAsync();
        await site.SignInAsync(role, place);
        foreach (var act in new[] { "health", "device-replace", "device-return", "device-lost", "collection", "place", "zones" })
        {
            await site.GetAsync($"/desk/cases/{Id(site.Test)}/{act}");
            Assert.True(site.Status == status, $"{act}: {site.Status}");
        }
    }

    internal static async Task<TestSite> OrderedAsync()
    {
        var site = await TestSite.StartAsync();
        await OrderAsync(site.Test, "R-1");
        var faults = site.Services.GetRequiredService<Inventory>().Import(
            Admin, new MemoryStream(Encoding.UTF8.GetBytes("serial,model,names,firmware,sim\nTL-0001,ANKLE-1,0358000000000001,1.2,+12025550101\nTL-0002,ANKLE-2,358000000000002,1.2,\n"))).Faults;
        Assert.Empty(faults);
        return site;
    }

    internal static async Task<TestSite> FittedAsync()
    {
        var site = await OrderedAsync();
        var (devices, id) = (site.Test.Terms.Devices, Id(site.Test));
        await devices.ScreenAsync(TestInstallation.Denver, id, [], null);
        await devices.AssignAsync(TestInstallation.Denver, id, "TL-0001");
        Assert.Null((await devices.FitAsync(TestInstallation.Denver, id, "Denver office", "D. Whitfield", "both")).Refused);
        return site;
    }

    private static async Task OrderAsync(TestInstallation t, string record)
    {
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", record), ("pathway", "PAR")), sendsHandoff: true);
        var id = t.Case(record).Id;
        await t.Receiving.AcceptAsync(TestInstallation.Denver, id, "DEN");
        await t.CaseActs.ContactAsync(TestInstallation.Denver, id, "call", "no-answer", null, t.Clock.GetCurrentInstant());
        var line = t.Installation.Cases.Load(id)!.Events.Last(e => e.Event is ContactMade).Version;
        await t.Terms.ProposeStepUpAsync(TestInstallation.Denver, id, "device", null, [line], "Nobody could reach him.", "A call.");
        Assert.Null((await t.Terms.SignAsync(Sanchez, id, t.Case(record).Supervision.Proposals[0].Number)).Refused);
    }

    private static async Task AnswerAsync(TestSite site, string act, params (string, string)[] answers)
    {
        await site.GetAsync($"/desk/cases/{Id(site.Test)}/{act}");
        Assert.Equal(HttpStatusCode.OK, site.Status);
        await site.SendAsync(answers);
        await site.SendAsync(("checkedAnswers", "true"));
    }

    private static KnownDevice? Found(DeviceRegistry registry) => registry.Find("gt06", "0358000000000001"u8);

    private static IEnumerable<string> Work(TestInstallation t) => Waits.Of(t.Case("R-1")).Select(w => w.Kind);

    private static CaseId Id(TestInstallation t) => t.Case("R-1").Id;

    private static string Line<TEvent>(TestInstallation t) => t.Installation.Cases.Load(Id(t))!.Events.Last(e => e.Event is TEvent).Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
