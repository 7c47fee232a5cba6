using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Protections;
using Throughline.Casefile.Releases;

namespace Throughline.Tests.Protections;

/// <summary>Who asks is protected at once; who may see is a list on the case; the end takes the person, or two.</summary>
public sealed class ProtectionRulesTests
{
    internal static readonly Actor Reader = new("case officer", "V. Named", "DEN");

    [Fact]
    public void Asking_needs_no_proof_and_names_the_one_who_asked()
    {
        var given = Protected().Then("protection-began");

        Assert.True(given.State.Protection!.MaySee(Given.Officer));
        Assert.False(given.State.Protection.MaySee(Given.Supervisor));
        Assert.True(given.State.Protection.HasReaderAt("DEN"));
        Assert.False(given.State.Protection.HasReaderAt("LOS"));
    }

    [Fact]
    public void When_the_person_asks_nobody_of_the_staff_is_named() =>
        Assert.Empty(Given.ReleasedPerson().When(g => ProtectionRules.Begin(g.State, new Actor("person", "C-1"), true, null, null, g.Now)).State.Protection!.Readers);

    [Fact]
    public void A_supervisor_of_the_office_or_who_is_named_names_others_with_a_reason()
    {
        var named = Protected().When(g => Name(g, Given.Officer, false)).Then("protection-reader-named");
        Assert.True(named.State.Protection!.MaySee(Reader));
        Name(named, Given.Supervisor, true).Events.Single();
        named.When(g => Name(g, Given.Officer, false, reader: Reader)).ThenNothing();
        named.When(g => ProtectionRules.RemoveReader(g.State, Given.Officer, false, Reader.ToString(), "Left the office.", g.Now)).Then("protection-reader-removed");
        Assert.False(named.When(g => ProtectionRules.RemoveReader(g.State, Given.Officer, false, Reader.ToString(), "Left the office.", g.Now)).State.Protection!.MaySee(Reader));
    }

    [Fact]
    public void The_person_lifts_it_alone() =>
        Assert.Null(Protected().When(g => ProtectionRules.LiftByPerson(g.State, g.Now)).Then("protection-lifted").State.Protection);

    [Fact]
    public void Staff_lifts_it_with_two_signatures_and_the_reasons_of_both()
    {
        var proposed = Proposed().Then("protection-lift-proposed");
        Assert.NotNull(proposed.State.Protection);
        Assert.Null(proposed.When(g => ProtectionRules.ConfirmLift(g.State, Given.Supervisor, true, "I asked her alone.", g.Now)).Then("protection-lifted").State.Protection);
        Assert.Null(proposed.When(g => ProtectionRules.DeclineLift(g.State, Given.Supervisor, true, "She is afraid.", g.Now)).Then("protection-lift-declined").State.Protection!.Lift);
    }

    [Fact]
    public void Whoever_is_not_named_sees_no_address_no_phone_and_no_household_in_any_line()
    {
        var given = Given.ReleasedPerson(s => s with { Household = Given.Family, Record = s.Record with { Phone = "+12025550177", FamilyUnitId = "FAM-777" } })
            .When(g => HandoffRules.Send(g.State, Given.To("DEN"), null, Given.Programme, g.Now)).Accepted()
            .When(g => Decision.Of(Given.Person, g.Now, new ContactMade("call", "reached", "Rang (202) 555-0177.")))
            .When(g => Decision.Of(Given.Person, g.Now, new ContactMade("visit", "reached", "She opened at 1875 quarry road.")))
            .When(g => Decision.Of(Given.Person, g.Now, new ContactMade("call", "no-answer", "Nobody at home.")))
            .When(g => ProtectionRules.Begin(g.State, Given.Officer, false, Given.Family, "Asked for it at the desk.", g.Now));

        var seen = Shield.For(given.File(Given.Person), Given.Supervisor);

        Assert.Equal((Address.None, null, null), (seen.State.CurrentAddress!.Address, seen.State.Release!.Record.Phone, seen.State.Release.Household));
        Assert.Null(seen.State.Protection!.Left);
        Assert.Equal([Shield.Hidden, Shield.Hidden, "Nobody at home."], seen.Events.Select(e => e.Event).OfType<ContactMade>().Select(c => c.Note));
        Assert.DoesNotContain(seen.Events, e => e.Event is PersonReleased { Record.FamilyUnitId: not null });
        Assert.Same(given.Files[Given.Person][0].Event, Shield.For(given.File(Given.Person), Given.Officer).Events[0].Event);
    }

    [Fact]
    public void A_case_that_is_not_protected_is_shown_as_it_is()
    {
        var file = Given.ReleasedPerson().File(Given.Person);
        Assert.Same(file, Shield.For(file, null));
    }

    internal static Given Protected() => Given.ReleasedPerson().When(g => ProtectionRules.Begin(g.State, Given.Officer, false, null, null, g.Now));

    internal static Given Proposed() => Protected().When(g => ProtectionRules.ProposeLift(g.State, Given.Officer, false, "She says that he has left the country.", g.Now));

    internal static Decision Name(Given g, Actor by, bool decides, Actor? reader = null, string? reason = "She works on the case.") =>
        ProtectionRules.NameReader(g.State, by, decides, reader ?? Reader with { Name = reader is null && by == Given.Supervisor ? "W. Other" : "V. Named" }, reason, g.Now);
}
