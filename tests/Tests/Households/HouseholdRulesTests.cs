using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Households;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Protections;

namespace Throughline.Tests.Households;

/// <summary>Households split and rejoin; a child goes with an adult whom a person named.</summary>
public sealed class HouseholdRulesTests
{
    internal static readonly HouseholdId Other = new(8);
    internal static readonly CaseId Second = Given.Stranger;
    internal static readonly NewHousehold Made = new(Other, "NEWCODE12345");

    [Fact]
    public void Each_member_has_the_line_and_the_child_the_adult_who_was_named()
    {
        var split = TwoAdults().When(g => Split(g, [Second, Given.Child], Second));

        Assert.Equal((Given.Family, Other, Other), (split[Given.Person].Release!.Household, split[Second].Release!.Household, split[Given.Child].Release!.Household));
        Assert.Equal(Second, split[Given.Child].ResponsibleAdult);
        Assert.All(new[] { Given.Person, Second, Given.Child }, id => Assert.Single(split.Files[id], e => e.Event is HouseholdSplit));
    }

    [Fact]
    public void Each_side_keeps_its_place_and_has_a_notice_of_its_own()
    {
        var before = TwoAdults();
        var split = before.When(g => Split(g, [Second, Given.Child], Second));

        Assert.All(new[] { Given.Person, Second, Given.Child }, id => Assert.Equal(before[id].Slot, split[id].Slot));
        Assert.Equal("K7M2QX4RZP3H", Code(split, Given.Person));
        Assert.Equal(Made.Code, Code(split, Second));
    }

    [Fact]
    public void When_the_holder_of_the_paper_leaves_the_others_get_one()
    {
        var split = TwoAdults().When(g => Split(g, [Given.Person], Second));

        Assert.Equal(("K7M2QX4RZP3H", Made.Code), (Code(split, Given.Person), Code(split, Second)));
    }

    [Fact]
    public void Under_protection_the_new_code_is_nobody_elses_and_the_old_paper_opens_only_what_stays()
    {
        var split = TwoAdults().When(g => HouseholdRules.Split(Everybody(g), [Given.Person], new Dictionary<CaseId, CaseId>(), Made, null, g.Now, isSilent: true));

        Assert.Equal((Made.Code, "K7M2QX4RZP3H"), (Code(split, Given.Person), Code(split, Second)));
        Assert.DoesNotContain(split.Files[Second], e => e.Event is HouseholdSplit);
    }

    [Fact]
    public void Two_households_that_join_have_one_day_for_all()
    {
        var split = TwoAdults().When(g => Split(g, [Second, Given.Child], Second));
        var moved = split.When(g => Casefile.Obligations.ObligationRules.Rebook(g[Second], "DEN", Given.Place(4, 28), Given.Programme, g.Now));
        Assert.NotEqual(moved[Given.Person].Slot, moved[Second].Slot);

        var joined = moved.When(g => Join(g));

        Assert.Equal(joined[Given.Person].Slot, joined[Second].Slot);
        Assert.Equal(joined[Given.Person].Slot, joined[Given.Child].Slot);
        Assert.Equal(Given.Family, joined[Second].Release!.Household);
        Assert.Equal(joined[Second].Slot!.At, joined[Second].Running!.Due);
    }

    [Fact]
    public void Where_that_day_has_no_room_all_get_another()
    {
        var offer = Given.Place(5, 4);
        var joined = TwoAdults().When(g => Split(g, [Second, Given.Child], Second)).When(g => Join(g, offer: offer));

        Assert.All(new[] { Given.Person, Second, Given.Child }, id => Assert.Equal(offer.At, joined[id].Slot!.At));
    }

    [Fact]
    public void A_split_or_a_protection_is_not_struck_out_but_undone_by_its_own_act()
    {
        var split = TwoAdults().When(g => Split(g, [Second, Given.Child], Second));
        split.When(g => CorrectionRules.RecordInError(g.File(Second), g.Line<HouseholdSplit>(Second), "wrong", g.Now)).ThenRefused(CorrectionRules.HasItsOwnWay);
        var kept = Given.ReleasedPerson().When(g => ProtectionRules.Begin(g.State, Given.Officer, false, null, null, g.Now));
        kept.RecordedInError(kept.Line<ProtectionBegan>()).ThenRefused(CorrectionRules.HasItsOwnWay);
    }

    /// <summary>Two adults and a child; the first adult carries the paper.</summary>
    internal static Given TwoAdults() => Given.ReleasedFamily().Release(Second, s => (s with { Household = Given.Family }).Numbered("R-3"));

    internal static ImmutableArray<Case> Everybody(Given g) => [g[Given.Person], g[Given.Child], g[Second]];

    internal static Decision Split(Given g, CaseId[] leaving, CaseId? adult, string? reason = "They live apart now.") => HouseholdRules.Split(
        Everybody(g), leaving, adult is { } a ? new Dictionary<CaseId, CaseId> { [Given.Child] = a } : [], Made, reason, g.Now);

    internal static Decision Join(Given g, CaseId? adult = null, string? reason = "They live together again.", Casefile.Programmes.SlotOffer? offer = null) => HouseholdRules.Join(
        [g[Second], g[Given.Child]], [g[Given.Person]], new Dictionary<CaseId, CaseId> { [Given.Child] = adult ?? Second }, Given.Family, offer, reason, Given.Programme, g.Now);

    private static string? Code(Given g, CaseId id) => g[id].Notices.GetValueOrDefault(NoticeKinds.ToReport)?.Code;
}
