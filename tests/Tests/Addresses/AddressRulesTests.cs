using NodaTime;
using Throughline.Casefile.Addresses;

namespace Throughline.Tests.Addresses;

public sealed class AddressRulesTests
{
    private static readonly Address Home = new("1875 Quarry Road", "", "Aurora", "CO", "80011");

    [Theory]
    [InlineData("", "", "", "", "", AddressGrade.Blank)]
    [InlineData("", "", "Aurora", "", "", AddressGrade.Undeliverable)]
    [InlineData("homeless", "", "", "", "", AddressGrade.NoFixedAbode)]
    [InlineData("Sin domicilio fijo", "", "Aurora", "CO", "80011", AddressGrade.NoFixedAbode)]
    [InlineData("No fixed address, c/o Casa Anita", "", "Aurora", "CO", "80011", AddressGrade.NoFixedAbode)]
    [InlineData("Homeless shelter, 12 Main St", "", "Aurora", "CO", "80011", AddressGrade.Deliverable)]
    [InlineData("c/o Ana Paz, 12 Main St", "", "Aurora", "CO", "80011", AddressGrade.CareOf)]
    [InlineData("C/O Ana Paz", "", "", "", "", AddressGrade.CareOf)]
    [InlineData("12 Main St", "c/o Ana Paz", "Aurora", "CO", "80011", AddressGrade.CareOf)]
    [InlineData("12 Main St Apt", "", "Aurora", "CO", "99999", AddressGrade.Undeliverable)]
    [InlineData("12 Main St", "", "Aurora", "", "80011", AddressGrade.Undeliverable)]
    [InlineData("12 Main St", "", "Aurora", "XX", "80011", AddressGrade.Undeliverable)]
    [InlineData("12 Main St", "", "Aurora", "TX", "80011", AddressGrade.Undeliverable)]
    [InlineData("12 Main St", "", "Aurora", "co", "80011", AddressGrade.Deliverable)]
    [InlineData("12 Main St", "", "Aurora", "CO", "80011-1234", AddressGrade.Deliverable)]
    [InlineData("unknown", "", "Aurora", "CO", "80011", AddressGrade.Undeliverable)]
    [InlineData("N/A", "", "Aurora", "CO", "80011", AddressGrade.Undeliverable)]
    [InlineData("with family", "", "Aurora", "CO", "80011", AddressGrade.Undeliverable)]
    [InlineData("6498 Orange Way Apt", "", "Aurora", "CO", "80011", AddressGrade.UnitMissing)]
    [InlineData("6498 Orange Way, Unit #", "", "Aurora", "CO", "80011", AddressGrade.UnitMissing)]
    [InlineData("6498 Orange Way Apto.", "N/A", "Aurora", "CO", "80011", AddressGrade.UnitMissing)]
    [InlineData("6498 Orange Way Apt", "4B", "Aurora", "CO", "80011", AddressGrade.Deliverable)]
    [InlineData("6498 Orange Way Apt 5", "", "Aurora", "CO", "80011", AddressGrade.Deliverable)]
    [InlineData("6498 Captain Way", "", "Aurora", "CO", "80011", AddressGrade.Deliverable)]
    public void The_first_grade_that_applies_is_the_one(string line, string unit, string city, string state, string postalCode, AddressGrade expected) =>
        Assert.Equal(expected, AddressRules.Grade(new(line, unit, city, state, postalCode), new OnlyAurora()));

    [Theory]
    [InlineData("1875 quarry rd.", "", "AURORA", "co", "80011-1234", true)]
    [InlineData("1875 Quarry Road", "Apt 4", "Aurora", "CO", "80011", false)]
    [InlineData("1876 Quarry Road", "", "Aurora", "CO", "80011", false)]
    public void Two_writings_of_one_place_are_equal(string line, string unit, string city, string state, string postalCode, bool isSame) =>
        Assert.Equal(isSame, AddressRules.PlaceText(Home) == AddressRules.PlaceText(new(line, unit, city, state, postalCode)));

    [Fact]
    public void The_kind_of_unit_differs_between_writers_and_its_number_does_not() =>
        Assert.Equal(AddressRules.PlaceText(Home with { Unit = "Apt 4" }), AddressRules.PlaceText(Home with { Line = "1875 Quarry Road # 4" }));

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void A_move_is_told_at_most_thirty_days_ahead(int days, bool isTaken) =>
        Assert.Equal(isTaken ? null : MoveRules.FromTooLate, Moved(Given.ReleasedPerson(), Home with { Unit = "9" }, days).Answer.Refused);

    [Fact]
    public void A_move_is_recorded_once_and_the_old_address_stays_in_the_file()
    {
        var moved = Moved(Given.ReleasedPerson(), Home with { Unit = "9" }).Then("address-reported");

        Assert.Equal(2, moved.State.Addresses.Count);
        Assert.Equal("9", moved.State.CurrentAddress!.Address.Unit);
        Moved(moved, Home with { Unit = "9" }).ThenNothing();
    }

    [Fact]
    public void An_address_that_no_letter_reaches_is_taken_all_the_same() =>
        Assert.Equal(AddressGrade.Blank, Moved(Given.ReleasedPerson(), Address.None, grade: AddressGrade.Blank).Then("address-reported").State.CurrentAddress!.Grade);

    [Fact]
    public void Who_did_not_move_along_lives_elsewhere()
    {
        var family = Given.ReleasedFamily();

        Assert.True(MoveRules.LiveTogether(family.State, family[Given.Child]));
        Assert.False(MoveRules.LiveTogether(Moved(family, Home with { Unit = "9" }).State, family[Given.Child]));
    }

    private static Given Moved(Given given, Address to, int daysAhead = 0, AddressGrade grade = AddressGrade.Deliverable) =>
        given.When(g => MoveRules.Report(g.State, to, grade, g.Now.InUtc().Date.PlusDays(daysAhead), g.Now));

    private sealed class OnlyAurora : IPostcodes
    {
        public string? StateOf(ReadOnlySpan<char> postalCode) => postalCode.StartsWith("80011") ? "CO" : null;
    }
}
