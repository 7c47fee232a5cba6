using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Throughline.Storage;

/// <summary>
/// The installation's key: 32 random bytes in a file of mode 0600 outside the store and outside every backup. It wraps the people's
/// own keys, and gives the keyed hashes by which numbers and names are found without being written.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the program.")]
internal sealed class InstallationKey
{
    private const int Nonce = 12, Tag = 16;

    [ThreadStatic]
    private static byte[]? _chance;

    [ThreadStatic]
    private static int _chanceLeft;

    private readonly byte[] _wrap, _seal, _vouch;

    // Made once a thread: setting up a keyed hash costs several times the hash itself.
    private readonly ThreadLocal<IncrementalHash> _lookup;
    private readonly ThreadLocal<AesGcm> _wrapping;

    private InstallationKey(byte[] key)
    {
        _wrap = Derive(key, "wrap");
        var lookup = Derive(key, "lookup");
        _lookup = new ThreadLocal<IncrementalHash>(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, lookup));
        _wrapping = new ThreadLocal<AesGcm>(() => new AesGcm(_wrap, Tag));
        _seal = Derive(key, "checkpoint");
        _vouch = Derive(key, "backup");
    }

    /// <summary>Reads the key file, or makes one. Two processes must not make one at the same time.</summary>
    /// <exception cref="StoreException">It is missing and may not be made, is no key, or lies open to every user of the machine.</exception>
    public static InstallationKey Open(string file, bool mayMake)
    {
        if (!File.Exists(file))
        {
            if (!mayMake)
            {
                throw new StoreException($"The installation key {file} is missing. Without it nothing personal in this store can be read. Put the key back, or name its folder with --keys.");
            }

            Make(file);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
        {
            throw new StoreException($"The installation key {file} lies open to others on this machine. Close it with chmod 600, and think of who could have read it.");
        }

        var key = File.ReadAllBytes(file);
        return key.Length == 32 ? new InstallationKey(key) : throw new StoreException($"The installation key {file} must hold 32 bytes; it holds {key.Length}.");
    }

    /// <summary>Written beside its place and then moved there: a start that breaks off leaves a whole key or none.</summary>
    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var made = new FileStream(file + ".new", options))
        {
            made.Write(RandomNumberGenerator.GetBytes(32));
            made.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file);
    }

    /// <summary>16 bytes by which a number of the named kind is found. Kinds keep equal texts of different meaning apart.</summary>
    public byte[] Lookup(string kind, string text)
    {
        Span<byte> mac = stackalloc byte[32];
        Mac(kind, text, mac);
        return mac[..16].ToArray();
    }

    public long LookupNumber(string kind, string text)
    {
        Span<byte> mac = stackalloc byte[32];
        Mac(kind, text, mac);
        return BinaryPrimitives.ReadInt64BigEndian(mac);
    }

    /// <summary>The root of a checkpoint. Keyed, so that who can write the store but has no key cannot make a root.</summary>
    public byte[] Root(ReadOnlySpan<byte> before, long upto, long madeAt, ReadOnlySpan<byte> heads)
    {
        var text = new byte[before.Length + 16 + 32];
        before.CopyTo(text);
        BinaryPrimitives.WriteInt64BigEndian(text.AsSpan(before.Length), upto);
        BinaryPrimitives.WriteInt64BigEndian(text.AsSpan(before.Length + 8), madeAt);
        SHA256.HashData(heads, text.AsSpan(before.Length + 16));
        return HMACSHA256.HashData(_seal, text);
    }

    /// <summary>That a backup with this checksum was made by somebody who has the key.</summary>
    public byte[] Vouch(ReadOnlySpan<byte> checksum) => HMACSHA256.HashData(_vouch, checksum);

    /// <summary>Tells this key from others; it stands in the store.</summary>
    public string Mark() => Convert.ToHexStringLower(Lookup("store", "key"));

    public byte[] Wrap(ReadOnlySpan<byte> personKey, long caseId) => Seal(_wrapping.Value!, personKey, Bytes(caseId));

    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, long caseId) => Unseal(_wrapping.Value!, wrapped, Bytes(caseId));

    /// <summary>Encrypts what belongs to the installation and to no person's key, such as an answer kept for a repeated request.</summary>
    public byte[] SealOwn(ReadOnlySpan<byte> plain) => Seal(_wrapping.Value!, plain, "own"u8);

    public byte[] UnsealOwn(ReadOnlySpan<byte> sealedBytes) => Unseal(_wrapping.Value!, sealedBytes, "own"u8);

    /// <summary>A person's key, ready for use. One thread at a time.</summary>
    public static AesGcm Ready(byte[] personKey) => new(personKey, Tag);

    public static byte[] Seal(byte[] personKey, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> about)
    {
        using var aes = Ready(personKey);
        return Seal(aes, plain, about);
    }

    /// <exception cref="CryptographicException">Another key, another place, or changed bytes.</exception>
    public static byte[] Unseal(byte[] personKey, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> about)
    {
        using var aes = Ready(personKey);
        return Unseal(aes, sealedBytes, about);
    }

    /// <summary>AES-256-GCM: nonce (12), tag (16), ciphertext. <paramref name="about"/> binds it to its place.</summary>
    public static byte[] Seal(AesGcm aes, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> about)
    {
        var result = new byte[Nonce + Tag + plain.Length];
        Chance(result.AsSpan(0, Nonce));
        aes.Encrypt(result.AsSpan(0, Nonce), plain, result.AsSpan(Nonce + Tag), result.AsSpan(Nonce, Tag), about);
        return result;
    }

    public static byte[] Unseal(AesGcm aes, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> about)
    {
        if (sealedBytes.Length < Nonce + Tag)
        {
            throw new CryptographicException("Too short to be sealed.");
        }

        var plain = new byte[sealedBytes.Length - Nonce - Tag];
        aes.Decrypt(sealedBytes[..Nonce], sealedBytes[(Nonce + Tag)..], sealedBytes.Slice(Nonce, Tag), plain, about);
        return plain;
    }

    /// <summary>Random bytes, each given once. Drawn from the system by the page: a draw costs more than the sealing of a short text.</summary>
    public static void Chance(Span<byte> into)
    {
        var page = _chance ??= new byte[4096];
        if (_chanceLeft < into.Length)
        {
            RandomNumberGenerator.Fill(page);
            _chanceLeft = page.Length;
        }

        _chanceLeft -= into.Length;
        var drawn = page.AsSpan(_chanceLeft, into.Length);
        drawn.CopyTo(into);
        CryptographicOperations.ZeroMemory(drawn);
    }

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private void Mac(string kind, string text, Span<byte> mac)
    {
        var hash = _lookup.Value!;
        var size = Encoding.UTF8.GetMaxByteCount(kind.Length + 1 + text.Length);
        Span<byte> bytes = size <= 1024 ? stackalloc byte[size] : new byte[size];
        var length = Encoding.UTF8.GetBytes(kind, bytes);
        bytes[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(text, bytes[length..]);
        hash.AppendData(bytes[..length]);
        hash.GetHashAndReset(mac);
    }

    private static byte[] Derive(byte[] key, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes("throughline " + purpose));
}

/// <summary>The store can't be used; the message is a sentence for the person at the terminal (exit code 3).</summary>
public sealed class StoreException(string sentence, Exception? inner = null) : Exception(sentence, inner);
