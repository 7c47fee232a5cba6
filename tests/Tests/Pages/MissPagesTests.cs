using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Obligations;
using Throughline.Host.Access;

namespace Throughline.Tests.Pages;

/// <summary>A miss, from the sweep to the decision, on the pages of those who decide.</summary>
public sealed class MissPagesTests
{
    [Fact]
    public async Task A_miss_is_work_at_its_office_and_excused_in_four_steps()
    {
        await using var site = await TestSite.StartAsync();
        var id = await MissedAsync(site);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.GetAsync("/desk?kind=review");
        Assert.Contains("Miss to review", site.Text, StringComparison.Ordinal);
        await site.GetAsync($"/desk/cases/{id}/miss");
        Assert.Contains("No fault of ours explains this miss", site.Text, StringComparison.Ordinal);
        Assert.Contains("Was the notice served? Yes", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Choice", "excuse"));
        await site.SendAsync(("Reasons", ""));
        Assert.Contains(MissRules.ReasonNeeded.Sentence, site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Reasons", "In hospital; the letter was seen."));
        Assert.Equal(ObligationState.MissedToReview, Duty(site).State);
        await site.SendAsync([]);

        Assert.Equal(ObligationState.Excused, Duty(site).State);
        Assert.Contains("The miss is excused", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirming_takes_an_author_and_a_supervisor_who_is_somebody_else()
    {
        await using var site = await TestSite.StartAsync();
        var id = await MissedAsync(site);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{id}/miss");
        await site.SendAsync(("Choice", "propose"));
        await site.SendAsync(("Reasons", "Did not come."), ("Evidence", "The signed notice."), ("Means", "Two calls and a letter."));
        await site.SendAsync([]);
        Assert.NotNull(Duty(site).Proposal);

        // The author sees why this one is not theirs to sign.
        await site.GetAsync($"/desk/cases/{id}/miss");
        await site.SendAsync(("Choice", "confirm"));
        Assert.Equal(ObligationState.MissedToReview, Duty(site).State);
        Assert.Contains(MissRules.SecondPersonNeeded.Sentence, site.Text, StringComparison.Ordinal);

        await site.SignInAsync(Roles.Supervisor, "DEN");
        await site.GetAsync("/desk?kind=second");
        Assert.Contains("Waits for the second person", site.Text, StringComparison.Ordinal);
        await site.GetAsync($"/desk/cases/{id}/miss");
        Assert.Contains("Two calls and a letter.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Choice", "confirm"));
        await site.SendAsync([]);

        Assert.Equal(ObligationState.ConfirmedMissed, Duty(site).State);
    }

    [Fact]
    public async Task More_time_gives_a_new_place_with_one_signature()
    {
        await using var site = await TestSite.StartAsync();
        var id = await MissedAsync(site);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{id}/miss");

        await site.SendAsync(("Choice", "time"));
        await site.SendAsync(("Reasons", "The phone was broken."));
        await site.SendAsync([]);

        Assert.Equal(ObligationState.Running, Duty(site).State);
        Assert.NotNull(site.Test.Case("R-1").Slot);
    }

    [Fact]
    public async Task Another_office_does_not_find_the_miss()
    {
        await using var site = await TestSite.StartAsync();
        var id = await MissedAsync(site);
        await site.SignInAsync(Roles.CaseOfficer, "MIA");

        await site.GetAsync($"/desk/cases/{id}/miss");

        Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);
    }

    [Fact]
    public async Task A_closed_office_is_declared_with_what_it_moves_shown_first()
    {
        await using var site = await TestSite.StartAsync();
        var id = await AcceptedAsync(site);
        var slot = site.Test.Case("R-1").Slot!;
        await site.SignInAsync(Roles.Supervisor, "DEN");
        await site.GetAsync("/desk/faults");
        var day = slot.Day.ToString("uuuu-MM-dd", null);

        await site.SendAsync(("Kind", "office-closed"), ("FromDay", day), ("FromTime", "00:00"), ("UntilDay", day), ("UntilTime", "23:59"), ("Words", "A snow storm."));
        Assert.Contains("1 person's", site.Text, StringComparison.Ordinal);
        Assert.Equal(slot, site.Test.Case("R-1").Slot);
        await site.SendAsync([]);
        await site.Test.Sweeping.SweepAsync();

        Assert.NotEqual(slot.Day, site.Test.Case("R-1").Slot!.Day);
        await site.GetAsync("/desk/faults");
        Assert.Contains("A snow storm.", site.Text, StringComparison.Ordinal);
        Assert.NotNull(id);
    }

    [Fact]
    public async Task A_fault_that_lasted_is_ended_and_one_that_was_none_is_withdrawn()
    {
        await using var site = await TestSite.StartAsync();
        var began = site.Test.Clock.GetCurrentInstant() - Duration.FromHours(5);
        var id = (await site.Test.Faulting.DeclareAsync(TestInstallation.Denver, new FaultDeclared(FaultKinds.TurnedAway, "DEN", null, began, null, "The queue was too long."))).Events[0].Case;
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.GetAsync("/desk/faults");
        await site.GetAsync($"/desk/faults/{id}/end");
        await site.SendAsync(("Day", "2031-01-01"), ("Time", "08:00"));
        Assert.Contains(FaultRules.InTheFuture.Sentence, site.Text, StringComparison.Ordinal);
        var ended = (began + Duration.FromHours(2)).InZone(DateTimeZoneProviders.Tzdb["America/Denver"]);
        await site.SendAsync(("Day", ended.ToString("uuuu-MM-dd", null)), ("Time", ended.ToString("HH:mm", null)));
        Assert.Null(Fault().Until);
        await site.SendAsync([]);
        Assert.Contains("The end of the fault is in the ledger", site.Text, StringComparison.Ordinal);
        Assert.InRange(Fault().Until!.Value - began, Duration.FromMinutes(119), Duration.FromHours(2));

        await site.GetAsync($"/desk/faults/{id}/withdraw");
        await site.SendAsync(("Because", " "));
        Assert.Contains(FaultRules.WordsNeeded.Sentence, site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Because", "Another day was meant."));
        await site.SendAsync([]);
        Assert.True(Fault().IsWithdrawn);
        await site.GetAsync($"/desk/faults/{id}/end");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);

        Fault Fault() => site.Test.Installation.Cases.Load(id)!.State.Fault!;
    }

    [Fact]
    public async Task Another_offices_fault_is_ended_by_nobody_here()
    {
        await using var site = await TestSite.StartAsync();
        var id = (await site.Test.Faulting.DeclareAsync(TestInstallation.Denver, new FaultDeclared(FaultKinds.TurnedAway, "DEN", null, site.Test.Clock.GetCurrentInstant() - Duration.FromHours(5), null, "The queue was too long."))).Events[0].Case;
        await site.SignInAsync(Roles.CaseOfficer, "MIA");

        await site.GetAsync($"/desk/faults/{id}/end");

        Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);
    }

    private static Obligation Duty(TestSite site) => Assert.Single(site.Test.Case("R-1").Obligations);

    private static async Task<string> AcceptedAsync(TestSite site)
    {
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        var id = t.Case("R-1").Id;
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, id, "DEN");
        return id.ToString();
    }

    private static async Task<string> MissedAsync(TestSite site)
    {
        var id = await AcceptedAsync(site);
        site.Test.Clock.Reset(Duty(site).Closes);
        await site.Test.Sweeping.SweepAsync();
        Assert.Equal(ObligationState.MissedToReview, Duty(site).State);
        return id;
    }
}
