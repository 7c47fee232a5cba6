using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>The last fixes of a device by their own time, late ones in their place: evidence, and what is needed to judge a late one.</summary>
internal sealed class SightingWindow
{
    public const int Size = 16;

    /// <summary>Of these the time alone is remembered: a late fix speaks only up to the next that is known.</summary>
    private const int Remembered = 128;
    private readonly List<Sighting> _sightings = new(Size + 1);
    private readonly List<long> _times = [];

    public IReadOnlyList<Sighting> All => _sightings;

    /// <summary>In ticks, in order.</summary>
    public IReadOnlyList<long> Times => _times;

    public void Remember(long time)
    {
        var at = _times.BinarySearch(time);
        if (at >= 0)
        {
            return;
        }

        _times.Insert(~at, time);
        if (_times.Count > Remembered)
        {
            _times.RemoveAt(0);
        }
    }

    /// <summary>False where a fix of that very time and place is there already.</summary>
    public bool Add(in Sighting s)
    {
        var at = _sightings.Count;
        while (at > 0 && _sightings[at - 1].At >= s.At)
        {
            at--;
            if (_sightings[at].At == s.At && _sightings[at].Fix.Latitude == s.Fix.Latitude && _sightings[at].Fix.Longitude == s.Fix.Longitude)
            {
                return false;
            }
        }

        Remember(s.At.ToUnixTimeTicks());
        if (at > 0 || _sightings.Count < Size)
        {
            _sightings.Insert(at, s);
        }

        if (_sightings.Count > Size)
        {
            _sightings.RemoveAt(0);
        }

        return true;
    }

    /// <summary>The first that is known after an instant.</summary>
    public Instant? NextAfter(Instant at)
    {
        var after = _times.BinarySearch(at.ToUnixTimeTicks());
        after = after >= 0 ? after + 1 : ~after;
        return after < _times.Count ? Instant.FromUnixTimeTicks(_times[after]) : null;
    }

    /// <summary>Those up to an instant, the last first.</summary>
    public IEnumerable<Sighting> Before(Instant at)
    {
        for (var i = _sightings.Count - 1; i >= 0; i--)
        {
            if (_sightings[i].At <= at)
            {
                yield return _sightings[i];
            }
        }
    }
}
