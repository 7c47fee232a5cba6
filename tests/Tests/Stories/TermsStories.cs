using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Orders;
using Throughline.Host.Access;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

/// <summary>An order is looked at, renewed or not, made stricter or milder; the person writes and is answered.</summary>
public sealed class TermsStories
{
    [Fact]
    public async Task An_order_whose_letter_nobody_answers_is_not_renewed_and_ends_on_its_day()
    {
        await using var site = await AcceptedAsync();
        var t = site.Test;
        t.Clock.Reset(Order(t).Ends - Duration.FromDays(40));
        await site.GetAsync("/me?code=" + Code(t));
        await site.GetAsync("/me/year");
        await site.SendAsync(("year", "1994"));
        await site.GetAsync("/me/terms");
        await site.SendAsync(("Letter", "Cada vez he venido a tiempo."));
        Assert.Contains("Cada vez he venido a tiempo.", site.Text, StringComparison.Ordinal);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        Assert.Contains((WorkKind.Representation, 1), Work(t));

        await site.GetAsync($"/desk/cases/{Id(t)}/renew");
        await site.SendAsync(("Day", Day(Order(t).Ends, t, 30)), ("Reasons", "Hearings to come."), ("Means", "Reminders."));
        Assert.Contains(RenewalRules.Unanswered.Sentence, site.Text, StringComparison.Ordinal);

        t.Clock.Reset(Order(t).Ends);
        await t.Sweeping.SweepAsync();
        Assert.True(t.Case("R-1").OrderHasEnded);
        Assert.DoesNotContain(Work(t), w => w.Kind is WorkKind.Representation or WorkKind.Order);
        await site.GetAsync($"/desk/cases/{Id(t)}/renew");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);
    }

    [Fact]
    public async Task A_letter_is_answered_by_name_then_the_order_is_renewed_by_two()
    {
        await using var site = await AcceptedAsync();
        var t = site.Test;
        t.Clock.Reset(Order(t).Ends - Duration.FromDays(40));
        await t.Terms.RepresentAsync(new Actor(Roles.Person, Id(t).ToString()), Id(t), "Enough, please.");

        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/representation");
        Assert.Contains("Enough, please.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Answer", "Two hearings are to come. We look again in May."));
        await site.SendAsync(("checkedAnswers", "true"));
        await site.GetAsync($"/desk/cases/{Id(t)}/renew");
        await site.SendAsync(("Day", Day(Order(t).Ends, t, 30)), ("Reasons", "Hearings to come."), ("Means", "Reminders."));
        Assert.Contains("Hearings to come.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("checkedAnswers", "true"));
        Assert.Contains((WorkKind.Sign, 1), Work(t));
        var before = Order(t).Ends;

        await site.GetAsync($"/desk/cases/{Id(t)}/sign");
        Assert.Contains("disabled", site.Html, StringComparison.Ordinal);
        await site.SignInAsync(Roles.Supervisor, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/sign");
        await site.SendAsync(("Choice", $"sign-{t.Case("R-1").Supervision.Proposals[0].Number}"));
        await site.SendAsync(("checkedAnswers", "true"));

        Assert.True(Order(t).Ends > before);
        Assert.DoesNotContain(Work(t), w => w.Kind == WorkKind.Sign);
        t.Clock.Reset(before);
        await t.Sweeping.SweepAsync();
        Assert.False(t.Case("R-1").OrderHasEnded);
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(13, true)]
    public async Task A_review_is_work_fourteen_days_before_its_day(int daysBefore, bool isWork)
    {
        await using var site = await AcceptedAsync();
        var t = site.Test;
        t.Clock.Reset((Order(t).ReviewOn!.Value.PlusDays(-daysBefore) + LocalTime.Noon).InUtc().ToInstant());

        Assert.Equal(isWork, Work(t).Contains((WorkKind.Order, 1)));
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk");
        Assert.Equal(isWork, site.Text.Contains("Order to review", StringComparison.Ordinal));
        await site.GetAsync($"/desk/cases/{Id(t)}/review");
        await site.SendAsync(("Reasons", "Two hearings are to come."));
        await site.SendAsync(("checkedAnswers", "true"));

        Assert.DoesNotContain(Work(t), w => w.Kind == WorkKind.Order);
    }

    [Fact]
    public async Task The_lists_of_work_are_the_same_after_a_rebuild()
    {
        await using var site = await AcceptedAsync();
        var t = site.Test;
        t.Clock.Reset(Order(t).Ends - Duration.FromDays(40));
        await t.Terms.RepresentAsync(new Actor(Roles.Person, Id(t).ToString()), Id(t), "Enough, please.");
        var before = Work(t);

        Throughline.Storage.Log.Rebuilding.Run(t.Installation.Store, _ => { });

        Assert.NotEmpty(before);
        Assert.Equal(before, Work(t));
    }

    private static List<(string Kind, int Items)> Work(TestInstallation t) => [.. new Worklists(t.Installation.Store)
        .Counts(new WorkQuestion("DEN", false, true, t.Clock.GetCurrentInstant(), Duration.FromHours(48), Duration.FromHours(72))).Select(c => (c.Kind, c.Items)).Order()];

    private static string Day(Instant ends, TestInstallation t, int plus) => $"{ends.InZone(t.Installation.Programme.Offices["DEN"].Zone).Date.PlusDays(plus):uuuu-MM-dd}";

    private static CaseId Id(TestInstallation t) => t.Case("R-1").Id;

    private static OrderMade Order(TestInstallation t) => t.Case("R-1").Order!;

    private static string Code(TestInstallation t) => t.Case("R-1").Notices.Values.First(n => n.Code is not null).Code!;

    /// <summary>On an order of a year, with its office.</summary>
    private static async Task<TestSite> AcceptedAsync(string pathway = "NTA")
    {
        var site = await TestSite.StartAsync();
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("phone", "+12025550123"), ("pathway", pathway)), sendsHandoff: true);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, Id(t), t.Case("R-1").Notices.Keys.First(), t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, Id(t), "DEN");
        return site;
    }
}
