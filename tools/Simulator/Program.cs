using System.Globalization;
using Microsoft.Extensions.Logging;
using NodaTime;
using Throughline.Simulator;
using Throughline.Storage;

// simulator gateway DATA DEVICES PORT [CONNECTION]   the program's gateway over a store, until it is ended or killed
// simulator load PORT DEVICES SECONDS [PER-PACKET]   devices that send as fast as they are answered
// simulator hold PORT DEVICES SECONDS                devices that say who they are and hold their connection
switch (args)
{
    case ["gateway", var data, var devices, var port, .. var connection]:
        var store = Store.Open(data, null, connection.FirstOrDefault());
        using (var logging = LoggerFactory.Create(l => l.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)))
        {
            await using var gateway = await TrialGateway.StartAsync(store, SystemClock.Instance, Number(devices), Number(port), logging: logging);
            Console.WriteLine($"ready {gateway.Port}");
            await Task.Delay(Timeout.Infinite);
        }

        return 0;

    case ["load" or "hold", var port, var devices, var seconds, .. var perPacket]:
        using (var load = new Load(Number(port), Number(devices), perPacket.Length > 0 ? Number(perPacket[0]) : 1, SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(3), args[0] == "hold"))
        {
            var took = await load.ConnectAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load.LoggedIn} of {devices} logged in within {took:0.00} s"));
            var rate = await load.RateAsync(TimeSpan.FromSeconds(Number(seconds)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate:0} fixes a second, {load.Losses} connections lost"));
        }

        return 0;

    default:
        Console.Error.WriteLine("simulator gateway DATA DEVICES PORT [CONNECTION] | load PORT DEVICES SECONDS [PER-PACKET] | hold PORT DEVICES SECONDS");
        return 2;
}

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
