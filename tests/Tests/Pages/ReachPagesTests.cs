using Throughline.Casefile;
using Throughline.Casefile.Messages;

namespace Throughline.Tests.Pages;

public sealed class ReachPagesTests
{
    [Fact]
    public async Task The_person_gives_an_e_mail_address_in_their_own_language_and_a_wrong_one_costs_nothing_else()
    {
        await using var site = await MePagesTests.Opened();
        await site.GetAsync("/me/reach?lang=pt");
        Assert.Contains("Como quer que avisemos você?", site.Text, StringComparison.Ordinal);

        await site.SendAsync(("channel", "e-mail"), ("email", "rosa at example"));
        Assert.Contains("Isso não é um e-mail.", site.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"rosa at example\"", site.Html, StringComparison.Ordinal);
        await site.SendAsync(("channel", "e-mail"), ("email", "rosa@example.org"));

        Assert.Contains("Avisaremos você assim.", site.Text, StringComparison.Ordinal);
        Assert.Equal(("e-mail", "rosa@example.org"), (State(site).Reach!.Channel, State(site).Reach!.Email));
        await site.GetAsync("/me/file");
        Assert.Contains("Mudou a maneira de avisar você", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_desk_records_what_the_person_says_after_a_check_of_the_answers()
    {
        await using var site = await CasePagesTests.Accepted();
        await site.GetAsync($"/desk/cases/{State(site).Id}/reach");

        await site.SendAsync(("Channel", "e-mail"), ("Email", ""));
        Assert.Contains("Write the e-mail address, or choose another way.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Channel", "e-mail"), ("Email", "rosa@example.org"));
        Assert.Null(State(site).Reach);
        await site.SendAsync();

        Assert.Equal(("e-mail", "rosa@example.org"), (State(site).Reach!.Channel, State(site).Reach!.Email));
        Assert.IsType<WayToReachChosen>(site.Test.Installation.Cases.ByRecord("R-1")!.Events[^1].Event);
    }

    private static Case State(TestSite site) => site.Test.Installation.Cases.ByRecord("R-1")!.State;
}
