using System.Security.Cryptography;
using System.Text;

namespace Throughline.Monitoring.Protocols;

/// <summary>A phone's or gateway's own secret, kept as its hash. The secrets are long and drawn by us, so one round of SHA-256 is enough.</summary>
public readonly record struct DeviceSecret
{
    private readonly byte[]? _hash;

    private DeviceSecret(byte[] hash) => _hash = hash;

    public static DeviceSecret Of(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <param name="hash">32 bytes, as <see cref="Hash"/> gave them.</param>
    public static DeviceSecret Kept(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes ? new(hash.ToArray()) : throw new ArgumentException("A secret's hash has 32 bytes.", nameof(hash));

    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>Takes the same time for every wrong secret; a device that has none yet is never let in.</summary>
    public bool Matches(string? presented) =>
        _hash is not null && presented is not null && CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(presented)));
}
