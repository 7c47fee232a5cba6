using Throughline.Host.Access;

namespace Throughline.Tests.Pages;

public sealed class FrontPageTests
{
    [Fact]
    public async Task A_store_that_an_import_filled_lets_nobody_in_until_somebody_says_what_it_is_for_and_then_invents_nobody()
    {
        await using var site = await TestSite.StartAsync();
        site.Test.Installation.Decide(StoreMode.Undecided);
        await site.Test.Releasing.RecordHouseholdAsync(TestInstallation.Station, [site.Test.Submission(("recordId", "R-1"))]);

        await site.GetAsync("/desk");
        Assert.Equal("/", site.At);
        Assert.Contains("This store holds 1 case file", site.Text, StringComparison.Ordinal);

        await site.SendAsync("/?handler=Demonstration", []);
        Assert.Equal(1, site.Test.Installation.Cases.Count("true"));
        await site.GetAsync("/sign-in");
        Assert.Contains("Denver Field Office", site.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/desk/cases/C-999999-9")]
    public async Task An_address_that_leads_nowhere_is_a_page_that_leads_on(string address)
    {
        await using var site = await TestSite.StartAsync();
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.GetAsync(address);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);
        Assert.Contains("There is nothing here for you", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_steps_of_a_release_have_titles_and_a_fault_says_so_first()
    {
        await using var site = await TestSite.StartAsync();
        await site.SignInAsync(Roles.IntakeOfficer, "EPT-ELPASO");

        await site.GetAsync("/desk/release");
        Assert.Contains("<title>Release: who · Throughline</title>", site.Html, StringComparison.Ordinal);

        await site.SendAsync(("surname", ""));
        Assert.Contains("<title>To correct: Release: who · Throughline</title>", site.Html, StringComparison.Ordinal);
        Assert.Contains("autofocus", site.Html, StringComparison.Ordinal);
    }
}
