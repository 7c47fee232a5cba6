using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Programmes;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Log;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>What a case lets its device collect and judge, in the words of monitoring. The two never meet elsewhere.</summary>
internal static class DeviceOrders
{
    /// <summary>The order of the device that is fitted now; null where none is, or where what it was worn for is over.</summary>
    public static DeviceOrder? Of(Case state, Programme programme) =>
        state.Devices.Current is { FittedAt: { } fitted, AskedBackAt: null } worn && state.Devices.Collection is { } collection && state.Order is { } order && DeviceRules.WhyNoMore(state) is null
            ? new DeviceOrder
            {
                Assignment = worn.Assignment,
                Device = new DeviceId(worn.Device),
                Case = state.Id.Number,
                From = Instant.Max(fitted, order.Starts),
                Until = order.Ends,
                TimeZone = ZoneOf(state, programme),
                Hours = HoursOf(collection.Hours, null),
                Interval = Duration.FromSeconds(collection.IntervalSeconds),
                Zones = [.. state.Devices.Zones.Select(RuleOf)],
                RawDays = collection.RawDays,
                Version = state.Version,
            }
            : null;

    /// <summary>Who wears the unit now, as pages and alerts name it.</summary>
    public static Wearer? WearerOf(CaseFile file, StoredDevice unit, Programme programme)
    {
        var (state, worn) = (file.State, file.State.Devices.Current);
        if (worn is not { FittedAt: { } fitted } || worn.Device != unit.Id)
        {
            return null;
        }

        var by = file.Events.LastOrDefault(e => e.Event is DeviceFitted f && f.Assignment == worn.Assignment)?.Who.Name;
        return new Wearer(
            worn.Assignment, state.Id, new DeviceId(unit.Id), unit.Serial, new UnitMark(unit.Model, unit.Firmware ?? ""), fitted, by, ZoneOf(state, programme),
            state.Devices.Collection?.RawDays ?? 0, [.. state.Devices.Zones.Select(z => new WornZone(z.Id, z.Name, RuleOf(z).Kind, RuleOf(z).Hours))], state.Order?.LegalBasis ?? "", state.Order?.Ends);
    }

    /// <summary>Every schedule is local to the office that is responsible, or to the station before it accepts.</summary>
    public static DateTimeZone ZoneOf(Case state, Programme programme) =>
        programme.Offices.TryGetValue(state.Responsible, out var office) ? office.Zone
        : programme.Stations.TryGetValue(state.Responsible, out var station) ? station.Zone
        : programme.IntakeDesk.Zone;

    public static ZoneRule RuleOf(ZoneTerms zone) => new()
    {
        Id = zone.Id,
        Kind = zone.Kind switch { ZoneKinds.Inclusion => ZoneKind.Inclusion, ZoneKinds.Exclusion => ZoneKind.Exclusion, _ => ZoneKind.Attendance },
        Shape = new ZoneShape(zone.Shape),
        Hours = HoursOf(zone.Hours, zone.Exceptions),
        Buffer = zone.Buffer,
        Fixes = zone.Fixes,
        Dwell = Duration.FromSeconds(zone.DwellSeconds),
        Until = zone.Until,
    };

    /// <summary>A zone that always holds but for some dates holds on all days of the week otherwise.</summary>
    public static WeekHours? HoursOf(string? hours, string? exceptions)
    {
        if (hours is null && exceptions is null)
        {
            return null;
        }

        var parts = WeekText.Read(hours ?? "daily 00:00-00:00") ?? [];
        var apart = DaysText.Read(exceptions) ?? [];
        return new WeekHours(
            [.. parts.Select(p => new WeekPart(p.Day, p.From, p.LastDay, p.Until))],
            [.. apart.Select(d => new DayApart(d.Date, d.Parts, d.Reason))]);
    }
}
