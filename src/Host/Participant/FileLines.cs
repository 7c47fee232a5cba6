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
}
