using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Throughline.Host.Accounts;

/// <summary>
/// The six digits of an authenticator (RFC 6238, SHA-1, half minutes). Ours and not Identity's, because theirs takes a code twice and
/// reads its own clock.
/// </summary>
internal sealed class Totp(IClock clock) : IUserTwoFactorTokenProvider<Account>
{
    private const int StepSeconds = 30, Around = 1;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long? StepOf(string key, string code, Instant now) => StepOf(FromBase32(key), code, now);

    /// <summary>The step whose code this is, or null. One step of either side counts: telephones' clocks differ.</summary>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, Instant now)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        for (var step = current - Around; step <= current + Around && digits.Length == 6; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.ASCII.GetBytes(digits)))
            {
                return step;
            }
        }

        return null;
    }

    public static string CodeAt(string key, Instant at) => Code(FromBase32(key), at.ToUnixTimeSeconds() / StepSeconds);

    public static string NewKey() => ToBase32(RandomNumberGenerator.GetBytes(20));

    /// <summary>What an authenticator reads from the picture.</summary>
    public static string Address(string key, string userName) =>
        $"otpauth://totp/Throughline:{Uri.EscapeDataString(userName)}?secret={key}&issuer=Throughline&digits=6&period={StepSeconds}";

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => Task.FromResult("");

    /// <summary>True once for each code. The caller saves the account, and with it the step.</summary>
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        var key = await manager.GetAuthenticatorKeyAsync(user);
        if (key is null || StepOf(FromBase32(key), token, clock.GetCurrentInstant()) is not { } step || step <= user.TotpStep)
        {
            return false;
        }

        user.TotpStep = step;
        return true;
    }

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => await manager.GetAuthenticatorKeyAsync(user) is not null;

    internal static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8], mac = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // Authenticator applications know SHA-1 only; as a keyed hash it stands.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[19] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static string ToBase32(byte[] bytes) => string.Concat(Enumerable.Range(0, bytes.Length * 8 / 5).Select(i =>
    {
        var (at, shift) = (i * 5 / 8, i * 5 % 8);
        var pair = bytes[at] << 8 | (at + 1 < bytes.Length ? bytes[at + 1] : 0);
        return Letters[pair >> (11 - shift) & 31];
    }));

    private static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (held, bits, at) = (0, 0, 0);
        foreach (var letter in text)
        {
            held = held << 5 | Letters.IndexOf(letter, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[at++] = (byte)(held >> bits);
                held &= (1 << bits) - 1;
            }
        }

        return bytes;
    }
}
