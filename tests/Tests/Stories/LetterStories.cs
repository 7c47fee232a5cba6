using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Messages;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Messages;
using Throughline.Host.Papers;
using Throughline.Tests.Papers;
using UglyToad.PdfPig;

namespace Throughline.Tests.Stories;

/// <summary>Letters: printed together for a day and an office, and what becomes of one that comes back.</summary>
public sealed class LetterStories
{
    [Fact]
    public async Task The_letters_of_a_day_and_an_office_are_one_file_with_a_page_for_each_and_a_list_of_numbers()
    {
        await using var t = await ReleasedAsync();
        await OutboxOf(t).SendWaitingAsync();
        await OutboxOf(t).SendWaitingAsync();

        var pdf = Assert.Single(Directory.GetFiles(Folder(t), "*.pdf"));
        Assert.EndsWith("-DEN.pdf", pdf, StringComparison.Ordinal);
        using var read = PdfDocument.Open(await File.ReadAllBytesAsync(pdf));
        if (Environment.GetEnvironmentVariable("THROUGHLINE_LOOK") is { } look)
        {
            File.Copy(pdf, Path.Combine(look, "letters.pdf"), overwrite: true);
        }

        Assert.Equal(2, read.NumberOfPages);
        var text = NoticePdfTests.TextOf(read);
        Assert.Contains("Wilson Quispe Condori", text, StringComparison.Ordinal);
        Assert.Contains("Rosa Caiza", text, StringComparison.Ordinal);
        Assert.Contains("Tiene un lugar el", text, StringComparison.Ordinal);
        Assert.Contains("Aurora, CO 80011", text, StringComparison.Ordinal);

        var list = await File.ReadAllLinesAsync(pdf.Replace(".pdf", ".csv", StringComparison.Ordinal));
        Assert.Equal(["R-1", "R-2"], list.Skip(1).Select(l => t.Installation.Cases.Load(new CaseId(long.Parse(l.Split(',')[1].Split(':')[1], null)))!.State.Release!.Record.RecordId).Order());
        Assert.DoesNotContain("Quispe", string.Concat(list), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_was_written_before_a_cut_is_not_written_into_the_next_days_batch()
    {
        await using var t = await ReleasedAsync();
        var sender = new LetterSender(Folder(t), new PaperFonts(), t.Clock);
        var message = new Outgoing("reminder-7:1:1", "letter", "Rosa Caiza\n12 Main St\nAurora, CO 80011", "Hola.", "es", t.Installation.Programme.Offices["DEN"]);

        await sender.SendAsync(message, default);
        t.Clock.AdvanceDays(1);
        await sender.SendAsync(message, default);

        Assert.Single(Directory.GetFiles(Folder(t), "*.pdf"));
    }

    [Fact]
    public async Task A_letter_that_came_back_is_a_bounce_and_its_address_gets_no_more_letters()
    {
        await using var t = await ReleasedAsync();
        await OutboxOf(t).SendWaitingAsync();
        var letter = Assert.Single(t.Case("R-1").Messages);

        await t.CaseActs.LetterBackAsync(TestInstallation.Denver, t.Case("R-1").Id, letter.Id, "no such street");

        Assert.NotNull(Assert.Single(t.Case("R-1").Messages).Bounced);
        Assert.Equal(AddressGrade.Undeliverable, t.Case("R-1").CurrentAddress!.Grade);
        t.Clock.Reset(t.Case("R-1").Slot!.At - Duration.FromDays(3) + Duration.FromHours(4));
        await OutboxOf(t).SendWaitingAsync();
        Assert.Single(t.Case("R-1").Messages);
    }

    [Fact]
    public async Task An_address_given_after_the_letter_left_is_not_the_one_that_is_no_good()
    {
        await using var t = await ReleasedAsync();
        await OutboxOf(t).SendWaitingAsync();
        var before = t.Case("R-1");
        await new Addressing(t.Installation).ReportAsync(TestInstallation.Denver, before.Id, new Address("77 Elm St", "", "Denver", "CO", "80202"), t.Clock.GetCurrentInstant().InUtc().Date);

        await t.CaseActs.LetterBackAsync(TestInstallation.Denver, before.Id, before.Messages[0].Id, null);

        Assert.Equal([AddressGrade.Undeliverable, AddressGrade.Deliverable], t.Case("R-1").Addresses.Select(a => a.Grade));
    }

    [Fact]
    public async Task Staff_record_a_returned_letter_after_a_check_of_the_answers()
    {
        await using var site = await TestSite.StartAsync();
        await ReleaseAsync(site.Test, [("phone", "")]);
        site.Test.Clock.Reset(site.Test.Case("R-1").Slot!.At - Duration.FromDays(7) + Duration.FromHours(4));
        await OutboxOf(site.Test).SendWaitingAsync();
        var letter = Assert.Single(site.Test.Case("R-1").Messages);
        await site.SignInAsync(Roles.CaseOfficer, "DEN");

        await site.GetAsync($"/desk/cases/{site.Test.Case("R-1").Id}/letter-back");
        await site.SendAsync(("Why", "no such street"));
        Assert.Contains("No letter of this number is on its way", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Choice", letter.Id), ("Why", "no such street"));
        Assert.Null(site.Test.Case("R-1").Messages[0].Bounced);
        await site.SendAsync();

        Assert.NotNull(site.Test.Case("R-1").Messages[0].Bounced);
    }

    private static string Folder(TestInstallation t) => Path.Combine(t.Folder, "messages", "letters");

    private static Outbox OutboxOf(TestInstallation t)
    {
        var settings = new MessageSettings(null, "", new LocalTime(21, 0), new LocalTime(8, 0));
        return new(t.Installation, t.Receiving, new Messenger(t.Installation, settings.Sender(Path.Combine(t.Folder, "messages"), t.Clock, new PaperFonts()), settings, new PublicUrl("https://throughline.example")), new PartyMessenger(t.Installation, settings.Sender(Path.Combine(t.Folder, "messages"), t.Clock, new PaperFonts()), settings), t.Faulting);
    }

    /// <summary>Two people without a phone, at the hour of the first reminder.</summary>
    private static async Task<TestInstallation> ReleasedAsync()
    {
        var t = new TestInstallation();
        await ReleaseAsync(t, [("phone", "")]);
        await ReleaseAsync(t, [("phone", ""), ("recordId", "R-2"), ("givenName", "Rosa"), ("surname", "Caiza")]);
        t.Clock.Reset(Instant.Max(t.Case("R-1").Slot!.At, t.Case("R-2").Slot!.At) - Duration.FromDays(7) + Duration.FromHours(4));
        return t;
    }

    private static async Task ReleaseAsync(TestInstallation t, (string, string)[] fields)
    {
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(fields), sendsHandoff: true);
        var record = fields.FirstOrDefault(f => f.Item1 == "recordId").Item2 ?? "R-1";
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case(record).Id, "DEN");
    }
}
