using Throughline.Casefile;
using Throughline.Casefile.Parties;

namespace Throughline.Tests.Parties;

public sealed class PartyRulesTests
{
    [Fact]
    public void The_person_names_a_lawyer_says_what_they_see_and_ends_it_at_any_time()
    {
        var given = Given.ReleasedPerson().When(g => Name(g)).Then("party-named");
        Assert.Equal(["due", "terms"], Assert.Single(given.State.Supervision.Parties).Sees);

        given = given.When(g => PartyRules.End(g.State, g.Line<PartyNamed>(), g.Now)).Then("party-ended");

        Assert.True(given.State.Supervision.Parties[0].HasEnded);
        given.When(g => PartyRules.End(g.State, g.Line<PartyNamed>(), g.Now)).ThenRefused(PartyRules.NoSuchParty);
        given.When(g => Name(g)).Then("party-named");
    }

    [Theory]
    [InlineData("e-mail", "elena@legalaid.example", true)]
    [InlineData("e-mail", "elena", false)]
    [InlineData("e-mail", "@legalaid.example", false)]
    [InlineData("sms", "+12025550100", true)]
    [InlineData("sms", "202 555 0100", false)]
    [InlineData("letter", "12 Elm Street, Denver, CO 80205", true)]
    [InlineData("letter", "Elm", false)]
    [InlineData("pigeon", "Elm Street 12", false)]
    public void A_lawyer_whom_nothing_reaches_is_not_named(string channel, string contact, bool isTaken)
    {
        var given = Given.ReleasedPerson().When(g => Name(g, channel: channel, contact: contact));

        Assert.Equal(isTaken ? null : PartyRules.ContactNeeded, given.Answer.Refused);
    }

    internal static Decision Name(Given g, string? kind = "lawyer", string? name = "Elena Castañeda", string? channel = "e-mail", string? contact = "elena@legalaid.example", string sees = "terms") =>
        PartyRules.Name(g.State, kind, name, channel, contact, ["due", sees], g.Now);
}
