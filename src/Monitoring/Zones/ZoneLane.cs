using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Orders;

namespace Throughline.Monitoring.Zones;

/// <summary>What one zone was last judged to be, since when, and how many fixes speak for a breach.</summary>
internal sealed class ZoneTrack(int zone)
{
    public int Zone { get; } = zone;

    public Verdict Verdict { get; set; }

    public UnknownCause Cause { get; set; }

    /// <summary>Start of what has not been said yet.</summary>
    public Instant From { get; set; } = Instant.MaxValue;

    /// <summary>Fixes in a row wholly on the breach side, the first of them, and whether they were enough.</summary>
    public int Count { get; set; }

    public Instant First { get; set; }

    public bool Breached { get; set; }

    /// <summary>Fixes in a row wholly on the good side: two end a breach, as two make one.</summary>
    public int Good { get; set; }

    /// <summary>The wearer was told that the border is near.</summary>
    public bool Warned { get; set; }

    /// <summary>The last that was certain.</summary>
    public Verdict Settled { get; set; }

    /// <summary>Of an attendance zone: since the start of the part no gap was longer than a fix speaks.</summary>
    public bool Watched { get; set; }

    public bool Attended { get; set; }
}

/// <summary>
/// Fixes in the order of their time, judged. There are two of them for a device: what is live, and what comes late; each says what it saw, and
/// neither changes the other. Exclusion zones that are not near share one track, so that ten thousand cost what ten do.
/// </summary>
internal sealed class ZoneLane(DeviceOrder order, ZoneSet zones, ZoneClock clock, SightingWindow window, bool late)
{
    /// <summary>Metres around a fix that are looked up at once.</summary>
    private const double Around = 300;

    /// <summary>Fixes farther apart tell nothing of the way between them.</summary>
    private static readonly Duration LongestSegment = Duration.FromMinutes(30);

    /// <summary>Metres a second. What is faster was no way but a jump of the receiver.</summary>
    private const double FastestWay = 70;
    private readonly List<int> _found = [];

    /// <summary>Exclusion zones that had a track of their own since the far ones were last said, and from when on they are far again.</summary>
    private readonly Dictionary<int, Instant> _farAgain = [];
    private Box _looked = new(1, 1, -1, -1);
    private Sighting? _last;

    public Duration Reach { get; } = ZoneWatch.ReachOf(order);

    public List<ZoneTrack> Tracks { get; } = Start(zones);

    /// <summary>Start of what has not been said yet of the exclusion zones without a track of their own; they are <see cref="FarVerdict"/>.</summary>
    public Instant FarFrom { get; set; } = Instant.MaxValue;

    public Verdict FarVerdict { get; set; }

    public IDictionary<int, Instant> FarAgain => _farAgain;

    public Instant? Head => _last?.At;

    /// <summary>Of the last fix, for a state that is read back.</summary>
    public Sighting? Last { get => _last; set => _last = value; }

    public void Step(in Sighting s, Instant received, Findings to)
    {
        var gap = _last is not { } p || s.At - p.At > Reach;
        var way = Way(s);
        Look(s, way);
        for (var i = Tracks.Count - 1; i >= 0; i--)
        {
            Judge(Tracks[i], s, gap, received, to);
            if (Tracks[i] is { Verdict: Verdict.Out, Breached: false, Count: 0, Warned: false } track && track.From < s.At && zones.Rules[track.Zone].Kind is ZoneKind.Exclusion && FarVerdict is Verdict.Out)
            {
                Say(track, s.At, track.Cause, to);
                _farAgain[track.Zone] = s.At;
                Tracks.RemoveAt(i);
            }
        }

        var circle = new Box(s.Fix.Longitude, s.Fix.Latitude, s.Fix.Longitude, s.Fix.Latitude).Wider(s.Accuracy);
        foreach (var zone in _found)
        {
            if (zones.Bounds(zone).Meets(circle) && Own(zone) is null && zones.Judge(zone, s.Fix.Latitude, s.Fix.Longitude, s.Accuracy) is not Verdict.Out)
            {
                Tracks.Add(Leave(zone, s.At, to));
                Judge(Tracks[^1], s, gap, received, to);
            }
        }

        if (FarVerdict is not Verdict.Out || FarFrom == Instant.MaxValue)
        {
            SayFar(s.At, to);
            (FarVerdict, FarFrom) = (Verdict.Out, s.At);
        }

        if (way is { } box)
        {
            Pass(_last!.Value, s, box, received, to);
        }

        _last = s;
    }

    /// <summary>From here on nothing is known, until a fix says otherwise.</summary>
    public void Lose(Instant at, UnknownCause cause, Findings to)
    {
        foreach (var track in Tracks)
        {
            Turn(track, Verdict.Unknown, cause, at, to);
        }

        SayFar(at, to);
        (FarVerdict, FarFrom) = (Verdict.Unknown, at);
        Forget();
    }

