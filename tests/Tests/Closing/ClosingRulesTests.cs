using NodaTime;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;

namespace Throughline.Tests.Closing;

public sealed class ClosingRulesTests
{
    [Fact]
    public void Closing_stops_what_is_due_gives_the_place_back_ends_the_order_and_withdraws_what_waits()
    {
        var closed = Close(Given.ReleasedPerson().Sent()).Then("case-closed", "obligation-cancelled", "slot-given-back", "order-ended", "handoff-withdrawn");

        Assert.Equal((ObligationState.Cancelled, HandoffState.Withdrawn, "EPT-ELPASO"), (closed.Duty.State, closed.State.Handoff.State, closed.State.Responsible));
    }

    [Fact]
    public void Every_reason_of_the_programme_closes() => Assert.All(Given.Programme.ReasonCodes.CaseClosed, r =>
        Assert.Equal(r.Code, Given.ReleasedPerson().When(g => ClosingRules.Close(g.State, r.Code, "As the court wrote.", Given.Programme, g.Now)).State.Closed!.Value.Reason));

    [Theory]
    [InlineData(10, 50)]
    [InlineData(58, 14)]
    public void Taken_back_the_person_gets_the_time_that_was_left_and_two_weeks_at_least(int stoppedOnDay, int days)
    {
        foreach (var isClosed in new[] { true, false })
        {
            var stopped = Given.ReleasedPerson().Sent().Accepted().At(Given.Released + Duration.FromDays(stoppedOnDay));
            stopped = (isClosed ? Close(stopped) : stopped.When(g => ClosingRules.Suspend(g.State, "In hospital.", g.Now))).After(Duration.FromDays(100));

            var back = stopped.When(g => isClosed ? ClosingRules.Reopen(g.Household, Given.Person, g.Sweep()) : ClosingRules.Resume(g.Household, Given.Person, g.Sweep()))
                .Then(isClosed ? "case-reopened" : "case-resumed", "obligation-resumed", "slot-booked", "due-date-moved");

            Assert.Equal(ObligationState.Running, back.Duty.State);
            Assert.InRange((back.Duty.Closes - back.Now).TotalDays, days, days + 4);
        }
    }

    [Fact]
    public void A_suspended_duty_of_somebody_who_turns_out_to_be_a_child_never_runs_again()
    {
        var child = Given.ReleasedPerson().When(g => ClosingRules.Suspend(g.State, "In hospital.", g.Now)).Completed(s => s.Born(2010, 1, 1));

        Assert.Equal(ObligationState.Cancelled, child.Duty.State);
        child.When(g => ClosingRules.Resume(g.Household, Given.Person, g.Sweep())).Then("case-resumed");
    }

    [Fact]
    public void Nothing_is_swept_in_a_closed_case() => Close(Given.ReleasedPerson().Sent().Accepted()).After(Duration.FromDays(400)).Swept().ThenNothing();

    private static Given Close(Given given) => given.When(g => ClosingRules.Close(g.State, "DEPARTED_OWN", "Left by bus.", Given.Programme, g.Now));
}
