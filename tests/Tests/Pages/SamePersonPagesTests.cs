using Throughline.Host.Access;

namespace Throughline.Tests.Pages;

/// <summary>Two cases that may be of one person, compared at the desk.</summary>
public sealed class SamePersonPagesTests : IAsyncLifetime
{
    private TestSite _site = null!;

    [Fact]
    public async Task Two_cases_with_one_number_are_compared_linked_and_shown_together()
    {
        _site.Test.Installation.Search.CatchUp(default);
        await _site.SignInAsync(Roles.IntakeOfficer, "EPT-ELPASO");
        await _site.GetAsync("/desk?kind=maybe-same");
        Assert.Contains($"/desk/cases/{Id("R-2")}/same-person", _site.Html, StringComparison.Ordinal);
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        await _site.GetAsync("/desk?kind=maybe-same");
        Assert.Contains("A person says whether it is one person or two", _site.Text, StringComparison.Ordinal);
        await _site.GetAsync($"/desk/cases/{Id("R-1")}/same-person");
        Assert.Contains("alike, nobody has said", _site.Text, StringComparison.Ordinal);

        await _site.SendAsync(("Act", "link"), ("Other", Id("R-1")), ("Why", "Both papers."));
        await _site.SendAsync();
        Assert.Contains("This is the same case", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "link"), ("Other", Id("R-2")), ("Why", " "));
        Assert.Contains("Write the reason", _site.Text, StringComparison.Ordinal);
        await _site.SendAsync(("Act", "link"), ("Other", Id("R-2")), ("Why", "She showed both papers."));
        Assert.Empty(_site.Test.Case("R-1").SamePerson);
        await _site.SendAsync();
        Assert.Equal(_site.Test.Case("R-2").Id, Assert.Single(_site.Test.Case("R-1").SamePerson));

        await _site.OpenAsync($"/desk/cases/{Id("R-1")}", "same-person");
        Assert.Contains(Id("R-2"), _site.Text, StringComparison.Ordinal);
        await _site.GetAsync("/desk/find?q=" + Id("R-1"));
        Assert.Contains("the same person as " + Id("R-2"), _site.Text, StringComparison.Ordinal);
        await _site.GetAsync("/desk");
        Assert.DoesNotContain("Maybe the same person", _site.Text, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync();
        var t = _site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("aNumber", "A012345678")), sendsHandoff: true);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-2"), ("givenName", "Vilson"), ("aNumber", "A012345678")), sendsHandoff: true);
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private string Id(string record) => _site.Test.Case(record).Id.ToString();
}
