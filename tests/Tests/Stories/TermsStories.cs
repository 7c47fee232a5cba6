using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Obligations;
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

    [Fact]
    public async Task Stricter_terms_fall_in_the_same_act_as_the_miss_they_rest_on_and_the_person_is_told()
    {
        await using var site = await ConfirmedAsync();
        var t = site.Test;
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/step-up");
        await site.SendAsync(("Level", "call"), ("Condition", "Call us on Mondays."), ("Lines", Line<MissConfirmed>(t)), ("Reasons", "Nobody could reach him."), ("Means", "Two calls and a letter."));
        Assert.Contains("Calls at agreed times", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("checkedAnswers", "true"));
        Assert.Equal("none", Order(t).Technology);
        await SignAsync(site);
        Assert.Equal("call", Order(t).Technology);
        Assert.Contains("Call us on Mondays.", Order(t).Conditions);
        Assert.Equal(1, Waiting(t, "terms"));
        Assert.Contains((WorkKind.Enrol, 1), Work(t));

        t.Clock.AdvanceDays(1);
        await t.Reviewing.WithdrawAsync(TestInstallation.Denver, Id(t), "He was in hospital that day.");

        Assert.Equal("none", Order(t).Technology);
        Assert.DoesNotContain("Call us on Mondays.", Order(t).Conditions);
        Assert.Equal(2, Waiting(t, "terms"));
        Assert.DoesNotContain(Work(t), w => w.Kind == WorkKind.Enrol);
        await site.OpenAsync($"/desk/cases/{Id(t)}", "terms");
        Assert.Contains("The stricter terms are withdrawn", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_learned_of_later_takes_the_stricter_terms_with_the_miss()
    {
        await using var site = await ConfirmedAsync();
        var t = site.Test;
        await t.Terms.ProposeStepUpAsync(TestInstallation.Denver, Id(t), "app", null, [int.Parse(Line<MissConfirmed>(t), null)], "Nobody could reach him.", "Two calls.");
        await t.Terms.SignAsync(Sanchez, Id(t), t.Case("R-1").Supervision.Proposals[0].Number);
        Assert.Equal("app", Order(t).Technology);

        var closes = t.Case("R-1").Obligations[0].Closes;
        await t.Faulting.DeclareAsync(TestInstallation.Denver, new Casefile.Faults.FaultDeclared(Casefile.Faults.FaultKinds.ServiceDown, null, null, closes - Duration.FromHours(30), closes, "The page was down."));
        await t.Sweeping.SweepAsync();

        Assert.Equal("none", Order(t).Technology);
        Assert.Contains(t.Installation.Cases.Load(Id(t))!.Events, e => e.Event is StepUpWithdrawn && e.Who.Name == "sweep");
    }

    [Fact]
    public async Task Milder_terms_asked_for_and_not_answered_in_time_are_a_supervisors_work()
    {
        await using var site = await AcceptedAsync("PAR");
        var t = site.Test;
        await site.GetAsync("/me?code=" + Code(t));
        await site.GetAsync("/me/year");
        await site.SendAsync(("year", "1994"));
        await site.GetAsync("/me/terms");
        Assert.Contains(t.Installation.Programme.StepDownCriteria[0].Spanish, site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Milder", "No tengo teléfono."));
        Assert.Contains((WorkKind.StepDown, 1), Work(t));

        t.Clock.Reset(t.Case("R-1").Supervision.StepDowns[0].AnswerBy + Duration.FromMinutes(1));
        Assert.Contains((WorkKind.StepDownLate, 1), Work(t));
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/step-down");
        Assert.Contains(t.Installation.Programme.StepDownCriteria[0].English, site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Choice", "grant"), ("Level", "report"), ("Answer", "All three are met."));
        Assert.Contains(VariationRules.SupervisorAnswers.Sentence, site.Text, StringComparison.Ordinal);

        await site.SignInAsync(Roles.Supervisor, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/step-down");
        await site.SendAsync(("Choice", "grant"), ("Level", "report"), ("Answer", "All three are met."));
        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Equal("report", Order(t).Technology);
        Assert.DoesNotContain(Work(t), w => w.Kind is WorkKind.StepDown or WorkKind.StepDownLate or WorkKind.Enrol);
        await site.GetAsync("/me/terms");
        Assert.Contains("All three are met.", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_accepted_and_not_enrolled_is_work_until_it_is_set_up()
    {
        await using var site = await AcceptedAsync("PAR");
        var t = site.Test;
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync("/desk");
        Assert.Contains("Accepted, not enrolled", site.Text, StringComparison.Ordinal);

        await EnrolAsync("no");
        Assert.Contains((WorkKind.Enrol, 1), Work(t));
        await EnrolAsync("yes");

        Assert.DoesNotContain(Work(t), w => w.Kind == WorkKind.Enrol);
        await site.GetAsync($"/desk/cases/{Id(t)}/enrol");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);

        async Task EnrolAsync(string isSetUp)
        {
            await site.GetAsync($"/desk/cases/{Id(t)}/enrol");
            await site.SendAsync(("ToldBy", "D. Whitfield"), ("Language", "spa"), ("Interpreter", "M. Rojas"), ("Checked", "questions"), ("SetUp", isSetUp));
            await site.SendAsync(("checkedAnswers", "true"));
        }
    }

    [Fact]
    public async Task A_referral_is_signed_by_a_second_person_the_person_is_told_and_it_falls_with_its_ground()
    {
        await using var site = await ConfirmedAsync();
        var t = site.Test;
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/refer");
        await site.SendAsync(("Lines", Line<MissConfirmed>(t)), ("Reasons", "Nobody could reach him."), ("Means", "Two calls and a letter."));
        await site.SendAsync(("checkedAnswers", "true"));
        await SignAsync(site);
        Assert.False(Assert.Single(t.Case("R-1").Supervision.Referrals).IsWithdrawn);
        Assert.Equal(1, Waiting(t, "referral"));
        await site.GetAsync("/me?code=" + Code(t));
        await site.GetAsync("/me/year");
        await site.SendAsync(("year", "1994"));
        await site.GetAsync("/me/file");
        Assert.Contains("Dos personas enviaron su caso a revisión de cumplimiento.", site.Text, StringComparison.Ordinal);

        await t.CaseActs.ChallengeAsync(new Actor(Roles.Person, Id(t).ToString()), Id(t), int.Parse(Line<MissConfirmed>(t), null), "I was there.");
        await t.CaseActs.AnswerAsync(new Actor(Roles.CaseOfficer, "B. Somebody", "DEN"), Id(t), t.Case("R-1").Challenges[0].Number, true, "You are right: the door log shows it.");

        Assert.True(t.Case("R-1").Supervision.Referrals[0].IsWithdrawn);
    }

    [Fact]
    public async Task A_message_that_leaves_while_an_officer_writes_takes_nothing_of_what_was_written()
    {
        await using var site = await AcceptedAsync();
        var t = site.Test;
        await site.SignInAsync(Roles.CaseOfficer, "DEN");
        await site.GetAsync($"/desk/cases/{Id(t)}/review");
        await site.SendAsync(("Reasons", "Two hearings are to come."));
        await t.Installation.Recorder.RecordAsync(Actor.Machine("messages"), Id(t), null, (_, f, now) =>
            Casefile.Messages.MessageRules.Send(f.State, new Casefile.Messages.MessageSent("reminder-7", "reminder", "sms", "es", "Tiene un lugar."), now));

        await site.SendAsync(("checkedAnswers", "true"));

        Assert.Contains(t.Installation.Cases.Load(Id(t))!.Events, e => e.Event is OrderReviewed);
    }

    private static readonly Actor Sanchez = new("supervisor", "R. Sanchez", "DEN");

    private static async Task SignAsync(TestSite site)
    {
        await site.SignInAsync(Roles.Supervisor, "DEN");
        await site.GetAsync($"/desk/cases/{Id(site.Test)}/sign");
        await site.SendAsync(("Choice", $"sign-{site.Test.Case("R-1").Supervision.Proposals[0].Number}"));
        await site.SendAsync(("checkedAnswers", "true"));
    }

    private static string Line<TEvent>(TestInstallation t) => t.Installation.Cases.Load(Id(t))!.Events.Last(e => e.Event is TEvent).Version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static long Waiting(TestInstallation t, string kind)
    {
        using var db = t.Installation.Store.OpenReader();
        return Dapper.SqlMapper.ExecuteScalar<long>(db, "select count(*) from outbox where sent_at is null and withdrawn_at is null and kind = @kind", new { kind });
    }

    /// <summary>The window of a year's order has ended without a report, and two people have confirmed that nothing of ours explains it.</summary>
    private static async Task<TestSite> ConfirmedAsync()
    {
        var site = await AcceptedAsync();
        var t = site.Test;
        t.Clock.Reset(t.Case("R-1").Obligations[0].Closes);
        await t.Sweeping.SweepAsync();
        await t.Reviewing.ProposeAsync(TestInstallation.Denver, Id(t), "Knew the day.", "Signed for it.", "Two calls.");
        Assert.False((await t.Reviewing.ConfirmAsync(Sanchez, Id(t))).IsRefused);
        return site;
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
