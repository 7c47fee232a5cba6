using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Protections;

namespace Throughline.Tests.Addresses;

public sealed class AddressProofRulesTests
{
    internal const string Code = "7K4M93QD", Other = "7K4M93QE";

    [Fact]
    public void The_code_from_the_letter_proves_the_address_and_is_spent()
    {
        var proven = Tell(Lettered(), Code).Then("address-proven");

        Assert.Equal(new AddressProof(AddressProofGrade.Letter, proven.Now), Proof(proven));
        Tell(proven, Code).ThenRefused(AddressProofRules.NoCode);
    }

    [Fact]
    public void The_fifth_wrong_code_is_the_last_one_and_another_letter_may_go_at_once()
    {
        var wrong = Enumerable.Range(0, 4).Aggregate(Lettered(), (g, _) => Tell(g, Other).Then("address-code-wrong"));
        Assert.NotNull(Proof(Tell(wrong, Code)));

        var usedUp = Tell(wrong, Other).Then("address-code-wrong");

        Tell(usedUp, Code).ThenRefused(AddressProofRules.CodeUsedUp);
        var again = Letter(usedUp, Other).Then("address-code-made");
        Tell(again, Other).Then("address-proven");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7K4M93Q")]
    [InlineData("7K4M93QDD")]
    public void What_is_no_code_uses_no_try(string? typed)
    {
        var given = Lettered();

        Tell(given, typed).ThenRefused(AddressProofRules.NotACode);

        Assert.Equal(0, given.State.AddressCode!.WrongTries);
    }

    [Fact]
    public void A_letter_has_seven_days_before_another_one_takes_its_place()
    {
        var given = Lettered();
        Letter(given.At(Given.Start + AddressProofRules.LetterTime - Duration.FromMinutes(1)), Other).ThenRefused(AddressProofRules.LetterOnItsWay);

        var again = Letter(given.At(Given.Start + AddressProofRules.LetterTime), Other).Then("address-code-made");

        Tell(again, Code).Then("address-code-wrong");
        Tell(again, Other).Then("address-proven");
    }

    [Fact]
    public void A_code_and_a_proof_end_with_their_address()
    {
        var moved = Move(Lettered());
        Tell(moved, Code).ThenRefused(AddressProofRules.NoCode);
        Letter(moved, Other).Then("address-code-made");

        Assert.Null(Proof(Move(Tell(Lettered(), Code))));
    }

    [Fact]
    public void A_letter_that_comes_back_ends_the_code_and_the_proof()
    {
        var sent = Sent(Lettered());
        Tell(Returned(sent), Code).ThenRefused(AddressProofRules.NoCode);
        Letter(Returned(sent), Other).ThenRefused(AddressProofRules.NoLetter);

        var returned = Returned(Tell(sent, Code).Then("address-proven"));

        Assert.Null(Proof(returned));
        Assert.Equal(AddressGrade.Undeliverable, returned.State.CurrentAddress!.Grade);
    }

    [Fact]
    public void A_letter_to_the_address_before_ends_nothing_of_the_present_one()
    {
        var proven = Prove(Move(Sent(Lettered())), AddressProofGrade.Visit);

        Assert.Equal(AddressProofGrade.Visit, Proof(Returned(proven))!.Grade);
    }

    [Theory]
    [InlineData(AddressProofGrade.Word, AddressProofGrade.Document, AddressProofGrade.Document)]
    [InlineData(AddressProofGrade.Document, AddressProofGrade.Word, AddressProofGrade.Document)]
    [InlineData(AddressProofGrade.Document, AddressProofGrade.Visit, AddressProofGrade.Visit)]
    [InlineData(AddressProofGrade.Visit, AddressProofGrade.Document, AddressProofGrade.Visit)]
    public void A_weaker_proof_takes_nothing_from_a_stronger_one(AddressProofGrade first, AddressProofGrade second, AddressProofGrade stands)
    {
        var given = Prove(Prove(Given.ReleasedPerson(), first).Then("address-proven"), second).Then("address-proven");

        Assert.Equal(stands, Proof(given)!.Grade);
    }

    [Fact]
    public void A_visit_leaves_the_letter_under_way_to_be_told()
    {
        var visited = Prove(Lettered(), AddressProofGrade.Visit);

        Assert.Equal(AddressProofGrade.Letter, Proof(Tell(visited, Code))!.Grade);
    }

    [Fact]
    public void A_letter_waits_no_longer_when_its_code_is_dead()
    {
        var given = Lettered();
        Assert.True(MessageRules.IsStillTrue(given.State, MessageRules.AddressCode, Given.Start));

        Assert.False(MessageRules.IsStillTrue(Move(given).State, MessageRules.AddressCode, Given.Start));
        Assert.False(MessageRules.IsStillTrue(Tell(given, Code).State, MessageRules.AddressCode, Given.Start));
        Assert.False(MessageRules.IsStillTrue(Letter(given.After(AddressProofRules.LetterTime), Other).State, MessageRules.AddressCode, Given.Start));
    }

    [Fact]
    public void A_protected_file_shows_neither_the_code_nor_the_document()
    {
        var given = Lettered()
            .When(g => AddressProofRules.Prove(g.State, AddressProofGrade.Document, "Lease of the aunt", g.Now))
            .When(g => ProtectionRules.Begin(g.State, Given.Officer, byPerson: false, null, "Violence at home.", g.Now));

        var shown = Shield.For(given.File(Given.Person), null);

        Assert.Equal(Shield.Hidden, Assert.Single(shown.Events.Select(e => e.Event).OfType<AddressCodeMade>()).Code);
        Assert.Equal(Shield.Hidden, Assert.Single(shown.Events.Select(e => e.Event).OfType<AddressProven>()).Note);
    }

    internal static Given Lettered() => Letter(Given.ReleasedPerson(), Code).Then("address-code-made");

    internal static Given Letter(Given given, string code) => given.When(g => AddressProofRules.SendLetter(g.State, code, g.Now));

    internal static Given Tell(Given given, string? typed) => given.When(g => AddressProofRules.Tell(g.State, typed, g.Now));

    internal static Given Prove(Given given, AddressProofGrade? grade, string? note = "Lease") => given.When(g => AddressProofRules.Prove(g.State, grade, note, g.Now));

    internal static Given WithoutAddress() => Given.ReleasedPerson(s => s with { Record = s.Record with { Address = Address.None }, Grade = AddressGrade.Blank });

    private static Given Move(Given given) =>
        given.When(g => MoveRules.Report(g.State, new Address("77 Elm St", "", "Denver", "CO", "80202"), AddressGrade.Deliverable, g.Now.InUtc().Date, g.Now)).Then("address-reported");

    private static Given Sent(Given given) =>
        given.When(g => MessageRules.Send(g.State, new MessageSent("address-code:1", MessageRules.AddressCode, ReachRules.Letter, "es", "Su código"), g.Now));

    private static Given Returned(Given given) => given.When(g => MessageRules.ReturnLetter(g.State, "address-code:1", null, g.Now)).Then("message-bounced");

    private static AddressProof? Proof(Given given) => given.State.CurrentAddress!.Proof;
}
