namespace Throughline.Host.Parts;

/// <summary>A 16 x 16 stroke icon of icons.svg. It is always beside a word, so it is silent.</summary>
internal static class Icon
{
    // These point along the line of reading; clocks, ticks and all others are never mirrored.
    private static readonly HashSet<string> Turning = ["back", "next", "sent", "extend"];

    public static Markup Of(string name) =>
        Markup.Of($"<svg class=\"tl-i{(Turning.Contains(name) ? " tl-i--turns" : "")}\" aria-hidden=\"true\" focusable=\"false\"><use href=\"/icons.svg#{name}\"/></svg>");
}
