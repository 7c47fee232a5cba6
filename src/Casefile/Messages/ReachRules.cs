using System.Text.RegularExpressions;
using NodaTime;
using Throughline.Casefile.Addresses;

namespace Throughline.Casefile.Messages;

/// <summary>How a person wants to be reached, since when. The address may be known without being the chosen way.</summary>
public sealed record Reach(string Channel, string? Email, Instant Since);

/// <summary>Which way a message takes. What was chosen goes first; a way that is no good is never the only one.</summary>
public static partial class ReachRules
{
    public const string Sms = "sms", Email = "e-mail", Letter = "letter";
    private const int LongestEmail = 254;

    public static readonly IReadOnlyList<string> Channels = [Sms, Email, Letter];

    public static readonly Refusal ChannelNeeded = new("way-needed", "Choose a text message, e-mail or letter.");

    public static readonly Refusal EmailNeeded = new("e-mail-needed", "Write the e-mail address, or choose another way.");

    public static readonly Refusal NoEmail = new("no-e-mail", "That is no e-mail address. Write it as name@example.org.");

    public static readonly Refusal NoPhone = new("no-phone", "No phone is known. The office can add one to the record; until then choose another way.");

    public static Decision Choose(Case state, string? channel, string? email, Instant now)
    {
        var address = string.IsNullOrWhiteSpace(email) ? null : email.Trim();
        return channel is null || !Channels.Contains(channel) ? ChannelNeeded
            : channel == Email && address is null ? EmailNeeded
            : address is not null && !IsEmail(address) ? NoEmail
            : channel == Sms && state.Release?.Record.Phone is null ? NoPhone
            : state.Reach is { } reach && reach.Channel == channel && reach.Email == address && !HasBounced(state, reach) ? Decision.Nothing
            : Decision.Of(state.Id, now, new WayToReachChosen(channel, address));
    }

    /// <summary>The e-mail address that a message may go to: one from which something came back is left alone until it is given again.</summary>
    public static string? EmailOf(Case state) => state.Reach is { Email: { } email } reach && !HasBounced(state, reach) ? email : null;

    /// <summary>All ways, the chosen one first.</summary>
    public static IEnumerable<string> Order(Case state) => Channels.OrderBy(c => c != (state.Reach?.Channel ?? Sms));

    /// <summary>The way that a message takes now, the chosen one first; null where only the desk or a visit is left.</summary>
    /// <param name="isSilent">The number asked for no more text messages.</param>
    public static string? Way(Case state, bool isSilent) => Order(state).FirstOrDefault(way => way switch
    {
        Sms => state.Release?.Record.Phone is not null && !isSilent,
        Email => EmailOf(state) is not null,
        _ => TakesLetters(state),
    });

    /// <summary>Whether a letter reaches the address as it is known.</summary>
    public static bool TakesLetters(Case state) => state.CurrentAddress is { Grade: AddressGrade.Deliverable or AddressGrade.CareOf };

    private static bool HasBounced(Case state, Reach reach) => state.Messages.Exists(m => m.Channel == Email && m.Bounced >= reach.Since);

    /// <summary>One sign before and a name with a dot behind the last @; whether it arrives, only a message can tell.</summary>
    private static bool IsEmail(string text) => text.Length <= LongestEmail && Written().IsMatch(text);

    [GeneratedRegex(@"^[^@\s,;:<>()\[\]""\\\p{C}]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
