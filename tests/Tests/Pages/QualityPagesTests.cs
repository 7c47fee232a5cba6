using System.Net;
using System.Text.Json;
using Throughline.Host.Access;
using Throughline.Host.Statistics;

namespace Throughline.Tests.Pages;

public sealed class QualityPagesTests
{
    [Fact]
    public async Task Page_CSV_JSON_and_report_give_the_same_figures()
    {
        await using var site = await WithGaps();
        await site.GetAsync("/desk/quality");
        Assert.Contains("All 4", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/desk/quality?format=csv");
        Assert.Equal(QualityReport.Make(site.Test.Installation).Csv(), site.Html);
        await site.GetAsync("/desk/quality?format=json");

        using var json = JsonDocument.Parse(site.Html);
        Assert.Equal(4, json.RootElement.GetProperty("total").GetProperty("records").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("total").GetProperty("blank").GetInt32());
    }

    [Fact]
    public async Task A_station_has_its_own_figures_on_the_page_and_in_its_files()
    {
        await using var site = await WithGaps();
        await site.SignInAsync(Roles.IntakeOfficer, "RGV-MCALLEN");
        await site.GetAsync("/desk/quality?format=json");

        using var json = JsonDocument.Parse(site.Html);
        Assert.Equal(1, json.RootElement.GetProperty("total").GetProperty("records").GetInt32());
        await site.GetAsync("/desk/quality/list?gap=blank");
        Assert.Contains("Blank: 1", site.Text, StringComparison.Ordinal);
        Assert.Contains("Mamani", site.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blank", 2)]
    [InlineData("no-a-number", 2)]
    [InlineData("shared-a-number", 2)]
    [InlineData("crowded", 0)]
    public async Task Each_count_leads_to_as_many_names_for_the_inspector(string gap, int count)
    {
        await using var site = await WithGaps();
        await site.SignInAsync(Roles.Inspector, "");

        await site.GetAsync("/desk/quality/list?gap=" + gap);

        Assert.Equal(count, System.Text.RegularExpressions.Regex.Count(site.Html, "value=\"quality\""));
        Assert.Contains($": {count}", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_office_sees_the_names_of_its_own_cases_and_the_openings_are_recorded()
    {
        await using var site = await WithGaps();

        await site.GetAsync("/desk/quality/list?gap=shared-a-number");

        Assert.Contains("A-number shared: 2", site.Text, StringComparison.Ordinal);
        Assert.Contains("1 of them are cases of Denver Field Office.", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tesfay", site.Text, StringComparison.Ordinal);
        Assert.Contains(site.Test.Installation.Cases.Openings(site.Test.Case("R-1").Id), o => o.Reason == "A name behind a count of data quality");
        Assert.DoesNotContain(site.Test.Installation.Cases.Openings(site.Test.Case("R-2").Id), o => o.Reason == "A name behind a count of data quality");
    }

    [Fact]
    public async Task An_analyst_sees_counts_and_no_names_and_an_unknown_list_is_not_found()
    {
        await using var site = await WithGaps();
        await site.SignInAsync(Roles.Analyst, "");
        await site.GetAsync("/desk/quality/list?gap=blank");
        Assert.Contains("Blank: 2", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Mamani", site.Text, StringComparison.Ordinal);

        await site.GetAsync("/desk/quality/list?gap=score");

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    /// <summary>Two records share an A-number, one of them in New York; two have none and a blank address, one of them of another station.</summary>
    private static async Task<TestSite> WithGaps()
    {
        var site = await CasePagesTests.Accepted();
        (string, string)[] blank = [("addressLine", ""), ("city", ""), ("state", ""), ("postalCode", "")];
        foreach (var fields in new (string, string)[][]
        {
            [("recordId", "R-2"), ("surname", "Tesfay"), ("aNumber", "A219460138"), ("addressLine", "10 Main Street"), ("city", "New York"), ("state", "NY"), ("postalCode", "10001")],
            [("recordId", "R-3"), ("surname", "Choque"), .. blank],
            [("recordId", "R-4"), ("surname", "Mamani"), ("station", "RGV-MCALLEN"), .. blank],
        })
        {
            Assert.Null((await site.Test.Releasing.RecordAsync(TestInstallation.Station, site.Test.Submission(fields), sendsHandoff: true)).Refused);
        }

        return site;
    }
}
