using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Releases;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Host.Demonstrations;
using Throughline.Host.Messages;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

/// <summary>Two servers on one store, killed in turn while people are released, days close and messages go out through a sender that fails now and then.</summary>
public sealed class TwoProcessesTests
{
    private const int People = 60;

    // THROUGHLINE_MINUTES=10 is the long run. Otherwise it ends after so many kills.
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(double.TryParse(Environment.GetEnvironmentVariable("THROUGHLINE_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0);

    private const int KillsAtLeast = 4, ClosedDays = 5;

    private static readonly Actor Storm = new("administrator", "M. Okafor");

    [Fact]
    public async Task No_message_goes_out_under_two_numbers_none_is_lost_and_no_place_is_moved_twice()
    {
        var folder = Directory.CreateTempSubdirectory("throughline-two-");
        var data = TestStore.Make(Path.Combine(folder.FullName, "data"));
        await using var sender = await SmsReceiver.StartAsync();
        var clock = new DemoClock(SystemClock.Instance);
        await using var ours = Installation.Open(data.Folder, null, clock, data.Connection);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(data.Folder, "settings.json"), JsonSerializer.Serialize(new { Messages = new { QuietFrom = "00:00", QuietUntil = "00:00", Sms = new { Address = sender.Address, Secret = SmsReceiver.Secret } } }));
            await ReleaseAsync(ours);
            var key = (await BuiltProgram.RunAsync(data, "key", "create", "--name", "two", "--scopes", "releases,handoffs")).Output.Trim();

            var (released, kills) = await LoadAndKillAsync(data, ours, key);
            await EndAsync(ours, clock, sender);

            Assert.All(released, record => Assert.NotNull(ours.Cases.ByRecord(record)));
            var closed = Closed(ours);
            var messages = Cases(data, ours).ToList().SelectMany(file => Moved(file, closed)).ToList();
            Assert.NotEmpty(messages);
            Assert.Equal(messages.Count, messages.Distinct().Count());
            Assert.All(messages, m => Assert.True(sender.Taken.ContainsKey(m), $"{m} stands in the record and was never sent."));
            Assert.All(sender.Taken.GroupBy(t => t.Value), same => Assert.Single(same));
            Assert.DoesNotContain(Ledger.Newest(ours.Store, 1000), f => f.Kind == FaultKinds.ServiceDown);
            var verify = await BuiltProgram.RunAsync(data, "verify");
            Assert.True(verify.Exit == 0, verify.Output);
            TestContext.Current.SendDiagnosticMessage($"{kills} kills of two processes, {released.Count} releases acknowledged, {messages.Count} moved dates told, {sender.Taken.Count} messages sent.");
        }
        finally
        {
            await ours.DisposeAsync();
            data.Drop();
            folder.Delete(recursive: true);
        }
    }

    private static async Task ReleaseAsync(Installation ours)
    {
        var (reader, releasing, receiving) = (new SubmissionReader(ours), new Releasing(ours), new Receiving(ours));
        for (var i = 0; i < People; i++)
        {
            var (submission, _) = reader.Read(
                new Dictionary<string, string>
                {
                    ["recordId"] = $"T-{i}",
                    ["surname"] = "Paz",
                    ["givenName"] = "Ana",
                    ["station"] = "EPT-ELPASO",
                    ["pathway"] = "NTR",
                    ["birthDate"] = "1990-01-01",
                    ["language"] = "spa",
                    ["releasedAt"] = (ours.Clock.GetCurrentInstant() - Duration.FromHours(1)).ToString(),
                    ["phone"] = $"+120255501{i:00}",
                    ["addressLine"] = "1875 Quarry Road",
                    ["city"] = "Aurora",
                    ["state"] = "CO",
                    ["postalCode"] = "80011",
                },
                new Source("test", i));
            await releasing.RecordAsync(TestInstallation.Station, submission!, sendsHandoff: true);
            await receiving.AcceptAsync(TestInstallation.Denver, ours.Cases.ByRecord($"T-{i}")!.State.Id, "DEN");
        }
    }

    private static async Task<(List<string> Released, int Kills)> LoadAndKillAsync(TestStore data, Installation ours, string key)
    {
        var released = new ConcurrentBag<string>();
        var chance = new Random(7);
        var servers = new[] { Serve(data), Serve(data) };
        var (kills, watch) = (0, Stopwatch.StartNew());
        while (kills < KillsAtLeast || watch.Elapsed < Lasts)
        {
            var closing = CloseNextDaysAsync(ours);
            var writing = servers.Select((s, i) => WriteAsync(s.Address, key, $"{kills}-{i}", released)).ToList();
            await Task.Delay(chance.Next(500, 4000));
            var victim = chance.Next(2);
            servers[victim].Process.Kill();
            await servers[victim].Process.WaitForExitAsync();
            kills++;
            await closing;

            // Sometimes nothing runs for a moment.
            if (chance.Next(3) == 0)
            {
                servers[1 - victim].Process.Kill();
                await servers[1 - victim].Process.WaitForExitAsync();
                servers[1 - victim].Process.Dispose();
                servers[1 - victim] = Serve(data);
            }

            servers[victim].Process.Dispose();
            servers[victim] = Serve(data);
            await Task.WhenAll(writing);
        }

        foreach (var (process, _) in servers)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        return ([.. released], kills);
    }

    private static (Process Process, string Address) Serve(TestStore data)
    {
        var address = BuiltProgram.FreeAddress();
        return (BuiltProgram.Start(data, "serve", "--urls", address), address);
    }

    /// <summary>Until its server is gone. What was answered with 201 is acknowledged.</summary>
    private static async Task WriteAsync(string address, string key, string round, ConcurrentBag<string> released)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        try
        {
            using var http = await BuiltProgram.ClientAsync(address, key).WaitAsync(stop.Token);
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var record = $"L-{round}-{i}";
                var at = SystemClock.Instance.GetCurrentInstant() - Duration.FromMinutes(5);
                using var answer = await http.PostAsJsonAsync("/api/releases", new { recordId = record, surname = "Paz", releasedAt = at.ToString(), station = "EPT-ELPASO", pathway = "PAR" }, stop.Token);
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    released.Add(record);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Its server was killed, or the round is over.
        }
    }

