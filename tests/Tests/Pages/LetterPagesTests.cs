using NodaTime;
using Throughline.Casefile.Messages;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Messages;
using Throughline.Host.Papers;

namespace Throughline.Tests.Pages;

public sealed class LetterPagesTests
{
    [Fact]
    public async Task A_batch_is_handed_to_the_post_once_and_the_file_says_so()
    {
        await using var site = await CasePagesTests.Accepted();
        var t = site.Test;
        await t.AddressProving.SendLetterAsync(TestInstallation.Denver, t.Case("R-1").Id);
        var settings = new MessageSettings(null, "", LocalTime.Midnight, LocalTime.Midnight);
        var sender = settings.Sender(Path.Combine(t.DataFolder, "messages"), t.Clock, new PaperFonts());
        await new Outbox(t.Installation, t.Receiving, new Messenger(t.Installation, sender, settings, new PublicUrl("https://throughline.example")), new PartyMessenger(t.Installation, sender, settings), t.Faulting).SendWaitingAsync();

        await site.GetAsync("/desk/letters");
        Assert.Contains("ending=.pdf", site.Html, StringComparison.Ordinal);
        Assert.Null(Assert.Single(t.Case("R-1").Messages).Posted);
        var name = Assert.Single(new LetterBatches(t.Installation).Of("DEN")).Name;
        var file = $"/desk/letters?handler=File&batch={name}&ending=";
        Assert.Equal("%PDF-"u8.ToArray(), (await site.DownloadAsync(file + ".pdf"))[..5]);
        Assert.Equal($"page,message,language\n1,{t.Case("R-1").Messages[0].Id},es\n", System.Text.Encoding.UTF8.GetString(await site.DownloadAsync(file + ".csv")));
        foreach (var wrong in new[] { file + ".txt", file + "/../../../settings.json", "/desk/letters?handler=File&batch=../../settings&ending=.csv" })
        {
            await site.DownloadAsync(wrong);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);
        }

        await site.SendAsync();

        Assert.Contains("1 letter is recorded as handed to the post.", site.Text, StringComparison.Ordinal);
        Assert.NotNull(t.Case("R-1").Messages[0].Posted);
        var batch = Assert.Single(new LetterBatches(t.Installation).Of("DEN"));
        Assert.Equal(0, await new LetterBatches(t.Installation).PostAsync(TestInstallation.Denver, batch));
        Assert.Single(t.Installation.Cases.ByRecord("R-1")!.Events, e => e.Event is MessagePosted);
        await site.SignInAsync(Roles.CaseOfficer, "LOS");
        await site.GetAsync("/desk/letters");
        Assert.Contains("No letter waits for this office.", site.Text, StringComparison.Ordinal);
        await site.DownloadAsync(file + ".pdf");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, site.Status);
    }

    [Fact]
    public void Only_a_letter_under_way_is_handed_to_the_post_and_it_may_still_come_back()
    {
        var given = Given.ReleasedPerson()
            .When(g => MessageRules.Send(g.State, new MessageSent("L-1", MessageRules.Reminder, ReachRules.Letter, "es", "Hola"), g.Now))
            .When(g => MessageRules.Send(g.State, new MessageSent("S-1", MessageRules.Reminder, ReachRules.Sms, "es", "Hola"), g.Now));
        given.When(g => MessageRules.Post(g.State, "S-1", g.Now)).ThenNothing();

        var posted = given.When(g => MessageRules.Post(g.State, "L-1", g.Now)).Then("message-posted");

        posted.When(g => MessageRules.Post(g.State, "L-1", g.Now)).ThenNothing();
        posted.When(g => MessageRules.ReturnLetter(g.State, "L-1", null, g.Now)).Then("message-bounced");
        given.When(g => MessageRules.ReturnLetter(g.State, "L-1", null, g.Now)).When(g => MessageRules.Post(g.State, "L-1", g.Now)).ThenNothing();
    }
}
