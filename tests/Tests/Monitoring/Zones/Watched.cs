using System.Collections.Immutable;
using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Zones;

namespace Throughline.Tests.Monitoring.Zones;

/// <summary>One person at one home, watched: 100 m around a house, a fix a minute, all day unless it says otherwise.</summary>
internal sealed class Watched
{
    public static readonly DateTimeZone Chicago = DateTimeZoneProviders.Tzdb["America/Chicago"];
    public const double Latitude = 41.88;
    public const double Longitude = -87.63;
    private const double Metre = 180 / Math.PI / 6_371_008.8;

    public Watched(ZoneKind kind = ZoneKind.Inclusion, WeekHours? hours = null, Func<DeviceOrder, DeviceOrder>? order = null, Func<ZoneRule, ZoneRule>? zone = null)
    {
        var rule = new ZoneRule { Id = new Guid(1, 0, 0, new byte[8]), Kind = kind, Shape = Circle(100), Hours = hours };
        Order = new()
        {
            Assignment = new Guid(9, 0, 0, new byte[8]),
            Device = new(1),
            Case = 1,
            From = Start - Duration.FromDays(30),
            TimeZone = Chicago,
            Interval = Duration.FromMinutes(1),
            RawDays = 30,
            Zones = [(zone ?? (z => z))(rule)],
        };
        Order = (order ?? (o => o))(Order);
        Watch = new(Order);
    }

    /// <summary>A Monday at noon in Chicago.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 18, 0);

    public DeviceOrder Order { get; }

    public ZoneWatch Watch { get; set; }

    public Findings Findings { get; } = new();

    public static ZoneShape Circle(double radius, double latitude = Latitude, double longitude = Longitude) => ZoneShape.Circle(latitude, longitude, radius).Shape!;

    /// <summary>A fix so many metres north of the middle, so many seconds after the start.</summary>
    public static Fix At(double seconds, double north, float accuracy = 10) =>
        new(Start + Duration.FromSeconds(seconds), Latitude + (north * Metre), Longitude, true) { Accuracy = accuracy };

    public Watched See(double seconds, double north, float accuracy = 10, double after = 0)
    {
        var fix = At(seconds, north, accuracy);
        Watch.Step(fix, fix.Time + Duration.FromSeconds(after), Findings);
        return this;
    }

    /// <summary>A fix a minute from one second to another, the end not in it, with the ticks between.</summary>
    public Watched Stay(double from, double until, double north, float accuracy = 10)
    {
        for (var s = from; s < until; s += 60)
        {
            See(s, north, accuracy).Tick(s + 30);
        }

        return this;
    }

    public Watched Tick(double seconds)
    {
        Watch.Tick(Start + Duration.FromSeconds(seconds), Findings);
        return this;
    }

    /// <summary>Nothing comes: a tick a minute.</summary>
    public Watched Silence(double from, double until)
    {
        for (var s = from; s < until; s += 60)
        {
            Tick(s);
        }

        return this;
    }

    public IReadOnlyList<Signal> Signals(SignalKind kind) => [.. Findings.Signals.Where(s => s.Kind == kind)];

    public IEnumerable<SignalKind> Kinds => Findings.Signals.Select(s => s.Kind);

    /// <summary>The band of a zone, with what is still open up to then.</summary>
    public List<VerdictInterval> Band(double until, int zone = 0) =>
        VerdictBand.Lay(Findings.Intervals.Concat(Watch.Open(Start + Duration.FromSeconds(until))).Where(i => i.Zone == Order.Zones[zone].Id));

    /// <summary>As <c>0-60 In, 60-90 Unknown NoFix</c>, in seconds after the start.</summary>
    public string Text(double until, int zone = 0) =>
        string.Join(", ", Band(until, zone).Select(b => $"{(b.From - Start).TotalSeconds:0}-{(b.Until - Start).TotalSeconds:0} {b.Verdict}{(b.Cause is UnknownCause.None ? "" : " " + b.Cause)}"));

    /// <summary>Each day from one time to another; until midnight or later where that is not after it.</summary>
    public static WeekHours Daily(LocalTime from, LocalTime until) =>
        new([.. Enumerable.Range(1, 7).Select(d => new WeekPart((IsoDayOfWeek)d, from, (IsoDayOfWeek)(until > from ? d : (d % 7) + 1), until))], []);
}
