using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Programmes;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Host.Messages;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

/// <summary>What people are told, and what must not be sent.</summary>
public sealed class MessageStories
{
    private const string Phone = "+12025550123";
    private static readonly MessageSettings Settings = new(null, "secret of the test", new LocalTime(21, 0), new LocalTime(8, 0));

    [Fact]
    public async Task A_slot_is_reminded_of_seven_three_and_one_days_before_in_the_persons_language()
    {
        await using var t = await ReleasedAsync();
        var said = new Said();

        await PassAsync(t, said, Case(t).Slot!.At);

        Assert.Equal(["7", "3", "1"], said.Messages.Select(m => m.Id.Split('-', ':')[1]));
        Assert.All(said.Messages, m => Assert.StartsWith("Tiene un lugar el ", m.Text, StringComparison.Ordinal));
        Assert.All(said.Messages, m => Assert.Equal((Phone, "sms"), (m.To, m.Channel)));
        Assert.Equal(3, Case(t).Messages.Count);
    }

    [Fact]
    public async Task Whoever_has_reported_hears_nothing_more()
    {
        await using var t = await ReleasedAsync();
        var said = new Said();
        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, Case(t).Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));

        await PassAsync(t, said, t.Clock.GetCurrentInstant() + Duration.FromDays(70));

        Assert.Empty(said.Messages);
    }

    [Fact]
    public async Task A_slot_that_was_changed_is_reminded_of_once_at_its_new_day()
    {
        await using var t = await ReleasedAsync();
        var said = new Said();
        var office = t.Installation.Programme.Offices["DEN"];
        var day = new OfficeCalendar(office).NextOpenDay(Case(t).Slot!.Day.PlusDays(10));
        await new Booking(t.Installation).RebookAsync(TestInstallation.Denver, Case(t).Id, office, day);

        await PassAsync(t, said, Case(t).Slot!.At);

        Assert.Equal(3, said.Messages.Count);
        Assert.All(said.Messages, m => Assert.Contains(day.Day.ToString(CultureInfo.InvariantCulture), m.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_child_gets_no_message_and_history_sends_none()
    {
        await using var t = new TestInstallation();
        var said = new Said();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("phone", Phone), ("familyUnitId", "F-1")), sendsHandoff: true);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-2"), ("familyUnitId", "F-1"), ("birthDate", "2018-01-01"), ("phone", "+12025550124")), sendsHandoff: true);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-3"), ("phone", "+12025550125"), ("releasedAt", "2026-10-01T10:00:00Z")), sendsHandoff: true);

        await PassAsync(t, said, Case(t).Slot!.At);

        Assert.All(said.Messages, m => Assert.Equal(Phone, m.To));
        Assert.Equal(3, said.Messages.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_quiet_hours_and_what_waited_goes_in_the_morning()
    {
        await using var t = await ReleasedAsync();
        var said = new Said();
        var denver = t.Installation.Programme.Offices["DEN"].Zone;
        t.Clock.Reset((new LocalDate(2026, 11, 12) + new LocalTime(23, 0)).InZoneLeniently(denver).ToInstant());
        await t.Faulting.DeclareAsync(TestInstallation.Denver, new FaultDeclared(FaultKinds.OfficeClosed, "DEN", null, Start(t, Case(t).Slot!.Day), Start(t, Case(t).Slot!.Day.PlusDays(1)), "A storm."));
        await t.Sweeping.SweepAsync();

        await OutboxOf(t, said).SendWaitingAsync();
        Assert.Empty(said.Messages);
        t.Clock.Reset((new LocalDate(2026, 11, 13) + new LocalTime(8, 0)).InZoneLeniently(denver).ToInstant());
        await OutboxOf(t, said).SendWaitingAsync();

        Assert.StartsWith("Su fecha se movió al ", Assert.Single(said.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_comes_back_is_a_fault_that_gives_time_once()
    {
        await using var t = await ReleasedAsync();
        var said = new Said { Answer = Delivery.Bounced };
        var closes = Assert.Single(Case(t).Obligations).Closes;

        await PassAsync(t, said, closes + Duration.FromDays(1));

        Assert.Contains(Case(t).Messages, m => m.Bounced is not null);
        Assert.Contains(Assert.Single(Case(t).Obligations).Counted, f => f.Kind == FaultKinds.MessageBounced);
    }

    [Fact]
    public async Task A_sender_that_fails_is_tried_again_under_the_same_number_and_becomes_a_fault()
    {
        await using var t = await ReleasedAsync();
        var said = new Said { Answer = Delivery.Failed };
        t.Clock.Reset(Case(t).Slot!.At - Duration.FromDays(7) + Duration.FromHours(4));
        for (var i = 0; i < 30; i++)
        {
            await OutboxOf(t, said).SendWaitingAsync();
            t.Clock.AdvanceMinutes(1);
        }

        Assert.True(said.Messages.Count > 2);
        Assert.Single(said.Messages.Select(m => m.Id).Distinct());
        Assert.Empty(Case(t).Messages);
        Assert.Equal(FaultKinds.SenderFailing, Assert.Single(Ledger.Since(t.Installation.Store, t.Clock.GetCurrentInstant())).Kind);

        said.Answer = Delivery.Taken;
        t.Clock.AdvanceMinutes(60);
        await OutboxOf(t, said).SendWaitingAsync();
        Assert.Single(Case(t).Messages);
        Assert.Empty(Ledger.Since(t.Installation.Store, t.Clock.GetCurrentInstant()));
    }

    [Fact]
    public async Task Two_processes_send_each_message_once()
    {
        await using var t = await ReleasedAsync();
        var said = new Said();
        t.Clock.Reset(Case(t).Slot!.At - Duration.FromDays(7) + Duration.FromHours(4));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OutboxOf(t, said).SendWaitingAsync())));

        Assert.Single(said.Messages);
    }

    [Fact]
    public async Task Who_has_no_phone_gets_a_letter_where_a_letter_arrives()
    {
        await using var t = await ReleasedAsync(("phone", ""));
        var said = new Said();

        await PassAsync(t, said, Case(t).Slot!.At - Duration.FromDays(6));

        Assert.Equal("letter", Assert.Single(said.Messages).Channel);
    }

    [Fact]
    public async Task STOP_silences_a_number_a_language_word_changes_it_and_other_words_are_read_by_a_person()
    {
        await using var site = await TestSite.StartAsync(("Messages:Sms:Address", "http://127.0.0.1:9/send"), ("Messages:Sms:Secret", "s3cret"));
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("phone", Phone)), sendsHandoff: true);
        t.Installation.Search.CatchUp(CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await Hook("wrong", new { from = Phone, text = "STOP" }));
        Assert.Equal(HttpStatusCode.BadRequest, await Hook("s3cret", new { from = "12", text = "STOP" }));
        Assert.Equal(HttpStatusCode.OK, await Hook("s3cret", new { from = Phone, text = "stop." }));
        Assert.True(OutboxRows.Number(t.Installation.Store, Phone).Silent);
        Assert.Equal(HttpStatusCode.OK, await Hook("s3cret", new { from = Phone, text = "Español" }));
        Assert.Equal((true, "es"), OutboxRows.Number(t.Installation.Store, Phone));
        Assert.Equal(HttpStatusCode.OK, await Hook("s3cret", new { from = Phone, text = "I have a new number" }));
        Assert.Equal("I have a new number", Assert.IsType<MessageReceived>(t.Installation.Cases.ByRecord("R-1")!.Events[^1].Event).Text);

        async Task<HttpStatusCode> Hook(string secret, object body)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
            return await site.HookAsync("/hooks/sms/inbound", bytes, Signature.Of(secret, t.Clock.GetCurrentInstant().ToUnixTimeSeconds(), bytes));
        }
    }

    [Fact]
    public async Task A_text_sender_gets_id_number_and_words_signed_and_its_refusal_is_a_bounce()
    {
        var heard = new List<(string Body, string Signature)>();
        var status = 202;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        await using var provider = builder.Build();
        provider.MapPost("/send", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            heard.Add((await reader.ReadToEndAsync(), http.Request.Headers[Signature.Header].ToString()));
            return Results.StatusCode(status);
        });
        await provider.StartAsync();
        var clock = new NodaTime.Testing.FakeClock(TestInstallation.Start);
        var sender = new SmsSender(new HttpClient(provider.GetTestServer().CreateHandler()), new Uri("http://sender.example/send"), "s3cret", clock);
        var message = new Outgoing("reminder-1:7:1", "sms", Phone, "Hola", "es");

        Assert.Equal(Delivery.Taken, (await sender.SendAsync(message, default)).Item1);
        Assert.Equal($$"""{"id":"reminder-1:7:1","to":"\u002B12025550123","text":"Hola"}""", heard[0].Body);
        Assert.True(Signature.Holds("s3cret", heard[0].Signature, Encoding.UTF8.GetBytes(heard[0].Body), clock.GetCurrentInstant().ToUnixTimeSeconds()));
        status = 422;
        Assert.Equal(Delivery.Bounced, (await sender.SendAsync(message, default)).Item1);
        status = 503;
        Assert.Equal(Delivery.Failed, (await sender.SendAsync(message, default)).Item1);
    }

    private static Instant Start(TestInstallation t, LocalDate day) => day.AtStartOfDayInZone(t.Installation.Programme.Offices["DEN"].Zone).ToInstant();

    private static Case Case(TestInstallation t) => t.Case("R-1");

    private static Outbox OutboxOf(TestInstallation t, ISender sender) =>
        new(t.Installation, t.Receiving, new Messenger(t.Installation, sender, Settings, new PublicUrl("https://throughline.example")), new PartyMessenger(t.Installation, sender, Settings), t.Faulting);

    private static async Task PassAsync(TestInstallation t, ISender sender, Instant until)
    {
        while (t.Clock.GetCurrentInstant() < until)
        {
            t.Clock.Reset(Instant.Min(until, t.Clock.GetCurrentInstant() + Duration.FromHours(6)));
            await t.Sweeping.SweepAsync();
            await OutboxOf(t, sender).SendWaitingAsync();
        }
    }

    private static async Task<TestInstallation> ReleasedAsync(params (string, string)[] fields)
    {
        var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission([("phone", Phone), .. fields]), sendsHandoff: true);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, Case(t).Id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, Case(t).Id, "DEN");
        return t;
    }

    /// <summary>A sender that remembers what it was given.</summary>
    private sealed class Said : ISender
    {
        private readonly List<Outgoing> _messages = [];

        public Delivery Answer { get; set; } = Delivery.Taken;

        public IReadOnlyList<Outgoing> Messages => _messages;

        public Task<(Delivery Delivery, string? Detail)> SendAsync(Outgoing message, CancellationToken stopping)
        {
            lock (_messages)
            {
                _messages.Add(message);
            }

            return Task.FromResult((Answer, (string?)null));
        }
    }
}
