using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Throughline.Host;
using Throughline.Host.Agencies;

namespace Throughline.Tests.Agencies;

/// <summary>The machine API as the agencies' programs use it.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private const string Key = "tl_test", Narrow = "tl_narrow";
    private readonly TestInstallation _t = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var now = _t.Clock.GetCurrentInstant();
        ApiKeys.Add(_t.Installation.Store, "intake", Key, ApiScopes.All, now);
        ApiKeys.Add(_t.Installation.Store, "court", Narrow, [ApiScopes.Hearings], now);
        _app = Site.Build(_t.Installation, [], "http://localhost", b => b.WebHost.UseTestServer());
        await _app.StartAsync();
        _http = Client(Key);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _t.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_key_or_its_scope_nothing_is_told()
    {
        Assert.Equal((HttpStatusCode.Unauthorized, "key-needed"), await ProblemAsync(await Client("wrong").GetAsync("/api/releases/R-1")));
        Assert.Equal((HttpStatusCode.Forbidden, "scope-needed"), await ProblemAsync(await Client(Narrow).GetAsync("/api/releases/R-1")));
        Assert.Equal((HttpStatusCode.NotFound, "no-such-record"), await ProblemAsync(await _http.GetAsync("/api/releases/R-1")));
    }

    [Fact]
    public async Task A_release_is_recorded_once_and_other_content_is_a_conflict()
    {
        Assert.Equal(HttpStatusCode.Created, (await ReleaseAsync("R-1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ReleaseAsync("R-1")).StatusCode);
        var read = await JsonAsync(await _http.GetAsync("/api/releases/R-1"));
        Assert.Equal(("R-1", "EPT-ELPASO"), (read.GetProperty("recordId").GetString(), read.GetProperty("station").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, "record-conflict"), await ProblemAsync(await ReleaseAsync("R-1", surname: "Otra")));
        var fault = await ReleaseAsync("R-2", station: "NOWHERE");
        Assert.Equal("station", (await JsonAsync(fault)).GetProperty("field").GetString());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown-station"), await ProblemAsync(fault));
    }

    [Fact]
    public async Task A_hand_off_is_sent_returned_sent_again_and_accepted()
    {
        await ReleaseAsync("R-1");
        Assert.Equal("draft", await StateAsync());
        await PostAsync("/api/releases/R-1/notice-served", new { how = "in hand" });
        await PostAsync("/api/releases/R-1/handoff", new { });
        Assert.Equal("sent", await StateAsync());

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown-return-code"), await ProblemAsync(await PostAsync("/api/handoffs/R-1/return", new { code = "BECAUSE" })));
        Assert.Equal((HttpStatusCode.Conflict, "not-your-office"), await ProblemAsync(await PostAsync("/api/handoffs/R-1/return", new { code = "MORE_INFO", office = "MIA" })));
        var returned = await JsonAsync(await PostAsync("/api/handoffs/R-1/return", new { code = "MORE_INFO", text = "Which phone?" }));
        Assert.Equal(("returned", "MORE_INFO"), (returned.GetProperty("state").GetString(), returned.GetProperty("code").GetString()));
        await PostAsync("/api/releases/R-1/handoff", new { });
        var accepted = await JsonAsync(await PostAsync("/api/handoffs/R-1/accept", new { office = "DEN" }));
        Assert.Equal(("accepted", "DEN", "open"), (accepted.GetProperty("state").GetString(), accepted.GetProperty("office").GetString(), accepted.GetProperty("obligation").GetProperty("state").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, "handoff-not-withdrawn"), await ProblemAsync(await PostAsync("/api/handoffs/R-1/withdraw", new { reason = "late" })));
    }

    [Fact]
    public async Task A_case_is_transferred_returned_sent_again_and_taken_over()
    {
        await ReleaseAsync("R-1");
        await PostAsync("/api/releases/R-1/handoff", new { });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "transfer-before-acceptance"), await ProblemAsync(await PostAsync("/api/transfers/R-1/send", new { office = "LOS", reason = "Moved." })));
        await PostAsync("/api/handoffs/R-1/accept", new { office = "DEN" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown-office"), await ProblemAsync(await PostAsync("/api/transfers/R-1/send", new { office = "NOWHERE", reason = "Moved." })));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "reason-needed"), await ProblemAsync(await PostAsync("/api/transfers/R-1/send", new { office = "LOS" })));
        Assert.Equal((HttpStatusCode.Conflict, "not-responsible"), await ProblemAsync(await PostAsync("/api/transfers/R-1/send", new { from = "MIA", office = "LOS", reason = "Moved." })));
        var sent = await JsonAsync(await PostAsync("/api/transfers/R-1/send", new { office = "LOS", reason = "Moved." }));
        Assert.Equal(("DEN", "sent", "DEN", "LOS"), (sent.GetProperty("responsible").GetString(), sent.GetProperty("state").GetString(), sent.GetProperty("from").GetString(), sent.GetProperty("to").GetString()));
        Assert.Equal("WRONG_OFFICE", (await JsonAsync(await PostAsync("/api/transfers/R-1/return", new { code = "WRONG_OFFICE" }))).GetProperty("code").GetString());
        await PostAsync("/api/transfers/R-1/send", new { office = "LOS", reason = "He does live there." });
        Assert.Equal((HttpStatusCode.Conflict, "not-your-office"), await ProblemAsync(await PostAsync("/api/transfers/R-1/accept", new { office = "MIA" })));
        Assert.Equal("LOS", (await JsonAsync(await PostAsync("/api/transfers/R-1/accept", new { office = "LOS" }))).GetProperty("responsible").GetString());
        Assert.Equal((HttpStatusCode.Conflict, "transfer-not-withdrawn"), await ProblemAsync(await PostAsync("/api/transfers/R-1/withdraw", new { reason = "late" })));
        Assert.Equal("accepted", (await JsonAsync(await _http.GetAsync("/api/transfers/R-1"))).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_withdrawal_needs_a_reason()
    {
        await ReleaseAsync("R-1");
        await PostAsync("/api/releases/R-1/handoff", new { });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "reason-needed"), await ProblemAsync(await PostAsync("/api/handoffs/R-1/withdraw", new { })));
        Assert.Equal("withdrawn", (await JsonAsync(await PostAsync("/api/handoffs/R-1/withdraw", new { reason = "The family stays here." }))).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Reports_notices_and_hearings_are_recorded()
    {
        await ReleaseAsync("R-1");
        var at = _t.Clock.GetCurrentInstant().ToString();
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/api/reports", new { recordId = "R-1", reportedAt = at, channel = "office" })).StatusCode);
        Assert.True((await JsonAsync(await PostAsync("/api/reports", new { recordId = "?9", reportedAt = at, channel = "phone", surname = "Paz" }))).GetProperty("unmatched").GetBoolean());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown-channel"), await ProblemAsync(await PostAsync("/api/reports", new { recordId = "R-1", reportedAt = at, channel = "smoke" })));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/notices/R-1/notice-to-appear/served", new { at })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/notices/R-1/notice-to-appear/filed", new { at, reference = "F-1" })).StatusCode);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "how-checked-needed"), await ProblemAsync(await PostAsync("/api/notices/R-1/notice-to-appear/known", new { at })));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/api/hearings", new { hearingId = "H-1", recordId = "R-1", at = "2027-01-12T08:30:00-07:00", zone = "America/Denver", court = "Denver" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/hearings/H-1/outcome", new { outcome = "adjourned" })).StatusCode);
        Assert.Equal((HttpStatusCode.NotFound, "no-such-hearing"), await ProblemAsync(await PostAsync("/api/hearings/H-2/outcome", new { outcome = "held" })));
        Assert.Equal(("adjourned", 1), (_t.Case("R-1").Hearings[0].Outcome, _t.Case("R-1").CheckIns.Count));
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_answer_and_no_second_act()
    {
        await ReleaseAsync("R-1");
        var body = new { recordId = "?7", reportedAt = _t.Clock.GetCurrentInstant().ToString(), channel = "office", surname = "Paz" };
        var first = await PostAsync("/api/reports", body, once: "k1");
        var again = await PostAsync("/api/reports", body, once: "k1");

        Assert.Equal((first.StatusCode, await first.Content.ReadAsStringAsync()), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replay").Single());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-used"), await ProblemAsync(await PostAsync("/api/reports", new { channel = "office" }, once: "k1")));
        Assert.Equal(1, _t.Installation.Cases.Count("c.kind = 'walk-in'"));
    }

    [Fact]
    public async Task A_request_sent_again_while_the_first_is_under_way_is_still_one_act()
    {
        var body = new { recordId = "?7", reportedAt = _t.Clock.GetCurrentInstant().ToString(), channel = "office", surname = "Paz" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync("/api/reports", body, once: "k1")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers, a => !a.Headers.Contains("Idempotent-Replay"));
        Assert.Equal(1, _t.Installation.Cases.Count("c.kind = 'walk-in'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"recordId\":")]
    [InlineData("{\"recordId\":\"R-1\",\"recordId\":\"R-2\"}")]
    public async Task A_body_that_cannot_be_read_is_a_problem_that_says_so(string body)
    {
        foreach (var path in (string[])["/api/releases", "/api/reports", "/api/hearings"])
        {
            Assert.Equal((HttpStatusCode.BadRequest, "not-readable"), await ProblemAsync(await RawAsync(path, body)));
        }
    }

    [Theory]
    [InlineData("surname", "\"a\\u0000b\"", "control-character")]
    [InlineData("surname", "\"a\\u009bb\"", "control-character")]
    [InlineData("surname", "{\"a\":1}", "not-a-text")]
    [InlineData("surname", "\"\\ud800\"", "not-readable")]
    [InlineData("x\\u0000y", "\"z\"", "not-readable")]
    public async Task A_text_is_held_to_what_a_file_is_held_to(string field, string value, string type)
    {
        Assert.Equal((HttpStatusCode.UnprocessableEntity, type), await ProblemAsync(await RawAsync("/api/releases", $"{{\"{field}\":{value}}}")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too-long"), await ProblemAsync(await RawAsync("/api/releases", $"{{\"surname\":\"{new string('x', 4001)}\"}}")));
        Assert.Equal((HttpStatusCode.BadRequest, "not-readable"), await ProblemAsync(await RawAsync("/api/handoffs/R-1/withdraw", $"{{\"reason\":\"{new string('x', 4001)}\"}}")));
        Assert.Equal((HttpStatusCode.BadRequest, "not-readable"), await ProblemAsync(await RawAsync("/api/hearings", "{\"court\":\"\\ud800\"}")));
        Assert.Equal(0, _t.Installation.Cases.Count("1 = 1"));
    }

    [Fact]
    public async Task What_is_not_there_not_understood_or_too_large_is_a_problem_too()
    {
        Assert.Equal((HttpStatusCode.NotFound, "no-such-address"), await ProblemAsync(await _http.GetAsync("/api/nothing")));
        Assert.Equal((HttpStatusCode.NotFound, "no-such-address"), await ProblemAsync(await RawAsync("/api/notices/R-1/x/eaten", "{}")));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method-not-allowed"), await ProblemAsync(await _http.DeleteAsync("/api/releases/R-1")));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "json-needed"), await ProblemAsync(await RawAsync("/api/releases", "{}", "text/plain")));
    }

    [Fact]
    public async Task A_cursor_an_office_or_a_state_that_nobody_knows_gives_no_list()
    {
        await ReleaseAsync("R-1");

        Assert.Equal("no-such-cursor", (await ProblemAsync(await _http.GetAsync("/api/handoffs?after=junk"))).Type);
        Assert.Equal("unknown-office", (await ProblemAsync(await _http.GetAsync("/api/handoffs?office=X"))).Type);
        Assert.Equal("unknown-state", (await ProblemAsync(await _http.GetAsync("/api/handoffs?state=X"))).Type);
        Assert.Equal("not-readable", (await ProblemAsync(await _http.GetAsync("/api/handoffs?limit=X"))).Type);
    }

    [Fact]
    public async Task A_refusal_is_not_kept_under_its_idempotency_key_for_what_it_lacked_may_come()
    {
        var report = new { recordId = "?7", reportedAt = _t.Clock.GetCurrentInstant().ToString(), channel = "office" };
        using (var narrow = Client(Narrow))
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/reports") { Content = JsonContent.Create(report) };
            request.Headers.Add("Idempotency-Key", "k2");
            Assert.Equal((HttpStatusCode.Forbidden, "scope-needed"), await ProblemAsync(await narrow.SendAsync(request)));
            using (var db = _t.Installation.Store.OpenWriter())
            {
                Dapper.SqlMapper.Execute(db, "update api_keys set scopes = 'hearings reports' where name = 'court'");
            }

            _t.Clock.AdvanceSeconds(6);
            var again = new HttpRequestMessage(HttpMethod.Post, "/api/reports") { Content = JsonContent.Create(report) };
            again.Headers.Add("Idempotency-Key", "k2");
            Assert.Equal(HttpStatusCode.Created, (await narrow.SendAsync(again)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync("/api/reports", new { channel = "office" }, once: "k3")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/api/reports", report with { recordId = "?8" }, once: "k3")).StatusCode);
    }

    [Fact]
    public async Task No_office_that_the_programme_does_not_know_gets_a_case()
    {
        await ReleaseAsync("R-1");
        await PostAsync("/api/releases/R-1/handoff", new { });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown-office"), await ProblemAsync(await PostAsync("/api/handoffs/R-1/accept", new { office = "NOWHERE" })));
    }

    [Fact]
    public async Task A_notice_served_tomorrow_is_not_recorded_with_a_report()
    {
        await ReleaseAsync("R-1");
        var now = _t.Clock.GetCurrentInstant();

        Assert.Equal("notice-in-the-future", (await ProblemAsync(await PostAsync("/api/reports", new
        {
            recordId = "R-1",
            reportedAt = now.ToString(),
            channel = "office",
            noticeToAppearServedAt = now.Plus(NodaTime.Duration.FromDays(1)).ToString(),
        }))).Type);
    }

    [Fact]
    public async Task The_description_lists_every_route_and_the_programme_says_how_it_is()
    {
        var paths = (await JsonAsync(await _http.GetAsync("/openapi/v1.json"))).GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {p.Name}")).ToList();
        var routes = _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method =>
                $"{method} /{string.Join('/', e.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(Named))))}")).ToList();

        Assert.True(routes.Count > 10);
        Assert.All(routes, route => Assert.Contains(route, paths));
        foreach (var path in new[] { "/healthz", "/readyz", "/metrics", "/machines" })
        {
            Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(path)).StatusCode);
        }
    }

    private static string Named(RoutePatternPart part) => part is RoutePatternParameterPart p ? "{" + p.Name + "}" : ((RoutePatternLiteralPart)part).Content;

    private HttpClient Client(string key)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private Task<HttpResponseMessage> ReleaseAsync(string record, string surname = "Quispe", string station = "EPT-ELPASO") => PostAsync("/api/releases", new
    {
        recordId = record,
        surname,
        givenName = "Wilson",
        birthDate = "1990-02-03",
        releasedAt = (_t.Clock.GetCurrentInstant() - NodaTime.Duration.FromHours(2)).ToString(),
        station,
        pathway = "NTA",
        addressLine = "1875 Quarry Road",
        city = "Aurora",
        state = "CO",
        postalCode = "80011",
    });

    private async Task<HttpResponseMessage> RawAsync(string path, string body, string kind = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, kind) };
        request.Headers.Add("Idempotency-Key", "raw");
        return await _http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object body, string? once = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (once is not null)
        {
            request.Headers.Add("Idempotency-Key", once);
        }

        return await _http.SendAsync(request);
    }

    private async Task<string?> StateAsync() => (await JsonAsync(await _http.GetAsync("/api/handoffs/R-1"))).GetProperty("state").GetString() is "delivered" ? "sent" : (await JsonAsync(await _http.GetAsync("/api/handoffs/R-1"))).GetProperty("state").GetString();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    private static async Task<(HttpStatusCode Status, string? Type)> ProblemAsync(HttpResponseMessage answer) => (answer.StatusCode, (await JsonAsync(answer)).GetProperty("type").GetString());
}
