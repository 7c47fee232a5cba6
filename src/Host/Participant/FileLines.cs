using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;
using Throughline.Host.Casework;

namespace Throughline.Host.Participant;

/// <summary>The text that tells each kind of line to the person; a test asks it for every event type.</summary>
internal static class FileLines
{
    public static string KeyOf(CaseEvent e) => "me.line." + e switch
    {
        PersonReleased => "released",
        ReleaseCorrected => "corrected",
        ReleaseSentAgain => "sent-again",
        OrderMade => "order",
        OrderEnded => "order-ended",
        NoticeIssued => "notice-issued",
        NoticeServed => "served",
        NoticeFiled => "filed",
        NoticeKnown => "known",
        HandoffSent => "handoff",
        HandoffDelivered => "delivered",
        HandoffAccepted => "accepted",
        HandoffReturned => "returned",
        HandoffWithdrawn => "withdrawn",
        HandoffInherited => "inherited",
        ObligationOpened => "opened",
        SlotBooked => "slot",
        SlotGivenBack => "slot-back",
        DueDateMoved => "moved",
        ObligationMet => "met",
        ObligationCancelled => "cancelled",
        CheckedIn => "reported",
        AddressReported => "address",
        HearingSet => "hearing",
        HearingOutcomeRecorded => "outcome",
        WalkInKept => "walk-in",
        WalkInMatched => "matched",
        RowReturned => "row",
        RowSettled => "settled",
        RecordedInError => "error",
        _ => throw new InvalidOperationException($"No words for {e.GetType().Name}."),
    };

    /// <summary>What needs no language: the office, the day, the address, the code. A reason that staff wrote stays in the download.</summary>
    public static IEnumerable<string> Facts(CaseEvent e, Func<string, string> nameOf, Func<Instant, string> when) => e switch
    {
        PersonReleased r => [nameOf(r.Station)],
        HandoffSent h => [nameOf(h.Office)],
        HandoffDelivered h => [nameOf(h.Office)],
        HandoffAccepted h => [nameOf(h.Office)],
        HandoffReturned h => [nameOf(h.Office)],
        HandoffInherited h => [nameOf(h.Office)],
        ObligationOpened o => [when(o.Closes)],
        DueDateMoved d => [when(d.Due)],
        SlotBooked s => [nameOf(s.Office), when(s.At)],
        SlotGivenBack s => [nameOf(s.Office)],
        CheckedIn c => new[] { c.Office is { } office ? nameOf(office) : null, c.Receipt }.OfType<string>(),
        AddressReported a => [Telling.Line(a.Address)],
        HearingSet h => [h.Court, when(h.At)],
        _ => [],
    };
}
