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

    private static async Task<(HttpStatusCode, string?)> ProblemAsync(HttpResponseMessage answer) => (answer.StatusCode, (await JsonAsync(answer)).GetProperty("type").GetString());
}
