using Throughline.Casefile;

namespace Throughline.Host.Parts;

/// <summary>
/// Opens a file for a stated purpose. A button of the one form at the page's end, never a link: an address that can be typed, mailed or
/// fetched ahead by a browser must not state a purpose.
/// </summary>
internal static class OpenFile
{
    public const string Form = "tl-open";

    private const string Mark = "?for=";

    /// <summary>For lists whose rows lead to a file or elsewhere; only <see cref="Link"/> understands it.</summary>
    public static string Href(CaseId id, string work) => $"/desk/cases/{id}{Mark}{work}";

    public static Markup Button(CaseId id, string work, string words, string heard = "", string? look = null) => Link(Href(id, work), words, heard, look);

    /// <param name="heard">Said behind the words to those who don't see the row.</param>
    public static Markup Link(string href, string words, string heard = "", string? look = null)
    {
        var more = heard.Length > 0 ? Markup.Of($"<span class=\"tl-hear\">{heard}</span>") : Markup.None;
        return href.Split(Mark) is [var page, var work]
            ? Markup.Of($"""<button class="{look ?? "tl-link"}" type="submit" form="{Form}" formaction="{page}/open" name="work" value="{work}">{words}{more}</button>""")
            : Markup.Of($"""<a class="{look ?? ""}" href="{href}">{words}{more}</a>""");
    }
}
