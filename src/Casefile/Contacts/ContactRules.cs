using NodaTime;

namespace Throughline.Casefile.Contacts;

public static class ContactRules
{
    public static readonly IReadOnlyList<(string Code, string Words)> Channels =
        [("call", "A call"), ("sms", "A text message"), ("letter", "A letter"), ("visit", "A visit"), ("e-mail", "An e-mail")];

    public static readonly IReadOnlyList<(string Code, string Words)> Outcomes =
    [
        ("sent", "It was sent; no answer yet"), ("reached", "The person was reached"), ("left-word", "Word was left with somebody"), ("no-answer", "Nobody answered"),
        ("wrong-number", "The number or address is somebody else's"), ("out-of-service", "The number is out of service, or the letter came back"),
    ];

    public static readonly Refusal ChannelNeeded = new("channel-needed", "Say how the person was to be reached.");

    public static readonly Refusal OutcomeNeeded = new("contact-outcome-needed", "Say what came of it.");

    public static readonly Refusal InTheFuture = new("contact-in-the-future", "The contact is dated in the future. Record it when it was tried.");

    public static Decision Record(Case state, string? channel, string? outcome, string? note, Instant at, Instant now) =>
        Channels.All(c => c.Code != channel) ? ChannelNeeded
        : Outcomes.All(o => o.Code != outcome) ? OutcomeNeeded
        : at > now ? InTheFuture
        : Decision.Of(state.Id, at, new ContactMade(channel!, outcome!, string.IsNullOrWhiteSpace(note) ? null : note.Trim()));
}
