using NodaTime;

namespace Throughline.Casefile.Hearings;

public static class HearingRules
{
    public static readonly Refusal NoSuchHearing = new("no-such-hearing", "There is no hearing with this number.");

    public static readonly Refusal OfAnotherCase = new("hearing-of-another-case", "This number is a hearing of another case. Check it against the court's paper.");

    public static readonly Refusal OutcomeNeeded = new("outcome-needed", "Say what became of the hearing.");

    /// <summary>Sets a hearing, or sets it anew under the same number. Told twice, it changes nothing.</summary>
    public static Decision Set(Case state, HearingSet hearing, Instant now) =>
        state.Hearings.Exists(h => h.HearingId == hearing.HearingId && h.At == hearing.At && h.Zone == hearing.Zone && h.Court == hearing.Court && h.Room == hearing.Room)
            ? Decision.Nothing
            : Decision.Of(state.Id, now, hearing);

    public static Decision RecordOutcome(Case state, string hearingId, string? outcome, string? note, Instant at)
    {
        if (state.Hearings.Find(h => h.HearingId == hearingId) is not { } hearing)
        {
            return NoSuchHearing;
        }

        return string.IsNullOrWhiteSpace(outcome) ? OutcomeNeeded
            : hearing.Outcome == outcome.Trim() ? Decision.Nothing
            : Decision.Of(state.Id, at, new HearingOutcomeRecorded(hearingId, outcome.Trim(), note));
    }
}
