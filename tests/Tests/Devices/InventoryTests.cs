using System.Net;
using System.Text;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Devices;
using Throughline.Monitoring.Devices;
using Throughline.Storage.Monitoring;

namespace Throughline.Tests.Devices;

/// <summary>The inventory on its tables and its pages. Devices are judged, never who wears one.</summary>
public sealed class InventoryTests
{
    private static readonly Actor Admin = new(Roles.Administrator, "A. Moreau");

    [Fact]
    public async Task A_file_is_added_whole_or_not_at_all_and_each_fault_names_its_line()
    {
        await using var t = new TestInstallation();
        var inventory = new Inventory(t.Installation, new FalseAlerts(t.Installation));
        var faults = Import(inventory, "serial,model,names\nTL-1,ANKLE-1,358000000000001\nTL 2,ANKLE-1,358000000000002\nTL-3,ANKLE-9,358000000000003\n").Faults;
        Assert.Collection(faults, f => Assert.StartsWith("Line 3: Write the serial number", f, StringComparison.Ordinal), f => Assert.StartsWith("Line 4: The programme has no model “ANKLE-9”", f, StringComparison.Ordinal));
        Assert.Equal(0, inventory.Tables.Count());

        Assert.Equal(2, Import(inventory, "serial,model,names\nTL-1,ANKLE-1,358000000000001\nTL-2,ANKLE-1,358000000000002\n").Added);
        Assert.StartsWith("Line 3: this serial number", Assert.Single(Import(inventory, "serial,model,names\nTL-3,ANKLE-1,358000000000003\nTL-4,ANKLE-1,0358000000000002\n").Faults), StringComparison.Ordinal);
        Assert.Equal(2, inventory.Tables.Count());
    }

    [Fact]
    public async Task A_stranger_that_calls_is_work_and_never_comes_into_the_inventory_by_itself()
    {
        await using var t = new TestInstallation();
        var inventory = new Inventory(t.Installation, new FalseAlerts(t.Installation));
        Knocks(t, t.Clock.GetCurrentInstant());
        Knocks(t, t.Clock.GetCurrentInstant() + Duration.FromMinutes(1));
        Assert.Equal(2, Assert.Single(inventory.Tables.Unknown(10)).Times);
        Assert.Equal(0, inventory.Tables.Count());

        Assert.Null(inventory.Add(Admin, "TL-1", "ANKLE-1", "358000000000001", null, null, null));
        Assert.Empty(inventory.Tables.Unknown(10));
        Knocks(t, t.Clock.GetCurrentInstant());
        Assert.Empty(inventory.Tables.Unknown(10));
    }

    [Fact]
    public async Task A_device_is_heard_in_its_own_language_by_any_of_its_names_and_refused_once_it_is_out_of_use()
    {
        await using var t = new TestInstallation();
        var (inventory, registry) = (new Inventory(t.Installation, new FalseAlerts(t.Installation)), new DeviceRegistry(t.Installation));
        registry.Follow();
        Assert.Null(inventory.Add(Admin, "PH-1", "PHONE-1", "phone-1 0042", null, null, "a secret of sixteen"));
        registry.Follow();

        var known = registry.Find("osmand", "42"u8)!;
        Assert.Same(known, registry.Find("osmand", "phone-1"u8));
        Assert.Null(registry.Find("gt06", "42"u8));
        Assert.Null(registry.Find("osmand", "43"u8));
        Assert.Null(registry.Find("osmand", []));
        Assert.True(known.Secret!.Value.Matches("a secret of sixteen"));
        Assert.False(known.Secret.Value.Matches("another"));
        Assert.True(known.InUse);

        var version = registry.Version;
        inventory.Tables.Use(known.Id.Number, false, "It overheats.", Admin, t.Clock.GetCurrentInstant());
        registry.Follow();
        Assert.False(registry.Find(new DeviceId(known.Id.Number))!.InUse);
        Assert.True(registry.Version > version);
        version = registry.Version;
        registry.Follow();
        Assert.Equal(version, registry.Version);
    }

