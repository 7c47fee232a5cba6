using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Tests.Decisions;

namespace Throughline.Tests.Devices;

public sealed class DeviceRulesTests
{
    internal static readonly Guid First = new("0198c0de-0000-7000-8000-0000000000a1"), Second = new("0198c0de-0000-7000-8000-0000000000a2");
    internal static readonly Unit InCupboard = new(7, "TL-0007", "ANKLE-1", true, null);

    [Fact]
    public void A_device_takes_an_order_that_names_one_and_a_person_who_is_of_age()
    {
        Given.ReleasedPerson().When(g => Screen(g)).ThenRefused(DeviceRules.NoDeviceOrdered);
        Given.ReleasedFamily().When(g => HealthRules.Screen(g[Given.Child], [], null, g.Now)).ThenRefused(RenewalRules.ChildHasNoTerms);
        Ordered().When(g => Screen(g)).Then("health-screened");
    }

    [Fact]
    public void Nobody_wears_a_device_before_the_health_questions_are_asked() => Ordered().When(g => Assign(g)).ThenRefused(DeviceRules.ScreenNeeded);

    [Theory]
    [InlineData("skin")]
    [InlineData("pregnancy")]
    [InlineData("disability")]
    [InlineData("charging")]
    public void Each_yes_leads_to_milder_terms_by_one_signature_or_to_a_device_by_two(string yes)
    {
        var given = Ordered().When(g => Screen(g, yes));
        given.When(g => Assign(g)).ThenRefused(DeviceRules.HealthAgainst);
        given.When(g => VariationRules.Ease(g.State, Levels.App, null, "It would hurt.", Given.Programme, g.Now)).Then("terms-eased");

        var proposed = given.When(g => HealthRules.Propose(g.State, "No other means is left.", "The app, calls.", g.Now)).Then("device-despite-health-proposed");
        proposed.When(g => DecisionRules.Sign(g.File(Given.Person), Last(g), Given.Officer, Given.Programme, g.Now)).ThenRefused(MissRules.SecondPersonNeeded);
        proposed.When(g => Sign(g)).Then("device-allowed").When(g => Assign(g)).Then("device-assigned");
    }

    [Fact]
    public void A_signature_holds_for_the_screen_that_was_signed_and_not_for_the_next()
    {
        var allowed = Ordered().When(g => Screen(g, "skin")).When(g => HealthRules.Propose(g.State, "No other means.", "The app.", g.Now)).When(g => Sign(g));

        allowed.When(g => Screen(g, "pregnancy")).When(g => Assign(g)).ThenRefused(DeviceRules.HealthAgainst);
    }

    [Fact]
    public void A_screen_after_the_assignment_stops_the_fitting() =>
        Assigned().When(g => Screen(g, "skin")).When(g => Fit(g)).ThenRefused(DeviceRules.HealthAgainst);

    [Fact]
    public void A_device_that_travels_with_the_hand_off_is_confirmed_by_the_office_that_accepted()
    {
        var given = Assigned(AtStation());
        Assert.False(given.State.Devices.Current!.IsConfirmed);
        given.When(g => DeviceRules.Confirm(g.State, g.Now)).ThenRefused(DeviceRules.NotAcceptedYet);
        given = given.Sent().Accepted().When(g => DeviceRules.Confirm(g.State, g.Now)).Then("device-confirmed");

        Assert.True(given.State.Devices.Current!.IsConfirmed);
    }

    [Fact]
    public void One_that_is_assigned_at_the_office_needs_no_confirming() => Assert.True(Assigned().State.Devices.Current!.IsConfirmed);

    [Fact]
    public void A_person_has_one_device_and_a_replacement_is_one_act()
    {
        var given = Fitted();
        given.When(g => Assign(g)).ThenRefused(DeviceRules.HasOne);
        given = given.When(g => DeviceRules.Replace(g.State, InCupboard with { Number = 8, Label = "TL-0008" }, Second, "worn", null, 300, 14, g.Now)).Then("device-returned", "device-assigned");

        Assert.Equal((8L, null, "replaced"), (given.State.Devices.Current!.Device, given.State.Devices.Current.FittedAt, given.State.Devices.Worn[0].Ended!.Value.How));
    }

    [Fact]
    public void A_unit_that_somebody_has_or_that_is_out_of_use_is_assigned_to_nobody()
    {
        var given = Ordered().When(g => Screen(g));
        given.When(g => Assign(g, InCupboard with { Held = new CaseId(9) })).ThenRefused(DeviceRules.UnitHeld(new CaseId(9)));
        given.When(g => Assign(g, InCupboard with { IsInUse = false })).ThenRefused(DeviceRules.UnitNotInUse);
    }

    [Fact]
    public void It_is_asked_back_once_when_the_order_ends_or_asks_for_less_and_when_the_case_stands_still()
    {
        foreach (var (end, because) in new (Func<Given, Decision>, string)[]
        {
            (g => RenewalRules.EndEarly(g.State, "Enough.", g.Now), "The order has ended."),
            (g => VariationRules.Ease(g.State, Levels.App, null, "Enough.", Given.Programme, g.Now), "The order asks for no device any more."),
            (g => Casefile.Closing.ClosingRules.Suspend(g.State, "In hospital.", g.Now), "The case is suspended."),
            (g => Casefile.Closing.ClosingRules.Close(g.State, "RELIEF_GRANTED", "Granted.", Given.Programme, g.Now), "The case is closed."),
        })
        {
            var ended = Fitted().When(end).When(g => DeviceRules.AskBack(g.State, g.Now)).Then("device-asked-back");
            Assert.Equal(because, ended.ThenOne<DeviceAskedBack>().Because);
            ended.When(g => DeviceRules.AskBack(g.State, g.Now)).ThenNothing();
            Assert.Null(ended.When(g => DeviceRules.Return(g.State, "good", null, g.Now)).Then("device-returned").State.Devices.Current);
        }
    }

    [Fact]
    public void While_the_order_runs_nothing_is_asked_back() => Fitted().When(g => DeviceRules.AskBack(g.State, g.Now)).ThenNothing();

    internal static Given Ordered() => GroundRulesTests.Confirmed()
        .When(g => VariationRules.ProposeStepUp(g.File(Given.Person), Levels.Device, null, [g.Line<MissConfirmed>()], "Nobody could reach him.", "Two calls.", g.Now)).When(g => Sign(g)).Then("stepped-up");

    /// <summary>The hand-off has not been sent: the station fits the device, and it travels with the person.</summary>
    internal static Given AtStation() => Given.ReleasedPerson().When(g => Decision.Of(Given.Person, g.Now, new SteppedUp(1, Levels.Device, [1], null)));

    internal static Given Assigned(Given? given = null) => (given ?? Ordered()).When(g => Screen(g)).When(g => Assign(g)).Then("device-assigned");

    internal static Given Fitted() => Assigned().When(g => Fit(g)).Then("device-fitted");

    internal static Decision Screen(Given g, params ImmutableArray<string> yes) => HealthRules.Screen(g.State, yes, null, g.Now);

    internal static Decision Assign(Given g, Unit? unit = null) => DeviceRules.Assign(g.State, unit ?? InCupboard, First, 300, 14, g.Now);

    internal static Decision Fit(Given g) => DeviceRules.Fit(g.State, "Denver office, room 2", "D. Whitfield", "both", g.Now);

    internal static Decision Sign(Given g) => DecisionRules.Sign(g.File(Given.Person), Last(g), Given.Supervisor, Given.Programme, g.Now);

    private static int Last(Given g) => g.State.Supervision.Proposals[^1].Number;
}
