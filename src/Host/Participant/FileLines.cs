using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Alerts;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Enrolments;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Parties;
using Throughline.Casefile.People;
using Throughline.Casefile.Protections;
using Throughline.Casefile.Referrals;
using Throughline.Casefile.Releases;
using Throughline.Casefile.Transfers;
using Throughline.Casefile.WalkIns;
using Throughline.Host.Texts;

namespace Throughline.Host.Participant;

/// <summary>How the person's page writes places, days and addresses.</summary>
internal sealed record FileWords(
    Func<string, string> NameOf, Func<Instant, string> When, Func<Instant, string, string> WhenIn, Func<Instant, string> Until, Func<LocalDate, string> Born, Func<Address, string> Line, Func<string, string> Level);

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
        OrderReviewed => "order-reviewed",
        RenewalProposed => "renewal-proposed",
        OrderRenewed => "renewed",
        ProposalEnded => "proposal-ended",
        PartyNamed => "party",
        PartyEnded => "party-ended",
        StepUpProposed => "step-up-proposed",
        SteppedUp => "stepped-up",
        StepUpWithdrawn => "step-up-withdrawn",
        TermsEased => "eased",
        StepDownAsked => "step-down",
        StepDownAnswered s => s.IsGranted ? "step-down-granted" : "step-down-answered",
        PersonEnrolled p => p.IsSetUp ? "enrolled" : "told-technology",
        HealthScreened h => h.IsClear ? "health" : "health-against",
        DeviceDespiteHealthProposed => "device-despite",
        DeviceAllowed => "device-allowed",
        DeviceAssigned => "device-assigned",
        DeviceFitted => "device-fitted",
        DeviceConfirmed => "device-confirmed",
        DeviceAskedBack => "device-back",
        DeviceReturned => "device-returned",
        DeviceLost => "device-lost",
        DeviceTermsProposed => "device-terms-proposed",
        DeviceTermsMadeStricter => "device-terms-stricter",
        DeviceTermsEased => "device-terms-eased",
        DeviceTermsWithdrawn => "device-terms-withdrawn",
        PlaceNoted => "place",
        PlaceForgotten => "place-forgotten",
        ReferralProposed => "referral-proposed",
        CaseReferred => "referred",
        ReferralWithdrawn => "referral-withdrawn",
        RepresentationMade => "representation",
        RepresentationAnswered => "representation-answered",
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
        TransferProposed => "transfer-proposed",
        TransferDeclined => "transfer-declined",
        TransferSent => "transfer-sent",
        TransferDelivered => "transfer-delivered",
        TransferAccepted => "transfer-accepted",
        TransferReturned => "transfer-returned",
        TransferWithdrawn => "transfer-withdrawn",
        HouseholdSplit => "household-split",
        HouseholdJoined => "household-joined",
        ProtectionBegan => "protected",
        ProtectionReaderNamed => "protection-reader",
        ProtectionReaderRemoved => "protection-reader-removed",
        ProtectionLiftProposed => "protection-lift-proposed",
        ProtectionLiftDeclined => "protection-stays",
        ProtectionLifted => "protection-lifted",
        SamePersonLinked => "same-person",
        SamePersonUnlinked => "same-person-unlinked",
        NotSamePerson => "not-same-person",
        ObligationOpened => "opened",
        SlotBooked => "slot",
        SlotGivenBack => "slot-back",
        DueDateMoved => "moved",
        ObligationMet => "met",
        ObligationCancelled => "cancelled",
        CheckedIn => "reported",
        CheckInAttempted => "attempt",
        ObligationSuspended => "suspended",
        ObligationResumed => "resumed",
        CaseClosed => "closed",
        CaseReopened => "reopened",
        CaseSuspended => "case-suspended",
        CaseResumed => "case-resumed",
        ContactMade => "contact",
        AlertClosed a => a.Side == "ours" ? "alert-ours" : a.Side == "device" ? "alert-device" : "alert",
        LineChallenged => "challenge",
        ChallengeAnswered c => c.IsUpheld ? "challenge-upheld" : "challenge-answered",
        FaultsCounted => "faults",
        MissSentToReview => "miss-review",
        MissReopened => "miss-reopened",
        MissExcused => "miss-excused",
        MissProposed => "miss-proposed",
        MissDeclined => "miss-declined",
        MissConfirmed => "miss-confirmed",
        MissWithdrawn => "miss-withdrawn",
        MessageSent m => m.Kind == MessageRules.Party ? "message-party" : "message",
        MessagePosted => "message-posted",
        MessageDelivered => "message-delivered",
        MessageBounced => "message-bounced",
        MessageReceived => "message-received",
        WayToReachChosen => "reach",
        FaultDeclared => "fault",
        FaultEnded => "fault-ended",
        FaultWithdrawn => "fault-withdrawn",
        AddressReported => "address",
        AddressCodeMade => "address-code",
        AddressCodeWrong => "address-code-wrong",
        AddressProven => "address-proven",
        HearingSet => "hearing",
        HearingOutcomeRecorded => "outcome",
        WalkInKept => "walk-in",
        WalkInMatched => "matched",
        RowReturned => "row",
        RowSettled => "settled",
        HoldPlaced => "hold",
        HoldLifted => "hold-lifted",
        PersonErased => "erased",
        RecordedInError => "error",
        _ => throw new InvalidOperationException($"No words for {e.GetType().Name}."),
    };

    /// <summary>
    /// What the line holds: offices, days, addresses, codes. What somebody wrote stands in their own words, in whatever language;
    /// a sentence that the program wrote itself, in English, is left to the title of the line.
    /// </summary>
    public static IEnumerable<string> Facts(CaseEvent e, FileWords words) => Known(e, words.NameOf, words.When, words).OfType<string>().Where(f => f.Length > 0);

    private static IEnumerable<string?> Known(CaseEvent e, Func<string, string> nameOf, Func<Instant, string> when, FileWords words) => e switch
    {
        PersonReleased r => [nameOf(r.Station), .. Record(r.Record, words)],
        ReleaseCorrected r => [nameOf(r.Station), .. Record(r.Record, words)],
        OrderMade o => [.. o.Conditions, o.LegalBasis, words.Until(o.Ends)],
        OrderReviewed r => [r.Finding],
        RenewalProposed r => [words.Until(r.Ends), r.Reasons, r.MeansConsidered],
        OrderRenewed r => [words.Until(r.Ends)],
        ProposalEnded p => [p.Because],
        RepresentationMade r => [r.Text, when(r.AnswerBy)],
        PartyNamed p => [p.Name, p.Contact],
        StepUpProposed s => [s.Technology is null ? null : words.Level(s.Technology), s.Condition, s.Reasons, s.MeansTried],
        SteppedUp s => [s.Technology is null ? null : words.Level(s.Technology), s.Condition],
        StepUpWithdrawn s => [words.Level(s.Technology)],
        TermsEased t => [t.Technology is null ? null : words.Level(t.Technology), t.Condition, t.Reasons],
        StepDownAsked s => [s.Text, when(s.AnswerBy)],
        StepDownAnswered s => [s.Answer],
        PersonEnrolled p => [words.Level(p.Technology), p.ToldBy, p.Interpreter],
        HealthScreened h => [h.Note],
        DeviceDespiteHealthProposed p => [p.Reasons, p.MeansTried],
        DeviceAssigned d => [d.Label],
        DeviceFitted d => [d.By, d.Place],
        DeviceReturned d => [d.Note],
        DeviceLost d => [d.Note],
        DeviceTermsProposed p => [p.Zone?.Name, p.Reasons, p.MeansTried],
        DeviceTermsMadeStricter s => [s.Zone?.Name],
        DeviceTermsEased t => [t.Zone?.Name, t.Reasons],
        PlaceNoted p => [p.Name],
        ReferralProposed r => [r.Reasons, r.MeansTried],
        RepresentationAnswered r => [r.Answer],
        NoticeServed n => [n.HowServed],
        NoticeFiled n => [n.Reference],
        NoticeKnown n => [n.HowChecked, n.Interpreter],
        HandoffSent h => [nameOf(h.Office)],
        HandoffDelivered h => [nameOf(h.Office)],
        HandoffAccepted h => [nameOf(h.Office)],
        HandoffReturned h => [nameOf(h.Office), h.Text],
        HandoffWithdrawn h => [h.Reason],
        HandoffInherited h => [nameOf(h.Office)],
        TransferProposed t => [nameOf(t.To)],
        TransferDeclined t => [t.Reason],
        TransferSent t => [nameOf(t.To), t.Reason],
        TransferDelivered t => [nameOf(t.To)],
        TransferAccepted t => [nameOf(t.To)],
        TransferReturned t => [nameOf(t.To), t.Text],
        TransferWithdrawn t => [t.Reason],
        ProtectionBegan p => [p.Reason],
        ProtectionReaderNamed p => [p.Reason],
        ProtectionReaderRemoved p => [p.Reason],
        ProtectionLiftProposed p => [p.Reasons],
        ProtectionLiftDeclined p => [p.Reason],
        ProtectionLifted p => [p.Reasons],
        SamePersonLinked p => [p.Other.ToString(), p.Reason],
        SamePersonUnlinked p => [p.Other.ToString(), p.Reason],
        // The other one is another person, of whom this person learns nothing.
        NotSamePerson => [],
        ObligationOpened o => [when(o.Closes)],
        DueDateMoved d => [when(d.Due)],
        SlotBooked s => [nameOf(s.Office), when(s.At)],
        SlotGivenBack s => [nameOf(s.Office)],
        MessageSent m => [m.Text],
        MessageReceived m => [m.Text],
        WayToReachChosen w => [w.Email],
        CaseSuspended c => [c.Because],
        ContactMade c => [c.Note],
        AlertClosed a => [when(a.Opened), a.CauseWords, a.Reasons],
        LineChallenged c => [c.Text, when(c.AnswerBy)],
        ChallengeAnswered c => [c.Answer],
        MissExcused m => [m.Reason],
        MissProposed m => [m.Reasons, m.MeansTried],
        MissDeclined m => [m.Reason],
        MissWithdrawn m => [m.Because],
        HoldPlaced h => [h.Reason, h.Authority],
        HoldLifted h => [h.Reason, h.Authority],
        PersonErased p => [p.Authority],
        CheckedIn c => [c.Office is { } office ? nameOf(office) : null, c.Receipt, c.Said],
        AddressReported a => [words.Line(a.Address)],
        AddressProven a => [a.Note],
        HearingSet h => [h.Court, h.Room, words.WhenIn(h.At, h.Zone)],
        HearingOutcomeRecorded h => [h.Outcome, h.Note],
        _ => [],
    };

    private static IEnumerable<string?> Record(ReleaseRecord r, FileWords words) =>
        [r.FullName, r.BirthDate is { } born ? words.Born(born) : null, r.ANumber, r.Phone is { } phone ? PersonTime.Phone(phone) : null, words.Line(r.Address)];
}
