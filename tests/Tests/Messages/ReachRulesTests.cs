using NodaTime;
using Throughline.Casefile.Messages;

namespace Throughline.Tests.Messages;

public sealed class ReachRulesTests
{
    private const string Mailbox = "rosa@example.org";

    [Fact]
    public void What_the_person_chose_goes_first_and_the_other_ways_stay()
    {
        var given = Given.ReleasedPerson();
        Assert.Equal(["sms", "e-mail", "letter"], ReachRules.Order(given.State));
        Assert.Null(ReachRules.EmailOf(given.State));

        var chosen = Chosen(given, ReachRules.Letter, Mailbox).Then("way-to-reach-chosen");

        Assert.Equal("letter", ReachRules.Order(chosen.State).First());
        Assert.Equal(Mailbox, ReachRules.EmailOf(chosen.State));
        Chosen(chosen, ReachRules.Letter, $" {Mailbox} ").ThenNothing();
        Assert.Null(ReachRules.EmailOf(Chosen(chosen, ReachRules.Letter, "").Then("way-to-reach-chosen").State));
    }

    [Fact]
    public void An_address_from_which_a_message_came_back_is_left_alone_until_it_is_given_again()
    {
        var chosen = Chosen(Given.ReleasedPerson(), ReachRules.Email, Mailbox);
        var bounced = chosen
            .When(g => MessageRules.Send(g.State, new MessageSent("M-1", MessageRules.Reminder, ReachRules.Email, "es", "Hola"), g.Now))
            .When(g => MessageRules.Bounce(g.State, "M-1", "550", g.Now));
        Assert.Null(ReachRules.EmailOf(bounced.State));

        var again = bounced.When(g => ReachRules.Choose(g.State, ReachRules.Email, Mailbox, g.Now + Duration.FromMinutes(1))).Then("way-to-reach-chosen");

        Assert.Equal(Mailbox, ReachRules.EmailOf(again.State));
    }

    [Theory]
    [InlineData("a@b.co", true)]
    [InlineData("maría.o'neil+x@correo.example", true)]
    [InlineData("a@b", false)]
    [InlineData("@b.co", false)]
    [InlineData("a b@c.co", false)]
    [InlineData("a@b.co, c@d.co", false)]
    [InlineData("a@b.co\r\nBcc: c@d.co", false)]
    [InlineData("<a@b.co>", false)]
    public void An_address_is_one_mailbox_and_nothing_else(string email, bool isOne) =>
        Assert.Equal(isOne ? null : ReachRules.NoEmail, ReachRules.Choose(Given.ReleasedPerson().State, ReachRules.Email, email, Given.Start).Refused);

    [Theory]
    [InlineData(242, true)]
    [InlineData(243, false)]
    public void An_address_has_at_most_254_letters(int before, bool isOne) =>
        Assert.Equal(isOne, ReachRules.Choose(Given.ReleasedPerson().State, ReachRules.Email, new string('a', before) + "@example.org", Given.Start).Refused is null);

    private static Given Chosen(Given given, string channel, string email) => given.When(g => ReachRules.Choose(g.State, channel, email, g.Now));
}
