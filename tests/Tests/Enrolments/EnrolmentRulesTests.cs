using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Enrolments;
using Throughline.Casefile.Obligations;

namespace Throughline.Tests.Enrolments;

public sealed class EnrolmentRulesTests
{
    // A check-in by the app that opens ten days after the release.
    private static readonly Instant Opens = Given.Start + Duration.FromDays(10), Closes = Opens + Duration.FromDays(3);

    [Fact]
    public void Nothing_is_missed_on_a_technology_that_nobody_set_up() =>
        Due(OnApp()).Then("obligation-cancelled");

    [Fact]
    public void Told_and_not_set_up_counts_no_more_than_not_told() =>
        Due(OnApp().When(g => Enrol(g, isSetUp: false)).Then("person-enrolled")).Then("obligation-cancelled");

    [Theory]
    [InlineData(0, "miss-sent-to-review")]
    [InlineData(1, "obligation-cancelled")]
    public void Who_was_set_up_before_it_opened_can_miss_it_and_whoever_was_set_up_later_can_not(int secondsLater, string follows) =>
        Due(OnApp().At(Opens + Duration.FromSeconds(secondsLater)).When(g => Enrol(g))).Then(follows);

    [Fact]
    public void To_report_at_the_office_needs_no_enrolment()
    {
        var given = OnApp();

        Assert.True(EnrolmentRules.CanBeMissed(given.State, given.State.Obligations[0]));
    }

    [Fact]
    public void Another_level_asks_for_another_enrolment()
    {
        var given = OnApp().When(g => Enrol(g));
        Assert.False(EnrolmentRules.IsMissing(given.State));

        given = given.When(g => Decision.Of(Given.Person, g.Now, new Casefile.Orders.SteppedUp(1, "device", [1], null)));

        Assert.True(EnrolmentRules.IsMissing(given.State));
    }

    internal static Given OnApp() => Given.ReleasedPerson(s => s with { Pathway = "PAR" }).Sent().Accepted();

    internal static Decision Enrol(Given g, bool isSetUp = true, string? toldBy = "D. Whitfield", string? language = "spa", string? howChecked = "own-words") =>
        EnrolmentRules.Enrol(g.State, toldBy, language, null, howChecked, isSetUp, g.Now);

    /// <summary>The report is made, then a check-in by the app is due and its window ends.</summary>
    private static Given Due(Given given) => given.Reported()
        .When(g => Decision.Of(Given.Person, g.Now, new ObligationOpened(2, "app", Opens, Closes, Closes)))
        .When(g => Casefile.Notices.NoticeRules.Serve(g.State, "parole", g.Now, null, g.Now)).At(Closes).Swept();
}
