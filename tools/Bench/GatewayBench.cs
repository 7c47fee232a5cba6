using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using Throughline.Host;
using Throughline.Simulator;

namespace Throughline.Bench;

/// <summary>
/// GT06 fixes acknowledged after the flush, by the program's own gateway, shards and journal; beside a bare Kestrel connection handler that
/// cuts the same frames and answers them. Both with the same devices in the same process.
/// </summary>
internal static class GatewayBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3), Span = TimeSpan.FromSeconds(6);

    public static Task<Measured> ThousandAsync() => RunAsync(1000, 1);

    public static Task<Measured> FiveThousandAsync() => RunAsync(5000, 1);

    public static Task<Measured> PacketsAsync() => RunAsync(1000, 10);

    public static Task<double> OursThousandAsync() => OursAsync(1000, 1);

    public static Task<double> OursFiveThousandAsync() => OursAsync(5000, 1);

    public static Task<double> OursPacketsAsync() => OursAsync(1000, 10);

    /// <summary>Four round trips a message, as servers do that keep a row a fix: device, last position, insert, update.</summary>
    public static async Task<Measured> RowsAsync()
    {
        var ours = await OursAsync(1000, 1);
        if (Scratch.Server is null)
        {
            return new Measured(ours, double.NaN, "/s") { Notes = ["The reference needs PostgreSQL: tools/with-postgres."] };
        }

        return new Measured(ours, await RowPerFixAsync(), "/s");
    }

    /// <summary>20,000 devices log in beside 2,000: logins a second. Fewer where the system gives one process fewer files: both ends of a connection are here.</summary>
    public static async Task<Measured> LoginsAsync()
    {
        var files = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        var many = Math.Min(20_000, (int.TryParse(files, CultureInfo.InvariantCulture, out var most) ? most - 2000 : 100_000) / 2);
        var rates = new List<double>();
        foreach (var devices in new[] { many / 10, many })
        {
            using var scratch = new Scratch();
            await using var installation = scratch.Open();
            await using var gateway = await TrialGateway.StartAsync(installation.Store, SystemClock.Instance, devices);
            using var load = new Load(gateway.Port, devices, 1, First(), areSilent: true);
            rates.Add(devices / await load.ConnectAsync());
        }

        return new Measured(rates[1], rates[0], "/s") { Notes = [$"{many} devices beside {many / 10}"] };
    }

    /// <summary>Bytes a known idle device, and a connected one that has sent a few fixes.</summary>
    public static async Task<Measured> MemoryAsync()
    {
        const int Devices = 20_000, Connected = 5_000;
        using var scratch = new Scratch();
        await using var installation = scratch.Open();
        var before = Living();
        var registry = new Throughline.Monitoring.Devices.KnownDevices();
        foreach (var device in TrialGateway.Known(Devices, SystemClock.Instance.GetCurrentInstant()))
        {
            registry.Put(device);
        }

        var known = (Living() - before) / Devices;
        GC.KeepAlive(registry);
        await using var gateway = await TrialGateway.StartAsync(installation.Store, SystemClock.Instance, Connected);
        var to = gateway.Port;
        // The devices themselves live in this process as well; as many that hold a connection to an echo are taken off.
        await using var echo = await Echo.StartAsync();
        var bare = await HeldAsync(echo.Port, Connected);
        var ours = await HeldAsync(to, Connected);
        return new Measured((ours - bare) / 1024, known / 1024, "kB")
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"known: {known:0} bytes a device; connected: {ours - bare:0} bytes more than the same connection to a bare echo ({bare:0}, with the device's own end)")],
        };
    }

    private static async Task<double> HeldAsync(int port, int devices)
    {
        var before = Living();
        using var load = new Load(port, devices, 1, First());
        await load.ConnectAsync();
        await load.RateAsync(TimeSpan.FromSeconds(1));
        foreach (var device in load.Devices)
        {
            device.Rest();
        }

        await Task.Delay(2000);
        var held = (Living() - before) / (double)devices;
        GC.KeepAlive(load);
        return held;
    }

    private static double Living()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<Measured> RunAsync(int devices, int perPacket)
    {
        // One after the other and again, so that a busy minute of the machine falls on both.
        var (ours, bare) = (new List<(double Rate, double Cost)>(), new List<(double Rate, double Cost)>());
        for (var round = 0; round < 2; round++)
        {
            bare.Add(await BareAsync(devices, perPacket));
            ours.Add(await OursMeasuredAsync(devices, perPacket));
        }

        var (cost, bareCost) = (ours.Average(o => o.Cost), bare.Average(o => o.Cost));
        return new Measured(ours.Average(o => o.Rate), bare.Average(o => o.Rate), "/s")
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"processor time a fix, devices and server together: {cost:0.0} us, bare {bareCost:0.0} us: {bareCost / cost:0.00} of its rate where nobody else wants the processor")],
        };
    }

    private static async Task<double> OursAsync(int devices, int perPacket) => (await OursMeasuredAsync(devices, perPacket)).Rate;

    private static async Task<(double Rate, double Cost)> OursMeasuredAsync(int devices, int perPacket)
    {
        using var scratch = new Scratch();
        await using var installation = scratch.Open();
        await using var gateway = await TrialGateway.StartAsync(installation.Store, SystemClock.Instance, devices);
        return await RateAsync(gateway.Port, devices, perPacket);
    }

    private static async Task<(double Rate, double Cost)> BareAsync(int devices, int perPacket)
    {
        await using var echo = await Echo.StartAsync();
        return await RateAsync(echo.Port, devices, perPacket);
    }

    /// <summary>Fixes a second, and microseconds of processor time each.</summary>
    private static async Task<(double Rate, double Cost)> RateAsync(int port, int devices, int perPacket)
    {
        using var load = new Load(port, devices, perPacket, First());
        await load.ConnectAsync();
        await load.RateAsync(WarmUp);
        var (before, fixes) = (Environment.CpuUsage.TotalTime, load.Acknowledged);
        var rate = await load.RateAsync(Span);
        return (rate, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Math.Max(1, load.Acknowledged - fixes));
    }

    private static Instant First() => SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(5);

    private static async Task<double> RowPerFixAsync()
    {
        await using (var db = NpgsqlDataSource.Create($"{Scratch.Server};Database=postgres;Pooling=false"))
        {
            await using var make = db.CreateCommand("create database bench_rows");
            await make.ExecuteNonQueryAsync();
        }

        await using var rows = NpgsqlDataSource.Create($"{Scratch.Server};Database=bench_rows;Maximum Pool Size=32");
        await using (var make = rows.CreateCommand(
            """
            create table devices (id bigint primary key, imei text unique, position bigint);
            create table positions (id bigint generated always as identity primary key, device bigint, at timestamptz, lat double precision, lon double precision, speed double precision, course double precision, attributes text);
            create index on positions (device, at);
            insert into devices select n, n::text, 0 from generate_series(1, 1000) n;
            """))
        {
            await make.ExecuteNonQueryAsync();
        }

        var (done, watch) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(1, 32).Select(async client =>
        {
            await using var db = await rows.OpenConnectionAsync();
            for (var n = 0; watch.Elapsed < Span; n++)
            {
                var device = client + n % 30 * 32;
                await DoAsync(db, "select id, position from devices where imei = @p0", device.ToString(CultureInfo.InvariantCulture));
                await DoAsync(db, "select id, lat, lon from positions where id = @p0", (long)n);
                await DoAsync(db, "insert into positions (device, at, lat, lon, speed, course, attributes) values (@p0, now(), 32.5, -97, 10, 90, '{}') returning id", (long)device);
                await DoAsync(db, "update devices set position = @p0 where id = @p1", (long)n, (long)device);
                Interlocked.Increment(ref done);
            }
        }));
        return done / watch.Elapsed.TotalSeconds;
    }

    private static async Task DoAsync(NpgsqlConnection db, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, db);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("p" + i, values[i]);
        }

        await command.ExecuteScalarAsync();
    }
}

