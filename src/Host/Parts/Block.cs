namespace Throughline.Host.Parts;

/// <summary>Sentences with a frame. Words come from the page, in the reader's language.</summary>
internal static class Block
{
    /// <summary>Under the head of every page that opens a file: what for, when, and that the person sees it.</summary>
    public static Markup Opened(string purpose, string at, string person, string? changeHref = null) => Markup.Of($"""
        <aside class="tl-strip" aria-label="Why you opened this file"><p>{Icon.Of("eye")}You opened this file to <b>{purpose}</b> at {at}. {person} sees this, with your role and the reason.</p>{Link(changeHref, "Change the reason")}</aside>
        """);

    /// <summary>One sentence of outcome before a decision. A fault is ours.</summary>
    public static Markup Finding(string title, Markup body, string? source = null, bool fault = false, Markup? acts = null) => Markup.Of($"""
        <section class="tl-finding{(fault ? " tl-finding--fault" : "")}"><h2>{title}</h2><p>{body}</p>{(source is null ? null : Markup.Of($"<p class=\"tl-small tl-quiet\">{source}</p>"))}{(acts is null ? null : Markup.Of($"<div class=\"tl-acts\">{acts}</div>"))}</section>
        """);

    /// <summary>What does not count against the person.</summary>
    public static Markup Promise(string title, Markup body, string icon = "shield") => Markup.Of($"""
        <section class="tl-promise">{Icon.Of(icon)}<div><h2>{title}</h2><p>{body}</p></div></section>
        """);

    /// <summary>A conflict, or news of the thing at hand. <paramref name="tone"/>: "" ink, "accent" kept or saved, "fault" ours.</summary>
    public static Markup Note(string lead, Markup text, string tone = "") => Markup.Of(
        $"""<p class="tl-note{(tone.Length == 0 ? "" : " tl-note--" + tone)}"><b>{lead}</b> {text}</p>""");

    /// <summary>Nothing to do: says when the next thing ends.</summary>
    public static Markup Empty(Markup sentence) => Markup.Of($"<p class=\"tl-empty\">{sentence}</p>");

    /// <summary>An act that is not possible stays visible, with the reason.</summary>
    public static Markup NotPossible(string act, string reason) => Markup.Of($"""
        <div class="tl-acts"><span class="usa-button" role="button" aria-disabled="true" tabindex="0">{act}<span class="tl-hear">: {reason}</span></span><span aria-hidden="true">{reason}</span></div>
        """);

    /// <summary>"11 more, the next one ends Mon, Nov 30, 12:00." and at most two links.</summary>
    public static Markup Pager(string where, string? earlierHref, string earlier, string? nextHref, string next) => Markup.Of($"""
        <nav class="tl-pager" aria-label="Pages"><span>{where}</span>{Link(earlierHref, earlier)}{Link(nextHref, next)}</nav>
        """);

    /// <summary>Where a journey stands. <paramref name="current"/> counts from 0.</summary>
    public static Markup Steps(int current, params IReadOnlyList<string> steps) => Markup.Of($"""
        <ol class="tl-steps" aria-label="Steps">{Markup.Join(steps.Select((word, i) => i == current
            ? Markup.Of($"<li aria-current=\"step\"><i>{i + 1}</i><span>{word}</span></li>")
            : Markup.Of($"<li class=\"{(i < current ? "is-done" : "")}\"><i>{i + 1}</i><span>{word}</span></li>")))}</ol>
        """);

    /// <summary>Steps of a path above the title; the last one is this page.</summary>
    public static Markup Crumbs(IEnumerable<(string Href, string Word)> above, string here) => Markup.Of($"""
        <nav class="tl-crumbs" aria-label="Path">{Markup.Join(above.Select(a => Markup.Of($"{Link(a.Href, a.Word)} › ")))}<span aria-current="page">{here}</span></nav>
        """);

    private static Markup Link(string? href, string word) => href is null ? Markup.None : Markup.Of($"<a href=\"{href}\">{word}</a>");
}
