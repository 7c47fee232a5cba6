using System.Net;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Tests.Stories;

namespace Throughline.Tests.Pages;

/// <summary>A household splits and rejoins at the desk.</summary>
public sealed class HouseholdPagesTests : IAsyncLifetime
{
    private TestSite _site = null!;

    [Fact]
    public async Task A_household_splits_and_joins_again_with_a_named_adult_for_the_child()
    {
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Case("R-1").Id}/household");
        string she = Case("R-2").Id.ToString(), child = Case("R-3").Id.ToString();
        await _site.SendAsync(("Act", "split"), ("Leaving", she), ("Leaving", child), ("Why", "They live apart."));
        Assert.Contains("Choose for each child the adult", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "split"), ("Leaving", she), ("Leaving", child), ("adult-" + child, she), ("Why", "They live apart."));
        Assert.Contains("Responsible for Inés Huanca", _site.Text, StringComparison.Ordinal);
        Assert.Equal(Case("R-1").Release!.Household, Case("R-2").Release!.Household);
        await _site.SendAsync();
        Assert.NotEqual(Case("R-1").Release!.Household, Case("R-2").Release!.Household);
        Assert.Equal(Case("R-2").Id, Case("R-3").ResponsibleAdult);

        await _site.GetAsync($"/desk/cases/{she}/household");
        await _site.SendAsync(("Act", "join"), ("Other", "C-000999-9"), ("Why", "Together again."));
        Assert.Contains("Write the number of a case that this desk has", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "join"), ("Other", Case("R-1").Id.ToString()), ("adult-" + child, Case("R-1").Id.ToString()), ("Why", "Together again."));
        Assert.Contains("Wilson Quispe Condori", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync();
        Assert.Equal(Case("R-1").Release!.Household, Case("R-2").Release!.Household);
        Assert.Equal(Case("R-1").Id, Case("R-3").ResponsibleAdult);
    }

    [Fact]
    public async Task A_child_alone_on_a_side_is_refused_with_where_it_goes()
    {
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Case("R-1").Id}/household");
        var child = Case("R-3").Id.ToString();
        await _site.SendAsync(("Act", "split"), ("Leaving", child), ("adult-" + child, Case("R-1").Id.ToString()), ("Why", "With her aunt."));
        await _site.SendAsync();
        Assert.Contains("child-welfare desk", _site.Text, StringComparison.Ordinal);
        Assert.Equal(Case("R-1").Release!.Household, Case("R-3").Release!.Household);
    }

    [Fact]
    public async Task A_protected_case_has_no_such_page_and_joins_nobody()
    {
        await new Protecting(_site.Test.Installation).BeginAsync(ProtectionStories.Named, Case("R-2").Id, [Case("R-3").Id], null, byPerson: false);
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Case("R-2").Id}/household");
        Assert.Equal(HttpStatusCode.NotFound, _site.Status);
        await _site.GetAsync($"/desk/cases/{Case("R-1").Id}/household");
        await _site.SendAsync(("Act", "join"), ("Other", Case("R-2").Id.ToString()), ("Why", "Together again."));
        Assert.Contains("A protected case joins nobody", _site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Inés", _site.Text, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync();
        await ProtectionStories.MakeAsync(_site.Test);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private Casefile.Case Case(string record) => _site.Test.Case(record);
}
