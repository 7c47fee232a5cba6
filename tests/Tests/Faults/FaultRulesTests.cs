using NodaTime;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Programmes;
using Throughline.Tests.Programmes;

namespace Throughline.Tests.Faults;

public sealed class FaultRulesTests
{
    private static readonly Office Denver = Given.Programme.Offices["DEN"];

    [Fact]
    public void A_fault_is_declared_ended_once_and_withdrawn()
    {
        var declared = RefusalsTests.Declared().After(Duration.FromHours(2));

        var ended = Ended(declared, declared.Now - Duration.FromHours(1)).Then("fault-ended");
        Ended(ended, declared.Now - Duration.FromHours(1)).ThenNothing();
        Assert.True(ended.When(g => FaultRules.Withdraw(g[Given.Ledger], "No fault.", g.Now)).Then("fault-withdrawn")[Given.Ledger].Fault!.IsWithdrawn);
    }

    [Fact]
    public void Hours_in_which_two_faults_overlap_are_counted_once()
    {
        CountedFault Counted(int from, int until) => new(FaultKinds.ServiceDown, null, Given.Start + Duration.FromHours(from), Given.Start + Duration.FromHours(until));

        Assert.Equal(Duration.FromHours(5), FaultLedger.Length([Counted(0, 3), Counted(1, 2), Counted(2, 4), Counted(6, 7)]));
    }

    [Theory]
    [InlineData(4, 15, 0, 4)]
    [InlineData(4, 16, 0, 4)]
    [InlineData(4, 16, 1, 7)]
    [InlineData(5, 9, 0, 7)]
    public void A_moved_date_falls_on_the_closing_hour_of_an_open_day(int day, int hour, int minute, int expectedDay) => Assert.Equal(
        Demonstration.At(Denver, 2021, 6, expectedDay, 16),
        FaultLedger.Extend(Demonstration.At(Denver, 2021, 6, day, hour, minute) - Duration.FromHours(2), Duration.FromHours(2), new OfficeCalendar(Denver)));

    [Theory]
    [InlineData(15, 59, false)]
    [InlineData(16, 0, true)]
    public void A_closure_counts_for_the_days_that_it_touches_while_the_office_would_be_open(int hour, int minute, bool isOpen)
    {
        var closure = new Fault(Given.Ledger, FaultKinds.OfficeClosed, "DEN", null, Demonstration.At(Denver, 2021, 6, 3, hour, minute), Demonstration.At(Denver, 2021, 6, 4, 8), "Snow");
        var calendar = new OfficeCalendar(Closures.Apply(Denver, [closure]));

        Assert.Equal((isOpen, true), (calendar.IsOpen(new(2021, 6, 3)), calendar.IsOpen(new(2021, 6, 4))));
        Assert.True(new OfficeCalendar(Closures.Apply(Given.Programme.Offices["MIA"], [closure])).IsOpen(new(2021, 6, 3)));
    }

    private static Given Ended(Given given, Instant until) => given.When(g => FaultRules.End(g[Given.Ledger], until, g.Now));
}
