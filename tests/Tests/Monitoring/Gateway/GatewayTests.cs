using System.Net;
using NodaTime;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;
using Throughline.Simulator;

namespace Throughline.Tests.Monitoring.Gateway;

public sealed class GatewayTests
{
    private static readonly Instant Now = SystemClock.Instance.GetCurrentInstant();

    [Fact]
    public async Task A_fix_is_on_the_disk_when_it_is_acknowledged()
    {
        await using var site = await DeviceSite.StartAsync();
        using var link = await site.LogInAsync(1);

        Assert.Equal(Gt06Frames.AnswerSize, (await link.AskAsync(Fix(0), Gt06Frames.AnswerSize)).Length);

        Assert.Equal(1, site.Count("select count(*) from journal"));
        var fix = Assert.Single(await site.Gateway.FixesOfAsync(site.Store, 1));
        Assert.Equal(TimeOf(0), fix.Time);
    }

    [Fact]
    public async Task A_fix_that_comes_twice_is_kept_once_and_acknowledged_twice_also_by_the_next_process()
    {
        await using var site = await DeviceSite.StartAsync();
        for (var time = 0; time < 2; time++)
        {
            using (var link = await site.LogInAsync(1))
            {
                Assert.NotEmpty(await link.AskAsync(Fix(0), Gt06Frames.AnswerSize));
                Assert.NotEmpty(await link.AskAsync(Fix(0), Gt06Frames.AnswerSize));
                Assert.NotEmpty(await link.AskAsync(Fix(1), Gt06Frames.AnswerSize));
            }

            await site.StartAgainAsync();
        }

        Assert.Equal([TimeOf(0), TimeOf(1)], (await site.Gateway.FixesOfAsync(site.Store, 1)).Select(f => f.Time));
    }

    [Fact]
    public async Task A_stranger_is_refused_and_shown_as_work()
    {
        await using var site = await DeviceSite.StartAsync();
        using var link = await DeviceLink.ToAsync(site.Gateway.Port);

        Assert.Empty(await link.AskAsync(Gt06Frames.Login("351234567890123", 1), Gt06Frames.AnswerSize));

        site.Gateway.WriteBook();
        Assert.Equal(1, site.Count("select count(*) from unknown_devices where protocol = 'gt06' and name = '351234567890123' and times = 1"));
    }

    [Fact]
    public async Task A_device_that_is_out_of_use_is_refused_and_counted()
    {
        await using var site = await DeviceSite.StartAsync();
        site.Gateway.Registry.Put(site.Gateway.Registry.Find(new DeviceId(1))! with { InUse = false });
        using var link = await DeviceLink.ToAsync(site.Gateway.Port);

        Assert.Empty(await link.AskAsync(Gt06Frames.Login(LoadDevice.ImeiOf(1), 1), Gt06Frames.AnswerSize));

        Assert.Equal(1, Counted(site, DeviceCount.NotInUse));
    }

    [Fact]
    public async Task Without_a_login_nothing_is_kept_and_nothing_answered()
    {
        await using var site = await DeviceSite.StartAsync();
        using var link = await DeviceLink.ToAsync(site.Gateway.Port);

        await link.SayAsync(Fix(0));

        Assert.Empty(await link.HearAsync(1, TimeSpan.FromSeconds(1)));
        Assert.Equal(0, site.Count("select count(*) from journal"));
    }

