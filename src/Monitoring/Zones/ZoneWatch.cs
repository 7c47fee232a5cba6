using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Orders;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Zones;

/// <summary>
/// Watches one device under one order, on the time of its fixes. Pure: the same calls in the same order say the same, after a restart as before.
/// Silence is never a breach, and what comes late revises what was said of then, never what is said of now. Not for two threads at once.
/// </summary>
public sealed partial class ZoneWatch
{
    /// <summary>Fixes stamped earlier than this before they came carry a clock that is not believed.</summary>
    public static readonly Duration OldestBacklog = Duration.FromDays(7);

    /// <summary>A device's clock may run so far ahead of ours.</summary>
    public static readonly Duration ClockAhead = Duration.FromMinutes(1);

    private static readonly Duration ShortestLate = Duration.FromMinutes(2);
    private static readonly Duration ShortestLoss = Duration.FromMinutes(5);
    private static readonly Duration MostTardy = Duration.FromSeconds(30);
    private readonly DeviceOrder _order;
    private readonly ZoneSet _zones;
    private readonly ZoneClock _clock;
    private readonly SightingWindow _window = new();
    private readonly ZoneLane _live;
    private readonly ZoneLane _late;
    private readonly Duration _reach;
    private readonly Duration _loss;
    private Silence _silence = new();
    private Instant? _now;
    private Instant _nextChange = Instant.MinValue;
    private bool _lost, _fixLost, _contactLost;
    private int _told;

    public ZoneWatch(DeviceOrder order, ZoneSet? zones = null, WatchState? state = null)
    {
        _order = order;
        _zones = zones ?? new(order.Zones);
        _clock = new(order, _zones);
        _reach = ReachOf(order);
        _loss = Duration.Max(ShortestLoss, order.Interval * 2);
        _live = new(order, _zones, _clock, _window, late: false);
        _late = new(order, _zones, new(order, _zones), _window, late: true);
        if (state is not null)
        {
            Restore(state);
        }
    }

    /// <summary>How long a fix speaks: the order's interval, and the tenth of it by which devices are tardy.</summary>
    public static Duration ReachOf(DeviceOrder order) => order.Interval + Duration.Min(order.Interval / 10, MostTardy);

    /// <summary>The time by which a message is judged: its own where that can be believed, else when it came.</summary>
    public static Instant TimeOf(Instant said, Instant received) =>
        said > received ? (said - received <= ClockAhead ? said : received) : received - said <= OldestBacklog ? said : received;

    /// <summary>Whether the order lets anything of that time be kept; if not, it is counted and dropped.</summary>
    public bool Asks(Instant said, Instant received) => _clock.Asked(TimeOf(said, received));

    public Stepped Step(in Fix fix, Instant received, Findings to)
    {
        var at = TimeOf(fix.Time, received);
        if (!_clock.Asked(at))
        {
            return Stepped.NotAsked;
        }

        if (!fix.Valid)
        {
            Hear(received, to);
            return Stepped.NoPosition;
        }

        var s = Sighting.Of(fix, at);
        var late = _live.Head is { } head && at <= head || received - at > Duration.Max(ShortestLate, _reach);
        if (!late)
        {
            // Before it is heard: the silence it ends was a silence.
            Advance(at, received, to);
        }

        var next = late ? _window.NextAfter(at) : null;
        if (!_window.Add(s))
        {
            Hear(received, to);
            return Stepped.Repeated;
        }

        if (late)
        {
            Hear(received, to);
            Revise(s, next, received, to);
            return Stepped.Late;
        }

        if (_lost)
        {
            _live.Say(at, Cause(received), to);
            _lost = false;
        }

        _late.End(LateEnd(at), to);
        Attend(s, _live.Head);
        _live.Step(s, received, to);
        Hear(received, to);
        if (_fixLost)
        {
            _fixLost = false;
            Say(SignalKind.FixBack, at, received, UnknownCause.None, [fix], to);
        }

        _silence = _silence with { Placed = received, FeedWasDown = _silence.FeedDown, Jammed = false };
        return Stepped.Judged;
    }

    /// <summary>Any message of the device, with a position or without.</summary>
    public void Hear(Instant received, Findings to)
    {
        if (!_clock.Asked(received))
        {
            return;
        }

        if (_contactLost)
        {
            _contactLost = false;
            Say(SignalKind.ContactBack, received, received, UnknownCause.None, [], to);
        }

        _silence = _silence with { Heard = _silence.Heard is { } before ? Instant.Max(before, received) : received };
    }

    /// <summary>To be called about once a minute, and at each start of a schedule: raises what time alone brings.</summary>
    public void Tick(Instant now, Findings to)
    {
        _late.End(LateEnd(now), to);
        var day = _now;
        Advance(now, now, to);
        if (day is { } before && before.InUtc().Date != now.InUtc().Date)
        {
            // Once a day all is said, so that a day can be read, and kept, without the days before it.
            _live.Say(now, Cause(now), to);
        }

        Miss(now, to);
    }