    /// <summary>The first days on which somebody has a place are closed: each of these places moves, and each person is told.</summary>
    private static async Task CloseNextDaysAsync(Installation ours)
    {
        var office = ours.Programme.Offices["DEN"];
        var today = ours.Clock.GetCurrentInstant().InZone(office.Zone).Date;
        var days = ours.Cases.PlacesTaken("DEN", today, today.PlusYears(2)).Where(d => d.Value > 0).Select(d => d.Key).Order().ToList();
        if (days.Count > 0)
        {
            Instant At(LocalDate day) => day.AtStartOfDayInZone(office.Zone).ToInstant();
            await new Faulting(ours).DeclareAsync(Storm, new FaultDeclared(FaultKinds.OfficeClosed, "DEN", null, At(days[0]), At(days[0].PlusDays(ClosedDays)) - Duration.FromMinutes(1), "A snow storm."));
        }
    }

    /// <summary>What the killed ones left is done by whoever comes next, once their claims have run out.</summary>
    private static async Task EndAsync(Installation ours, DemoClock clock, SmsReceiver sender)
    {
        sender.Behaves = true;
        var (sweeping, faulting) = (new Sweeping(ours), new Faulting(ours));
        var settings = new MessageSettings(new Uri(sender.Address), SmsReceiver.Secret, default, default);
        var texts = settings.Sender(Path.Combine(ours.Store.DataFolder, "messages"), clock);
        var outbox = new Outbox(ours, new Receiving(ours), new Messenger(ours, texts, settings, new PublicUrl("http://localhost")), new PartyMessenger(ours, texts, settings), faulting);
        for (var round = 0; round < 70; round++)
        {
            await sweeping.SweepAsync();
            await outbox.SendWaitingAsync();
            await faulting.MoveAsync(clock, clock.GetCurrentInstant() + Duration.FromMinutes(1));
        }
    }

    private static HashSet<LocalDate> Closed(Installation ours) =>
        [.. from fault in Ledger.Newest(ours.Store, 1000)
            where fault.Kind == FaultKinds.OfficeClosed
            from day in Enumerable.Range(0, ClosedDays)
            select fault.From.InZone(ours.Programme.Offices["DEN"].Zone).Date.PlusDays(day)];

    private static IEnumerable<CaseFile> Cases(TestStore data, Installation ours)
    {
        using var db = data.Peek();
        foreach (var id in db.Query<long>("select case_id from cases order by case_id").ToList())
        {
            if (ours.Cases.Load(new CaseId(id)) is { State.Release: not null } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>The numbers of the messages about moved dates. A place leaves a day only because that day is closed, so nobody moved it twice.</summary>
    private static IEnumerable<string> Moved(CaseFile file, HashSet<LocalDate> closed)
    {
        LocalDate? held = null;
        foreach (var e in file.Events)
        {
            if (e.Event is SlotBooked booked)
            {
                Assert.True(held is null || (held != booked.Day && closed.Contains(held.Value)), $"Case {file.State.Id}: the place of {held} moved to {booked.Day} without a reason.");
                held = booked.Day;
            }
        }

        return file.Events.Select(e => e.Event).OfType<MessageSent>().Where(m => m.Kind == MessageRules.Moved).Select(m => m.Message);
    }

    /// <summary>Takes text messages. One in seven is refused for the moment, one in seven is taken and not answered: it comes again under its number.</summary>
    private sealed class SmsReceiver(WebApplication app) : IAsyncDisposable
    {
        public const string Secret = "secret of the test";

        private int _calls;

        /// <summary>To whom and what, by the message's number.</summary>
        public ConcurrentDictionary<string, string> Taken { get; } = [];

        public bool Behaves { get; set; }

        public string Address => app.Urls.First() + "/sms";

        public static async Task<SmsReceiver> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore();
            builder.Services.AddRouting();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var receiver = new SmsReceiver(app);
            app.MapPost("/sms", receiver.TakeAsync);
            await app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeAsync(HttpContext http)
        {
            var call = Interlocked.Increment(ref _calls);
            var message = await http.Request.ReadFromJsonAsync<Dictionary<string, string>>() ?? [];
            if (call % 7 == 3 && !Behaves)
            {
                http.Response.StatusCode = 503;
                return;
            }

            var said = message["to"] + " " + message["text"];
            Assert.Equal(said, Taken.GetOrAdd(message["id"], said));
            if (call % 7 == 5 && !Behaves)
            {
                http.Abort();
            }
        }
    }
}