    [Fact]
    public async Task Whoever_sends_only_noise_is_hung_up_on()
    {
        await using var site = await DeviceSite.StartAsync();
        using var link = await site.LogInAsync(1);
        var broken = Fix(0);
        broken[12] ^= 1;

        Assert.Empty(await link.AskAsync([.. Enumerable.Repeat(broken, 40).SelectMany(b => b)], 1));

        Assert.InRange(Counted(site, DeviceCount.BadChecksum), 30, 40);
        Assert.Equal(0, site.Count("select count(*) from journal"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("before the fitting")]
    [InlineData("after the end")]
    [InlineData("outside the hours")]
    public async Task What_lies_outside_the_order_is_acknowledged_counted_and_not_kept(string order)
    {
        await using var site = await DeviceSite.StartAsync();
        var device = site.Gateway.Registry.Find(new DeviceId(1))!;
        site.Gateway.Registry.Put(device with
        {
            Order = order switch
            {
                "none" => null,
                "before the fitting" => device.Order! with { From = TimeOf(0) + Duration.FromSeconds(1) },
                "after the end" => device.Order! with { Until = TimeOf(0) },
                _ => device.Order! with { Hours = new WeekHours([], []) },
            },
        });
        using var link = await site.LogInAsync(1);

        Assert.NotEmpty(await link.AskAsync(Fix(0), Gt06Frames.AnswerSize));

        Assert.Equal(0, site.Count("select count(*) from journal"));
        Assert.Empty(await site.Gateway.FixesOfAsync(site.Store, 1));
        Assert.Equal(1, Counted(site, DeviceCount.OutsideOrder));
    }

    [Fact]
    public async Task Of_one_packet_only_what_the_order_allows_is_kept()
    {
        await using var site = await DeviceSite.StartAsync();
        var device = site.Gateway.Registry.Find(new DeviceId(1))!;
        site.Gateway.Registry.Put(device with { Order = device.Order! with { Until = TimeOf(2) } });
        using var link = await site.LogInAsync(1);

        Assert.Equal(4 * Gt06Frames.AnswerSize, (await link.AskAsync([.. Fix(0), .. Fix(1), .. Fix(2), .. Fix(3)], 4 * Gt06Frames.AnswerSize)).Length);

        Assert.Equal([TimeOf(0), TimeOf(1)], (await site.Gateway.FixesOfAsync(site.Store, 1)).Select(f => f.Time));
    }

    [Fact]
    public async Task An_alarm_is_told_once_also_when_a_new_process_reads_the_journal_again()
    {
        await using var site = await DeviceSite.StartAsync();
        using (var link = await site.LogInAsync(1))
        {
            Assert.NotEmpty(await link.AskAsync(Gt06Frames.Heartbeat(2, 0x20), Gt06Frames.AnswerSize));
        }

        await WaitAsync(() => site.Gateway.Signals.All.Count > 0);
        var told = Assert.Single(site.Gateway.Signals.All);
        Assert.Equal(Throughline.Monitoring.Alerts.SignalKind.Sos, told.Kind);
        await site.StartAgainAsync();
        await site.Gateway.FixesOfAsync(site.Store, 1);
        await WaitAsync(() => site.Gateway.Signals.All.Count > 0);
        Assert.Equal(told.Occurred, Assert.Single(site.Gateway.Signals.All).Occurred);
    }

    [Fact]
    public async Task While_the_store_takes_nothing_nobody_is_acknowledged_and_afterwards_nothing_is_missing()
    {
        await using var site = await DeviceSite.StartAsync();
        using var link = await site.LogInAsync(1);
        Assert.NotEmpty(await link.AskAsync(Fix(0), Gt06Frames.AnswerSize));
        Change(site, "alter table journal rename to journal_away");

        await link.SayAsync(Fix(1));
        Assert.Empty(await link.HearAsync(1, TimeSpan.FromSeconds(2)));
        Assert.NotNull(site.Gateway.Journal.FailingSince);

        Change(site, "alter table journal_away rename to journal");
        using var later = await site.LogInAsync(1);
        Assert.NotEmpty(await later.AskAsync(Fix(1), Gt06Frames.AnswerSize));
        Assert.NotEmpty(await later.AskAsync(Fix(2), Gt06Frames.AnswerSize));
        Assert.Null(site.Gateway.Journal.FailingSince);
        Assert.Equal([TimeOf(0), TimeOf(1), TimeOf(2)], (await site.Gateway.FixesOfAsync(site.Store, 1)).Select(f => f.Time));
    }

    [Fact]
    public async Task What_fills_a_chunk_goes_to_the_trail_under_the_persons_key_and_is_gone_with_it()
    {
        await using var site = await DeviceSite.StartAsync();
        using var link = await site.LogInAsync(1);
        for (var n = 0; n < 200; n += 10)
        {
            await link.AskAsync([.. Enumerable.Range(n, 10).SelectMany(Fix)], 10 * Gt06Frames.AnswerSize);
        }

        await WaitAsync(() => site.Count("select count(*) from trail_chunks") > 0);
        Assert.Equal(Enumerable.Range(0, 200).Select(TimeOf), (await site.Gateway.FixesOfAsync(site.Store, 1)).Select(f => f.Time).Order());
        Assert.Equal(0, site.Count("select count(*) from journal"));

        Change(site, site.Data.Connection is null ? "update person_keys set wrapped = x''" : "update person_keys set wrapped = ''::bytea");
        await site.StartAgainAsync(devices: 0);
        Assert.Empty(await site.Gateway.FixesOfAsync(site.Store, 1));
    }

    [Fact]
    public async Task A_phone_is_heard_with_its_secret_only()
    {
        await using var site = await DeviceSite.StartAsync(others: true);
        var device = site.Gateway.Registry.Find(new DeviceId(2))!;
        site.Gateway.Registry.Put(device with { Protocol = "osmand", Identities = ["phone-2"], Secret = DeviceSecret.Of("a long secret of ours") });
        using var http = new HttpClient { BaseAddress = new Uri(site.Gateway.PhoneAddress) };
        var at = TimeOf(0).ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"/?id=phone-2&secret=guess&lat=32.5&lon=-97&timestamp={at}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"/?id=stranger&secret=guess&lat=32.5&lon=-97&timestamp={at}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/?id=phone-2&secret=a+long+secret+of+ours&lat=320&lon=-97")).StatusCode);
        Assert.Empty(await site.Gateway.FixesOfAsync(site.Store, 2));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/?id=phone-2&secret=a+long+secret+of+ours&lat=32.5&lon=-97&timestamp={at}")).StatusCode);

        Assert.Equal(TimeOf(0), Assert.Single(await site.Gateway.FixesOfAsync(site.Store, 2)).Time);
        Assert.Equal(1, Counted(site, DeviceCount.WrongSecret));
    }

    private static Instant TimeOf(int n) => Instant.FromUnixTimeSeconds(Now.ToUnixTimeSeconds() - 3600 + n);

    private static byte[] Fix(int n)
    {
        var frame = new byte[Gt06Frames.FixSize];
        Gt06Frames.Fix(frame, TimeOf(n), 32.75 + n * 0.0001, -97.33, (ushort)(n + 2));
        return frame;
    }

    private static long Counted(DeviceSite site, DeviceCount what)
    {
        site.Gateway.WriteBook();
        return site.Count($"select coalesce(sum(times), 0) from device_days where kind = {(int)what}");
    }

    private static void Change(DeviceSite site, string sql)
    {
        using var db = site.Store.OpenWriter();
        Dapper.SqlMapper.Execute(db, sql);
    }

    private static async Task WaitAsync(Func<bool> until)
    {
        for (var i = 0; i < 600 && !until(); i++)
        {
            await Task.Delay(50);
        }

        Assert.True(until());
    }
}