/// <summary>The least that a server can do with such frames: cut them, answer them, keep nothing.</summary>
internal sealed class Echo : IAsyncDisposable
{
    private readonly IConnectionListener _listener;

    private Echo(IConnectionListener listener) => _listener = listener;

    public int Port => ((IPEndPoint)_listener.EndPoint).Port;

    public static async Task<Echo> StartAsync()
    {
        var factory = new SocketTransportFactory(Options.Create(new SocketTransportOptions { Backlog = 4096 }), NullLoggerFactory.Instance);
        var echo = new Echo(await factory.BindAsync(new IPEndPoint(IPAddress.Loopback, 0)));
        _ = echo.AcceptAsync();
        return echo;
    }

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    private async Task AcceptAsync()
    {
        while (await _listener.AcceptAsync() is { } link)
        {
            _ = AnswerAsync(link);
        }
    }

    private static async Task AnswerAsync(ConnectionContext link)
    {
        var answer = new byte[Gt06Frames.AnswerSize];
        try
        {
            while (true)
            {
                var result = await link.Transport.Input.ReadAsync();
                var rest = result.Buffer;
                while (rest.Length >= 3 && rest.FirstSpan.Length >= 3 && rest.Length >= rest.FirstSpan[2] + 5)
                {
                    rest = rest.Slice(rest.FirstSpan[2] + 5);
                    link.Transport.Output.Write(answer);
                }

                link.Transport.Input.AdvanceTo(rest.Start, rest.End);
                await link.Transport.Output.FlushAsync();
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // It is gone.
        }

        await link.DisposeAsync();
    }
}
