using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Host.Agencies;
using Throughline.Host.Imports;

namespace Throughline.Bench;

/// <summary>One check-in over HTTP, durable, by 64 clients; beside the same server that commits one row a request and does nothing else.</summary>
internal static class CheckInBench
{
    private const int Clients = 64;
    private const string Key = "tl_bench";
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(6);

    public static async Task<Measured> RunAsync()
    {
        var ours = await OursAsync();
        using var scratch = new Scratch();
        await using var plain = Plain(scratch);
        await plain.StartAsync();
        object Body() => new { recordId = "R-1", reportedAt = "2021-09-01T10:00:00Z", channel = "web" };
        await RateAsync(AddressOf(plain), "/", Body, TimeSpan.FromSeconds(2));
        var reference = await RateAsync(AddressOf(plain), "/", Body, Span);
        await plain.StopAsync();
        return new Measured(ours, reference, "/s");
    }

    public static async Task<double> OursAsync()
    {
        using var scratch = new Scratch();
        await using var installation = scratch.Open();
        await new Importing(installation, Actor.Machine("bench")).ReleasesAsync(ImportBench.Copy(scratch, ImportBench.Releases));
        installation.Search.CatchUp(CancellationToken.None);
        ApiKeys.Add(installation.Store, "bench", Key, [ApiScopes.Reports], SystemClock.Instance.GetCurrentInstant());
        var records = installation.Cases.List("c.kind = 'release' order by c.case_id", 40_000).Select(c => c.Card.RecordId!).ToList();

        await using var site = Site.Build(installation, ["http://127.0.0.1:0"], "http://127.0.0.1");
        await site.StartAsync();
        var next = 0;
        object Body() => new { recordId = records[Interlocked.Increment(ref next) % records.Count], reportedAt = $"2021-09-{1 + next / records.Count:00}T10:00:00Z", channel = "web" };
        await RateAsync(AddressOf(site), "/api/reports", Body, TimeSpan.FromSeconds(2));
        var ours = await RateAsync(AddressOf(site), "/api/reports", Body, Span);
        await site.StopAsync();
        return ours;
    }

    public static string AddressOf(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static async Task<double> RateAsync(string address, string path, Func<object> body, TimeSpan span)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var watch = Stopwatch.StartNew();
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (watch.Elapsed < span)
            {
                using var answer = await http.PostAsJsonAsync(path, body());
                if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
                {
                    throw new InvalidOperationException($"The server answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                }

                Interlocked.Increment(ref done);
            }
        }));
        return done / watch.Elapsed.TotalSeconds;
    }

    private static WebApplication Plain(Scratch scratch)
    {
        var db = new SqliteConnection($"Data Source={scratch.File("rows.db")}");
        db.Open();
        using (var make = db.CreateCommand())
        {
            make.CommandText = "pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, body text);";
            make.ExecuteNonQuery();
        }

        var insert = db.CreateCommand();
        insert.CommandText = "insert into rows (body) values (@body)";
        insert.Parameters.Add(new SqliteParameter("@body", SqliteType.Text));
        var turn = new Lock();
        var builder = WebApplication.CreateSlimBuilder(["--Logging:LogLevel:Default=None"]);

        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/", async (HttpRequest request) =>
        {
            var text = await new StreamReader(request.Body).ReadToEndAsync();
            lock (turn)
            {
                insert.Parameters[0].Value = text;
                insert.ExecuteNonQuery();
            }

            return Results.Json(new { recorded = true }, statusCode: 201);
        });
        return app;
    }
}
