using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>The last fixes of a device by their own time, late ones in their place: evidence, and what is needed to judge a late one.</summary>
internal sealed class SightingWindow
{
    public const int Size = 16;
    private readonly List<Sighting> _sightings = new(Size + 1);

    public IReadOnlyList<Sighting> All => _sightings;

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
        foreach (var s in _sightings)
        {
            if (s.At > at)
            {
                return s.At;
            }
        }

        return null;
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
