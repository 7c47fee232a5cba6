using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Outreach;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Referrals;
using Throughline.Casefile.Transfers;
using Throughline.Storage;

namespace Throughline.Host;

/// <summary>What leaves the system because of an event. Written with it, sent after it; facts of history have no events here.</summary>
internal static class Effects
{
    public const string Handoff = "hand-off", Transfer = "transfer";

    /// <summary>Cases whose reminders say something that is no longer so.</summary>
    public static IEnumerable<CaseId> Overtaken(ImmutableArray<NewEvent> events) =>
        events.Where(e => e.Event is SlotBooked or SlotGivenBack or ObligationMet or ObligationCancelled or ObligationSuspended).Select(e => e.Case).Distinct();

    public static IEnumerable<OutboxEntry> Of(Recording recording, ImmutableArray<NewEvent> events, Programme programme)
    {
        foreach (var e in events)
        {
            switch (e.Event)
            {
                case HandoffSent sent:
                    yield return new OutboxEntry(Key(Handoff, e, e.OccurredAt), e.Case, Handoff, sent.Office, recording.At);
                    break;
                case TransferSent sent:
                    yield return new OutboxEntry(Key(Transfer, e, e.OccurredAt), e.Case, Transfer, sent.To, recording.At);
                    break;
                case TransferAccepted:
                    yield return new OutboxEntry(Key(MessageRules.Transferred, e, recording.At), e.Case, MessageRules.Transferred, About(e.OccurredAt), recording.At);
                    break;
                case SlotBooked slot:
                    foreach (var (days, at) in MessageRules.Reminders(slot.Day, programme.Offices[slot.Office].Zone, recording.At))
                    {
                        yield return new OutboxEntry(
                            Key($"{MessageRules.Reminder}-{days}", e, recording.At) + "-" + slot.At.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture), e.Case, MessageRules.Reminder, About(slot.At), at);
                    }

                    break;
                case DueDateMoved moved when events.Any(o => o.Case == e.Case && o.Event is FaultsCounted or MissReopened) || recording.Who.Role == "machine":
                    // Whoever moved the date themselves knows it; what we move, we tell.
                    yield return new OutboxEntry(Key(MessageRules.Moved, e, recording.At), e.Case, MessageRules.Moved, About(moved.Due), recording.At);
                    break;
                case SteppedUp or StepUpWithdrawn or TermsEased or OrderRenewed or DeviceTermsMadeStricter or DeviceTermsEased or DeviceTermsWithdrawn:
                    yield return new OutboxEntry(Key(MessageRules.Terms, e, recording.At), e.Case, MessageRules.Terms, About(e.OccurredAt), recording.At);
                    break;
                case ContactMade { Outcome: OutreachRules.SentOutcome } when events.FirstOrDefault(o => o.Case == e.Case && o.Event is SlotBooked) is { Event: SlotBooked place }:
                    yield return new OutboxEntry(Key(MessageRules.Outreach, e, recording.At), e.Case, MessageRules.Outreach, About(place.At), recording.At);
                    break;
                case AddressCodeMade:
                    yield return new OutboxEntry(Key(MessageRules.AddressCode, e, recording.At), e.Case, MessageRules.AddressCode, About(e.OccurredAt), recording.At);
                    break;
                case CaseReferred:
                    yield return new OutboxEntry(Key(MessageRules.Referral, e, recording.At), e.Case, MessageRules.Referral, About(e.OccurredAt), recording.At);
                    break;
                case CaseClosed closed when !ClosingRules.Silent.Contains(closed.Reason):
                    yield return new OutboxEntry(Key(MessageRules.Closed, e, recording.At), e.Case, MessageRules.Closed, About(e.OccurredAt), recording.At);
                    break;
            }
        }
    }

    /// <summary>The instant that a message is about, by which it is asked again at its sending whether it is still true.</summary>
    public static Instant About(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    private static string About(Instant at) => InstantPattern.ExtendedIso.Format(at);

    private static string Key(string kind, NewEvent e, Instant at) => $"{kind}:{e.Case.Number}:{at.ToUnixTimeTicks()}";
}
