using Throughline.Casefile.Obligations;

namespace Throughline.Tests.Pages;

/// <summary>One household has one notice and one code, and each adult reports for themselves.</summary>
public sealed class SecondAdultTests
{
    [Fact]
    public async Task After_one_adult_has_reported_the_other_is_named_and_reports_with_the_same_code_and_their_own_year()
    {
        await using var site = await TestSite.StartAsync();
        var t = site.Test;
        await t.Releasing.RecordHouseholdAsync(TestInstallation.Station,
        [
            t.Submission(("recordId", "R-1"), ("familyUnitId", "F-1"), ("givenName", "Wilson"), ("birthDate", "1990-02-03")),
            t.Submission(("recordId", "R-2"), ("familyUnitId", "F-1"), ("givenName", "Rosa"), ("birthDate", "1992-02-03")),
            t.Submission(("recordId", "R-3"), ("familyUnitId", "F-1"), ("givenName", "Luz"), ("birthDate", "2018-05-06")),
        ]);
        var code = t.Case("R-1").Notices.Values.Single().Code!;
        await site.GetAsync("/me?code=" + code);
        Assert.DoesNotContain("Rosa", site.Html, StringComparison.Ordinal);

        await ReportAsync(site, "1990");
        Assert.Contains("Reporte de Rosa", site.Text, StringComparison.Ordinal);
        Assert.Equal(ObligationState.Running, t.Case("R-2").Obligations.Single().State);

        await ReportAsync(site, "1992");
        Assert.DoesNotContain("Quién falta por presentarse", site.Text, StringComparison.Ordinal);
        Assert.Equal(ObligationState.Met, t.Case("R-2").Obligations.Single().State);
        Assert.Single(t.Case("R-1").CheckIns);
        await site.GetAsync("/me");
        Assert.Contains("Hola, Rosa", site.Text, StringComparison.Ordinal);
    }

    private static async Task ReportAsync(TestSite site, string year)
    {
        await site.GetAsync("/me/year?then=/me/check-in");
        await site.SendAsync(("year", year));
        var asked = site.Html.Contains("name=\"Phone\"", StringComparison.Ordinal) ? [("Address", "yes"), ("Phone", "yes")] : new[] { ("Address", "yes") };
        await site.SendAsync(asked);
        await site.SendAsync(("send", "true"));
        Assert.Contains("Recibimos su reporte", site.Text, StringComparison.Ordinal);
    }
}