    /// <summary>Says what is open up to an instant, and goes on from there.</summary>
    public void Say(Instant until, UnknownCause cause, Findings to)
    {
        foreach (var track in Tracks)
        {
            Say(track, until, track.Verdict is Verdict.Unknown && track.Cause is not UnknownCause.NearBorder ? cause : track.Cause, to);
            track.From = track.From == Instant.MaxValue ? track.From : Instant.Max(track.From, until);
        }

        SayFar(until, to, cause);
        FarFrom = FarFrom == Instant.MaxValue ? FarFrom : Instant.Max(FarFrom, until);
        Forget();
    }

    /// <summary>Ends: the next fix begins anew, and no run goes on over the break.</summary>
    public void End(Instant until, Findings to)
    {
        if (_last is null)
        {
            return;
        }

        Say(until, UnknownCause.None, to);
        Tracks.Clear();
        Tracks.AddRange(Start(zones));
        _farAgain.Clear();
        (FarFrom, FarVerdict, _last) = (Instant.MaxValue, Verdict.Unknown, null);
    }

    public void Emit(SignalKind kind, int? zone, Instant occurred, Instant received, IReadOnlyList<Protocols.Fix> evidence, Findings to) =>
        to.Signals.Add(new(order.Assignment, order.Device, order.Case, kind, zone is { } z ? zones.Rules[z].Id : null, occurred, received, late, evidence));

    /// <summary>The hours of a zone are over: so is a breach of it, and nothing is carried over into the next ones.</summary>
    public void CloseHours(ZoneTrack track, Instant at, Instant received, Findings to)
    {
        if (track.Breached)
        {
            Emit(SignalKind.BreachEnded, track.Zone, at, received, [], to);
        }

        (track.Count, track.Breached, track.Good, track.Warned) = (0, false, 0, false);
    }

    /// <summary>The hours of a zone begin: what the fixes just before say, if they are fresh, holds at this minute.</summary>
    public void OpenHours(int zone, Instant at, Instant received, Findings to)
    {
        var rule = zones.Rules[zone];
        var breach = BreachSide(rule.Kind);
        var fresh = window.Before(at).TakeWhile(s => at - s.At <= Reach && Side(s) == breach).Reverse().ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        var track = Own(zone) ?? Add(zone, at, to);
        (track.Count, track.First, track.Good) = (fresh.Count, at, 0);
        if (fresh.Count >= Math.Max(2, rule.Fixes) && rule.Dwell == Duration.Zero)
        {
            track.Breached = true;
            Emit(SignalKind.Breach, zone, at, received, [.. fresh.TakeLast(8).Select(s => s.Fix)], to);
        }

        Verdict Side(Sighting s) => zones.Judge(zone, s.Fix.Latitude, s.Fix.Longitude, s.Accuracy);
    }

    private void Judge(ZoneTrack track, in Sighting s, bool gap, Instant received, Findings to)
    {
        var verdict = zones.Judge(track.Zone, s.Fix.Latitude, s.Fix.Longitude, s.Accuracy);
        Turn(track, verdict, verdict is Verdict.Unknown ? UnknownCause.NearBorder : UnknownCause.None, s.At, to);
        var rule = zones.Rules[track.Zone];
        if (rule.Kind is ZoneKind.Attendance || !clock.InForce(track.Zone, s.At))
        {
            return;
        }

        var breach = BreachSide(rule.Kind);
        track.Count = gap ? 0 : track.Count;
        if (verdict == breach)
        {
            track.First = track.Count == 0 ? s.At : track.First;
            (track.Count, track.Good, track.Settled) = (track.Count + 1, 0, verdict);
            if (!track.Breached && track.Count >= Math.Max(2, rule.Fixes) && s.At - track.First >= rule.Dwell)
            {
                track.Breached = true;
                Emit(SignalKind.Breach, track.Zone, s.At, received, Evidence(track, s), to);
            }
        }
        else if (verdict is not Verdict.Unknown)
        {
            (track.Count, track.Good, track.Settled) = (0, track.Good + 1, verdict);
            track.Warned &= track.Good < 2;
            if (track.Breached && track.Good >= 2)
            {
                track.Breached = false;
                Emit(SignalKind.BreachEnded, track.Zone, s.At, received, [s.Fix], to);
            }
        }
        else if (!late && !track.Warned && !track.Breached && track.Settled is not Verdict.Unknown && track.Settled != breach)
        {
            track.Warned = true;
            Emit(SignalKind.NearBorder, track.Zone, s.At, received, [s.Fix], to);
        }
    }

    /// <summary>The fixes of the run that are still at hand, this one last.</summary>
    private List<Protocols.Fix> Evidence(ZoneTrack track, in Sighting s)
    {
        var breach = BreachSide(zones.Rules[track.Zone].Kind);
        var (until, own) = (s.At, s.Fix);
        return [.. window.Before(until).Where(w => w.At < until && zones.Judge(track.Zone, w.Fix.Latitude, w.Fix.Longitude, w.Accuracy) == breach)
            .Take(Math.Min(track.Count - 1, 7)).Reverse().Select(w => w.Fix), own];
    }

