using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Throughline.Monitoring.Devices;

/// <summary>The inventory in memory. Readers never wait; whoever follows the tables puts in what changed.</summary>
public sealed class KnownDevices : IDeviceRegistry
{
    // By the bare number: a dictionary of a type of our own would be compiled at each start.
    private readonly ConcurrentDictionary<long, KnownDevice> _byId = new();
    private readonly ConcurrentDictionary<string, Names> _byName = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private long _version;

    public long Version => Interlocked.Read(ref _version);

    public bool IsEmpty => _byId.IsEmpty;

    public int Count => _byId.Count;

    public KnownDevice? Find(string protocol, ReadOnlySpan<byte> identity) =>
        _byName.TryGetValue(protocol, out var names) && names.Lookup.TryGetValue(identity, out var device) ? device : null;

    public KnownDevice? Find(DeviceId device) => _byId.GetValueOrDefault(device.Number);

    /// <summary>In the place of what was known of it.</summary>
    public void Put(KnownDevice device)
    {
        lock (_turn)
        {
            if (_byId.TryGetValue(device.Id.Number, out var before) && (before.Protocol != device.Protocol || !before.Identities.AsSpan().SequenceEqual(device.Identities.AsSpan())))
            {
                Unname(before);
            }

            _byId[device.Id.Number] = device;
            var names = _byName.GetOrAdd(device.Protocol, _ => new Names());
            foreach (var identity in device.Identities)
            {
                names.ByIdentity[Encoding.UTF8.GetBytes(identity)] = device;
            }

            Interlocked.Increment(ref _version);
        }
    }

    public void Remove(DeviceId device)
    {
        lock (_turn)
        {
            if (_byId.TryRemove(device.Number, out var before))
            {
                Unname(before);
                Interlocked.Increment(ref _version);
            }
        }
    }

    private void Unname(KnownDevice device)
    {
        foreach (var identity in device.Identities)
        {
            if (Find(device.Protocol, Encoding.UTF8.GetBytes(identity))?.Id == device.Id)
            {
                _byName[device.Protocol].ByIdentity.TryRemove(Encoding.UTF8.GetBytes(identity), out _);
            }
        }
    }

    private sealed class Names
    {
        public Names() => Lookup = ByIdentity.GetAlternateLookup<ReadOnlySpan<byte>>();

        public ConcurrentDictionary<byte[], KnownDevice> ByIdentity { get; } = new(new Bytes());

        public ConcurrentDictionary<byte[], KnownDevice>.AlternateLookup<ReadOnlySpan<byte>> Lookup { get; }
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
