using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Host.Texts;

namespace Throughline.Host.Papers;

/// <summary>A letter as it waits to be printed.</summary>
/// <param name="To">The lines of the address, the name first.</param>
internal sealed record Letter(string Id, string To, string Text, string Language, DateOnly Day, bool IsNeutral = false);

/// <summary>
/// Letters for envelopes with a window: folded in three, the window shows name and address, and nothing outside says what it is about or whom
/// it comes from.
/// </summary>
internal static class LetterPdf
{
    // The window of a number 10 envelope, seen on the folded sheet.
    private const float WindowLeft = 72, WindowTop = 148, WindowWidth = 250, Right = PdfPaper.Width - 72, BodyTop = 290;

    public static byte[] Draw(IReadOnlyList<Letter> letters, Office office, PaperFonts fonts)
    {
        var language = letters.Select(l => l.Language).Distinct().ToList() is [var one] ? one : "en";
        using var paper = new PdfPaper(fonts.Weights, $"Letters of {office.Name}", language);
        foreach (var letter in letters)
        {
            paper.BeginPage();
            Page(paper, letter, office);
        }

        return paper.Close();
    }

    private static void Page(PdfPaper paper, Letter letter, Office office)
    {
        var small = Style.Plain(9.5f).In(Style.Ink2);
        // Above the fold and out of the window's sight.
        var y = 54f;
        // Whoever opens a protected person's letter learns a number to call, and not whose it is.
        string[] head = letter.IsNeutral ? [] : [office.Name, office.AddressLine, $"{office.City}, {office.State} {office.PostalCode}"];
        foreach (var line in head.Append(PersonTime.Phone(office.Phone)))
        {
            paper.Right(line, Right, y, small);
            y += 13;
        }

        y = WindowTop;
        foreach (var line in letter.To.Split('\n'))
        {
            y = paper.Block(line, WindowLeft, y, WindowWidth, Style.Plain(11.5f, 1.25f));
        }

        y = paper.Block(PersonTime.LongDay(letter.Language, LocalDate.FromDateOnly(letter.Day)), WindowLeft, BodyTop, Right - WindowLeft, small) + 14;
        paper.Block(letter.Text, WindowLeft, y, Right - WindowLeft, Style.Plain(13, 1.5f));
        paper.Line(letter.Id, WindowLeft, 750, Style.Plain(7.5f).In(Style.Quiet));
    }
}
