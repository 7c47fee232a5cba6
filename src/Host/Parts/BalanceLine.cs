using System.Globalization;

namespace Throughline.Host.Parts;

/// <summary>sent = accepted + returned + waiting + withdrawn; what is left over is names, and red.</summary>
internal static class BalanceLine
{
    /// <summary>Counts of hand-offs. Returned: and not sent again. The difference is computed here, so that a page can't state another one.</summary>
    public static Markup Sum(int sent, int accepted, int returned, int waiting, int withdrawn)
    {
        var difference = sent - accepted - returned - waiting - withdrawn;
        return Markup.Of($"""
            <div class="tl-balance"><div><p><b>{sent}</b>sent</p></div>{Term("=", accepted, "accepted")}{Term("+", returned, "returned")}{Term("+", waiting, "waiting")}{(withdrawn == 0 ? null : Term("+", withdrawn, "withdrawn"))}{(difference == 0 ? null : Term("+", difference, "difference", fault: true))}</div>
            """);

        static Markup Term(string sign, int count, string word, bool fault = false) => Markup.Of(
            $"""<div><i>{sign}</i><p class="{(fault ? "is-fault" : "")}"><b>{count}</b>{word}</p></div>""");
    }

    /// <summary>The same balance drawn to scale: sent above, what became of it below, a cross where someone is missing.</summary>
    /// <param name="title">Names the picture's box; give another one where a page has two.</param>
    /// <param name="note">The end of the upper line's label, as in "42 hand-offs, 61 people".</param>
    public static Markup Draw(int sent, int accepted, int returned, int waiting, int withdrawn, string? note = null, string title = "Balance as a picture")
    {
        if (sent == 0 && accepted + returned + waiting + withdrawn == 0)
            return Block.Empty("Nothing was sent.");

        var answered = accepted + returned + waiting + withdrawn;
        var difference = sent - answered;
        var whole = Math.Max(Math.Max(sent, answered), 1);
        (string Word, int Count, string Kind)[] parts = [("Accepted", accepted, "did"), ("Returned", returned, "back"), ("Waiting", waiting, "todo"), ("Withdrawn", withdrawn, "back")];

        var labels = new Lane(560);
        var drawn = new List<Markup>();
        var at = 0.0;
        foreach (var (word, count, kind) in parts.Where(p => p.Count > 0))
        {
            var share = 100.0 * count / whole;
            var gap = Math.Min(0.3, share / 4);
            drawn.Add(Markup.Of($"""<line class="{kind}" x1="{at + gap}%" x2="{at + share - gap}%" y1="52" y2="52"/>{(at == 0 ? null : Markup.Of($"""<line class="cut" x1="{at}%" x2="{at}%" y1="30" y2="46"/>"""))}"""));
            labels.Add(at + gap, word, "lead");
            at += share;
        }
        if (difference > 0)
        {
            var x = Math.Clamp(at + 50.0 * difference / whole, 1, 99);
            drawn.Add(Markup.Of($"""<svg x="{x}%" y="52" overflow="visible"><path class="missing" d="M-6-6L6 6M6-6L-6 6"/></svg>"""));
            labels.Add(x, "No receipt", "fault");
        }
        FormattableString name = $"{sent} sent: {accepted} accepted, {returned} returned, {waiting} waiting, {withdrawn} withdrawn, difference {difference}.";
        return Markup.Of($"""
            <div class="tl-scroll" role="region" tabindex="0" aria-label="{title}"><svg class="tl-pic" height="{68.0 + labels.Rows * 18}" role="img" aria-label="{name.ToString(CultureInfo.InvariantCulture)}"><g aria-hidden="true"><text class="lead" x="0" y="13">Sent by stations</text><text x="100%" y="13" text-anchor="end">{note}</text><line class="did" x1="0" x2="{100.0 * sent / whole}%" y1="26" y2="26"/>{Markup.Join(drawn)}{labels.Draw(76)}</g></svg></div>
            """);
    }
}

/// <summary>Labels under a picture that never meet, at <paramref name="width"/> pixels or wider.</summary>
internal sealed class Lane(double width)
{
    private const double LetterWidth = 7.3, Gap = 12;
    private readonly List<(double X, string Text, string Tone, string Anchor, double From, double To, int Row)> labels = [];

    public int Rows => labels.Count == 0 ? 0 : labels.Max(l => l.Row) + 1;

    /// <param name="x">Percent of the width.</param>
    public void Add(double x, string text, string tone)
    {
        var length = text.Length * LetterWidth;
        var fits = x / 100 * width + length <= width;
        var at = fits ? x : 100;
        // Measured at the reference width; a wider picture only moves labels apart, except one held at the end, which keeps its own row.
        var from = fits ? at / 100 * width : width - length;
        var row = 0;
        while (labels.Any(l => l.Row == row && l.From < from + length + Gap && from < l.To + Gap))
            row++;
        labels.Add((at, text, tone, fits ? "start" : "end", from, from + length, row));
    }

    public Markup Draw(double top) => Markup.Join(labels.Select(l =>
        Markup.Of($"""<text class="{l.Tone}" x="{l.X}%" y="{top + l.Row * 18}" text-anchor="{l.Anchor}">{l.Text}</text>""")));
}
