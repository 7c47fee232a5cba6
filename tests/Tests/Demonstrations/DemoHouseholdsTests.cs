using NodaTime;
using NodaTime.Testing;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;
using Throughline.Host;
using Throughline.Host.Demonstrations;

namespace Throughline.Tests.Demonstrations;

public sealed class DemoHouseholdsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 15, 0);

    [Fact]
    public async Task A_demonstration_shows_every_stage_lived_on_its_own_days_and_ends_at_the_real_time()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-demo-test-");
        try
        {
            await using var installation = Installation.Open(Path.Combine(folder.FullName, "data"), null, new DemoClock(new FakeClock(Now), DemoHouseholds.Past));
            await new DemoHouseholds(installation).MakeAsync(120);

            Assert.Equal(Now, installation.Clock.GetCurrentInstant());
            var cases = installation.Cases.List("true", 1_000).Select(c => installation.Cases.Load(c.Id)!).ToList();
            var released = cases.Where(c => c.State.Release is not null).ToList();
            Assert.InRange(released.Count, 120, 124);
            Assert.Superset(
                new HashSet<HandoffState> { HandoffState.Draft, HandoffState.Delivered, HandoffState.Accepted, HandoffState.Returned }, released.Select(c => c.State.Handoff.State).ToHashSet());
            Assert.True(released.Select(c => c.State.Release!.ReleasedAt.Date).Distinct().Count() > 20);
            Assert.All(released, c => Assert.False(c.State.Release!.IsHistory));
            Assert.All(cases.SelectMany(c => c.Events), e => Assert.True(e.RecordedAt <= Now && e.RecordedAt - e.OccurredAt < Duration.FromHours(72)));
            Assert.All(released.Where(c => c.State.Release!.IsMinor), c => Assert.Empty(c.State.Obligations));
            Assert.Contains(released, c => c.State.Obligations.Any(o => o.State == ObligationState.Met));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
