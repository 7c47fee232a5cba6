using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Obligations;
using Throughline.Storage.Log;

namespace Throughline.Tests.Keeping;

public sealed class ErasureRulesTests
{
    public static TheoryData<string> Names() => [.. EventJson.Types().Select(t => t.Name)];

    [Fact]
    public void What_still_runs_ends_with_the_file_and_no_office_waits_for_nobody()
    {
        var erased = RefusalsTests.Erased(given: Given.ReleasedPerson().Sent()).Then("obligation-cancelled", "slot-given-back", "order-ended", "handoff-withdrawn", "person-erased");

        Assert.Equal((ObligationState.Cancelled, HandoffState.Withdrawn, AddressGrade.Deliverable), (erased.Duty.State, erased.State.Handoff.State, erased.State.CurrentAddress!.Grade));
        Assert.Equal("R. Sanchez", erased.State.Erased!.Second);
        Assert.Null(SweepRules.LookAt(erased.State));
    }

    [Fact]
    public void An_accepted_file_stays_the_offices()
    {
        var erased = RefusalsTests.Erased(given: Given.ReleasedPerson().Sent().Accepted()).Then("obligation-cancelled", "slot-given-back", "order-ended", "person-erased");

        Assert.Equal("DEN", erased.State.Responsible);
    }

    [Fact]
    public void A_lifted_hold_stands_against_nothing_and_one_of_two_still_does()
    {
        var held = RefusalsTests.Held(RefusalsTests.Held(), authority: "A request for records");
        var first = held.Files[Given.Person].First(e => e.Event is HoldPlaced).Version;
        var one = held.When(g => HoldRules.Lift(g.State, first, "The court has closed it.", "The court’s order of June 1", g.Now)).Then("hold-lifted");

        Assert.Equal("A request for records", Assert.Single(one.State.Holds).Authority);
        Assert.Equal("file-is-held", RefusalsTests.Erased(given: one).Answer.Refused!.Code);
        var none = one.When(g => HoldRules.Lift(g.State, one.State.Holds[0].Number, "Answered.", "The records officer", g.Now));
        Assert.Null(RefusalsTests.Erased(given: none).Answer.Refused);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void A_closed_file_ends_on_its_day_and_not_a_minute_earlier(int minutes, bool ends)
    {
        var closed = RefusalsTests.Closed();
        var day = RetentionRules.DueAt(RefusalsTests.CaseFileRule, closed.State.Closed!.Value.At)!.Value;
        Assert.Equal(Given.Start.InUtc().LocalDateTime.PlusYears(7).InUtc().ToInstant(), day);

        var then = closed.At(day + Duration.FromMinutes(minutes)).When(g => ErasureRules.Expire(g.State, RefusalsTests.CaseFileRule, RefusalsTests.NoTraces, g.Now));

        Assert.Equal(ends, then.Answer.Refused is null);
        Assert.Equal(ends ? (null, RefusalsTests.CaseFileRule.Citation) : (null, null), (then.State.Erased?.Second, then.State.Erased?.Authority));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void A_duty_to_keep_ends_on_its_day(int minutes, bool refused)
    {
        var duty = Given.Programme with { Retention = [RefusalsTests.CaseFileRule with { IsDuty = true }] };
        var closed = RefusalsTests.Closed();
        var then = closed.At(RetentionRules.DueAt(RefusalsTests.CaseFileRule, closed.State.Closed!.Value.At)!.Value + Duration.FromMinutes(minutes));

        Assert.Equal(refused, RefusalsTests.Erased(given: then, programme: duty).Answer.Refused?.Code == "duty-to-keep");
    }

    [Fact]
    public void A_file_that_was_opened_again_is_not_due()
    {
        var opened = RefusalsTests.Closed().When(g => Casefile.Closing.ClosingRules.Reopen(g.Household, Given.Person, g.Sweep())).After(Duration.FromDays(4000));

        Assert.Equal("not-due-yet", opened.When(g => ErasureRules.Expire(g.State, RefusalsTests.CaseFileRule, RefusalsTests.NoTraces, g.Now)).Answer.Refused!.Code);
    }

    /// <summary>A log that lost its key is read all the same: the fold and every page stand a marker, never an exception.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_event_is_read_without_its_personal_half(string name)
    {
        foreach (var sparse in new[] { false, true })
        {
            var (clear, _) = EventJson.Write(Samples.Of(name, sparse), "why", "evidence");

            var read = EventJson.ReadErased(name, clear);

            Assert.Equal(name, EventJson.NameOf(read));
            Assert.Equal(clear, EventJson.Write(read, null, null).Clear);
            Assert.NotEmpty(Host.Casework.Telling.Of(read, DateTimeZone.Utc, code => code ?? "").Title);
        }
    }
}
