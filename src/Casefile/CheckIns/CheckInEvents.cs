using NodaTime;

namespace Throughline.Casefile.CheckIns;

/// <summary>
/// The person reported. Another day, another office or being turned away counts as well: who came has come.
/// <paramref name="BeforeRelease"/>: dated before the release; kept, counted nowhere, and somebody's work.
/// </summary>
/// <param name="Channel">app, web, call, office, visit, officer or letter.</param>
/// <param name="ByResponsibleAdult">A child's report is made by the responsible adult.</param>
/// <param name="Office">Where, when it was at an office.</param>
/// <param name="Receipt">The code that the person keeps.</param>
[EventName("checked-in")]
public sealed record CheckedIn(
    string Channel,
    string? Office,
    bool ByResponsibleAdult,
    bool BeforeRelease,
    bool TurnedAway,
    CaseId? FromWalkIn,
    [property: Personal] string? Receipt = null,
    [property: Personal] string? Said = null) : CaseEvent;

/// <summary>The person began to report: the form was opened, a call came in. If we fail then, it counts.</summary>
[EventName("check-in-attempted")]
public sealed record CheckInAttempted(string Channel) : CaseEvent;
