using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using static Throughline.Tests.Devices.DeviceRulesTests;

namespace Throughline.Tests.Devices;

public sealed class ZoneTermsRulesTests
{
    internal static readonly ZoneTerms Home = new(
        new Guid("0198c0de-0000-7000-8000-0000000000b1"), ZoneKinds.Inclusion, "Home at night", """{"type":"Circle","coordinates":[-104.9903,39.7392],"radius":150}""", "daily 22:00-06:00", null, 50, 2, 300, null, null);

    [Fact]
    public void A_zone_takes_two_people_and_lines_that_stand_and_goes_with_its_ground()
    {
        var given = Fitted().When(g => Propose(g, Home)).Then("device-terms-proposed");
        Assert.Empty(given.State.Devices.Zones);
        given = given.When(g => Sign(g)).Then("device-terms-made-stricter");
        Assert.Equal(Home, Assert.Single(given.State.Devices.Zones));

        given = given.When(g => MissRules.Withdraw(g.State, "He was in hospital.", g.Now)).When(g => GroundRules.Fall(g.File(Given.Person), g.Now));

        Assert.Contains(given.Answer.Events, e => e.Event is DeviceTermsWithdrawn);
        Assert.Empty(given.State.Devices.Zones);
    }

    [Fact]
    public void A_zone_that_asks_for_less_takes_one_signature_and_so_does_none_at_all()
    {
        var given = Zoned().When(g => Ease(g, Home with { Hours = "Mon-Fri 23:00-05:00", Buffer = 80, Exceptions = "2021-07-04 none (holiday)" })).Then("device-terms-eased");
        Assert.Equal(80, given.State.Devices.Zones[0].Buffer);
        given.When(g => Propose(g, Home with { Hours = "Mon-Fri 23:30-05:00", Buffer = 80, Exceptions = "2021-07-04 none (holiday)" })).ThenRefused(VariationRules.NotStricter);

        Assert.Empty(given.When(g => ZoneTermsRules.Remove(g.State, Home.Id, "He is home.", g.Now)).Then("device-terms-eased").State.Devices.Zones);
    }

    [Fact]
    public void More_hours_less_buffer_fewer_positions_or_another_shape_is_never_milder()
    {
        foreach (var more in new[]
        {
            Home with { Hours = null }, Home with { Hours = "daily 21:59-06:00" }, Home with { Buffer = 49 }, Home with { Fixes = 2, DwellSeconds = 299 }, Home with { Shape = Home.Shape.Replace("150", "140") },
            Home with { Kind = ZoneKinds.Exclusion }, Home with { Exceptions = "2021-07-04 10:00-12:00 (visit)" },
        })
        {
            Zoned().When(g => Ease(g, more)).ThenRefused(VariationRules.NotMilder);
        }
    }

    [Fact]
    public void What_was_eased_since_stays_eased_when_a_stricter_step_is_withdrawn()
    {
        var wider = Zoned().When(g => Propose(g, Home with { Hours = "daily 20:00-06:00" })).When(g => Sign(g));
        var eased = wider.When(g => Ease(g, Home with { Hours = "daily 23:00-05:00" })).Then("device-terms-eased");

        Assert.Equal("daily 22:00-06:00", Withdrawn(wider).State.Devices.Zones.FirstOrDefault()?.Hours);
        Assert.Equal("daily 23:00-05:00", Withdrawn(eased).State.Devices.Zones.FirstOrDefault()?.Hours);

        static Given Withdrawn(Given given) => given.When(g => Decision.Of(Given.Person, g.Now, new DeviceTermsWithdrawn(g.State.Devices.Steps[^1].Line, "Its ground fell away.")));
    }

    [Fact]
    public void To_collect_more_takes_two_and_less_takes_one()
    {
        var given = Fitted();
        Assert.Equal(new CollectionTerms(300, 14, null), given.State.Devices.Collection);
        var eased = given.When(g => Ease(g, null, new CollectionTerms(900, 7, "daily 20:00-08:00"))).Then("device-terms-eased");
        eased.When(g => Ease(g, null, new CollectionTerms(900, 7, "daily 19:00-08:00"))).ThenRefused(VariationRules.NotMilder);
        eased.When(g => Propose(g, null, new CollectionTerms(60, 14, null))).When(g => Sign(g)).Then("device-terms-made-stricter");
        eased.When(g => Propose(g, null, new CollectionTerms(61, 14, null))).ThenRefused(ZoneTermsRules.CollectionOutside(Given.Programme.Devices));
    }

    [Fact]
    public void One_position_alone_is_never_a_breach() => Fitted().When(g => Propose(g, Home with { Fixes = 1 })).ThenRefused(ZoneTermsRules.NumbersOutside);

    [Fact]
    public void A_zone_ends_with_its_order_at_the_latest() =>
        Fitted().When(g => Propose(g, Home with { Until = g.State.Order!.Ends + Duration.Epsilon })).ThenRefused(ZoneTermsRules.EndOutside);

    internal static Given Zoned() => Fitted().When(g => Propose(g, Home)).When(g => Sign(g)).Then("device-terms-made-stricter");

    internal static Decision Propose(Given g, ZoneTerms? zone, CollectionTerms? collection = null, string reasons = "He left twice.", string means = "Calls.") =>
        ZoneTermsRules.Propose(g.File(Given.Person), zone, collection, [g.Line<MissConfirmed>()], reasons, means, Given.Programme.Devices, g.Now);

    internal static Decision Ease(Given g, ZoneTerms? zone, CollectionTerms? collection = null, string reasons = "It went well.") =>
        ZoneTermsRules.Ease(g.State, zone, collection, reasons, Given.Programme.Devices, g.Now);
}
