using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using NodaTime;
using Throughline.Storage;

namespace Throughline.Host.Agencies;

/// <summary>What a key may do.</summary>
internal static class ApiScopes
{
    public const string Releases = "releases", Handoffs = "handoffs", Reports = "reports", Notices = "notices", Hearings = "hearings";

    public static readonly IReadOnlyList<string> All = [Releases, Handoffs, Reports, Notices, Hearings];
}

/// <summary>A key as the store knows it: never the key itself, only its hash.</summary>
internal sealed record ApiKey(string Name, IReadOnlySet<string> Scopes);

/// <summary>Keys that were just asked for. A key that is taken away stops within five seconds.</summary>
internal sealed class ApiKeyring(Installation installation)
{
    private static readonly Duration Fresh = Duration.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (ApiKey? Key, Instant At)> _asked = new(StringComparer.Ordinal);

    public ApiKey? Find(string key)
    {
        var now = installation.Clock.GetCurrentInstant();
        if (_asked.TryGetValue(key, out var known) && now - known.At < Fresh)
        {
            return known.Key;
        }

        // Wrong keys are kept too, and must not fill the memory.
        if (_asked.Count > 1000)
        {
            _asked.Clear();
        }

        var found = ApiKeys.Find(installation.Store, key);
        _asked[key] = (found, now);
        return found;
    }
}

internal static class ApiKeys
{
    /// <summary>False when the name is taken.</summary>
    public static bool Add(Store store, string name, string key, IEnumerable<string> scopes, Instant now)
    {
        using var db = store.OpenWriter();
        return db.Execute(
            "insert into api_keys (name, hash, scopes, created_at) values (@name, @hash, @scopes, @at) on conflict (name) do nothing",
            new { name, hash = Hash(key), scopes = string.Join(' ', scopes), at = now.Micros() }) == 1;
    }

    public static ApiKey? Find(Store store, string key)
    {
        using var db = store.OpenReader();
        var row = db.QuerySingleOrDefault<(string Name, string Scopes)?>("select name, scopes from api_keys where hash = @hash", new { hash = Hash(key) });
        return row is { } found ? new ApiKey(found.Name, found.Scopes.Split(' ').ToHashSet()) : null;
    }

    // The key is 192 bits of chance: a plain hash is enough, there is nothing to guess.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
