namespace Throughline.Host.Parts;

/// <summary>A place in the desk's head. A count is work that waits there.</summary>
internal sealed record NavItem(string Href, string Word, int? Count = null);

/// <summary>What stands around a desk page: give it as ViewData["Frame"]. <paramref name="UserAct"/>: a form or link under the name, as in "Sign out".</summary>
internal sealed record DeskFrame(string Name, string RoleAndPlace, IReadOnlyList<NavItem> Nav, bool Demonstration, Markup? UserAct = null, bool Finds = true, bool SignsOut = false)
{
    public static DeskFrame Shut { get; } = new("", "", [], false);

    /// <summary>The most exact item whose address begins the path.</summary>
    public NavItem? Current(string path) => Nav
        .Where(n => path.Equals(n.Href, StringComparison.OrdinalIgnoreCase) || path.StartsWith(n.Href + "/", StringComparison.OrdinalIgnoreCase))
        .MaxBy(n => n.Href.Length);
}

/// <summary>What stands around a person's page: give it as ViewData["Frame"]. Everything in the person's language.</summary>
/// <param name="Language">BCP 47, as in "es".</param>
/// <param name="Others">Languages to change to: code, own name, address.</param>
/// <param name="Foot">Lines about the office: name first.</param>
internal sealed record MeFrame(string Language, bool RightToLeft, string Skip, IReadOnlyList<(string Code, string Name, string Href)> Others, IReadOnlyList<Markup> Foot, string? Demonstration = null);

/// <summary>The line of the head: it leaves the mark with a loop and runs under the page's top, off its edge.</summary>
internal static class Head
{
    public static Markup Line() => Markup.Of(
        $"""<svg class="tl-top__line" viewBox="0 0 4000 60" aria-hidden="true" focusable="false"><path d="M2 29H20a9 9 0 1 0-9-9V48a10 10 0 0 0 10 10H4000"/></svg>""");

    public const string Invented = "Throughline, demonstration programme: all names and numbers are invented";
}
