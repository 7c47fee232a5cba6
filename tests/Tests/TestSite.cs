using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Accounts;

namespace Throughline.Tests;

/// <summary>
/// The whole site on a test installation, and one browser before it: it keeps cookies, follows no redirect by itself, and sends a form as
/// it stands on the page, hidden fields and all.
/// </summary>
internal sealed partial class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;
    private bool _isGuest;

    // Each site watches its files; the machine has few watchers, and test runs beside this one use them too.
    static TestSite() => Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", "1");

    private TestSite(TestInstallation t, WebApplication app)
    {
        (Test, _app) = (t, app);
        _client = new HttpClient(new Cookies(app.GetTestServer().CreateHandler(), _cookies)) { BaseAddress = new Uri("https://localhost") };
    }

    public TestInstallation Test { get; }

    /// <summary>What the security log said.</summary>
    public List<(int Event, string Text)> SecurityLines { get; private init; } = [];

    public IServiceProvider Services => _app.Services;

    /// <summary>The page that was read last.</summary>
    public string Html { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public string? CacheControl { get; private set; }

    /// <summary>Path and query of the page that was read last.</summary>
    public string At { get; private set; } = "/";

    /// <summary>The text of the page as a reader sees it, white space as one blank.</summary>
    public string Text => WebUtility.HtmlDecode(Blanks().Replace(Tags().Replace(Html, " "), " "));

    /// <param name="settings">As in <c>settings.json</c>: "Messages:Sms:Secret".</param>
    public static Task<TestSite> StartAsync(params (string Key, string Value)[] settings) => StartAsync(StoreMode.Demonstration, settings);

    public static Task<TestSite> StartAsync(StoreMode mode, params (string Key, string Value)[] settings) => StartAsync(mode, _ => { }, settings);

    /// <param name="instead">What stands in for a part of the site.</param>
    public static async Task<TestSite> StartAsync(StoreMode mode, Action<IServiceCollection> instead, params (string Key, string Value)[] settings)
    {
        var t = new TestInstallation();
        if (mode != StoreMode.Undecided)
        {
            t.Installation.Decide(mode);
        }

        if (settings.Length > 0)
        {
            await File.WriteAllTextAsync(Path.Combine(t.DataFolder, "settings.json"), JsonSerializer.Serialize(settings.ToDictionary(s => s.Key, s => s.Value)));
        }

        var lines = new Heard();
        var app = Site.Build(t.Installation, [], "https://throughline.example", b =>
        {
            b.WebHost.UseTestServer();
            b.Logging.ClearProviders().AddProvider(lines);

            // The test is the owner of time: what the clock asks for, it asks for itself.
            b.Services.Remove(b.Services.Single(s => s.ImplementationType == typeof(ClockJobs)));
            b.Services.Remove(b.Services.Single(s => s.ImplementationType == typeof(RetentionJobs)));
            instead(b.Services);
        });
        await app.StartAsync();
        return new TestSite(t, app) { SecurityLines = lines.Lines };
    }

    /// <summary>Another browser before the same site: no cookies yet.</summary>
    public TestSite OtherBrowser() => new(Test, _app) { _isGuest = true };

    public async Task SignInAsync(string role, string place)
    {
        await GetAsync("/sign-in");
        var key = $"{role}@{place}";
        await SendAsync("/sign-in", [("who", key)]);
    }

    /// <summary>Reads a page and follows redirects as a browser does.</summary>
    public async Task GetAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        await Read(path, answer);
    }

    /// <summary>A file, as a browser keeps it.</summary>
    public async Task<byte[]> DownloadAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        Status = answer.StatusCode;
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Presses the button of a list that opens the file on <paramref name="page"/> for a work item.</summary>
    public async Task OpenAsync(string page, string work)
    {
        await GetAsync("/desk");
        var (_, fields) = Form(null, ["__RequestVerificationToken"]);
        await PostAsync((page + "/open", [.. fields.Where(f => f.Key == "__RequestVerificationToken"), KeyValuePair.Create("work", work)]));
    }

    /// <summary>Fills in and sends the form that holds the button or field <paramref name="with"/> (the first form when null).</summary>
    public Task SendAsync(params (string Name, string Value)[] filled) => SendAsync(null, filled);

    public async Task SendAsync(string? action, (string Name, string Value)[] filled)
    {
        var (to, fields) = Form(action, filled.Select(f => f.Name));
        foreach (var name in filled.Select(f => f.Name).Distinct())
        {
            fields.RemoveAll(f => f.Key == name);
        }

        fields.AddRange(filled.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await _client.PostAsync(to, new FormUrlEncodedContent(fields));
        await Read(to, answer);
    }

    /// <summary>The form as it stands now, to be sent twice.</summary>
    public (string To, List<KeyValuePair<string, string>> Fields) Form(string? action, IEnumerable<string> names)
    {
        var forms = Forms().Matches(Html).Where(f => f.Groups["attributes"].Value.Contains("post", StringComparison.Ordinal)).ToList();
        var wanted = names.ToList();
        var form = forms.FirstOrDefault(f => (action is null || Attribute(f.Groups["attributes"].Value, "action").StartsWith(action, StringComparison.Ordinal) || Attribute(f.Groups["attributes"].Value, "action").Length == 0)
                && wanted.All(n => f.Value.Contains($"name=\"{n}\"", StringComparison.Ordinal)))
            ?? throw new InvalidOperationException($"No form on {At} has {string.Join(", ", wanted)}. {Text}");
        var fields = new List<KeyValuePair<string, string>>();
        foreach (Match input in Inputs().Matches(form.Value))
        {
            var (kind, all) = (Attribute(input.Value, "type"), input.Value);
            if (kind is not ("radio" or "checkbox") || all.Contains(" checked", StringComparison.Ordinal))
            {
                fields.Add(KeyValuePair.Create(Attribute(all, "name"), Attribute(all, "value")));
            }
        }

        foreach (Match select in Selects().Matches(form.Value))
        {
            var chosen = Options().Matches(select.Value).FirstOrDefault(o => o.Value.Contains(" selected", StringComparison.Ordinal)) ?? Options().Match(select.Value);
            fields.Add(KeyValuePair.Create(Attribute(select.Value, "name"), Attribute(chosen.Value, "value")));
        }

        // A button's own address stands over its form's.
        var button = Buttons().Matches(form.Value).FirstOrDefault(b => wanted.Contains(Attribute(b.Value, "name")));
        var to = button is not null && Attribute(button.Value, "formaction") is { Length: > 0 } own ? own : Attribute(form.Groups["attributes"].Value, "action");
        return (to.Length > 0 ? to : At, fields);
    }

    public async Task PostAsync((string To, List<KeyValuePair<string, string>> Fields) form)
    {
        using var answer = await _client.PostAsync(form.To, new FormUrlEncodedContent(form.Fields));
        await Read(form.To, answer);
    }

    /// <summary>What a text sender tells us, with its signature.</summary>
    public async Task<HttpStatusCode> HookAsync(string path, byte[] body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Headers.Add("Throughline-Signature", signature);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Opens the stream of server-sent events at a page, as a browser with its cookies does.</summary>
    public async Task<Stream> ListenAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        return await answer.Content.ReadAsStreamAsync(stop);
    }

    /// <summary>One request as it is: nothing followed, no cookie kept. Gives the status and where it leads.</summary>
    public async Task<(HttpStatusCode Status, string? Location)> AskAsync(HttpMethod method, string path, HttpContent? content = null, string? bearer = null)
    {
        using var client = new HttpClient(_app.GetTestServer().CreateHandler()) { BaseAddress = _client.BaseAddress };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (_cookies.GetCookieHeader(_client.BaseAddress!) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        if (bearer is not null)
        {
            request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", bearer);
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString);
    }

    /// <summary>What the machine API answers to a key.</summary>
    public async Task<string> ReadAsync(string path, string bearer)
    {
        using var client = new HttpClient(_app.GetTestServer().CreateHandler()) { BaseAddress = _client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", bearer);
        return await client.GetStringAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_isGuest)
        {
            return;
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
        await Test.DisposeAsync();
    }

    private async Task Read(string path, HttpResponseMessage answer)
    {
        if (answer.StatusCode is HttpStatusCode.Redirect && answer.Headers.Location is { } location)
        {
            await GetAsync(location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString);
            return;
        }

        (At, Status, Html) = (path.Split('#')[0], answer.StatusCode, await answer.Content.ReadAsStringAsync());
        CacheControl = answer.Headers.CacheControl?.ToString();
    }

    private static string Attribute(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form(?<attributes>[^>]*)>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("<select[^>]*>.*?</select>", RegexOptions.Singleline)]
    private static partial Regex Selects();

    [GeneratedRegex("<option[^>]*>")]
    private static partial Regex Options();

    [GeneratedRegex("<button[^>]*>")]
    private static partial Regex Buttons();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();

    /// <summary>Keeps the security log's lines; whatever fails elsewhere is shown.</summary>
    private sealed class Heard : ILoggerProvider
    {
        public List<(int Event, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName == SecurityLog.Category);

        public void Dispose()
        {
        }

        private sealed class Logger(Heard heard, bool isSecurity) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => isSecurity || logLevel >= LogLevel.Error;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (isSecurity)
                {
                    heard.Lines.Add((eventId.Id, formatter(state, exception)));
                }
                else if (IsEnabled(logLevel))
                {
                    Console.Error.WriteLine(formatter(state, exception) + exception);
                }
            }
        }
    }

    private sealed class Cookies(HttpMessageHandler inner, CookieContainer kept) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (kept.GetCookieHeader(request.RequestUri!) is { Length: > 0 } header)
            {
                request.Headers.Add("Cookie", header);
            }

            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                kept.SetCookies(request.RequestUri!, cookie);
            }

            return answer;
        }
    }
}
