using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Messages;

namespace Throughline.Casefile.Parties;

/// <summary>A lawyer or helper of this person, as long as the person wants it.</summary>
public sealed record Party(int Line, Instant At, string Kind, string Name, string Channel, string Contact, ImmutableArray<string> Sees, bool HasEnded = false);

public static class PartyRules
{
    public const string Lawyer = "lawyer", Helper = "helper";

    private const int AtMost = 5, WordsAtMost = 200;

    public static readonly IReadOnlyList<(string Code, string Words)> Kinds = [(Lawyer, "A lawyer"), (Helper, "A helper")];

    public static readonly IReadOnlyList<(string Code, string Words)> Channels = [(ReachRules.Email, "By e-mail"), (ReachRules.Sms, "By text message"), (ReachRules.Letter, "By letter")];

    public static readonly IReadOnlyList<(string Code, string Words)> Sights = [("due", "What is due, and when"), ("terms", "The terms and the decisions"), ("file", "The whole file")];

    public static readonly Refusal KindNeeded = new("party-kind-needed", "Say whether it is a lawyer or a helper.");

    public static readonly Refusal NameNeeded = new("party-name-needed", "Write the name, in at most 200 characters.");

    public static readonly Refusal ContactNeeded = new("party-contact-needed", "Choose how they are reached and write where: an e-mail address, a number with plus and country code such as +12025550100, or a postal address.");

    public static readonly Refusal UnknownSight = new("party-sight-unknown", "Choose from the list what they may see.");

    public static readonly Refusal TooMany = new("too-many-parties", "Five are named already. End one of them first.");

    public static readonly Refusal NamedAlready = new("party-named-already", "They are named already, reached in the same way.");

    public static readonly Refusal NoSuchParty = new("no-such-party", "No such lawyer or helper is named in this case.");

    public static Decision Name(Case state, string? kind, string? name, string? channel, string? contact, IEnumerable<string> sees, Instant now)
    {
        ImmutableArray<string> sights = [.. sees.Distinct().Order(StringComparer.Ordinal)];
        var (called, at) = (name?.Trim() ?? "", contact?.Trim() ?? "");
        var present = state.Supervision.Parties.FindAll(p => !p.HasEnded);
        return state.Release is null || state.Closed is not null ? Closing.ClosingRules.ClosedAlready
            : Kinds.All(k => k.Code != kind) ? KindNeeded
            : called.Length is 0 or > WordsAtMost ? NameNeeded
            : !IsContact(channel, at) ? ContactNeeded
            : sights.Any(s => Sights.All(known => known.Code != s)) ? UnknownSight
            : present.Exists(p => p.Name == called && p.Channel == channel && p.Contact == at) ? NamedAlready
            : present.Count >= AtMost ? TooMany
            : Decision.Of(state.Id, now, new PartyNamed(kind!, channel!, sights, called, at));
    }

    /// <summary>At any time, also in a case that is closed.</summary>
    public static Decision End(Case state, int party, Instant now) =>
        state.Supervision.Parties.Exists(p => p.Line == party && !p.HasEnded) ? Decision.Of(state.Id, now, new PartyEnded(party)) : NoSuchParty;

    private static bool IsContact(string? channel, string contact) => contact.Length <= WordsAtMost && channel switch
    {
        ReachRules.Email => contact.IndexOf('@') is > 0 and var at && at < contact.Length - 1 && !contact.Contains(' '),
        ReachRules.Sms => contact.Length is >= 8 and <= 16 && contact[0] == '+' && contact.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0,
        ReachRules.Letter => contact.Length >= 5,
        _ => false,
    };
}
