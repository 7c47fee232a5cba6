using Throughline.Casefile;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.People;
using Throughline.Casefile.Releases;

namespace Throughline.Tests.People;

/// <summary>Two releases of one person are linked by a person, with a reason, and the link can be undone. Nothing moves.</summary>
public sealed class SamePersonRulesTests
{
    [Fact]
    public void A_link_stands_in_both_cases_and_moves_nothing()
    {
        var before = Two();
        var linked = before.When(g => Link(g)).Then("same-person-linked", "same-person-linked");

        Assert.Equal((Given.Stranger, Given.Person), (linked[Given.Person].SamePerson.Single(), linked[Given.Stranger].SamePerson.Single()));
        Assert.Equal(before.Files[Given.Person].Length + 1, linked.Files[Given.Person].Length);
        Assert.Equal(before[Given.Person].Slot, linked[Given.Person].Slot);
    }

    [Fact]
    public void It_can_be_undone_and_made_again()
    {
        var undone = Two().When(g => Link(g)).When(g => SamePersonRules.Unlink(g[Given.Stranger], g[Given.Person], "Twins.", g.Now)).Then("same-person-unlinked", "same-person-unlinked");

        Assert.Empty(undone[Given.Person].SamePerson);
        Assert.Empty(undone[Given.Stranger].SamePerson);
        undone.When(g => Link(g)).Then("same-person-linked", "same-person-linked");
    }

    [Fact]
    public void Two_people_with_one_number_are_said_to_be_two_once()
    {
        var two = Two().When(g => Differ(g)).Then("not-same-person", "not-same-person");

        two.When(g => Differ(g)).ThenNothing();
        Assert.Empty(two.When(g => Link(g)).State.NotSamePerson);
    }

    [Fact]
    public void A_link_is_undone_by_its_own_act_because_it_stands_in_two_files()
    {
        var linked = Two().When(g => Link(g));
        linked.RecordedInError(linked.Line<SamePersonLinked>()).ThenRefused(CorrectionRules.HasItsOwnWay);
    }

    [Theory]
    [InlineData("José María", "Quispe-Condori", "JOSE MARIA", "Condori Quispe", true)]
    [InlineData("José", "Quispe", "José María", "Quispe", false)]
    public void Names_are_equal_whatever_their_order_case_and_accents(string given, string surname, string otherGiven, string otherSurname, bool equal) =>
        Assert.Equal(equal, NameText(given, surname, 1994) == NameText(otherGiven, otherSurname, 1994));

    [Fact]
    public void Another_birth_date_is_another_text_and_an_unknown_one_is_none()
    {
        Assert.NotEqual(NameText("Ana", "Ruiz", 1994), NameText("Ana", "Ruiz", 1995));
        Assert.Null(NameText("Ana", "Ruiz", null));
        Assert.Null(NameText("Ana", "Unknown", 1994));
    }

    internal static Given Two() => Given.ReleasedPerson().Release(Given.Stranger, s => s.Numbered("R-9"));

    internal static Decision Link(Given g, string? reason = "She showed both papers.") => SamePersonRules.Link(g[Given.Person], g[Given.Stranger], reason, g.Now);

    internal static Decision Differ(Given g, string? reason = "Two brothers.") => SamePersonRules.Differ(g[Given.Person], g[Given.Stranger], reason, g.Now);

    private static string? NameText(string given, string surname, int? born) =>
        SamePersonRules.NameText(given, surname, born is { } year ? new(year, 2, 3) : null);
}