    /// <summary>Our own side is down, or back: until it is, nobody is said to be gone.</summary>
    public void Feed(bool down, Instant at) =>
        _silence = _silence with { FeedDown = down, FeedWasDown = _silence.FeedWasDown || down, FeedBack = down ? _silence.FeedBack : at };

    /// <summary>The cell that the device was last heard in is known to be bad, or is not.</summary>
    public void Cell(bool bad) => _silence = _silence with { BadCell = bad };

    /// <summary>What is true now and was not said yet, as intervals up to an instant; says nothing to the watch itself.</summary>
    public IReadOnlyList<VerdictInterval> Open(Instant until)
    {
        var open = new Findings();
        new ZoneWatch(_order, _zones, Read())._live.Say(until, Cause(until), open);
        return open.Intervals;
    }

    private void Advance(Instant to, Instant received, Findings findings)
    {
        if (_now is not { } now)
        {
            _now = to;
            _live.Lose(to, UnknownCause.NoContact, findings);
            _lost = true;
            return;
        }

        if (!_lost && _live.Head is { } head && to - head > _reach)
        {
            _live.Lose(head + _reach, Cause(received), findings);
            _lost = true;
        }

        while (now < to)
        {
            _nextChange = _nextChange <= now ? _clock.NextChange(now) : _nextChange;
            if (_nextChange > to)
            {
                break;
            }

            now = _nextChange;
            Change(now, received, findings);
        }

        _now = Instant.Max(now, to);
    }

    /// <summary>Hours of zones begin or end at this instant.</summary>
    private void Change(Instant at, Instant received, Findings to)
    {
        for (var zone = 0; zone < _zones.Rules.Length; zone++)
        {
            var stretch = _clock.Changes(zone) ? _clock.Zone(zone, at) : default;
            if (stretch.From != at)
            {
                continue;
            }

            var track = _live.Tracks.Find(t => t.Zone == zone);
            if (!stretch.Inside)
            {
                if (track is not null)
                {
                    NotAttended(track, at, received, to);
                    _live.CloseHours(track, at, received, to);
                }
            }
            else if (_zones.Rules[zone].Kind is ZoneKind.Attendance)
            {
                (track!.Watched, track.Attended) = (true, false);
            }
            else
            {
                _live.OpenHours(zone, at, received, to);
            }
        }
    }

    /// <summary>Being there for one fix is enough, and a circle that touches is being there.</summary>
    private void Attend(in Sighting s, Instant? before)
    {
        foreach (var track in _live.Tracks)
        {
            if (_zones.Rules[track.Zone].Kind is ZoneKind.Attendance && _clock.Zone(track.Zone, s.At) is { Inside: true } part)
            {
                track.Attended |= _zones.Judge(track.Zone, s.Fix.Latitude, s.Fix.Longitude, s.Accuracy) is not Verdict.Out;
                var known = before is { } b && part.From is { } from ? Instant.Max(b, from) : part.From ?? s.At;
                track.Watched &= s.At - known <= _reach;
            }
        }
    }

    private void NotAttended(ZoneTrack track, Instant end, Instant received, Findings to)
    {
        // A stretch in which the device could not be heard may be just the one spent inside.
        if (_zones.Rules[track.Zone].Kind is ZoneKind.Attendance && track is { Watched: true, Attended: false } && _live.Head is { } head && end - head <= _reach)
        {
            _live.Emit(SignalKind.NotAttended, track.Zone, end, received, [.. _window.Before(end).Take(8).Reverse().Select(s => s.Fix)], to);
        }

        track.Watched = false;
    }

    /// <summary>A late fix: says what was true of its own stretch, up to the next fix that is known.</summary>
    private void Revise(in Sighting s, Instant? next, Instant received, Findings to)
    {
        // From now on the live lane says nothing of what lies behind, so that it can't take back what is revised.
        Advance(received, received, to);
        _live.Say(received, Cause(received), to);
        if (_late.Head is { } last && (s.At <= last || s.At - last > _reach || _window.NextAfter(last) < s.At))
        {
            _late.End(LateEnd(received, s), to);
        }

        _late.Step(s, received, to);
        if (next is { } known && known - s.At <= _reach)
        {
            // The next one is known: this stretch is whole.
            _late.Say(known, UnknownCause.None, to);
        }

        foreach (var track in _live.Tracks)
        {
            track.Attended |= _zones.Rules[track.Zone].Kind is ZoneKind.Attendance && _clock.InForce(track.Zone, s.At)
                && _zones.Judge(track.Zone, s.Fix.Latitude, s.Fix.Longitude, s.Accuracy) is not Verdict.Out;
        }
    }

    /// <summary>Up to where the late lane's last fix speaks.</summary>
    private Instant LateEnd(Instant now, Sighting? but = null)
    {
        if (_late.Head is not { } head)
        {
            return Instant.MinValue;
        }

        var next = _window.NextAfter(head);
        next = but is { } b && next == b.At && b.At > head ? b.At : next;
        return Instant.Min(now, Instant.Min(head + _reach, next ?? Instant.MaxValue));
    }

    private UnknownCause Cause(Instant now) => _silence.Cause(now, _loss);
}