    [Theory]
    [InlineData(19, 19, 0)]
    [InlineData(20, 10, 0)]
    [InlineData(20, 11, 1)]
    public async Task A_unit_is_proposed_above_its_limit_and_not_before_enough_alerts_are_closed(int closed, int falseOnes, int proposed)
    {
        await using var t = new TestInstallation();
        var alerts = new Fake();
        var inventory = new Inventory(t.Installation, alerts);
        Assert.Null(inventory.Add(Admin, "TL-1", "ANKLE-1", "358000000000001", null, null, null));
        alerts.Closed.Add(new ClosedAlerts(Guid.Empty, inventory.Tables.Find("TL-1")!.Id, closed, falseOnes));

        Assert.Equal(proposed, inventory.Judge());
        Assert.Equal(0, inventory.Judge());
        Assert.True(inventory.Tables.Find("TL-1")!.IsInUse);
    }

    [Fact]
    public async Task What_an_administrator_accepts_is_out_of_use_and_what_is_refused_is_not_asked_again_at_once()
    {
        await using var t = new TestInstallation();
        var alerts = new Fake();
        var inventory = new Inventory(t.Installation, alerts);
        Import(inventory, "serial,model,names\nTL-1,ANKLE-1,358000000000001\nTL-2,ANKLE-1,358000000000002\n");
        alerts.Closed.AddRange([new(Guid.Empty, inventory.Tables.Find("TL-1")!.Id, 15, 15), new(Guid.Empty, inventory.Tables.Find("TL-2")!.Id, 15, 15)]);
        Assert.Equal(1, inventory.Judge());
        var model = Assert.Single(inventory.Faults.Proposals(true));
        Assert.Equal((DeviceFaults.OfModel, "ANKLE-1", 30, 30), (model.Scope, model.Target, model.False, model.Alerts));

        Assert.True(inventory.Faults.Answer(model.Id, true, "Its strap sensor is bad.", Admin, t.Clock.GetCurrentInstant()));
        Assert.False(inventory.Tables.Find("TL-1")!.IsInUse);
        Assert.Empty(inventory.Tables.InCupboard(10));
        Assert.Equal(0, inventory.Judge());
        Assert.False(inventory.Faults.Answer(model.Id, false, "No.", Admin, t.Clock.GetCurrentInstant()));
    }

    [Fact]
    public async Task Broken_messages_above_the_number_of_the_programme_are_the_devices_fault()
    {
        await using var t = new TestInstallation();
        var inventory = new Inventory(t.Installation, new FalseAlerts(t.Installation));
        Assert.Null(inventory.Add(Admin, "TL-1", "ANKLE-1", "358000000000001", null, null, null));
        var device = inventory.Tables.Find("TL-1")!.Id;
        Broken(t, device, 20);
        Assert.Empty(inventory.Broken());
        Broken(t, device, 1);
        Assert.Equal(21, Assert.Single(inventory.Broken()).Broken);
        t.Clock.AdvanceDays(15);
        Assert.Empty(inventory.Broken());
    }

    [Fact]
    public async Task An_administrator_adds_a_device_takes_it_out_of_use_and_nobody_else_can()
    {
        await using var site = await TestSite.StartAsync();
        await site.SignInAsync(Roles.Administrator, "");
        await site.GetAsync("/desk/devices/add");
        await site.SendAsync(("Serial", "TL-0001"), ("Model", "ANKLE-1"), ("Names", "IMEI?"));
        Assert.Contains("Write the names by which it calls", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Serial", "TL-0001"), ("Model", "ANKLE-1"), ("Names", "358000000000001"));
        Assert.Equal("/desk/devices/TL-0001", site.At);
        await site.SendAsync(("Because", "It overheats."));
        Assert.Contains("out of use", site.Text, StringComparison.Ordinal);

        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk/devices");
        Assert.Contains("TL-0001", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/devices/add");
        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    private static void Knocks(TestInstallation t, Instant at)
    {
        var book = new DeviceBook(t.Installation.Store, t.Clock);
        book.Refuse("gt06", "358000000000001", "127.0.0.1", at);
        book.Write();
    }

    private static void Broken(TestInstallation t, long device, int messages)
    {
        var book = new DeviceBook(t.Installation.Store, t.Clock);
        book.Count(new DeviceId(device), DeviceCount.BadChecksum, messages);
        book.Write();
    }

    private static (int Added, IReadOnlyList<string> Faults) Import(Inventory inventory, string csv) => inventory.Import(Admin, new MemoryStream(Encoding.UTF8.GetBytes(csv)));

    private sealed class Fake : IFalseAlerts
    {
        public List<ClosedAlerts> Closed { get; } = [];

        public IReadOnlyList<ClosedAlerts> Between(Instant from, Instant until) => Closed;
    }
}
