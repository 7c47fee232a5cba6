using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Messages;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Agencies;
using Throughline.Host.Casework;
using Throughline.Host.Statistics;
using Throughline.Tests.Access;
using Throughline.Tests.Stories;

namespace Throughline.Tests.Protections;

/// <summary>
/// Every page, list, export, print and message is read by everybody who is not named on a protected case, and searched for the address, the
/// phone and the rest of the household.
/// </summary>
public sealed class NothingLeaksTests : IAsyncLifetime
{
    private static readonly string[] Secrets = ["Harbor", "80219", "5550177", "555-0177", "555 0177", "mari@example", "aunt@example"];

    private TestSite _site = null!;
    private CaseId _she, _child, _he;
    private string _oldCode = "", _newCode = "";

    [Theory]
    [InlineData(Roles.CaseOfficer, "DEN")]
    [InlineData(Roles.Supervisor, "DEN")]
    [InlineData(Roles.CaseOfficer, "LOS")]
    [InlineData(Roles.IntakeOfficer, "EPT-ELPASO")]
    [InlineData(Roles.Inspector, "")]
    [InlineData(Roles.Analyst, "")]
    public async Task No_page_and_no_list_shows_it_to_who_is_not_named(string role, string place)
    {
        await _site.SignInAsync(role, place);
        var read = 0;
        foreach (var route in (await Route.AllAsync(_site.Services)).Where(r => r.Method == "GET" && !r.IsApi && r.Path.StartsWith("/desk", StringComparison.Ordinal) && !r.Path.Contains("{id:guid}", StringComparison.Ordinal)))
        {
            foreach (var id in route.TakesCase ? [_she, _child, _he] : new[] { _she })
            {
                var path = route.Path.Replace("{id}", id.ToString(), StringComparison.Ordinal).Replace("{line}", "2", StringComparison.Ordinal);
                await ReadAsync(path);
                read += _site.Status == System.Net.HttpStatusCode.OK ? 1 : 0;
                AssertNothing(route.TakesCase ? id : null, path);
            }
        }

        for (var line = 1; line <= _site.Test.Case("R-2").Version; line++)
        {
            await ReadAsync($"/desk/cases/{_she}/lines/{line}");
            AssertNothing(_she, $"line {line}");
        }

        // The lists as they are asked for, and the searches that would find her by what is protected.
        foreach (var path in new[]
        {
            "/desk?kind=known", "/desk?kind=protection-unnamed", "/desk/handoffs?show=sent", "/desk/handoffs?show=draft", "/desk/handoffs/balance?part=accepted", "/desk/quality/list?gap=no-a-number", "/desk/quality/list?gap=bad-address",
            "/desk/walk-in?q=Huanca", "/desk/walk-in?q=Marisol", "/desk/find?q=Huanca", "/desk/find?q=R-2", "/desk/find?q=" + _newCode, "/desk/find?q=A098765432", "/statistics?group=family", "/desk/faults",
        })
        {
            await ReadAsync(path);
            AssertNothing(null, path);
            Assert.DoesNotContain("Huanca family", _site.Text, StringComparison.Ordinal);
        }

        foreach (var query in new[] { "%2B12025550177", "2025550177", "44 Harbor Lane" })
        {
            await ReadAsync("/desk/find?q=" + query);
            Assert.DoesNotContain("Marisol", _site.Text, StringComparison.Ordinal);
        }

        if (role is not Roles.Analyst && place is not "LOS")
        {
            Assert.True(read > 15, $"Only {read} pages were read.");
            foreach (var (id, name) in new[] { (_she, "Marisol"), (_child, "Inés"), (_he, "Wilson") })
            {
                await _site.OpenAsync($"/desk/cases/{id}", "hand-off");
                if (role == Roles.Inspector)
                {
                    await _site.SendAsync(("Purpose", "look into a complaint"));
                }

                Assert.Contains(name, _site.Text, StringComparison.Ordinal);
                AssertNothing(id, "the case");
            }
        }
    }

