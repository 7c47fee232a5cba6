using NodaTime;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.WalkIns;

/// <summary>Somebody came and we had no record: kept, and matched when the person is found. Nobody is sent away for our gap.</summary>
public static class WalkInRules
{
    public static readonly Refusal MatchedAlready = new("matched-already", "This report was matched already.");

    public static readonly Refusal NoSuchPerson = new("no-such-person", "That case has no release: choose the case of a released person.");

    public static readonly Refusal SettledAlready = new("settled-already", "This row was settled already.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write why nothing more is to be done for this row.");

    public static Decision Match(Case walkIn, Case person, Programme programme, Instant now)
    {
        if (walkIn.WalkIn is not { } kept || kept.MatchedTo is not null)
        {
            return MatchedAlready;
        }

        if (person.Release is null || person.Erased is not null)
        {
            return NoSuchPerson;
        }

        var report = new Report(kept.ReportedAt, kept.Kept.Channel, kept.Kept.Office, false, kept.Kept.NoticeToAppearServedAt, kept.Kept.NoticeToAppearFiledAt, FromWalkIn: walkIn.Id);
        return Decision.Of(walkIn.Id, now, new WalkInMatched(person.Id)).And(CheckInRules.Record(person, report, programme, now));
    }

    public static Decision Settle(Case row, CaseId? by, string? reason, Instant now) =>
        row.Returned is not { IsSettled: false } ? SettledAlready
        : by is null && string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Of(row.Id, now, new RowSettled(by, reason?.Trim()));
}
