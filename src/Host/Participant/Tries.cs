using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NodaTime;

namespace Throughline.Host.Participant;

/// <summary>How often somebody may be wrong, and how long that is remembered.</summary>
internal sealed record TryLimit(int AtMost, Duration Within)
{
    /// <summary>For one network address: a code of twelve characters must not be found by trying.</summary>
    public static readonly TryLimit Code = new(10, Duration.FromMinutes(1));

    /// <summary>For one household: there are hardly eighty years of birth, so five tries have to last for a day.</summary>
    public static readonly TryLimit Year = new(5, Duration.FromDays(1));
}

/// <summary>
/// Counts tries in memory. A try is taken before it is judged and given back when it was right: many sent at once pass no more often
/// than one after the other.
/// </summary>
internal sealed class Tries(IClock clock)
{
    private const int KeptAtMost = 10_000;
    private readonly ConcurrentDictionary<(TryLimit Limit, string Who), (Instant Since, int Count)> _taken = new();

    /// <summary>Whoever has one address of the new kind has all that share its first half.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    /// <summary>False when the tries are used up.</summary>
    public bool Take(TryLimit limit, string who)
    {
        var now = clock.GetCurrentInstant();
        if (_taken.Count > KeptAtMost)
        {
            Forget(now);
        }

        return _taken.AddOrUpdate((limit, who), (now, 1), (_, t) => now - t.Since < limit.Within ? (t.Since, t.Count + 1) : (now, 1)).Count <= limit.AtMost;
    }

    public void GiveBack(TryLimit limit, string who) => _taken.AddOrUpdate((limit, who), (clock.GetCurrentInstant(), 0), (_, t) => (t.Since, Math.Max(0, t.Count - 1)));

    /// <summary>Only what no longer counts: whoever fills the memory frees no tries by it.</summary>
    private void Forget(Instant now)
    {
        foreach (var (key, taken) in _taken.Where(t => now - t.Value.Since >= t.Key.Limit.Within))
        {
            _taken.TryRemove(KeyValuePair.Create(key, taken));
        }
    }
}
