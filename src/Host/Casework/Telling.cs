using System.Globalization;
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
using Throughline.Host.Bridges;

namespace Throughline.Host.Casework;

/// <summary>A line of a case in the words of the desk.</summary>
internal sealed record Told(string Icon, string Title, string Text);

/// <summary>Every event in words: who does what, in the order it happened. A test asks it for each type.</summary>
internal static class Telling
{
    /// <param name="nameOf">The name of a station, an office or a language by its code.</param>
    public static Told Of(CaseEvent e, DateTimeZone zone, Func<string?, string> nameOf) => e switch
    {
        PersonReleased r => new("next", $"Released from {nameOf(r.Station)}", $"On pathway {r.Pathway}.{(r.IsHistory ? " Recorded long after it happened: it has no effects." : "")}{(r.AfterPathwayEnded ? " The pathway had been declared stopped." : "")}"),
        ReleaseCorrected r => new("pencil", "The record was corrected", $"By {nameOf(r.Station)}. The last version stands alone."),
        ReleaseSentAgain r => new("mail", "The record was sent again", $"Line {r.Source.Line} of the file; counted once."),
        OrderMade o => new("file", "An order was made", $"{string.Join(" ", o.Conditions)} {o.LegalBasis}. It ends by itself {At(o.Ends, zone)}."),
        OrderReviewed r => new("review", "The order was reviewed", r.Finding),
        RenewalProposed r => new("pencil", "A second person is asked to renew the order", $"Until {At(r.Ends, zone)}. {r.Reasons} Less intrusive means considered: {r.MeansConsidered}"),
        OrderRenewed r => new("extend", "The order is renewed", $"It ends by itself {At(r.Ends, zone)}."),
        ProposalEnded p => new("back", "What was proposed is off", p.Because),
        RepresentationMade r => new("speech", "The person writes about the terms", $"“{r.Text}” To be answered by {At(r.AnswerBy, zone)}, and before any renewal."),
        RepresentationAnswered r => new("tick", "The letter about the terms is answered", r.Answer),
        StepUpProposed s => new("pencil", "A second person is asked to make the terms stricter", $"{Change(s.Technology, s.Condition)} {Rests(s.Grounds)} {s.Reasons} Milder means tried: {s.MeansTried}"),
        SteppedUp s => new("file", "The terms are stricter", $"{Change(s.Technology, s.Condition)} {Rests(s.Grounds)} They fall when one of these falls."),
        StepUpWithdrawn s => new("back", "The stricter terms are withdrawn", $"{Levels.Words(s.Technology)}. {s.Because}"),
        TermsEased t => new("tick", "The terms are milder", $"{(t.Technology is null ? "" : Levels.Words(t.Technology) + ". ")}{(t.Condition is null ? "" : $"No longer: {t.Condition} ")}{t.Reasons}"),
        StepDownAsked s => new("speech", "The person asks for milder terms", $"{(s.Text is null ? "" : $"“{s.Text}” ")}To be answered by {At(s.AnswerBy, zone)}, by the published criteria."),
        StepDownAnswered s => new("tick", s.IsGranted ? "Milder terms are granted" : "Milder terms are not granted yet", s.Answer),
        PersonEnrolled p => new("person", p.IsSetUp ? "Enrolled" : "Told, not set up yet", $"{Levels.Words(p.Technology)}. Explained by {p.ToldBy}, in {nameOf(p.Language)}, {(p.Interpreter is null ? "without an interpreter" : "with " + p.Interpreter)}. {Words(EnrolmentRules.Checks, p.HowChecked)}."),
        _ when DeviceTelling.Of(e, zone) is { } told => told,
        ReferralProposed r => new("pencil", "A second person is asked to refer the case", $"{Rests(r.Grounds)} {r.Reasons} Milder means tried: {r.MeansTried}"),
        CaseReferred r => new("sent", "The case is referred to enforcement review", $"{Rests(r.Grounds)} The person is told."),
        ReferralWithdrawn r => new("back", "The referral is withdrawn", r.Because),
        PartyNamed p => new("people", $"{Words(PartyRules.Kinds, p.Kind)} is named: {p.Name}", $"{Words(PartyRules.Channels, p.Channel)}: {p.Contact}. {(p.Sees.IsEmpty ? "Is told of decisions and sees nothing." : $"May see: {string.Join("; ", p.Sees.Select(s => Words(PartyRules.Sights, s)))}.")}"),
        PartyEnded p => new("ban", "A lawyer or helper is ended", $"Named in line {p.Party}. They see nothing more."),
        OrderEnded o => new("tick", "The order ended", o.Because),
        NoticeIssued n => new("file", $"{Kind(n.Kind)} made", $"In {nameOf(n.Language)}, with a code for the household."),
        NoticeServed n => new("tick", $"{Kind(n.Kind)} served", n.HowServed ?? "The person got the paper."),
        NoticeFiled n => new("court", $"{Kind(n.Kind)} filed", (n.BeforeServed ? "Filed without a service that we know of. " : "The court got the paper. ") + n.Reference),
        NoticeKnown n => new("speech", $"{Kind(n.Kind)} known", $"In {nameOf(n.Language)}{(n.Interpreter is null ? "" : ", with " + n.Interpreter)}. {n.HowChecked}"),
        HandoffSent h => new("sent", $"Hand-off sent to {nameOf(h.Office)}", $"{h.Because}. Answer due {At(h.AnswerBy, zone)}."),
        HandoffDelivered h => new("mail", $"{nameOf(h.Office)} has the record", "Delivered; not answered yet."),
        HandoffAccepted h => new("key", $"Accepted by {nameOf(h.Office)}: the release is complete", "The office is responsible from here on."),
        HandoffReturned h => new("back", $"Returned by {nameOf(h.Office)}: {h.Code}", h.Text ?? ""),
        HandoffWithdrawn h => new("ban", "Hand-off withdrawn", h.Reason),
        HandoffInherited h => new("key", $"{nameOf(h.Office)} is named for this case", $"From before this system. {h.Because}."),
        TransferProposed t => new("pin", $"A transfer to {nameOf(t.To)} is proposed", $"{t.Because}. {nameOf(t.From)} decides and stays responsible."),
        TransferDeclined t => new("tick", "The office keeps the case", t.Reason),
        TransferSent t => new("sent", $"Sent on to {nameOf(t.To)}", $"{t.Reason} Answer due {At(t.AnswerBy, zone)}; until it accepts {nameOf(t.From)} is responsible."),
        TransferDelivered t => new("mail", $"{nameOf(t.To)} has the transfer", "Delivered; not answered yet."),
        TransferAccepted t => new("key", $"Taken over by {nameOf(t.To)}", $"From {nameOf(t.From)}. It is responsible from here on."),
        TransferReturned t => new("back", $"Transfer returned by {nameOf(t.To)}: {t.Code}", t.Text ?? ""),
        TransferWithdrawn t => new("ban", "Transfer withdrawn", t.Reason),
        HouseholdSplit h => new("people", "The household became two", h.ResponsibleAdult is { } adult ? $"The responsible adult is {adult}." : "Each side keeps its places and has its own notice."),
        HouseholdJoined h => new("people", "Two households became one", h.ResponsibleAdult is { } adult ? $"The responsible adult is {adult}." : "One place for all of them."),
        ProtectionBegan p => new("shield", "The case is protected", $"{(p.ByPerson ? "The person asked for it." : "Staff asked for it.")} Address, phone and household are for named people only.{(p.Reason is null ? "" : " " + p.Reason)}"),
        ProtectionReaderNamed p => new("key", $"{Actor.Parse(p.Reader).Name} may see what is protected", p.Reason),
        ProtectionReaderRemoved p => new("ban", $"{Actor.Parse(p.Reader).Name} may no longer see what is protected", p.Reason),
        ProtectionLiftProposed p => new("pencil", "A second person is asked to lift the protection", p.Reasons),
        ProtectionLiftDeclined p => new("back", "The protection stays", p.Reason),
        ProtectionLifted p => new("tick", "The protection is lifted", p.ByPerson ? "By the person." : $"By a second person. {p.Reasons}"),
        SamePersonLinked p => new("people", $"The same person as {p.Other}", p.Reason),
        SamePersonUnlinked p => new("people", $"No longer linked with {p.Other}", p.Reason),
        NotSamePerson p => new("people", $"Another person than {p.Other}", p.Reason),
        ObligationOpened o => new("calendar", "Report at the office", $"Due {At(o.Due, zone)}; the window ends {At(o.Closes, zone)}."),
        SlotBooked s => new("calendar", $"Slot booked in {nameOf(s.Office)}", At(s.At, zone)),
        SlotGivenBack s => new("calendar", $"Slot in {nameOf(s.Office)} given back", s.Because),
        DueDateMoved d => new("extend", $"The due date moved to {At(d.Due, zone)}", d.Because + " Nobody has missed anything by it."),
        ObligationMet m => new("tick", m.Late ? "The duty is met, late" : "The duty is met", ""),
        ObligationCancelled c => new("ban", "The duty is cancelled", c.Because),
        ObligationSuspended => new("clock", "The duty stands still", "Nothing is due meanwhile."),
        ObligationResumed => new("next", "The duty runs again", ""),
        CaseClosed c => new("file", $"The case is closed: {c.Reason}", "Nothing more is due, and nothing that waited is sent."),
        CaseReopened => new("next", "The case is open again", "The person gets the time that was left."),
        CaseSuspended c => new("clock", "The case is suspended", c.Because),
        CaseResumed => new("next", "The case goes on", "The person gets the time that was left."),
        ContactMade c => new("phone", $"Contact: {Words(ContactRules.Channels, c.Channel)}", $"{Words(ContactRules.Outcomes, c.Outcome)}. {c.Note}".Trim()),
        AlertClosed a => new("bell", $"A person looked at an alert: {AlertWords.Title(AlertWords.KindOf(a.Kind) ?? Throughline.Monitoring.Alerts.AlertKind.Unit).ToLowerInvariant()}", $"{At(a.Opened, zone)}. Cause: {a.CauseWords}. {Against(a.Side)} {a.Reasons}"),
        LineChallenged c => new("speech", $"The person challenges line {c.Line}", $"“{c.Text}” To be answered by {At(c.AnswerBy, zone)}; until then nothing stricter can rest on it."),
        ChallengeAnswered c => new("tick", c.IsUpheld ? "The challenge is upheld" : "The challenge is not upheld", c.Answer),
        FaultsCounted f => new("fault", "Faults of ours give more time", string.Join(" ", f.Faults.Select(c => $"{FaultKinds.Words(c.Kind)}, {At(c.From, zone)} to {At(c.Until, zone)}."))),
        MissSentToReview m => new("eye", "Missed to review", m.Finding + " A person decides."),
        MissReopened m => new("extend", "The miss is reopened", m.Because),
        MissExcused m => new("tick", "The miss is excused", m.Reason),
        MissProposed m => new("pencil", "A second person is asked to confirm the miss", $"{m.Reasons} Milder means tried: {m.MeansTried}"),
        MissDeclined m => new("back", "The second person did not confirm the miss", m.Reason),
        MissConfirmed => new("file", "The miss is confirmed", "By a second person. It is withdrawn when its ground falls away."),
        MissWithdrawn m => new("ban", "The confirmed miss is withdrawn", m.Because),
        CheckInAttempted a => new("person", "Began to report", $"By {a.Channel}. If we failed then, it counts."),
        MessageSent m => new("mail", $"Message sent: {m.Kind}", $"By {m.Channel}: “{m.Text}”"),
        MessagePosted m => new("sent", "The letter was handed to the post", $"Message {m.Message}."),
        MessageDelivered m => new("tick", "The message arrived", $"Message {m.Message}."),
        MessageBounced m => new("mail-back", "The message came back", $"{m.Because} Message {m.Message}."),
        MessageReceived m => new("speech", $"A message came in by {m.Channel}", $"“{m.Text}” A number identifies nobody: it may be another person's."),
        WayToReachChosen w => new("mail", "How we reach the person", $"By {w.Channel}{(w.Email is null ? "" : ": " + w.Email)}."),
        FaultDeclared f => new("ban", FaultKinds.Words(f.Kind), $"{f.Words} {At(f.From, zone)}{(f.Until is { } until ? " to " + At(until, zone) : ", not over yet")}."),
        FaultEnded f => new("tick", "The fault is over", At(f.Until, zone)),
        FaultWithdrawn f => new("ban", "It was no fault", f.Because + " Time that it gave stays given."),
        CheckedIn c => new(c.Channel is "call" ? "phone" : "person", How(c.Channel, c.Office, nameOf), string.Join(" ", Report(c))),
        AddressReported a => new("pin", "Another address", $"{Line(a.Address)}, from {a.From.ToString("MMM d, uuuu", CultureInfo.InvariantCulture)}."),
        AddressCodeMade => new("mail", "A code goes out by letter", "Whoever opens the letter at the current address knows it. It is shown on no page."),
        AddressCodeWrong => new("ban", "A wrong code was told", "It is not the one in the letter. What was told is not kept, and it counts for nothing against the person."),
        AddressProven a => new("tick", $"The address is proven by {AddressProofRules.WordsOf(a.Grade)}", a.Note ?? ""),
        HearingSet h => new("court", $"Hearing set: {h.Court}", $"{At(h.At, DateTimeZoneProviders.Tzdb.GetZoneOrNull(h.Zone) ?? zone)}{(h.Room is null ? "" : ", room " + h.Room)}."),
        HearingOutcomeRecorded h => new("court", $"Hearing: {h.Outcome}", h.Note ?? ""),
        WalkInKept w => new("person", "Walk-in without a record", $"{How(w.Channel, w.Office, nameOf)}. Kept, and matched when the record is found."),
        WalkInMatched w => new("tick", $"Matched to {w.To}", "The report is recorded in that case."),
        RowReturned r => new("back", "Row returned to its sender", r.Sentence),
        RowSettled r => new("tick", "The row is settled", r.Reason ?? $"A good row arrived: {r.By}."),
        HoldPlaced h => new("file", "A hold keeps this file", $"{h.Reason} On the authority of: {h.Authority}"),
        HoldLifted h => new("tick", $"The hold of line {h.Hold} is lifted", $"{h.Reason} On the authority of: {h.Authority}"),
        PersonErased p => new("ban", "The file was erased", $"{p.Reason} On the authority of: {p.Authority}{(p.Second is null ? "" : $" The second person was {p.Second}.")}"),
        RecordedInError r => new("ban", $"Line {r.Line} was recorded in error", "It is out of effect and stays visible."),
        _ => throw new InvalidOperationException($"No words for {e.GetType().Name}."),
    };

