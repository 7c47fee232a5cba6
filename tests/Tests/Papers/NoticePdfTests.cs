using System.Globalization;
using System.Net;
using System.Text;
using Throughline.Casefile;
using Throughline.Casefile.Notices;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Texts;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace Throughline.Tests.Papers;

/// <summary>The notice as a file: its own text is read back out of it.</summary>
public sealed class NoticePdfTests
{
    [Theory]
    [InlineData("eng", "en", "Notice to report", "at the office")]
    [InlineData("spa", "es", "Aviso para presentarse", "Oficina de Denver")]
    [InlineData("por", "pt", "Aviso para se apresentar", "Escritório de Denver")]
    [InlineData("hat", "ht", "Avi pou prezante", "Biwo Denver")]
    [InlineData("ron", "ro", "Înștiințare de prezentare", "Biroul Denver")]
    public async Task The_paper_is_one_Letter_page_whose_text_names_place_day_and_code_in_the_persons_language(string iso, string language, string title, string office)
    {
        await using var site = await TestSite.StartAsync();
        var state = await ReleasedAsync(site, ("language", iso));

        using var pdf = await OpenAsync(site, state.Id);
        var page = Assert.Single(pdf.GetPages());
        var text = TextOf(pdf);

        Assert.Equal((612, 792), (page.Width, page.Height));
        Assert.Contains(title, text, StringComparison.Ordinal);
        Assert.Contains(iso == "eng" ? "Denver Field Office" : office, text, StringComparison.Ordinal);
        Assert.Contains(Plain(PersonTime.DayAndTime(language, state.Slot!.Day, state.Slot.Time)), text, StringComparison.Ordinal);
        Assert.Contains(string.Join('-', state.Notices[NoticeKinds.ToReport].Code!.Chunk(4).Select(c => new string(c))), text, StringComparison.Ordinal);
        Assert.Contains(NoticeTexts.Say(language, "rights.text"), text, StringComparison.Ordinal);
        Assert.Contains(NoticeTexts.Say(language, "draft"), text, StringComparison.Ordinal);
        Assert.Equal(iso != "eng", text.Contains("nobody has reviewed it yet", StringComparison.Ordinal));
        Assert.Equal(iso != "eng", text.Contains("English, for reference", StringComparison.Ordinal));
        Assert.Equal(title + " · Throughline", pdf.Information.Title);
        Assert.Contains($"({language})", pdf.Structure.Catalog.CatalogDictionary.Data["Lang"].ToString()!, StringComparison.Ordinal);
        Assert.Contains(page.GetAnnotations(), a => a.Action is UglyToad.PdfPig.Actions.UriAction uri && uri.Uri.Contains("/me?code=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rus", "Русский")]
    [InlineData("ara", "ara")]
    [InlineData("kek", "kek")]
    public async Task Who_speaks_a_language_without_texts_gets_English_and_room_for_the_interpreter(string iso, string named)
    {
        await using var site = await TestSite.StartAsync();
        var state = await ReleasedAsync(site, ("language", iso));

        using var pdf = await OpenAsync(site, state.Id);
        await site.GetAsync($"/desk/cases/{state.Id}/notice");

        Assert.Contains($"In {named}, through:", TextOf(pdf), StringComparison.Ordinal);
        Assert.Contains("interpreter, name or number", TextOf(pdf), StringComparison.Ordinal);
        Assert.Contains("Notice to report", TextOf(pdf), StringComparison.Ordinal);
        Assert.Contains(", through: interpreter, name or number recording", site.Text, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\"", site.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("por")]
    [InlineData("ron")]
    public async Task A_household_of_twelve_stays_one_page_in_the_name_of_the_responsible_adult(string iso)
    {
        await using var site = await TestSite.StartAsync();
        var t = site.Test;
        var state = await ReleasedAsync(site, ("language", iso), ("familyUnitId", "F-12"), ("givenName", "Maria Aparecida"), ("surname", "Figueiredo dos Santos"));
        for (var i = 2; i <= 12; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(
                ("recordId", string.Create(CultureInfo.InvariantCulture, $"R-{i}")), ("language", iso), ("familyUnitId", "F-12"), ("birthDate", "2015-02-01"),
                ("givenName", "Ana Beatriz"), ("surname", string.Create(CultureInfo.InvariantCulture, $"Figueiredo dos Santos {i}"))), sendsHandoff: true);
        }

        using var pdf = await OpenAsync(site, state.Id);
        var (page, text) = (Assert.Single(pdf.GetPages()), TextOf(pdf));

        Assert.Contains("Maria Aparecida Figueiredo dos Santos", text, StringComparison.Ordinal);
        Assert.Contains("Figueiredo dos Santos 12", text, StringComparison.Ordinal);
        // Nothing of the body is drawn over the signatures: what stands lowest above them ends before their box begins.
        var box = page.Height - 668;
        Assert.All(page.GetWords().Where(w => w.BoundingBox.Bottom < box && w.BoundingBox.Top > box), w => Assert.Fail(w.Text));
    }

    [Fact]
    public async Task The_file_of_another_stations_case_is_not_found()
    {
        await using var site = await TestSite.StartAsync();
        var state = await ReleasedAsync(site, ("language", "spa"));
        await site.SignInAsync(Roles.IntakeOfficer, "YUM-YUMA");

        await site.DownloadAsync($"/desk/cases/{state.Id}/notice.pdf");

        Assert.Equal(HttpStatusCode.NotFound, site.Status);
    }

    internal static async Task<Case> ReleasedAsync(TestSite site, params (string, string)[] fields)
    {
        var t = site.Test;
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(fields), sendsHandoff: true);
        return t.Case("R-1");
    }

    internal static string TextOf(PdfDocument pdf) => Plain(string.Join(' ', pdf.GetPages().Select(p => ContentOrderTextExtractor.GetText(p))).ReplaceLineEndings(" "));

    private static async Task<PdfDocument> OpenAsync(TestSite site, CaseId id)
    {
        await site.SignInAsync(Roles.IntakeOfficer, "EPT-ELPASO");
        var bytes = await site.DownloadAsync($"/desk/cases/{id}/notice.pdf");
        Assert.Equal(HttpStatusCode.OK, site.Status);
        if (Environment.GetEnvironmentVariable("THROUGHLINE_LOOK") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"notice-{bytes.Length}.pdf"), bytes);
        }

        return PdfDocument.Open(bytes);
    }

    /// <summary>One blank between words, whichever blank it was.</summary>
    private static string Plain(string text) => string.Join(' ', text.Replace('\u00a0', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
