using NodaTime;
using Throughline.Casefile.Notices;

namespace Throughline.Tests.Notices;

public sealed class NoticeRulesTests
{
    private static readonly Instant At = Given.Start;

    [Fact]
    public void Served_filed_and_known_are_three_facts_and_none_follows_from_another()
    {
        Assert.Equal((At, null, null), Facts(Given.ReleasedPerson().Served(NoticeKinds.ToAppear)));
        Assert.Equal((null, At, null), Facts(Filed(Given.ReleasedPerson())));
        Assert.Equal((null, null, At), Facts(Known(Given.ReleasedPerson())));
        Assert.Equal((At, At, At), Facts(Known(Filed(Given.ReleasedPerson().Served(NoticeKinds.ToAppear)))));
    }

    [Fact]
    public void Each_fact_told_twice_changes_nothing()
    {
        Given.ReleasedPerson().Served().Served().ThenNothing();
        Filed(Filed(Given.ReleasedPerson())).ThenNothing();
        Known(Known(Given.ReleasedPerson())).ThenNothing();
    }

    [Fact]
    public void Told_with_two_times_the_earlier_one_stands_and_both_lines_stay()
    {
        var twice = Given.ReleasedPerson().After(Duration.FromDays(1)).Served().At(At).Served().Then("notice-served");

        Assert.Equal(At, twice.State.Notices[NoticeKinds.ToReport].Served);
        Assert.Equal(2, twice.Files[Given.Person].Count(e => e.Event is NoticeServed));
    }

    [Fact]
    public void Filed_before_it_was_served_is_flagged_and_filed_afterwards_is_not()
    {
        Assert.True(Filed(Given.ReleasedPerson()).ThenOne<NoticeFiled>().BeforeServed);
        Assert.False(Filed(Given.ReleasedPerson().Served(NoticeKinds.ToAppear)).ThenOne<NoticeFiled>().BeforeServed);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void What_is_dated_a_second_ahead_has_not_happened(int seconds, bool isTaken)
    {
        var at = At + Duration.FromSeconds(seconds);
        var answers = new[]
        {
            Given.ReleasedPerson().When(g => NoticeRules.Serve(g.State, NoticeKinds.ToReport, at, null, g.Now)),
            Given.ReleasedPerson().When(g => NoticeRules.File(g.State, NoticeKinds.ToReport, at, null, g.Now)),
            Given.ReleasedPerson().When(g => NoticeRules.Know(g.State, NoticeKinds.ToReport, at, "spa", null, "said it back", g.Now)),
        };

        Assert.All(answers, a => Assert.Equal(isTaken ? null : NoticeRules.InTheFuture, a.Answer.Refused));
    }

    private static Given Filed(Given given) => given.When(g => NoticeRules.File(g.State, NoticeKinds.ToAppear, At, "D-12", g.Now));

    private static Given Known(Given given) => given.When(g => NoticeRules.Know(g.State, NoticeKinds.ToAppear, At, "spa", "L. Mora", "said it back", g.Now));

    private static (Instant? Served, Instant? Filed, Instant? Known) Facts(Given given)
    {
        var notice = given.State.Notices[NoticeKinds.ToAppear];
        return (notice.Served, notice.Filed, notice.Known);
    }
}
