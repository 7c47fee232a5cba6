using NodaTime;
using Throughline.Casefile.Orders;

namespace Throughline.Tests.Orders;

public sealed class OrderRulesTests
{
    [Fact]
    public void Each_pathway_makes_an_order_that_names_its_legal_basis_and_ends() => Assert.All(Given.Programme.Pathways.Values, pathway =>
    {
        var order = OrderRules.Make(Given.Programme, pathway, Given.Released, Given.Programme.Stations["EPT-ELPASO"]);

        Assert.Equal((pathway.Code, Given.Released, Given.Programme.Version), (order.Pathway, order.Starts, order.ProgrammeVersion));
        Assert.NotEmpty(order.LegalBasis);
        Assert.NotEmpty(order.Conditions);
        Assert.True(order.Ends > order.Starts);
    });

    [Fact]
    public void A_notice_to_report_uses_no_technology_and_ends_thirty_days_after_the_window_or_with_the_report()
    {
        var given = Given.ReleasedPerson();

        Assert.Equal(("none", Given.Released + Duration.FromDays(90)), (given.State.Order!.Technology, given.State.Order.Ends));
        Assert.True(given.Reported().State.OrderHasEnded);
    }

    [Fact]
    public void A_notice_to_appear_does_not_end_with_the_report_and_is_reviewed_on_a_legal_day_at_the_station()
    {
        var given = Given.ReleasedPerson(s => s with { Pathway = "NTA" });

        Assert.Equal((Given.Released + Duration.FromDays(365), new LocalDate(2021, 4, 6).PlusDays(180)), (given.State.Order!.Ends, given.State.Order.ReviewOn));
        Assert.False(given.Reported().Then("checked-in", "obligation-met", "slot-given-back").State.OrderHasEnded);
    }

    [Fact]
    public void Of_several_ends_the_first_to_come_counts()
    {
        var pathway = Given.Programme.Pathways["NTR"];
        var both = pathway with { OrderTerms = pathway.OrderTerms with { EndsAfterDays = 70 } };

        Assert.Equal(Given.Released + Duration.FromDays(70), OrderRules.Make(Given.Programme, both, Given.Released, Given.Programme.Stations["EPT-ELPASO"]).Ends);
    }
}
