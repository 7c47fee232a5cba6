using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NodaTime;
using Throughline.Simulator;
using Throughline.Storage;

namespace Throughline.Tests.Monitoring.Gateway;

public sealed class KillTests
{
    private const int Devices = 200;

    /// <summary>More by THROUGHLINE_KILLS.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("THROUGHLINE_KILLS") ?? "2", CultureInfo.InvariantCulture);

    private static readonly string Program = Path.Combine(
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "tools", "Simulator", "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "Throughline.Simulator");

    [Fact]
    public async Task Killed_under_load_every_acknowledged_fix_is_there_once_and_only_once()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-kill-");
        try
        {
            var data = TestStore.Make(Path.Combine(folder.FullName, "data"));
            var port = FreePort();
            using var load = new Load(port, Devices, 1, Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds()) - Duration.FromDays(3));
            for (var kill = 0; kill < Kills; kill++)
            {
                using var program = await StartAsync(data, port);
                if (kill == 0)
                {
                    await load.ConnectAsync();
                }

                // What was not answered before is said again first.
                var before = load.Acknowledged;
                for (var i = 0; i < 600 && load.Acknowledged < before + (10 * Devices); i++)
                {
                    await Task.Delay(50);
                }

                Assert.True(load.Acknowledged > before + Devices, "Nothing is acknowledged.");
                await Task.Delay(kill * 37 % 200);
                program.Kill();
                await program.WaitForExitAsync();
            }

            await Task.Delay(300);
            load.Stop();
            var store = Store.Open(data.Folder, null, data.Connection);
            await using (var gateway = await TrialGateway.StartAsync(store, SystemClock.Instance, Devices))
            {
                foreach (var device in load.Devices)
                {
                    var kept = (await gateway.FixesOfAsync(store, device.Number)).ConvertAll(f => (int)(f.Time - device.First).TotalSeconds);
                    kept.Sort();
                    Assert.Equal(Enumerable.Range(0, kept.Count), kept);
                    Assert.InRange(kept.Count, device.Acknowledged, device.Acknowledged + 1);
                }
            }

            store.Close();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Process> StartAsync(TestStore data, int port)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true };
        foreach (var argument in new[] { "gateway", data.Folder, Devices.ToString(CultureInfo.InvariantCulture), port.ToString(CultureInfo.InvariantCulture) }.Concat(data.Connection is null ? [] : [data.Connection]))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("ready", StringComparison.Ordinal))
        {
        }

        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
