using NodaTime;

namespace Throughline.Casefile.Notices;

/// <summary>Served, filed and known are three facts, each recorded on its own. Told twice at the same instant, it changes nothing.</summary>
public static class NoticeRules
{
    public static readonly Refusal InTheFuture = new("notice-in-the-future", "The notice is dated in the future. Record it when it has happened.");

    public static readonly Refusal HowCheckedNeeded = new("how-checked-needed", "Say how it was checked that the person understood: for example, the person said back where and when.");

    public static readonly Refusal WhoUnderstoodNeeded = new("who-understood-needed", "Say who of the household showed that they understood the notice.");

    public static Refusal UnknownKind(string kind, IEnumerable<string> kinds) => new("unknown-notice", $"'{kind}' is no notice of the programme. Take one of {string.Join(", ", kinds)}.");

    public static Decision Serve(Case state, string kind, Instant at, string? how, Instant now) =>
        at > now ? InTheFuture
        : state.Notices.GetValueOrDefault(kind)?.WasTold<NoticeServed>(at) == true ? Decision.Nothing
        : Decision.Of(state.Id, at, new NoticeServed(kind, how));

    public static Decision File(Case state, string kind, Instant at, string? reference, Instant now) =>
        at > now ? InTheFuture
        : state.Notices.GetValueOrDefault(kind)?.WasTold<NoticeFiled>(at) == true ? Decision.Nothing
        : Decision.Of(state.Id, at, new NoticeFiled(kind, state.Notices.GetValueOrDefault(kind)?.Served is null, reference));

    public static Decision Know(Case state, string kind, Instant at, string language, string? interpreter, string? howChecked, Instant now) =>
        at > now ? InTheFuture
        : string.IsNullOrWhiteSpace(howChecked) ? HowCheckedNeeded
        : state.Notices.GetValueOrDefault(kind)?.WasTold<NoticeKnown>(at) == true ? Decision.Nothing
        : Decision.Of(state.Id, at, new NoticeKnown(kind, language, interpreter, howChecked.Trim()));
}