    private void Pass(in Sighting from, in Sighting to, in Box way, Instant received, Findings findings)
    {
        foreach (var zone in _found)
        {
            if (zones.Bounds(zone).Meets(way) && clock.InForce(zone, from.At) && clock.InForce(zone, to.At)
                && zones.Judge(zone, from.Fix.Latitude, from.Fix.Longitude, from.Accuracy) is Verdict.Out
                && zones.Judge(zone, to.Fix.Latitude, to.Fix.Longitude, to.Accuracy) is Verdict.Out
                && zones.Crossed(zone, from, to))
            {
                Emit(SignalKind.Passed, zone, to.At, received, [from.Fix, to.Fix], findings);
            }
        }
    }

    /// <summary>The box around the straight line from the last fix; null where nothing can be said of the way.</summary>
    private Box? Way(in Sighting s) =>
        _last is { } p && s.At - p.At <= LongestSegment
        && Earth.Distance(p.Fix.Latitude, p.Fix.Longitude, s.Fix.Latitude, s.Fix.Longitude) <= FastestWay * (s.At - p.At).TotalSeconds
            ? Between(p, s) : null;

    /// <summary>Looks up what is near, unless the last look still covers it.</summary>
    private void Look(in Sighting s, in Box? way)
    {
        var here = new Box(s.Fix.Longitude, s.Fix.Latitude, s.Fix.Longitude, s.Fix.Latitude).Wider(s.Accuracy);
        var box = way is { } w ? here.With(w) : here;
        if (!_looked.Holds(box))
        {
            // Who moves fast is gone before a wider look pays.
            var slow = (box.North - box.South + box.East - box.West) * Earth.MetresPerDegree < Around;
            _looked = slow ? box.Wider(Around) : box;
            zones.Near(_looked, _found);
        }
    }

    private static Box Between(in Sighting a, in Sighting b) =>
        new(Math.Min(a.Fix.Longitude, b.Fix.Longitude), Math.Min(a.Fix.Latitude, b.Fix.Latitude), Math.Max(a.Fix.Longitude, b.Fix.Longitude), Math.Max(a.Fix.Latitude, b.Fix.Latitude));

    private void Turn(ZoneTrack track, Verdict verdict, UnknownCause cause, Instant at, Findings to)
    {
        if (track.From != Instant.MaxValue && track.Verdict == verdict && track.Cause == cause)
        {
            return;
        }

        Say(track, at, track.Cause, to);
        (track.Verdict, track.Cause, track.From) = (verdict, cause, at);
    }

    private void Say(ZoneTrack track, Instant until, UnknownCause cause, Findings to)
    {
        if (track.From < until)
        {
            clock.Say(track.Zone, track.Verdict, cause, track.From, until, to.Intervals);
        }
    }

    private void SayFar(Instant until, Findings to, UnknownCause cause = UnknownCause.NoContact)
    {
        if (FarFrom >= until)
        {
            return;
        }

        var own = Tracks.Select(t => t.Zone).ToHashSet();
        foreach (var zone in zones.Exclusions)
        {
            if (!own.Contains(zone))
            {
                clock.Say(zone, FarVerdict, FarVerdict is Verdict.Unknown ? cause : UnknownCause.None, Since(zone), until, to.Intervals);
            }
        }

        _farAgain.Clear();
    }

    private Instant Since(int zone) => _farAgain.TryGetValue(zone, out var since) ? Instant.Max(FarFrom, since) : FarFrom;

    /// <summary>Gives an exclusion zone a track of its own, and says what was true of it as one of many.</summary>
    private ZoneTrack Leave(int zone, Instant at, Findings to)
    {
        if (FarFrom < at)
        {
            clock.Say(zone, FarVerdict, FarVerdict is Verdict.Unknown ? UnknownCause.NoContact : UnknownCause.None, Since(zone), at, to.Intervals);
        }

        return new(zone) { Settled = FarVerdict };
    }

    private ZoneTrack Add(int zone, Instant at, Findings to)
    {
        var track = Leave(zone, at, to);
        (track.Verdict, track.From) = (FarVerdict, FarFrom == Instant.MaxValue ? FarFrom : Instant.Max(at, FarFrom));
        Tracks.Add(track);
        return track;
    }

    /// <summary>Where all that was true is said, a zone that is far again needs no track of its own.</summary>
    private void Forget() =>
        Tracks.RemoveAll(t => zones.Rules[t.Zone].Kind is ZoneKind.Exclusion && t.Verdict == FarVerdict && t.Cause is not UnknownCause.NearBorder && t.From == FarFrom && t is { Breached: false, Count: 0, Warned: false });

    private ZoneTrack? Own(int zone)
    {
        foreach (var track in Tracks)
        {
            if (track.Zone == zone)
            {
                return track;
            }
        }

        return null;
    }

    private static Verdict BreachSide(ZoneKind kind) => kind is ZoneKind.Exclusion ? Verdict.In : Verdict.Out;

    private static List<ZoneTrack> Start(ZoneSet zones)
    {
        List<ZoneTrack> tracks = [];
        foreach (var zone in zones.Always)
        {
            tracks.Add(new(zone));
        }

        return tracks;
    }
}
