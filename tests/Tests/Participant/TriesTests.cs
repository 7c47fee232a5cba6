using System.Net;
using NodaTime;
using NodaTime.Testing;
using Throughline.Host.Participant;

namespace Throughline.Tests.Participant;

public sealed class TriesTests
{
    private readonly FakeClock _clock = new(TestInstallation.Start);

    [Fact]
    public void Wrong_tries_end_and_come_back_when_their_time_is_over()
    {
        var tries = new Tries(_clock);

        Assert.Equal(TryLimit.Code.AtMost, Enumerable.Range(0, 100).Count(_ => tries.Take(TryLimit.Code, "a")));
        Assert.True(tries.Take(TryLimit.Code, "b"));
        _clock.Advance(TryLimit.Code.Within - Duration.FromSeconds(1));
        Assert.False(tries.Take(TryLimit.Code, "a"));
        _clock.AdvanceSeconds(1);
        Assert.True(tries.Take(TryLimit.Code, "a"));
    }

    [Fact]
    public void Many_tries_at_once_pass_no_more_often_than_one_after_the_other()
    {
        var (tries, passed) = (new Tries(_clock), 0);

        Parallel.For(0, 500, _ => Interlocked.Add(ref passed, tries.Take(TryLimit.Year, "a") ? 1 : 0));

        Assert.Equal(TryLimit.Year.AtMost, passed);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Whoever_holds_a_network_of_addresses_has_the_tries_of_one(string one, string other, bool same) =>
        Assert.Equal(same, Tries.Of(IPAddress.Parse(one)) == Tries.Of(IPAddress.Parse(other)));
}
