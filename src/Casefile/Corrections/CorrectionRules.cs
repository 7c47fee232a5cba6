using NodaTime;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.People;
using Throughline.Casefile.Protections;
using Throughline.Casefile.Releases;
using Throughline.Casefile.Transfers;
using Throughline.Casefile.WalkIns;

namespace Throughline.Casefile.Corrections;

/// <summary>Wrong data is corrected in the open: the line stays visible, and what it caused is taken out of effect with it.</summary>
public static class CorrectionRules
{
    public static Refusal NoSuchLine(int line) => new("no-such-line", $"This case has no line {line}.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write why the line is wrong: everybody who reads the case sees it.");

    public static readonly Refusal OpensTheCase = new("opens-the-case", "This line opened the case. A case that should not exist is closed as opened in error.");

    public static readonly Refusal GoesOn = new("case-goes-on", "This line stopped what was due. Reopen or resume the case instead: the person then gets back the time that was left.");

    public static readonly Refusal HasItsOwnWay = new(
        "undone-by-its-own-act", "This line is not struck out: join or split the household, lift the protection, or say that it is the same person or not. It then stands with who and why in every file that it touches.");

    public static readonly Refusal LiftInstead = new("hold-is-lifted", "A hold is not struck out. Lift it with reasons and an authority: the person sees who ended it.");

    public static Decision RecordInError(CaseFile file, int line, string? why, Instant now)
    {
        if (string.IsNullOrWhiteSpace(why))
        {
            return ReasonNeeded;
        }

        if (line < 1 || line > file.Events.Length)
        {
            return NoSuchLine(line);
        }

        var wrong = file.Events[line - 1];
        if (wrong.Event is PersonReleased or WalkInKept or RowReturned or FaultDeclared)
        {
            return OpensTheCase;
        }

        if (wrong.Event is CaseClosed or CaseSuspended)
        {
            return GoesOn;
        }

        if (wrong.Event is HouseholdSplit or HouseholdJoined or ProtectionBegan or ProtectionReaderNamed or ProtectionReaderRemoved or ProtectionLiftProposed or ProtectionLiftDeclined or ProtectionLifted
            or SamePersonLinked or SamePersonUnlinked or NotSamePerson)
        {
            return HasItsOwnWay;
        }

        if (wrong.Event is HoldPlaced)
        {
            return LiftInstead;
        }

        var struck = Case.StruckLines(file.Events);
        var lines = Followed(file, wrong).Where(l => !struck.Contains(l));
        return Decision.Of(file.State.Id, now, [.. lines.Select(l => (CaseEvent)new RecordedInError(l))]);
    }

    /// <summary>The file that holds the other half of this line: a match stands in two files, and one half alone would be untrue.</summary>
    public static CaseId? OtherHalf(CaseFile file, int line) => file.Events.ElementAtOrDefault(line - 1)?.Event switch
    {
        WalkInMatched e => e.To,
        CheckedIn e => e.FromWalkIn,
        _ => null,
    };

    /// <summary>The other half of a match that was undone in the case <paramref name="undone"/>.</summary>
    public static Decision UndoMatch(CaseFile other, CaseId undone, string? why, Instant now)
    {
        var struck = Case.StruckLines(other.Events);
        var half = other.Events.LastOrDefault(e => !struck.Contains(e.Version)
            && (e.Event is WalkInMatched matched && matched.To == undone || e.Event is CheckedIn checkedIn && checkedIn.FromWalkIn == undone));
        return half is null ? Decision.Nothing : RecordInError(other, half.Version, why, now);
    }

    /// <summary>
    /// The line, and what the program derived from it: a report that was not made has met no duty and ended no order, and what was
    /// never sent has no receipt. A correction is undone whole.
    /// </summary>
    private static IEnumerable<int> Followed(CaseFile file, RecordedEvent wrong)
    {
        var later = file.Events.Skip(wrong.Version);
        var followed = wrong.Event switch
        {
            CheckedIn or ReleaseCorrected => later.TakeWhile(e => IsSameRecording(e, wrong) && e.OccurredAt == wrong.OccurredAt)
                .Where(e => e.Event is ObligationMet or ObligationCancelled or DueDateMoved or SlotGivenBack or OrderEnded),
            HandoffSent => later.TakeWhile(e => e.Event is not HandoffSent).Where(e => e.Event is HandoffDelivered),
            TransferSent => later.TakeWhile(e => e.Event is not TransferSent).Where(e => e.Event is TransferDelivered),
            TransferAccepted => later.TakeWhile(e => IsSameRecording(e, wrong)).Where(e => e.Event is SlotGivenBack or SlotBooked or DueDateMoved),
            RecordedInError => file.Events.Where(e => e.Version != wrong.Version && e.Event is RecordedInError && IsSameRecording(e, wrong)),
            _ => [],
        };
        return followed.Select(e => e.Version).Prepend(wrong.Version);
    }

    private static bool IsSameRecording(RecordedEvent one, RecordedEvent other) => one.RecordedAt == other.RecordedAt && one.Who == other.Who;
}
