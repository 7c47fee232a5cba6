using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Agencies;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;

namespace Throughline.Tests.Access;

/// <summary>Who reaches what: every route before every role. The approved table is read by people; a new route is not in it until somebody adds it.</summary>
public sealed partial class RouteTableTests : IAsyncLifetime
{
    private static readonly (string Column, string? Role, string Place)[] Readers =
    [
        ("nobody", null, ""), ("the person", Roles.Person, ""), ("intake officer", Roles.IntakeOfficer, "EPT-ELPASO"), ("of another station", Roles.IntakeOfficer, "RGV-MCALLEN"),
        ("case officer", Roles.CaseOfficer, "DEN"), ("of another office", Roles.CaseOfficer, "LOS"), ("supervisor", Roles.Supervisor, "DEN"), ("analyst", Roles.Analyst, ""),
        ("inspector", Roles.Inspector, ""), ("administrator", Roles.Administrator, ""), ("machine with the scope", null, ""), ("machine without", null, ""),
    ];

    private TestSite _site = null!;
    private CaseId _missed;
    private string _account = "";
    private int _made = 1;

    [Fact]
    public async Task Every_role_reaches_what_the_approved_table_says_and_nothing_else()
    {
        var routes = await Route.AllAsync(_site.Services);
        var cells = routes.ToDictionary(r => r, _ => new List<string>());
        foreach (var (column, role, place) in Readers)
        {
            await using var reader = await ReaderAsync(role, place);
            var token = await TokenAsync(reader);
            foreach (var route in routes)
            {
                var isMachine = column.StartsWith("machine", StringComparison.Ordinal);
                cells[route].Add(isMachine != route.IsApi && (isMachine || route.IsApi && role is not null) ? "" : await CellAsync(reader, route, token, column));
            }
        }

        var table = new StringBuilder("| route | " + string.Join(" | ", Readers.Select(r => r.Column)) + " |\n|" + string.Concat(Enumerable.Repeat("---|", Readers.Length + 1)) + "\n");
        foreach (var (route, row) in cells)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {route.Row} | {string.Join(" | ", row)} |\n");
        }

