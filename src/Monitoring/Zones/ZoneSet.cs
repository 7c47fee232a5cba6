using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>The zones of one order made ready, once for each version of the order; safe to share between threads.</summary>
public sealed class ZoneSet
{
    private readonly ZoneArea[] _areas;
    private readonly Box[] _bounds;
    private readonly Dictionary<Guid, int> _byId;
    private readonly WeekHours[] _hours;
    private readonly int[] _hoursOf;

    /// <summary>Zones without which a fix is never judged: inclusion and attendance. Exclusion zones are asked only where one is near.</summary>
    private readonly int[] _always;
    private readonly int[] _exclusions;
    private readonly ZoneIndex _index;

    public ZoneSet(ImmutableArray<ZoneRule> rules)
    {
        Rules = rules;
        _areas = [.. rules.Select(r => new ZoneArea(r.Shape))];
        _bounds = [.. _areas.Select(a => a.Bounds)];
        _byId = Enumerable.Range(0, rules.Length).ToDictionary(i => rules[i].Id);
        // Zones of an order mostly share their hours: each different one is looked up once.
        var keys = rules.Select(r => r.Hours is { } h ? Key(h) : null).ToList();
        var different = keys.OfType<string>().Distinct().ToList();
        _hours = [.. different.Select(k => rules[keys.IndexOf(k)].Hours!)];
        _hoursOf = [.. keys.Select(k => k is null ? -1 : different.IndexOf(k))];
        _always = [.. Enumerable.Range(0, rules.Length).Where(i => rules[i].Kind is not ZoneKind.Exclusion)];
        _exclusions = [.. Enumerable.Range(0, rules.Length).Where(i => rules[i].Kind is ZoneKind.Exclusion)];
        _index = new([.. _exclusions.Select(i => _areas[i].Bounds)]);
    }

    public ImmutableArray<ZoneRule> Rules { get; }

    internal ReadOnlySpan<int> Always => _always;

    internal ReadOnlySpan<int> Exclusions => _exclusions;

    internal ReadOnlySpan<WeekHours> Hours => _hours;

    /// <summary>Which of <see cref="Hours"/> a zone has, or -1: always in force.</summary>
    internal int HoursOf(int zone) => _hoursOf[zone];

    internal ref readonly Box Bounds(int zone) => ref _bounds[zone];

    /// <summary>The place of a zone among the rules; null: the order has no such zone.</summary>
    internal int? Find(Guid zone) => _byId.TryGetValue(zone, out var at) ? at : null;

    /// <summary>The exclusion zones whose box meets this one.</summary>
    internal void Near(in Box box, List<int> zones)
    {
        _index.Find(box, zones);
        for (var i = 0; i < zones.Count; i++)
        {
            zones[i] = _exclusions[zones[i]];
        }
    }

    /// <summary>
    /// Whether the whole circle of a fix lies within the zone or outside of it, the zone's buffer taken in the person's favour.
    /// <see cref="Verdict.Unknown"/>: the circle touches the border.
    /// </summary>
    internal Verdict Judge(int zone, double latitude, double longitude, double accuracy)
    {
        var rule = Rules[zone];
        var wider = rule.Kind is ZoneKind.Exclusion ? -rule.Buffer : rule.Buffer;
        var depth = _areas[zone].Depth(latitude, longitude, accuracy + rule.Buffer + 1) + wider;
        return depth > accuracy ? Verdict.In : depth < -accuracy ? Verdict.Out : Verdict.Unknown;
    }

    internal bool Crossed(int zone, in Sighting from, in Sighting to) =>
        Math.Abs(from.Fix.Longitude - to.Fix.Longitude) < 180
        && _areas[zone].Crossed(from.Fix.Latitude, from.Fix.Longitude, to.Fix.Latitude, to.Fix.Longitude, Rules[zone].Buffer);

    private static string Key(WeekHours hours) =>
        string.Join(';', hours.Parts) + '|' + string.Join(';', (hours.Exceptions.IsDefault ? [] : hours.Exceptions).Select(e => e.Date + ":" + string.Join(',', e.Parts)));
}
