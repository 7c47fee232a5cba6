using NodaTime;
using Throughline.Casefile.Hearings;

namespace Throughline.Tests.Hearings;

public sealed class HearingRulesTests
{
    private static readonly HearingSet First = new("H-1", Instant.FromUtc(2021, 9, 1, 15, 0), "America/Denver", "Denver Immigration Court", "3");

    [Fact]
    public void A_hearing_is_set_once_however_often_it_is_told() => Set(Set(Given.ReleasedPerson(), First).Then("hearing-set"), First).ThenNothing();

    [Fact]
    public void Set_anew_under_its_number_it_stands_at_the_new_time_alone_and_has_no_outcome()
    {
        var moved = First with { At = First.At + Duration.FromDays(30) };
        var given = Set(Outcome(Set(Given.ReleasedPerson(), First), "adjourned"), moved).Then("hearing-set");

        Assert.Equal((moved.At, null), (Assert.Single(given.State.Hearings).At, given.State.Hearings[0].Outcome));
    }

    [Fact]
    public void Another_hour_court_room_or_zone_is_news()
    {
        foreach (var changed in new[] { First with { At = First.At + Duration.FromMinutes(1) }, First with { Court = "Aurora" }, First with { Room = null }, First with { Zone = "America/Chicago" } })
        {
            Set(Set(Given.ReleasedPerson(), First), changed).Then("hearing-set");
        }
    }

    [Fact]
    public void Two_numbers_are_two_hearings() => Assert.Equal(2, Set(Set(Given.ReleasedPerson(), First), First with { HearingId = "H-2" }).State.Hearings.Count);

    [Fact]
    public void An_outcome_is_recorded_once_whatever_blanks_are_around_it_and_can_change()
    {
        var held = Outcome(Set(Given.ReleasedPerson(), First), " held ").Then("hearing-outcome-recorded");

        Assert.Equal("held", held.State.Hearings[0].Outcome);
        Outcome(held, " held ").ThenNothing();
        Outcome(held, "adjourned").Then("hearing-outcome-recorded");
    }

    private static Given Set(Given given, HearingSet hearing) => given.When(g => HearingRules.Set(g.State, hearing, g.Now));

    private static Given Outcome(Given given, string outcome) => given.When(g => HearingRules.RecordOutcome(g.State, "H-1", outcome, null, g.Now));
}
