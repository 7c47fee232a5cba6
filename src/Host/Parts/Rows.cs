namespace Throughline.Host.Parts;

internal enum Happening { Did, Planned, Now, OurFault, RecordedInError }

/// <summary>One line of the history. Day and clock are when it occurred; when it was recorded stands in the foot.</summary>
internal sealed record TimelineRow(string Day, string? Clock, string Icon, string Title, Markup? Text = null, Markup? Foot = null, Happening What = Happening.Did);

/// <summary>Newest first, what is to come dotted above "now".</summary>
internal static class Timeline
{
    public static Markup Rows(IEnumerable<TimelineRow> rows) =>
        Markup.Of($"<ol class=\"tl-time\">{Markup.Join(rows.Select(Row))}</ol>");

    public static TimelineRow Now(string day, string clock) => new(day, clock, "", "Now", What: Happening.Now);

    private static Markup Row(TimelineRow r)
    {
        var kind = r.What switch { Happening.Planned => "is-todo", Happening.Now => "is-now", Happening.OurFault => "is-fault", Happening.RecordedInError => "is-struck", _ => "" };
        var when = Markup.Of($"""<div class="tl-time__when">{r.Day}{(r.Clock is null ? null : Markup.Of($" <small>{r.Clock}</small>"))}</div>""");
        if (r.What == Happening.Now)
            return Markup.Of($"""<li class="is-now">{when}<span class="tl-time__icon"></span><div class="tl-time__what"><span class="tl-hear">Now. Above it is to come, below it has happened.</span></div></li>""");
        return Markup.Of($"""
            <li class="{kind}">{when}<span class="tl-time__icon">{Icon.Of(r.Icon)}</span><div class="tl-time__what"><h3>{r.Title}</h3>{(r.Text is null ? null : Markup.Of($"<p>{r.Text}</p>"))}{(r.Foot is null ? null : Markup.Of($"<p class=\"tl-time__foot\">{r.Foot}</p>"))}</div></li>
            """);
    }
}

/// <summary>Facts of one thing.</summary>
internal static class Summary
{
    public static Markup Facts(params IEnumerable<(string Label, Markup Value)> rows) => Markup.Of(
        $"<dl class=\"tl-sum\">{Markup.Join(rows.Select(r => Markup.Of($"<div><dt>{r.Label}</dt><dd>{r.Value}</dd></div>")))}</dl>");

    /// <summary>Check answers. A row without an address can't be changed here. <paramref name="change"/> is the link's word in the reader's language.</summary>
    public static Markup Answers(string change, params IEnumerable<(string Label, Markup Value, string? Href)> rows) => Markup.Of(
        $"""<dl class="tl-answers">{Markup.Join(rows.Select(r => Markup.Of($"""<div><dt>{r.Label}</dt><dd>{r.Value}</dd>{(r.Href is null ? null : Markup.Of($"""<dd class="tl-answers__change"><a href="{r.Href}">{change}<span class="tl-hear">: {r.Label}</span></a></dd>"""))}</div>""")))}</dl>""");

    /// <summary>Word and number in a side panel. A fault is ours, or someone missing from the line.</summary>
    public static Markup Fact(string word, Markup value, bool fault = false) =>
        Markup.Of($"""<p class="tl-fact{(fault ? " tl-fact--fault" : "")}"><span>{word}</span><b>{value}</b></p>""");
}

/// <summary>Someone opened the file: when, who, in which role, for which stated reason.</summary>
internal sealed record Opening(string When, string Name, string Role, string Reason);

internal static class Reads
{
    /// <summary>For the desk.</summary>
    public static Markup Table(string caption, IEnumerable<Opening> openings) => Markup.Of($"""
        <div class="tl-scroll" role="region" tabindex="0" aria-label="{caption}"><table class="tl-table tl-table--tight tl-reads-t"><caption class="tl-hear">{caption}</caption><thead><tr><th scope="col">When</th><th scope="col">Who, and why</th></tr></thead><tbody>{Markup.Join(openings.Select(o => Markup.Of($"""<tr><td class="c-when tl-num">{o.When}</td><td><b>{o.Name}</b>, {o.Role}<br>{o.Reason}</td></tr>""")))}</tbody></table></div>
        """);

    /// <summary>For the person: the same as a line.</summary>
    public static Markup Line(IEnumerable<Opening> openings) => Markup.Of(
        $"<ol class=\"tl-reads\">{Markup.Join(openings.Select(o => Markup.Of($"<li><small>{o.When}</small><b>{o.Name}, {o.Role}</b>{o.Reason}</li>")))}</ol>");
}