    [Fact]
    public async Task Who_is_named_sees_it()
    {
        await _site.SignInAsync(Roles.CaseOfficer, "DEN");
        var reader = _site.Test.Installation.Cases.Openings(_she);
        await _site.OpenAsync($"/desk/cases/{_she}", "hand-off");
        var me = _site.Test.Installation.Cases.Openings(_she).First(o => reader.All(r => r.At != o.At || r.Who != o.Who)).Who;
        Assert.DoesNotContain("Harbor", _site.Html, StringComparison.Ordinal);

        Assert.False((await new Protecting(_site.Test.Installation).NameReaderAsync(ProtectionStories.Named, _she, me, "He has the case.")).IsRefused);
        await _site.OpenAsync($"/desk/cases/{_she}", "hand-off");
        Assert.Contains("44 Harbor Lane", _site.Text, StringComparison.Ordinal);
        Assert.Contains("Wilson", _site.Text, StringComparison.Ordinal);
        Assert.Contains("Inés", _site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_household_that_she_left_reaches_nothing_of_hers_by_the_old_paper()
    {
        await using var he = _site.OtherBrowser();
        await he.GetAsync("/me?code=" + _oldCode);
        await he.GetAsync("/me/year?then=/me/file");
        await he.SendAsync(("year", "1996"));
        Assert.Equal("/me/year", he.At.Split('?')[0]);
        await he.SendAsync(("year", "1994"));
        foreach (var path in new[] { "/me", "/me/file", "/me/file?handler=Download", "/me/check-in", "/me/moved", "/me/day", "/me/protect" })
        {
            await he.GetAsync(path);
            Assert.DoesNotContain("Marisol", he.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("In\\u00E9s", he.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Inés", he.Text, StringComparison.Ordinal);
            Assert.All(Secrets, s => Assert.DoesNotContain(s, he.Html, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Export_report_and_machine_api_go_without_it_and_carry_the_mark()
    {
        var t = _site.Test;
        foreach (var id in new[] { _she, _child })
        {
            var export = CaseExport.ToJson(t.Installation, t.Installation.Cases.Load(id)!, namesStaff: true);
            AssertFree(export, "export case");
            Assert.DoesNotContain("F-1", export, StringComparison.Ordinal);
            Assert.Contains("\"isProtected\": true", export, StringComparison.Ordinal);
        }

        var balance = await BalanceReport.MakeAsync(t.Installation, t.Clock.GetCurrentInstant().InUtc().Date, TestInstallation.Denver);
        AssertFree(balance.Json, "report handoffs");
        ApiKeys.Add(t.Installation.Store, "all", "tl_all", ApiScopes.All, t.Clock.GetCurrentInstant());
        foreach (var path in new[] { "/api/releases/R-2", "/api/handoffs/R-2", "/api/handoffs", "/api/transfers/R-2", "/api/releases/R-1" })
        {
            var text = await _site.ReadAsync(path, "tl_all");
            AssertFree(text, path);
            Assert.DoesNotContain(_newCode, text, StringComparison.Ordinal);
            Assert.True(!path.EndsWith("R-2", StringComparison.Ordinal) || path.Contains("transfers", StringComparison.Ordinal) || text.Contains("\"isProtected\":true", StringComparison.Ordinal), text);
        }
    }

    [Fact]
    public async Task Messages_say_that_there_is_an_appointment_and_no_more()
    {
        var t = _site.Test;
        t.Clock.Reset(t.Case("R-2").Slot!.At - Duration.FromDays(1));
        await ((Outbox)_site.Services.GetService(typeof(Outbox))!).SendWaitingAsync(TestContext.Current.CancellationToken);

        var sent = t.Case("R-2").Messages;
        Assert.Contains(sent, m => m.Kind == MessageRules.Reminder);
        var texts = t.Installation.Cases.Load(_she)!.Events.Select(e => e.Event).OfType<MessageSent>().Select(m => m.Text).ToList();
        Assert.All(texts, text => Assert.Matches("^(You have an appointment. Call your office.|Tiene una cita. Llame a su oficina.)", text));
        Assert.All(texts, text => Assert.DoesNotContain("Throughline", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(texts, text => Assert.DoesNotContain("Denver", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(texts, text => Assert.DoesNotContain("http", text, StringComparison.OrdinalIgnoreCase));
    }

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync();
        var t = _site.Test;
        await ProtectionStories.MakeAsync(t);
        _oldCode = t.Case("R-1").Notices["notice-to-report"].Code!;
        await new Protecting(t.Installation).BeginAsync(ProtectionStories.Named, t.Case("R-2").Id, [t.Case("R-3").Id], null, byPerson: false);
        await t.CaseActs.ReachAsync(ProtectionStories.Named, t.Case("R-2").Id, "e-mail", "mari@example.org");
        await new TermsActs(t.Installation).NamePartyAsync(ProtectionStories.Named, t.Case("R-2").Id, "helper", "A. Condori", "e-mail", "aunt@example.org", ["due"]);
        (_he, _she, _child) = (t.Case("R-1").Id, t.Case("R-2").Id, t.Case("R-3").Id);
        _newCode = t.Case("R-2").Notices["notice-to-report"].Code!;
        t.Installation.Search.CatchUp(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private Task ReadAsync(string path) => _site.GetAsync(path);

    /// <param name="of">Whose page it is: hers names nobody of the family, and his nobody of hers.</param>
    private void AssertNothing(CaseId? of, string where)
    {
        AssertFree(_site.Html, where);
        if (of == _she || of == _child)
        {
            Assert.False(_site.Html.Contains("Wilson", StringComparison.Ordinal), $"{where} names the household that was left.");
            Assert.False(_site.Text.Contains(of == _she ? "Inés" : "Marisol", StringComparison.Ordinal), $"{where} names the rest of the household.");
        }

        Assert.False(of == _he && (_site.Text.Contains("Marisol", StringComparison.Ordinal) || _site.Text.Contains("Inés", StringComparison.Ordinal)), $"{where} names who left.");
    }

    private static void AssertFree(string text, string where) => Assert.All(Secrets, s => Assert.False(text.Contains(s, StringComparison.OrdinalIgnoreCase), $"{where} shows {s}."));
}
