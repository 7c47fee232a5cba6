using System.Net;
using Throughline.Casefile.Transfers;
using Throughline.Host.Access;
using Throughline.Tests.Stories;

namespace Throughline.Tests.Pages;

/// <summary>The pages by which one office sends a case on and another takes it over.</summary>
public sealed class TransferPagesTests : IAsyncLifetime
{
    private TestSite _site = null!;

    [Fact]
    public async Task One_office_sends_a_case_on_and_the_other_takes_it_over()
    {
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Id}/transfer");
        await _site.SendAsync(("Act", "send"), ("Office", "LOS"), ("Why", " "));
        Assert.Contains(TransferRules.ReasonNeeded.Sentence, _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "send"), ("Office", "LOS"), ("Why", "She lives in Los Angeles now."));
        Assert.Null(_site.Test.Case("R-1").Transfer);
        await _site.SendAsync();
        Assert.Contains("Until the other office accepts you are responsible", _site.Text, StringComparison.Ordinal);
        Assert.Equal("DEN", _site.Test.Case("R-1").Responsible);

        await _site.SignInAsync(Roles.CaseOfficer, "LOS");
        await _site.GetAsync("/desk");
        Assert.Contains("asks you to take it over", _site.Text, StringComparison.Ordinal);
        await _site.GetAsync($"/desk/cases/{Id}/transfer");
        Assert.Contains("She lives in Los Angeles now.", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "accept"));
        await _site.SendAsync();
        Assert.Contains("This office is responsible from here on", _site.Text, StringComparison.Ordinal);
        Assert.Equal(("LOS", "LOS"), (_site.Test.Case("R-1").Responsible, _site.Test.Case("R-1").Slot!.Office));

        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Id}/transfer");
        Assert.Equal(HttpStatusCode.NotFound, _site.Status);
    }

    [Fact]
    public async Task A_return_comes_back_with_its_reason()
    {
        await new Host.Casework.Transferring(_site.Test.Installation).SendAsync(TestInstallation.Denver, _site.Test.Case("R-1").Id, "DEN", "LOS", "Moved.");
        await _site.SignInAsync(Roles.Supervisor, "LOS");
        await _site.GetAsync($"/desk/cases/{Id}/transfer");
        await _site.SendAsync(("Act", "return"), ("Code", ""));
        Assert.Contains("Choose why it is returned.", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "return"), ("Code", "WRONG_OFFICE"), ("Why", "The street is in Aurora."));
        await _site.SendAsync();

        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Id}/transfer");
        Assert.Contains("The street is in Aurora.", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "withdraw"), ("Why", "We keep her."));
        await _site.SendAsync();
        Assert.Equal(TransferState.Withdrawn, _site.Test.Case("R-1").Transfer!.State);
    }

    [Fact]
    public async Task Nobody_else_finds_the_page_and_the_inspector_changes_nothing()
    {
        await new Host.Casework.Transferring(_site.Test.Installation).SendAsync(TestInstallation.Denver, _site.Test.Case("R-1").Id, "DEN", "LOS", "Moved.");
        foreach (var (role, place) in new[] { (Roles.Inspector, ""), (Roles.CaseOfficer, "MIA"), (Roles.IntakeOfficer, "EPT-ELPASO") })
        {
            await _site.SignInAsync(role, place);
            await _site.GetAsync($"/desk/cases/{Id}/transfer");
            Assert.Equal(HttpStatusCode.NotFound, _site.Status);
        }
    }

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync();
        await TransferStories.AcceptedFamilyAsync(_site.Test);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private string Id => _site.Test.Case("R-1").Id.ToString();
}
