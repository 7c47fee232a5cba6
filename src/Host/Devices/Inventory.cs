using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Imports;
using Throughline.Monitoring.Protocols;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Devices;

/// <summary>Alerts and false ones of a group of devices: a model, a firmware, an area.</summary>
internal sealed record FaultGroup(string Name, int Units, int Closed, int False);

/// <summary>The inventory: what an administrator adds, and what is found out about units and models.</summary>
internal sealed partial class Inventory(Installation installation, IFalseAlerts alerts)
{
    private const int AtOnce = 5_000, RowsAtMost = 20_000;

    /// <summary>So far back alerts count when devices are judged.</summary>
    private static readonly Duration Window = Duration.FromDays(30);

    public DeviceTables Tables { get; } = new(installation.Store);

    public DeviceFaults Faults { get; } = new(installation.Store);

    /// <summary>Null: added. Else what is wrong, for people.</summary>
    public string? Add(Actor who, string? serial, string? model, string? names, string? firmware, string? sim, string? secret)
    {
        var (device, fault) = Read(serial, model, names, firmware, sim, secret);
        return device is null ? fault
            : Tables.Add([device], who, "Added at the desk", installation.Clock.GetCurrentInstant()) is null ? null
            : "This serial number, or one of the names by which it calls, is in the inventory already.";
    }

    /// <summary>Adds all rows of a CSV file or none.</summary>
    public (int Added, IReadOnlyList<string> Faults) Import(Actor who, Stream csv)
    {
        var (devices, lines, faults) = (new List<NewDevice>(), new List<int>(), new List<string>());
        try
        {
            var rows = new CsvRows(csv, ["serial", "model"]);
            while (rows.Read(out var row))
            {
                string? Of(string column) => row.Fields.GetValueOrDefault(column);
                var (device, fault) = row.Fault is { } broken ? (null, broken.Sentence) : Read(Of("serial"), Of("model"), Of("names"), Of("firmware"), Of("sim"), Of("secret"));
                if (device is null)
                {
                    faults.Add($"Line {row.Line.ToString(CultureInfo.InvariantCulture)}: {fault}");
                }
                else
                {
                    devices.Add(device);
                    lines.Add(row.Line);
                }

                if (devices.Count > RowsAtMost)
                {
                    return (0, [$"The file has more than {RowsAtMost:N0} rows. Cut it in two."]);
                }
            }
        }
        catch (CsvFileException e)
        {
            return (0, [e.Message]);
        }

        if (faults.Count > 0 || devices.Count == 0)
        {
            return (0, faults.Count > 0 ? faults : ["The file holds no device."]);
        }

        return Tables.Add(devices, who, "Imported", installation.Clock.GetCurrentInstant()) is { } at
            ? (0, [$"Line {lines[at].ToString(CultureInfo.InvariantCulture)}: this serial number, or one of the names by which it calls, is there already. Nothing of the file was added."])
            : (devices.Count, []);
    }

    /// <summary>Groups of devices by what is asked for, with what people found their alerts to be.</summary>
    public IReadOnlyList<FaultGroup> ByGroup(Func<StoredDevice, DeviceStay?, string> nameOf)
    {
        var now = installation.Clock.GetCurrentInstant();
        return [.. from a in alerts.Between(now - Window, now)
            let device = Tables.Find(a.Device)
            where device is not null
            let stay = Tables.Stays(a.Device).FirstOrDefault(s => s.Assignment == a.Assignment)
            group (a, device) by nameOf(device, stay) into g
            orderby g.Sum(x => x.a.False) descending, g.Key
            select new FaultGroup(g.Key, g.Select(x => x.device.Id).Distinct().Count(), g.Sum(x => x.a.Closed), g.Sum(x => x.a.False))];
    }

    /// <summary>Proposes to take out of use what passes its limit. Nothing is out of use before an administrator says so.</summary>
    public int Judge()
    {
        var now = installation.Clock.GetCurrentInstant();
        var closed = alerts.Between(now - Window, now).GroupBy(a => a.Device).Select(g => (Device: Tables.Find(g.Key), Closed: g.Sum(a => a.Closed), False: g.Sum(a => a.False))).Where(g => g.Device is not null).ToList();
        var proposed = 0;
        foreach (var model in installation.Programme.Devices.Models)
        {
            bool Passes(int alertCount, int falseCount) => alertCount >= model.AlertsAtLeast && falseCount * 100 > alertCount * model.FalseAlertPercent;
            bool Propose(string scope, string target, int falseCount, int alertCount) => Faults.Propose(scope, target, falseCount, alertCount, model.FalseAlertPercent, now, now - Window);
            var ofModel = closed.FindAll(c => c.Device!.Model == model.Code);
            var (all, wrong) = (ofModel.Sum(c => c.Closed), ofModel.Sum(c => c.False));
            if (ofModel.Count > 1 && Passes(all, wrong) && !Faults.ModelsOutOfUse().ContainsKey(model.Code))
            {
                proposed += Propose(DeviceFaults.OfModel, model.Code, wrong, all) ? 1 : 0;
            }

            proposed += ofModel.Count(c => c.Device!.IsInUse && Passes(c.Closed, c.False) && Propose(DeviceFaults.OfUnit, c.Device.Serial, c.False, c.Closed));
        }

        return proposed;
    }

    /// <summary>Units that sent more broken messages on a day of the last two weeks than the programme lets pass.</summary>
    public IReadOnlyList<(string Serial, LocalDate Day, int Broken)> Broken() =>
        Faults.BrokenSince(installation.Clock.GetCurrentInstant().InUtc().Date.PlusDays(-14), installation.Programme.Devices.BadChecksumsADay);

    private (NewDevice? Device, string? Fault) Read(string? serial, string? model, string? names, string? firmware, string? sim, string? secret)
    {
        static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        var called = (names ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(n => n.TrimStart('0')).Where(n => n.Length > 0).ToList();
        return Given(serial) is not { } number || !Serials().IsMatch(number) ? (null, "Write the serial number as it stands on the device: letters, digits and hyphens, at most 32.")
            : installation.Programme.Devices.Find(Given(model) ?? "") is not { } known ? (null, $"The programme has no model “{model}”. Take one of: {string.Join(", ", installation.Programme.Devices.Models.Select(m => m.Code))}.")
            : called.Count == 0 || called.Exists(n => !Names().IsMatch(n)) ? (null, "Write the names by which it calls, its IMEI first: letters, digits, dots, hyphens, apart by blanks.")
            : Given(sim) is { } card && !Sims().IsMatch(card) ? (null, "Write the SIM’s number as digits, with plus where it has one.")
            : known.Protocol is "osmand" or "owntracks" && Given(secret) is not { Length: >= 16 } ? (null, "A phone or gateway needs a secret of at least 16 characters.")
            : (new NewDevice(number, known.Code, known.Protocol, called, Given(firmware), Given(sim), Given(secret) is { } word ? DeviceSecret.Of(word).Hash.ToArray() : null), null);
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Serials();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex(@"^\+?[0-9]{5,22}$", RegexOptions.CultureInvariant)]
    private static partial Regex Sims();
}

/// <summary>Judges the devices once an hour, and not before the site has answered for a while: a start pays nothing for it.</summary>
internal sealed class InventoryJob(Inventory inventory, IHostApplicationLifetime site, ILogger<InventoryJob> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await site.OpenAsync(stopping);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await WaitAsync(timer, stopping))
        {
            try
            {
                inventory.Judge();
            }
            catch (Exception e)
            {
                // An edge loop: nothing is out of use by it, and the next hour asks again.
                log.LogError(e, "The devices could not be judged");
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
