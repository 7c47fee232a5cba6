using System.Collections.Frozen;

namespace Throughline.Host.Parts;

/// <summary>A state as a shape and a word. Red exists for one thing only: a fault of ours.</summary>
internal static class Tag
{
    private sealed record Look(string Icon, string Word, string Tone);

    private const string Plain = "", Open = "open", Done = "done", Short = "short", Fault = "fault";

    private static readonly FrozenDictionary<string, Look> Obligations = Table(
        ("upcoming", "ring", "Upcoming", Plain), ("open", "open", "Open", Open), ("met", "tick", "Met", Done),
        ("metlate", "tick", "Met late", Done), ("missedtoreview", "miss", "Miss to review", Open), ("excused", "tick-ring", "Excused", Done),
        ("confirmedmissed", "miss", "Confirmed missed", Plain), ("suspended", "clock", "Suspended", Done), ("cancelled", "ban", "Cancelled", Done),
        ("extended", "extend", "Extended", Done));

    private static readonly FrozenDictionary<string, Look> Handoffs = Table(
        ("draft", "file", "Draft", Plain), ("sent", "sent", "Sent", Open), ("delivered", "mail", "Delivered", Open),
        ("accepted", "key", "Accepted", Done), ("returned", "back", "Returned", Plain), ("withdrawn", "ban", "Withdrawn", Done));

    private static readonly FrozenDictionary<string, Look> Addresses = Table(
        ("deliverable", "tick", "Deliverable", Done), ("unitmissing", "pin", "Unit missing", Plain), ("undeliverable", "mail-back", "Undeliverable", Plain),
        ("blank", "ring", "Blank", Plain), ("crowded", "people", "Crowded", Plain), ("careof", "home", "Care of", Done),
        ("nofixedabode", "open", "No fixed abode", Done));

    private static readonly FrozenDictionary<string, Look> Notices = Table(
        ("served", "tick", "Served", Done), ("filed", "tick", "Filed", Done), ("known", "tick", "Known", Done),
        ("notserved", "ring", "Not yet served", Plain), ("notfiled", "ring", "Not yet filed", Plain), ("notknown", "ring", "Not yet known", Plain));

    private static readonly FrozenDictionary<string, Look> Cases = Table(
        ("open", "open", "Open", Open), ("suspended", "clock", "Suspended", Plain), ("closed", "tick", "Closed", Done));

    /// <summary>The state's name in any spelling ("missed to review", "MissedToReview"). <paramref name="word"/> replaces the English word.</summary>
    public static Markup Obligation(string state, string? word = null) => From(Obligations, state, word);

    public static Markup Handoff(string state, string? word = null) => From(Handoffs, state, word);

    /// <summary>An address grade, as in "unit-missing".</summary>
    public static Markup Address(string grade, string? word = null) => From(Addresses, grade, word);

    /// <summary>Served, filed and known are three facts: "served", "not served", "filed" ...</summary>
    public static Markup Notice(string fact, string? word = null) => From(Notices, fact, word);

    public static Markup Case(string state, string? word = null) => From(Cases, state, word);

    public static Markup TimeShort(string words) => Draw("bell", words, Short);

    public static Markup OurFault(string words = "Fault of ours") => Draw("fault", words, Fault);

    /// <summary>A state of another kind: <paramref name="tone"/> is "", "open" or "done".</summary>
    public static Markup Of(string icon, string words, string tone = Plain) => Draw(icon, words, tone);

    /// <summary>Why a row is in a queue.</summary>
    public static Markup Kind(string icon, string words) =>
        Markup.Of($"<span class=\"tl-kind\">{Icon.Of(icon)}{words}</span>");

    private static Markup From(FrozenDictionary<string, Look> looks, string state, string? word) =>
        looks.TryGetValue(string.Concat(state.Where(char.IsLetter)), out var look)
            ? Draw(look.Icon, word ?? look.Word, look.Tone)
            : Draw("ring", word ?? state, Plain);

    private static Markup Draw(string icon, string words, string tone) =>
        Markup.Of($"<span class=\"tl-tag{(tone == Plain ? "" : " tl-tag--" + tone)}\">{Icon.Of(icon)}{words}</span>");

    private static FrozenDictionary<string, Look> Table(params (string State, string Icon, string Word, string Tone)[] rows) =>
        rows.ToFrozenDictionary(r => r.State, r => new Look(r.Icon, r.Word, r.Tone), StringComparer.OrdinalIgnoreCase);
}
