using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile.WalkIns;

/// <summary>Somebody came and we had no record. A case file without a release: kept as work, matched later, never dropped.</summary>
[EventName("walk-in-kept")]
public sealed record WalkInKept(
    string Channel,
    string? Office,
    Instant? NoticeToAppearServedAt,
    Instant? NoticeToAppearFiledAt,
    [property: Personal] string? RecordId,
    [property: Personal] string GivenName,
    [property: Personal] string Surname,
    [property: Personal] LocalDate? BirthDate,
    [property: Personal] string? ANumber) : CaseEvent;

/// <summary>The person behind the walk-in was found. Events never move between cases: the report is recorded anew over there.</summary>
[EventName("walk-in-matched")]
public sealed record WalkInMatched(CaseId To) : CaseEvent;

/// <summary>A row of a sender's file that names a person but cannot be a record: returned to its sender, and standing in the balance.</summary>
[EventName("row-returned")]
public sealed record RowReturned(
    string? Station,
    int Line,
    string Column,
    string Code,
    string File,
    [property: Personal] string? RecordId,
    [property: Personal] string Sentence,
    [property: Personal] ImmutableSortedDictionary<string, string> Content) : CaseEvent;

/// <summary>A good row with the same number arrived (<paramref name="By"/>), or a person closed it with a reason.</summary>
[EventName("row-settled")]
public sealed record RowSettled(CaseId? By, [property: Personal] string? Reason) : CaseEvent;
