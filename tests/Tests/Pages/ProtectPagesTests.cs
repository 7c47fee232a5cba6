using System.Net;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Tests.Stories;

namespace Throughline.Tests.Pages;

/// <summary>Protection as it is asked for at the desk and by the person, and as it ends.</summary>
public sealed class ProtectPagesTests : IAsyncLifetime
{
    private TestSite _site = null!;

    [Fact]
    public async Task At_the_desk_it_takes_no_proof_and_the_one_who_asked_is_named()
    {
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Id}/protect");
        await _site.SendAsync(("With", Case("R-3").Id.ToString()));
        Assert.Contains("Inés Huanca", _site.Text, StringComparison.Ordinal);
        Assert.Null(Case("R-2").Protection);
        await _site.SendAsync();

        Assert.Single(Case("R-2").Protection!.Readers);
        Assert.NotNull(Case("R-3").Protection);
        await _site.OpenAsync($"/desk/cases/{Id}", "hand-off");
        Assert.Contains("44 Harbor Lane", _site.Text, StringComparison.Ordinal);
        Assert.Contains("Household before the protection", _site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supervisor_names_somebody_and_two_lift_it()
    {
        await new Protecting(_site.Test.Installation).BeginAsync(new Casefile.Actor("person", Id), Case("R-2").Id, [Case("R-3").Id], null, byPerson: true);
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync($"/desk/cases/{Id}/protect");
        Assert.Contains("Only people who are named on this case", _site.Text, StringComparison.Ordinal);

        await _site.SignInAsync(Roles.Supervisor, "DEN");
        await _site.GetAsync($"/desk/cases/{Id}/protect");
        await _site.SendAsync(("Act", "name"), ("Role", "case officer"), ("Reader", " "), ("Why", "x"));
        Assert.Contains("Write who may see", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "name"), ("Role", "case officer"), ("Reader", "D. Whitfield"), ("Why", "He has the case."));
        await _site.SendAsync();
        Assert.Equal("case officer|DEN|D. Whitfield", Assert.Single(Case("R-2").Protection!.Readers));

        await new Protecting(_site.Test.Installation).ProposeLiftAsync(TestInstallation.Denver, Case("R-2").Id, "She asked for it.");
        await _site.GetAsync($"/desk/cases/{Id}/protect");
        await _site.SendAsync(("Act", "confirm"), ("Why", ""));
        Assert.NotNull(Case("R-2").Protection);
        await _site.SendAsync(("Act", "confirm"), ("Why", "I spoke with her alone."));
        await _site.SendAsync();
        Assert.Null(Case("R-2").Protection);
    }

    [Fact]
    public async Task The_person_asks_gets_a_code_of_her_own_and_ends_it_alone()
    {
        var old = Case("R-1").Notices["notice-to-report"].Code!;
        await _site.GetAsync("/me?code=" + old);
        await _site.GetAsync("/me/year?then=/me/protect");
        await _site.SendAsync(("year", "1996"));
        await using var stranger = _site.OtherBrowser();
        await stranger.GetAsync("/me?code=" + old);
        await stranger.GetAsync("/me/year?then=/me/file");
        await stranger.SendAsync(("year", "1996"));
        Assert.Contains("44 Harbor Lane", stranger.Text, StringComparison.Ordinal);

        await _site.SendAsync(("With", Case("R-3").Id.ToString()));
        var code = Case("R-2").Notices["notice-to-report"].Code!;
        Assert.NotEqual(old, code);
        Assert.Contains($"{code[..4]}-{code[4..8]}-{code[8..]}", _site.Text, StringComparison.Ordinal);
        Assert.Empty(Case("R-2").Protection!.Readers);

        // Whoever had her page open under the old paper has it no longer.
        await stranger.GetAsync("/me/file");
        Assert.DoesNotContain("Harbor", stranger.Html, StringComparison.Ordinal);

        await _site.GetAsync("/me/file");
        Assert.Contains("44 Harbor Lane", _site.Text, StringComparison.Ordinal);
        await _site.GetAsync("/me/protect?end=true");
        await _site.SendAsync();
        Assert.Null(Case("R-2").Protection);
        Assert.Null(Case("R-3").Protection);
    }

    [Fact]
    public async Task Who_does_not_see_the_record_does_not_complete_it()
    {
        await using var draft = await TestSite.StartAsync();
        await draft.Test.Releasing.RecordAsync(TestInstallation.Station, draft.Test.Submission(("phone", "+12025550177")), sendsHandoff: false);
        var id = draft.Test.Case("R-1").Id;
        await new Protecting(draft.Test.Installation).BeginAsync(ProtectionStories.Named, id, [], null, byPerson: false);
        await draft.SignInAsync(Roles.IntakeOfficer, "EPT-ELPASO");

        await draft.GetAsync($"/desk/cases/{id}/complete");

        Assert.Equal((HttpStatusCode.OK, $"/desk/cases/{id}/protect"), (draft.Status, draft.At));
        Assert.Equal("+12025550177", draft.Test.Case("R-1").Release!.Record.Phone);
    }

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync();
        await ProtectionStories.MakeAsync(_site.Test);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private string Id => Case("R-2").Id.ToString();

    private Casefile.Case Case(string record) => _site.Test.Case(record);
}
