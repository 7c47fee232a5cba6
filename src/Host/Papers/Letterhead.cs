namespace Throughline.Host.Papers;

/// <summary>The line that leaves the mark and runs off the page's edge, the name, and what the paper is.</summary>
internal static class Letterhead
{
    private const string Loop = "M2 29H20a9 9 0 1 0-9-9V48a10 10 0 0 0 10 10H4000";

    public static void Draw(PdfPaper paper, float left, float right, string running)
    {
        paper.Shape(Loop, left, 23.5f, 0.775f, Style.Accent, stroke: 3);
        paper.Line("Throughline", left + 34.5f, 46, Style.Bold(14));
        paper.Right(running, right, 43, Style.Plain(9.5f).In(Style.Ink2));
    }
}
