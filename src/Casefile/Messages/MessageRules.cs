using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Transfers;

namespace Throughline.Casefile.Messages;

/// <summary>A message as the record knows it.</summary>
/// <param name="Address">Which of the case's addresses was the current one when it left.</param>
public sealed record Message(string Id, string Kind, string Channel, Instant SentAt, Instant? Delivered, Instant? Bounced, int Address = -1)
{
    /// <summary>For a letter: when the post got it.</summary>
    public Instant? Posted { get; init; }
}

/// <summary>What the system tells people of its own accord, and when it holds its tongue.</summary>
public static class MessageRules
{
    public const string Reminder = "reminder", Moved = "moved", Closed = "closed", Transferred = "transferred", Terms = "terms", Referral = "referral", Outreach = "outreach";

    /// <summary>The letter with the code that proves an address.</summary>
    public const string AddressCode = "address-code";

    /// <summary>To a lawyer or helper whom the person named, never to the person.</summary>
    public const string Party = "party";

    /// <summary>To the wearer of a device, before anybody else is told of what it reports.</summary>
    public const string DeviceStrap = "device-strap", DeviceBattery = "device-battery", DevicePlace = "device-place", DeviceContact = "device-contact";

    public static readonly IReadOnlyList<string> OfDevice = [DeviceStrap, DeviceBattery, DevicePlace, DeviceContact];

    /// <summary>Every kind that goes to the person.</summary>
    public static readonly IReadOnlyList<string> ToPerson = [Reminder, Moved, Closed, Transferred, Terms, Referral, Outreach, AddressCode, .. OfDevice];

    /// <summary>Days before a slot. A trial with 5,709 people cut missed-court warrants from 12.1 % to 9.7 % with these three (Fishbane and others, 2020).</summary>
    public static readonly IReadOnlyList<int> ReminderDays = [7, 3, 1];

    private static readonly LocalTime ReminderTime = new(10, 0);

    /// <summary>When each reminder of a slot is sent: at ten in the morning at the office, those already past left out.</summary>
    public static IEnumerable<(int Days, Instant At)> Reminders(LocalDate slot, DateTimeZone zone, Instant now) =>
        from days in ReminderDays
        let at = slot.PlusDays(-days).At(ReminderTime).InZoneLeniently(zone).ToInstant()
        where at > now
        select (days, at);

    /// <summary>
    /// Asked again at the moment of sending: is it still true? A slot that moved, a duty that is met and a child take their reminders with
    /// them.
    /// </summary>
    public static bool IsStillTrue(Case state, string kind, Instant about) => kind == Closed
        ? state is { Closed: { } closed, Release: { IsMinor: false, IsHistory: false } } && !ClosingRules.Silent.Contains(closed.Reason)
        : kind == Transferred ? state is { Closed: null, Release: { IsMinor: false, IsHistory: false }, Transfer: { State: TransferState.Accepted } taken } && taken.AnsweredAt == about
        : kind == Outreach ? state is { Closed: null, Slot: { } place, Release.IsMinor: false } && place.At == about
        : kind == AddressCode ? state is { Closed: null, Release.IsMinor: false } && AddressProofRules.LiveCode(state)?.MadeAt == about
        : OfDevice.Contains(kind) ? state is { Closed: null, SuspendedAt: null, Release.IsMinor: false }
        : kind == Terms ? state is { Closed: null, Release: { IsMinor: false, IsHistory: false } }
        : kind == Referral ? state.Closed is null && state.Supervision.Referrals.Exists(r => r.At == about && !r.IsWithdrawn)
        : state is { Running: { } duty, Release: { IsMinor: false, IsHistory: false } }
        && (kind == Reminder ? state.Slot?.At == about : duty.Due == about);

    /// <summary>Told twice, it changes nothing: a sending that was cut off after the message left is repeated under the same number.</summary>
    public static Decision Send(Case state, MessageSent message, Instant now) =>
        state.Messages.Exists(m => m.Id == message.Message) ? Decision.Nothing : Decision.Of(state.Id, now, message);

    public static Decision Deliver(Case state, string message, Instant at) =>
        state.Messages.Find(m => m.Id == message) is { Delivered: null, Bounced: null } ? Decision.Of(state.Id, at, new MessageDelivered(message)) : Decision.Nothing;

    /// <summary>Said twice of one letter, it is said once.</summary>
    public static Decision Post(Case state, string message, Instant now) =>
        state.Messages.Find(m => m.Id == message) is { Channel: ReachRules.Letter, Posted: null, Bounced: null } ? Decision.Of(state.Id, now, new MessagePosted(message)) : Decision.Nothing;

    public static Decision Bounce(Case state, string message, string because, Instant at) =>
        state.Messages.Find(m => m.Id == message) is { Delivered: null, Bounced: null } ? Decision.Of(state.Id, at, new MessageBounced(message, because)) : Decision.Nothing;

    public static readonly Refusal NoSuchLetter = new("no-such-letter", "No letter of this number is on its way to this person. Choose one from the list; for other mail record a contact.");

    /// <summary>A person holds the envelope that came back: the message bounced, and its address is work.</summary>
    public static Decision ReturnLetter(Case state, string? message, string? note, Instant now) =>
        state.Messages.Find(m => m.Id == message) is { Channel: ReachRules.Letter, Bounced: null } letter
            ? Decision.Of(state.Id, now, new MessageBounced(letter.Id, string.IsNullOrWhiteSpace(note) ? "The letter came back." : "The letter came back: " + note.Trim()))
            : NoSuchLetter;

    /// <summary>The first moment at or after <paramref name="at"/> outside the quiet hours of the place.</summary>
    public static Instant OutsideQuietHours(Instant at, LocalTime from, LocalTime until, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        var isQuiet = from > until ? local.TimeOfDay >= from || local.TimeOfDay < until : local.TimeOfDay >= from && local.TimeOfDay < until;
        var day = isQuiet && local.TimeOfDay >= from && from > until ? local.Date.PlusDays(1) : local.Date;
        return isQuiet ? (day + until).InZoneLeniently(zone).ToInstant() : at;
    }
}
