using System.Collections.Concurrent;
using NodaTime;

namespace Throughline.Host.Participant;

/// <summary>How often one address may be wrong: a code of twelve characters must not be found by trying.</summary>
internal sealed class Tries(IClock clock)
{
    private const int AtMost = 10;
    private static readonly Duration Within = Duration.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (Instant Since, int Count)> _wrong = new();

    public bool AreTooMany(string who) => _wrong.TryGetValue(who, out var w) && clock.GetCurrentInstant() - w.Since < Within && w.Count >= AtMost;

    public void Wrong(string who)
    {
        var now = clock.GetCurrentInstant();
        if (_wrong.Count > 10_000)
        {
            _wrong.Clear();
        }

        _wrong.AddOrUpdate(who, (now, 1), (_, w) => now - w.Since < Within ? (w.Since, w.Count + 1) : (now, 1));
    }
}
