using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Messages;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Host.Messages;
using Throughline.Host.Papers;
using Throughline.Tests.Pages;
using Throughline.Tests.Papers;
using UglyToad.PdfPig;

namespace Throughline.Tests.Stories;

/// <summary>From the desk to the post, into a letter box, and back by the person who opened the letter.</summary>
public sealed class AddressProofStories
{
    [Fact]
    public async Task The_desk_sends_a_letter_and_the_code_in_it_stands_nowhere_else()
    {
        await using var site = await CasePagesTests.Accepted();
        await site.GetAsync(Proof(site));
        await site.SendAsync(("How", "send"));
        Assert.Null(State(site).AddressCode);
        await site.SendAsync();
        Assert.Contains("A letter with a code goes out.", site.Text, StringComparison.Ordinal);
        var code = State(site).AddressCode!.Value;

        await PostAsync(site);

        var printed = code[..4] + "-" + code[4..];
        Assert.Contains(printed, Printed(site), StringComparison.Ordinal);
        Assert.Equal((MessageRules.AddressCode, ReachRules.Letter), (Assert.Single(State(site).Messages).Kind, State(site).Messages[0].Channel));
        await site.GetAsync($"/desk/cases/{State(site).Id}");
        Assert.Contains("A code goes out by letter", site.Text, StringComparison.Ordinal);
        Assert.Contains("····-····", site.Text, StringComparison.Ordinal);
        AssertNowhere(code, site.Html);
        AssertNowhere(code, CaseExport.ToJson(site.Test.Installation, site.Test.Installation.Cases.ByRecord("R-1")!, namesStaff: true, toPerson: true));
    }

    [Fact]
    public async Task The_person_tells_the_code_at_the_desk_and_a_look_at_the_answers_is_no_free_try()
    {
        await using var site = await CasePagesTests.Accepted();
        await site.Test.AddressProving.SendLetterAsync(TestInstallation.Denver, State(site).Id);
        var code = State(site).AddressCode!.Value;
        var wrong = code.Replace(code[0], code[0] == '7' ? '8' : '7');

        await site.GetAsync(Proof(site));
        await site.SendAsync(("How", "code"), ("Code", wrong));
        Assert.Contains("Check answers", site.Text, StringComparison.Ordinal);
        Assert.Equal(0, State(site).AddressCode!.WrongTries);
        await site.SendAsync();
        Assert.Contains("This is not the code in our last letter.", site.Text, StringComparison.Ordinal);
        Assert.Equal(1, State(site).AddressCode!.WrongTries);
        await site.SendAsync(("How", "code"), ("Code", code.ToLowerInvariant()));
        await site.SendAsync();

        Assert.Equal(AddressProofGrade.Letter, State(site).CurrentAddress!.Proof!.Grade);
        Assert.Contains("proven by a letter", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_is_named_before_it_proves_anything()
    {
        await using var site = await CasePagesTests.Accepted();
        await site.GetAsync(Proof(site));

        await site.SendAsync(("How", "document"));
        Assert.Contains("Write which document you saw.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("How", "document"), ("Note", "Lease of 2 November"));
        Assert.Null(State(site).CurrentAddress!.Proof);
        await site.SendAsync();

        Assert.Contains("proven by a document", site.Text, StringComparison.Ordinal);
        Assert.Contains("Lease of 2 November", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_person_enters_the_code_on_their_own_page_in_their_language()
    {
        await using var site = await MePagesTests.Opened();
        Assert.DoesNotContain("/me/address", site.Html, StringComparison.Ordinal);
        await site.Test.AddressProving.SendLetterAsync(TestInstallation.Denver, State(site).Id);
        var code = State(site).AddressCode!.Value;
        await site.GetAsync("/me");
        Assert.Contains("/me/address", site.Html, StringComparison.Ordinal);

        await site.GetAsync("/me/address");
        await site.SendAsync(("code", "7K4M"));
        Assert.Contains("El código tiene ocho caracteres.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("code", code.Replace(code[0], code[0] == '7' ? '8' : '7')));
        Assert.Contains("No es el código de nuestra última carta.", site.Text, StringComparison.Ordinal);
        Assert.Equal(1, State(site).AddressCode!.WrongTries);
        await site.SendAsync(("code", code[..4] + " " + code[4..]));

        Assert.Contains("Su dirección está confirmada.", site.Text, StringComparison.Ordinal);
        Assert.Equal(AddressProofGrade.Letter, State(site).CurrentAddress!.Proof!.Grade);
        await site.GetAsync("/me/file");
        Assert.Contains("Se confirmó su dirección", site.Text, StringComparison.Ordinal);
        AssertNowhere(code, site.Html);
    }

    private static void AssertNowhere(string code, string text)
    {
        Assert.DoesNotContain(code, text, StringComparison.Ordinal);
        Assert.DoesNotContain(code[..4] + "-" + code[4..], text, StringComparison.Ordinal);
    }

    private static string Proof(TestSite site) => $"/desk/cases/{State(site).Id}/proof";

    private static Casefile.Case State(TestSite site) => site.Test.Case("R-1");

    private static string Printed(TestSite site)
    {
        using var read = PdfDocument.Open(Assert.Single(Directory.GetFiles(Path.Combine(site.Test.Folder, "messages", "letters"), "*.pdf")));
        return NoticePdfTests.TextOf(read);
    }

    /// <summary>Without quiet hours.</summary>
    private static async Task PostAsync(TestSite site)
    {
        var (t, settings) = (site.Test, new MessageSettings(null, "", LocalTime.Midnight, LocalTime.Midnight));
        var sender = settings.Sender(Path.Combine(t.Folder, "messages"), t.Clock, new PaperFonts());
        await new Outbox(t.Installation, t.Receiving, new Messenger(t.Installation, sender, settings, new PublicUrl("https://throughline.example")), new PartyMessenger(t.Installation, sender, settings), t.Faulting).SendWaitingAsync();
    }
}
