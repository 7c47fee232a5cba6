using NodaTime;
using Throughline.Host.Accounts;

namespace Throughline.Tests.Access;

public sealed class TotpTests
{
    // RFC 6238, appendix B: SHA-1, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_digits_are_those_of_the_standard(long seconds, string digits) =>
        Assert.Equal(digits, Totp.CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Instant.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_code_counts_in_its_half_minute_and_in_those_beside_it(int seconds, bool counts)
    {
        var key = Totp.NewKey();
        var at = Instant.FromUnixTimeSeconds(1_800_000_000);

        Assert.Equal(counts, Totp.StepOf(key, Totp.CodeAt(key, at), at + Duration.FromSeconds(seconds)) is not null);
    }
}
