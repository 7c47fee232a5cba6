using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Zones;

/// <summary>What the device says of itself, what its silence means, and what is remembered over a restart.</summary>
public sealed partial class ZoneWatch
{
    private static readonly (ObservationKind On, ObservationKind Off)[] States =
    [
        (ObservationKind.StrapOpen, ObservationKind.StrapClosed), (ObservationKind.Charging, ObservationKind.NotCharging),
        (ObservationKind.PowerLost, ObservationKind.PowerBack), (ObservationKind.PoweredOff, ObservationKind.PoweredOn),
        (ObservationKind.Jamming, ObservationKind.JammingEnded),
    ];

    /// <summary>
    /// What the device says of its strap, its battery, its case. An alarm is handed on each time; a state only when it is another than the one
    /// told last, so that a heartbeat does not repeat it.
    /// </summary>
    /// <param name="said">The time of the fix it belongs to, or of the message.</param>
    public Stepped Observe(in Observation o, Fix? fix, Instant said, Instant received, Findings to)
    {
        var at = TimeOf(said, received);
        if (!_clock.Asked(at))
        {
            return Stepped.NotAsked;
        }

        var late = received - at > Duration.Max(ShortestLate, _reach);
        Hear(received, to);
        if (!late)
        {
            _silence = _silence.With(o);
        }

        var kind = o is { Kind: ObservationKind.BatteryLevel, Value: <= Silence.Low } ? ObservationKind.BatteryLow : o.Kind;
        if (Enum.IsDefined((SignalKind)(int)kind) && (Told(kind, o, late) || o.Alarm))
        {
            to.Signals.Add(new(_order.Assignment, _order.Device, _order.Case, (SignalKind)(int)kind, null, at, received, late, fix is { } f ? [f] : [])
            {
                Code = o.Code,
                Value = o.Value,
            });
        }

        return late ? Stepped.Late : Stepped.Judged;
    }

    public WatchState Snapshot(Findings to)
    {
        _late.End(LateEnd(Instant.MaxValue), to);
        return Read();
    }

    private WatchState Read() => new()
    {
        Now = _now,
        Lost = _lost,
        FixLost = _fixLost,
        ContactLost = _contactLost,
        Silence = _silence,
        Told = _told,
        FarFrom = _live.FarFrom == Instant.MaxValue ? null : _live.FarFrom,
        Far = _live.FarVerdict,
        FarAgain = [.. _live.FarAgain.Select(f => new FarAgain(_zones.Rules[f.Key].Id, f.Value))],
        Window = [.. _window.All.Select(SeenFix.Of)],
        Times = [.. _window.Times],
        Head = _live.Head,
        Zones = [.. _live.Tracks.Select(t => SeenZone.Of(t, _zones.Rules[t.Zone].Id))],
    };

    private void Restore(WatchState state)
    {
        (_now, _lost, _fixLost, _contactLost, _silence, _told) = (state.Now, state.Lost, state.FixLost, state.ContactLost, state.Silence, state.Told);
        foreach (var seen in state.Window)
        {
            _window.Add(seen.Sighting());
        }

        foreach (var time in state.Times)
        {
            _window.Remember(time);
        }

        (_live.FarFrom, _live.FarVerdict) = (state.FarFrom ?? Instant.MaxValue, state.Far);
        _live.Last = state.Head is { } head ? _window.Before(head).Cast<Sighting?>().FirstOrDefault() : null;
        foreach (var again in state.FarAgain)
        {
            if (_zones.Find(again.Zone) is { } zone)
            {
                _live.FarAgain[zone] = again.Since;
            }
        }

        foreach (var seen in state.Zones)
        {
            // A zone that the order no longer has, or has now, begins anew.
            if (_zones.Find(seen.Zone) is { } zone)
            {
                _live.Tracks.RemoveAll(t => t.Zone == zone);
                _live.Tracks.Add(seen.Track(zone));
            }
        }
    }

    /// <summary>True where it is not what was told last. A late one tells nothing about now and is handed on.</summary>
    private bool Told(ObservationKind kind, in Observation o, bool late)
    {
        var bit = 1 << (int)kind;
        if (late)
        {
            return true;
        }

        if (kind is ObservationKind.BatteryLow)
        {
            (var before, _told) = (_told & bit, _told | bit);
            return before == 0;
        }

        foreach (var (on, off) in States)
        {
            if (kind == on || kind == off)
            {
                var news = kind == on ? (_told & (1 << (int)on)) == 0 : (_told & (1 << (int)on)) != 0;
                _told = kind == on ? _told | (1 << (int)on) : _told & ~(1 << (int)on);
                _told = kind is ObservationKind.Charging ? _told & ~(1 << (int)ObservationKind.BatteryLow) : _told;
                return news;
            }
        }

        return true;
    }

    /// <summary>Silence that lasts. Never a breach; and while our own side is down, it is ours.</summary>
    private void Miss(Instant now, Findings to)
    {
        if (_silence.FeedDown || !_clock.Asked(now) || _silence.Heard is not { } heard)
        {
            return;
        }

        var since = Instant.Max(Instant.Max(heard, _clock.AskedSince(now)), _silence.FeedBack ?? Instant.MinValue);
        if (!_contactLost && now - since > _loss)
        {
            _contactLost = true;
            Say(SignalKind.ContactLost, since + _loss, now, Cause(now), [.. _window.Before(now).Take(1).Select(s => s.Fix)], to);
        }

        var placed = Instant.Max(Instant.Max(_silence.Placed ?? heard, _clock.AskedSince(now)), _silence.FeedBack ?? Instant.MinValue);
        if (!_fixLost && !_contactLost && now - placed > _loss)
        {
            _fixLost = true;
            Say(SignalKind.FixLost, placed + _loss, now, Cause(now), [.. _window.Before(now).Take(1).Select(s => s.Fix)], to);
        }
    }

    private void Say(SignalKind kind, Instant occurred, Instant received, UnknownCause cause, IReadOnlyList<Fix> evidence, Findings to) =>
        to.Signals.Add(new(_order.Assignment, _order.Device, _order.Case, kind, null, occurred, received, false, evidence) { Cause = cause });
}