        // To approve: look at the difference, and copy what was found over tests/Tests/Access/routes.md.
        var found = Path.Combine(AppContext.BaseDirectory, "routes.found.md");
        await File.WriteAllTextAsync(found, table.ToString());
        var approved = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Access", "routes.md"));
        var lines = table.ToString().TrimEnd('\n').Split('\n');
        Assert.True(approved.SequenceEqual(lines), $"Not approved, in {found}:\n{string.Join('\n', lines.Except(approved).Select(l => "+ " + l).Concat(approved.Except(lines).Select(l => "- " + l)))}");
    }

    [Fact]
    public async Task Whoever_asks_for_a_case_of_another_place_finds_nothing_and_leaves_one_line()
    {
        var routes = (await Route.AllAsync(_site.Services)).Where(r => r.TakesCase).ToList();
        Assert.NotEmpty(routes);
        foreach (var (column, role, place) in Readers.Where(r => r.Column is "of another station" or "of another office" or "analyst" or "administrator"))
        {
            await using var reader = await ReaderAsync(role, place);
            var token = await TokenAsync(reader);

            // The walk-in desk crosses offices: a report may be marked wherever the person stands.
            foreach (var route in routes.Where(r => column != "of another office" || !r.Path.EndsWith("/report", StringComparison.Ordinal)))
            {
                var id = await CaseAsync();
                var before = _site.Test.Installation.Cases.Openings(id).Count;
                var answer = await AskAsync(reader, route, token, id, null);
                if (answer.Location?.EndsWith("/open", StringComparison.Ordinal) == true)
                {
                    answer = await reader.AskAsync(HttpMethod.Get, answer.Location);
                }

                Assert.True(answer.Status == HttpStatusCode.NotFound, $"{route.Row}, {column}: {answer}");
                var lines = _site.Test.Installation.Cases.Openings(id).Count - before;
                Assert.True(lines == 1, $"{route.Row}, {column}: {lines} lines");
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync();
        var t = _site.Test;
        ApiKeys.Add(t.Installation.Store, "all", "tl_all", ApiScopes.All, t.Clock.GetCurrentInstant());
        ApiKeys.Add(t.Installation.Store, "hearings", "tl_hearings", [ApiScopes.Hearings], t.Clock.GetCurrentInstant());
        ApiKeys.Add(t.Installation.Store, "reports", "tl_reports", [ApiScopes.Reports], t.Clock.GetCurrentInstant());
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        _missed = t.Case("R-1").Id;
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, _missed, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, _missed, "DEN");
        t.Clock.Reset(t.Case("R-1").Obligations[0].Closes);
        await t.Sweeping.SweepAsync();
        _site.Services.GetRequiredService<Host.Devices.Inventory>().Add(new Actor(Roles.Administrator, "A. Moreau"), "TL-0001", "ANKLE-1", "358000000000001", null, null, null);
        var now = t.Clock.GetCurrentInstant();
        await _site.Services.GetRequiredService<ISignals>().TakeAsync([new Signal(new Guid(1, 2, 3, new byte[8]), new DeviceId(1), _missed.Number, SignalKind.StrapOpen, null, now, now, false, [])], CancellationToken.None);
        await _site.SignInAsync(Roles.Administrator, "");
        await _site.InviteAsync("target", Roles.Inspector, "");
        _account = _site.At.Split('/')[^1];
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task<string> CellAsync(TestSite reader, Route route, string token, string column)
    {
        var id = route.Path.EndsWith("/miss", StringComparison.Ordinal) || route.Path.EndsWith("/transfer", StringComparison.Ordinal) ? _missed : await CaseAsync();
        var key = column == "machine with the scope" ? "tl_all" : column == "machine without" ? route.Path.StartsWith("/api/hearings", StringComparison.Ordinal) ? "tl_reports" : "tl_hearings" : null;
        var (status, location) = await AskAsync(reader, route, token, id, key);
        return status switch
        {
            HttpStatusCode.NotFound => "404",
            HttpStatusCode.Unauthorized => "no key",
            HttpStatusCode.Forbidden => "forbidden",
            _ when location?.StartsWith("/sign-in?then=", StringComparison.Ordinal) == true => "sign in",
            HttpStatusCode.Redirect when route.Method == "GET" => "to " + Numbers().Replace(location!.Split('?')[0], "{id}"),
            < HttpStatusCode.InternalServerError => "yes",
            _ => "failed",
        };
    }

    private Task<(HttpStatusCode Status, string? Location)> AskAsync(TestSite reader, Route route, string token, CaseId id, string? key)
    {
        var path = route.Path.Replace("{id:guid}", _account, StringComparison.Ordinal).Replace("{id}", route.IsApi ? "H-1" : id.ToString(), StringComparison.Ordinal)
            .Replace("{line}", "2", StringComparison.Ordinal).Replace("{alert:int}", "1", StringComparison.Ordinal).Replace("{alert}", "1", StringComparison.Ordinal).Replace("{serial}", "TL-0001", StringComparison.Ordinal).Replace("{recordId}", $"R-{_made}", StringComparison.Ordinal).Replace("{kind}", "notice-to-report", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal) + (route.Handler is not null ? "?handler=" + route.Handler : route.Path == "/desk/quality/list" ? "?gap=no-a-number" : "");
        HttpContent? content = route.Method == "GET" ? null
            : route.IsApi || route.Path.StartsWith("/hooks", StringComparison.Ordinal) ? new StringContent("{}", Encoding.UTF8, "application/json")
            : new FormUrlEncodedContent(new[] { "id", "walkIn", "person" }.Where(f => !route.Path.Contains("{id", StringComparison.Ordinal) || f != "id")
                .Select(f => KeyValuePair.Create(f, id.ToString())).Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        return reader.AskAsync(new HttpMethod(route.Method), path, content, key);
    }

    /// <summary>A person released from El Paso whose hand-off waits at Denver: a new one, so that no act before changes what this one meets.</summary>
    private async Task<CaseId> CaseAsync()
    {
        var record = $"R-{++_made}";
        var outcome = await _site.Test.Releasing.RecordAsync(TestInstallation.Station, _site.Test.Submission(("recordId", record)), sendsHandoff: true);
        Assert.Null(outcome.Refused);
        return outcome.Events[0].Case;
    }

    private async Task<TestSite> ReaderAsync(string? role, string place)
    {
        var reader = _site.OtherBrowser();
        if (role == Roles.Person)
        {
            await CaseAsync();
            await reader.GetAsync("/me?code=" + _site.Test.Case($"R-{_made}").Notices.Values.First(n => n.Code is not null).Code);
        }
        else if (role is not null)
        {
            await reader.SignInAsync(role, place);
        }

        return reader;
    }

    private static async Task<string> TokenAsync(TestSite reader)
    {
        await reader.GetAsync("/sign-in");
        return Token().Match(reader.Html).Groups[1].Value;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex(@"C-\d+-\d")]
    private static partial Regex Numbers();
}