    public static string Line(Address a) =>
        string.Join(", ", new[] { a.Line, a.Unit, a.City, $"{a.State} {a.PostalCode}".Trim() }.Where(p => p.Length > 0)) is { Length: > 0 } line ? line : "no address";

    /// <summary>"Notice to appear", "Parole notice".</summary>
    public static string Kind(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ') + (kind.Contains("notice", StringComparison.Ordinal) ? "" : " notice");

    private static string Change(string? technology, string? condition) =>
        string.Join(" ", new[] { technology is null ? null : Levels.Words(technology) + ".", condition is null ? null : $"Added: {condition}" }.OfType<string>());

    private static string Against(string side) => side switch
    {
        "device" => "It counts for the device, not for the person.",
        "ours" => "It is a fault of ours.",
        "person" => "It makes nothing stricter by itself.",
        _ => "Nobody found out what it was.",
    };

    private static string Rests(IEnumerable<int> grounds) => $"It rests on {string.Join(", ", grounds.Select(g => $"line {g}"))}.";

    private static string Words(IEnumerable<(string Code, string Words)> known, string code) => known.FirstOrDefault(k => k.Code == code).Words ?? code;

    private static string How(string channel, string? office, Func<string?, string> nameOf) => (channel, office) switch
    {
        ("office", null) => "Reported at an office",
        ("office", _) => $"Reported at {nameOf(office)}",
        (_, null) => $"Reported by {channel}",
        _ => $"Reported by {channel}, to {nameOf(office)}",
    };

    private static IEnumerable<string> Report(CheckedIn c)
    {
        if (c.ByResponsibleAdult)
        {
            yield return "The responsible adult reported for the child.";
        }

        if (c.TurnedAway)
        {
            yield return "The office turned the person away; who came has come.";
        }

        if (c.BeforeRelease)
        {
            yield return "Dated before the release: kept, counted nowhere.";
        }

        if (c.Receipt is not null)
        {
            yield return $"Receipt {c.Receipt}.";
        }

        if (!string.IsNullOrWhiteSpace(c.Said))
        {
            yield return $"Said: {c.Said}";
        }
    }

    private static string At(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("ddd, MMM d, uuuu, HH:mm", CultureInfo.InvariantCulture);
}
