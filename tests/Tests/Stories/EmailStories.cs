using System.Net.Sockets;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Messages;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Host.Cli;
using Throughline.Host.Messages;
using Throughline.Storage.Reading;
using Throughline.Tests.Messages;

namespace Throughline.Tests.Stories;

/// <summary>Reminders by e-mail, against a mail server that listens on a port.</summary>
public sealed class EmailStories
{
    private const string Mailbox = "rosa@example.org";

    [Fact]
    public async Task A_reminder_reaches_the_mailbox_in_the_persons_language_and_names_nobody()
    {
        await using var server = new ScriptedMailServer();
        await using var t = await ReleasedAsync();

        await OutboxOf(t, server.Port).SendWaitingAsync();

        var mail = Assert.Single(server.Mails);
        Assert.Contains("To: rosa@example.org", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: Un mensaje sobre su cita", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("Quispe", mail, StringComparison.Ordinal);
        Assert.Contains("Tiene un lugar el ", (await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail)))).TextBody, StringComparison.Ordinal);
        Assert.Equal(("e-mail", null), (Assert.Single(Case(t).Messages).Channel, Case(t).Messages[0].Bounced));
    }

    [Fact]
    public async Task A_refused_recipient_is_a_bounce_a_fault_and_the_next_message_takes_another_way()
    {
        await using var server = new ScriptedMailServer { Recipient = "550 no such mailbox" };
        await using var t = await ReleasedAsync();

        // All three reminders are due by now: the first finds out that the mailbox is none.
        t.Clock.Reset(Case(t).Slot!.At - Duration.FromDays(1) + Duration.FromHours(4));
        await OutboxOf(t, server.Port).SendWaitingAsync();

        Assert.Equal([("e-mail", true), ("sms", false), ("sms", false)], Case(t).Messages.Select(m => (m.Channel, m.Bounced is not null)));
        Assert.Empty(server.Mails);
        var closes = Assert.Single(Case(t).Obligations).Closes;
        while (t.Clock.GetCurrentInstant() < closes + Duration.FromDays(1))
        {
            t.Clock.Advance(Duration.FromHours(12));
            await t.Sweeping.SweepAsync();
        }

        Assert.Contains(Assert.Single(Case(t).Obligations).Counted, f => f.Kind == FaultKinds.MessageBounced);
    }

    [Theory]
    [InlineData("450 mailbox busy", "250 taken", false)]
    [InlineData("250 taken", "451 try later", false)]
    [InlineData("250 taken", "250 taken", true)]
    public async Task What_fails_for_now_is_tried_again_under_the_same_Message_Id_and_is_recorded_once(string recipient, string text, bool cuts)
    {
        await using var server = new ScriptedMailServer { Recipient = recipient, Text = text, CutsInText = cuts };
        await using var t = await ReleasedAsync();

        for (var i = 0; i < 30; i++)
        {
            await OutboxOf(t, server.Port).SendWaitingAsync();
            t.Clock.AdvanceMinutes(1);
        }

        Assert.Empty(Case(t).Messages);
        Assert.Equal(FaultKinds.SenderFailing, Assert.Single(Ledger.Since(t.Installation.Store, t.Clock.GetCurrentInstant())).Kind);

        (server.Recipient, server.Text, server.CutsInText) = ("250 taken", "250 taken", false);
        t.Clock.AdvanceMinutes(60);
        await OutboxOf(t, server.Port).SendWaitingAsync();
        await OutboxOf(t, server.Port).SendWaitingAsync();

        Assert.Single(server.Ids.Distinct());
        Assert.EndsWith("@agency.example>", server.Ids[0], StringComparison.Ordinal);
        Assert.Single(Case(t).Messages);
        Assert.Empty(Ledger.Since(t.Installation.Store, t.Clock.GetCurrentInstant()));
    }

    [Fact]
    public async Task A_server_that_is_down_costs_nothing_but_time()
    {
        await using var t = await ReleasedAsync();
        var free = new TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        await OutboxOf(t, port).SendWaitingAsync();

        Assert.Empty(Case(t).Messages);
        await using var server = new ScriptedMailServer();
        t.Clock.AdvanceMinutes(5);
        await OutboxOf(t, server.Port).SendWaitingAsync();
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Without_a_mail_server_the_folder_takes_the_mail()
    {
        await using var t = await ReleasedAsync();
        var folder = Path.Combine(t.Folder, "messages");
        var sender = new MessageSettings(null, "", new LocalTime(21, 0), new LocalTime(8, 0)).Sender(folder, t.Clock);

        await OutboxOf(t, sender).SendWaitingAsync();

        Assert.StartsWith("To: rosa@example.org\n", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder, "*.e-mail.txt"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("587", "starttls", "office@example.org", null)]
    [InlineData("0", "starttls", "office@example.org", "Messages:Email:Port")]
    [InlineData("587", "ssl", "office@example.org", "Messages:Email:Tls")]
    [InlineData("587", "tls", "office", "Messages:Email:From")]
    public void A_setting_that_can_not_be_read_is_named(string port, string tls, string from, string? named)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["E:Host"] = "mail.example", ["E:Port"] = port, ["E:Tls"] = tls, ["E:From"] = from }).Build().GetSection("E");

        if (named is null)
        {
            Assert.Equal(SecureSocketOptions.StartTls, EmailSettings.Read(section)!.Tls);
        }
        else
        {
            Assert.Contains(named, Assert.Throws<BadArgumentsException>(() => EmailSettings.Read(section)).Message, StringComparison.Ordinal);
        }
    }

    private static Case Case(TestInstallation t) => t.Case("R-1");

    private static Outbox OutboxOf(TestInstallation t, int port) => OutboxOf(t, new Senders(
        new Dictionary<string, ISender> { [ReachRules.Email] = new EmailSender(new("127.0.0.1", port, SecureSocketOptions.None, new MailboxAddress("", "office@agency.example"), "", "")) },
        new FolderSender(Path.Combine(t.Folder, "messages"))));

    private static Outbox OutboxOf(TestInstallation t, ISender sender) => new(
        t.Installation, t.Receiving, new Messenger(t.Installation, sender, new MessageSettings(null, "", new LocalTime(21, 0), new LocalTime(8, 0)), new PublicUrl("https://throughline.example")), new PartyMessenger(t.Installation, sender, new MessageSettings(null, "", new LocalTime(21, 0), new LocalTime(8, 0))), t.Faulting);

    /// <summary>Accepted, reached by e-mail, and the hour of the first reminder.</summary>
    private static async Task<TestInstallation> ReleasedAsync()
    {
        var t = new TestInstallation();
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("phone", "+12025550123")), sendsHandoff: true);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, Case(t).Id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, Case(t).Id, "DEN");
        await t.CaseActs.ReachAsync(TestInstallation.Denver, Case(t).Id, ReachRules.Email, Mailbox);
        t.Clock.Reset(Case(t).Slot!.At - Duration.FromDays(7) + Duration.FromHours(4));
        return t;
    }
}
