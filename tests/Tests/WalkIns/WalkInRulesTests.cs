using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.WalkIns;

namespace Throughline.Tests.WalkIns;

public sealed class WalkInRulesTests
{
    [Fact]
    public void A_walk_in_is_kept_with_its_office_and_counts_from_the_day_of_coming_once_it_is_matched()
    {
        var kept = Given.ReleasedPerson().After(Duration.FromDays(3)).KeptWalkIn();
        Assert.Equal("DEN", kept[Given.Kept].Responsible);

        var matched = Matched(kept.After(Duration.FromDays(80)), Given.Person).Then("walk-in-matched", "checked-in", "obligation-met", "slot-given-back", "order-ended");

        Assert.Equal((Given.Person, ObligationState.Met), (matched[Given.Kept].WalkIn!.MatchedTo, matched.Duty.State));
        Assert.Equal(kept.Now, Assert.Single(matched.State.CheckIns).At);
    }

    [Fact]
    public void A_walk_in_from_before_the_release_is_matched_and_flagged_and_meets_nothing() =>
        Assert.True(Matched(Given.ReleasedPerson().KeptWalkIn(at: Given.Released - Duration.FromDays(1)), Given.Person).Then("walk-in-matched", "checked-in").ThenOne<CheckedIn>().BeforeRelease);

    [Fact]
    public void A_match_with_the_wrong_person_is_undone_in_both_files_and_the_right_one_is_found()
    {
        var wrong = Matched(Given.ReleasedPerson().Release(Given.Stranger, s => s.Numbered("R-3")).KeptWalkIn(), Given.Stranger);
        Assert.Equal(ObligationState.Met, Assert.Single(wrong[Given.Stranger].Obligations).State);

        var undone = wrong.After(Duration.FromHours(1)).RecordedInError(wrong.Line<WalkInMatched>(Given.Kept), Given.Kept)
            .When(g => CorrectionRules.UndoMatch(g.File(Given.Stranger), Given.Kept, "Somebody else.", g.Now));

        Assert.Null(undone[Given.Kept].WalkIn!.MatchedTo);
        Assert.Equal(ObligationState.Running, Assert.Single(undone[Given.Stranger].Obligations).State);
        Assert.NotNull(undone[Given.Stranger].Slot);
        Assert.Equal(ObligationState.Met, Matched(undone, Given.Person).Duty.State);
    }

    [Fact]
    public async Task Taking_out_either_half_of_a_match_takes_out_the_other()
    {
        foreach (var isWalkInSide in new[] { true, false })
        {
            await using var t = new TestInstallation();
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
            var person = t.Case("R-1").Id;
            var kept = (await t.Reporting.KeepAsync(TestInstallation.Denver, new(null, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null), "Wilson", "Quispe"))).Events[0].Case;
            await t.Reporting.MatchAsync(TestInstallation.Denver, kept, person);
            var file = t.Installation.Cases.Load(isWalkInSide ? kept : person)!;
            t.Clock.AdvanceHours(1);

            await new Host.Casework.Correcting(t.Installation).RecordInErrorAsync(
                TestInstallation.Denver, file.State.Id, file.Events.Single(e => e.Event is WalkInMatched or CheckedIn).Version, "Somebody else.", null);

            Assert.Null(t.Installation.Cases.Load(kept)!.State.WalkIn!.MatchedTo);
            Assert.Equal((0, ObligationState.Running), (t.Case("R-1").CheckIns.Count, t.Case("R-1").Obligations[0].State));
        }
    }

    [Fact]
    public void A_returned_row_ends_with_a_good_row_or_with_a_persons_reason()
    {
        var returned = Returned();

        Assert.Equal("EPT-ELPASO", returned[Given.Row].Responsible);
        Assert.Equal(Given.Person, Settled(returned, Given.Person, null).Then("row-settled")[Given.Row].Returned!.SettledBy);
        Assert.True(Settled(returned, null, "Sent by mistake.").Then("row-settled")[Given.Row].Returned!.IsSettled);
    }

    internal static Given Returned() => new Given().When(g => Decision.Of(Given.Row, g.Now, new RowReturned(
        "EPT-ELPASO", 7, "releasedAt", "impossible", "file", "R-9", "releasedAt is impossible.", ImmutableSortedDictionary<string, string>.Empty)));

    internal static Given Settled(Given given, CaseId? by, string? reason) => given.When(g => WalkInRules.Settle(g[Given.Row], by, reason, g.Now));

    internal static Given Matched(Given given, CaseId person) => given.When(g => WalkInRules.Match(g[Given.Kept], g[person], Given.Programme, g.Now));
}
