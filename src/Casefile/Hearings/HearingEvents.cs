using NodaTime;

namespace Throughline.Casefile.Hearings;

[EventName("hearing-set")]
public sealed record HearingSet(
    [property: Personal] string HearingId, Instant At, string Zone, [property: Personal] string Court, [property: Personal] string? Room) : CaseEvent;

/// <summary>What became of the hearing: <c>held</c>, <c>adjourned</c>, <c>cancelled</c>, <c>not-attended</c> ... as the court says it.</summary>
[EventName("hearing-outcome-recorded")]
public sealed record HearingOutcomeRecorded(
    [property: Personal] string HearingId, [property: Personal] string Outcome, [property: Personal] string? Note) : CaseEvent;
